"""Who is told. One notice that a contest stands open, one with the own result; nobody is reminded who has not taken part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition
from lianxin.membership.dossiers.queries import people_at, people_below

from .lifecycle import DECIDE, RELEASE
from .models import Contest, Entry, Objection, Round

DESK = "/workbench/contests/"


def moved(case: Contest, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Those who release, who drew up, and those it is meant for or who took part."""
    if moment.replaying():
        return
    at_desk = f"{DESK}{case.pk}/"
    if row.event == "submit":
        people = nearest_holders(RELEASE, case.org_path, exclude=[case.author_id] if case.author_id else [])
        _tell(case, row.event, people, "有一次知识竞赛等您放行", at_desk, working=True)
    if row.event in ("give_back", "release") and case.author_id is not None:
        word = "退回修改" if row.event == "give_back" else "放行了"
        _tell(case, row.event, [case.author_id], f"您起草的知识竞赛{word}", at_desk, working=True)
    if row.event == "release" and case.audience != "public":
        people = people_at(case.org_path) if case.audience == "branch" else people_below(case.org_path)
        _tell(case, "ready", people, f"可以参加：{case.title}", case.get_absolute_url())
    if row.event == "cancel" and case.released_at is not None:
        _tell(case, "cancelled", takers(case), f"取消了：{case.title}", case.get_absolute_url())
    if row.event == "strike":
        _tell(case, f"strike:{case.revision}", takers(case), f"有一题认定有误，成绩已重新计算：{case.title}", case.get_absolute_url(),
              code="contest.strike")  # fmt: skip


def marked(found: Round) -> None:
    """Those who took part in a round learn that they can look."""
    people = list(Entry.objects.filter(attempts__round=found).distinct().values_list("person_id", flat=True))
    _tell(found.contest, f"marked:{found.pk}", people, f"成绩可以看了：{found.contest.title} {found.name}",
          found.contest.get_absolute_url(), code="contest.marked")  # fmt: skip


def objected(objection: Objection) -> None:
    """Those who can decide, once for each question."""
    contest = objection.pooled.round.contest
    people = nearest_holders(DECIDE, contest.org_path, exclude=[objection.person_id])
    _tell(contest, f"object:{objection.pooled_id}", people, "有人说竞赛里一道题有误，请认定", f"{DESK}{contest.pk}/objections/",
          code="contest.object", working=True)  # fmt: skip


def decided(objection: Objection) -> None:
    """The one who objected."""
    contest = objection.pooled.round.contest
    _tell(contest, f"decided:{objection.pk}", [objection.person_id], "您说的“题目有误”有了答复", contest.get_absolute_url(),
          code="contest.decided")  # fmt: skip


def never(case: Contest, clock: ClockBase, overdue: bool) -> None:
    """A contest has no clock that could alert."""


def takers(case: Contest) -> list[int]:
    """Everybody who took part."""
    return list(Entry.objects.filter(contest=case).values_list("person_id", flat=True))


def _tell(
    case: Contest, key: str, people: list[int], title: str, url: str, *, code: str = "", working: bool = False
) -> None:
    send_many(to=people, code=code or f"contest.{key}", title=title, url=url, key=f"contest:{case.pk}:{key}:{case.revision if working else 0}",
              working=working, org_path=case.org_path)  # fmt: skip
