"""The vote of a step comes out of a meeting that was held (DEV-14, DEV-15); by hand only where none was kept here.

A general meeting of the branch votes on each person by itself and is filed; the step names that resolution and takes
over who was due, who was there and how they voted. The day of the meeting is the day of the step (DEV-21).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.gatherings.linked import Link
from lianxin.membership.gatherings.models import Gathering, Resolution
from lianxin.membership.gatherings.policies import READ as READ_GATHERINGS
from lianxin.membership.gatherings.words import KINDS

from . import ballots
from .ballots import Ballot
from .models import Development
from .policies import READ, label
from .steps import PLATFORM, ROOT, VOTED

#: what follows when it does not decide in favour -> the step that it would have been
NOT_CARRIED = {"not_accepted": "accept", "not_full": "accept_full"}
#: those that it decides in favour
CARRIED = tuple(event for event in VOTED if event not in NOT_CARRIED)
#: begins the sealed words of a step whose figures were entered by hand
BY_HAND = "手工填写票数的原因："
_MEETING = "general_meeting"
#: state of a case -> the step that a vote in favour, and one against, leads to
_NEXT = {"form_filled": ("accept", "not_accepted"), "asked_full": ("accept_full", "not_full")}


def votes_on(case: Development) -> QuerySet[Resolution]:
    """Votes on the person in general meetings of the branch, the newest first, that no step has used."""
    used = [key for event in VOTED for key in used_by(case.fact(event))]
    rows = Resolution.objects.filter(
        about_id=case.member_id, gathering__organisation_id=case.organisation_id, gathering__kind=_MEETING, yes__isnull=False
    )  # fmt: skip
    return rows.exclude(pk__in=used).select_related("gathering").order_by("-gathering__starts_at", "-pk")


def used_by(fact: dict[str, Any]) -> list[int]:
    """Keys of the votes that a step used: it may come again after the committee refused."""
    return [*fact.get("used", []), *([fact["resolution"]] if fact.get("resolution") else [])]


def offered(case: Development) -> list[Resolution]:
    """Votes of meetings that are filed: their figures do not change any more."""
    return list(votes_on(case).filter(gathering__state="closed"))


def unfiled(case: Development) -> list[Gathering]:
    """Meetings that voted on the person and wait to be filed."""
    rows = votes_on(case).exclude(gathering__state__in=("closed", "cancelled"))
    return [row.gathering for row in rows]


def filled(actor: Actor, case: Development, event: str, on: date, said: dict[str, Any]) -> dict[str, Any]:
    """What the step says, with the figures of the vote. Raises `Refused` for a vote that does not belong to it."""
    said = {name: value for name, value in said.items() if name not in ("instead_of", "used_ballots")}
    if said.get("how") == PLATFORM and not said.get("ballot"):
        words = "在本平台无记名投票的，请选那次表决的报告，票数从那里取。"
        raise Refused(Denied(words, rule="DEV-15", code="source", field="how"))
    if said.get("ballot"):
        return ballots.filled(actor, case, event, on, said)
    key = said.get("resolution")
    if key:
        row = votes_on(case).filter(pk=key, gathering__state="closed").first()
        if row is None:
            raise Refused(Denied("请从列出的表决里选一次。", rule="DEV-15", code="unknown", field="source"))
        return {**said, **_figures(row, event, on)}
    if (report := ballots.passed_over(actor, case, event, on)) is not None:
        said["instead_of"] = report.key
    if event in NOT_CARRIED:
        return said
    if actor.kind != "system" and not str(said.get("why") or "").strip():
        words = "请写明为什么不用报告里的票数。" if report else "请写明这次会为什么没有记在系统里。"
        raise Refused(
            Denied(words, rule="DEV-15", code="empty", field="why",
                   remedy="会议记在“组织生活”里的，选那次会的表决，不用手工填。")
        )  # fmt: skip
    kept = _kept_meeting(case, on)
    if kept is not None:
        raise Refused(
            Denied(f"{on} 的{KINDS[_MEETING].word}已经记在“组织生活”里，票数从那里取。", rule="DEV-15", code="kept", field="source",
                   remedy="请在那次会的页面登记对这位同志的表决，归档，再到这里选。")
        )  # fmt: skip
    return said


def _figures(row: Resolution, event: str, on: date) -> dict[str, Any]:
    day = row.gathering.day
    if on != day:
        raise Refused(Denied(f"这次会是 {day} 开的，这一步的日期就是那一天。", rule="DEV-21", code="day", field="on"))
    if event in NOT_CARRIED and row.passed:
        instead = label(NOT_CARRIED[event])
        raise Refused(Denied(f"这次表决通过了，请登记“{instead}”。", rule="DEV-15", code="passed", field="source"))
    return {
        "resolution": row.pk, "meeting": row.gathering_id, "due": row.due, "present": row.here, "yes": row.yes, "no": row.no,
        "abstained": row.abstained, "written": row.written or 0,
    }  # fmt: skip


def _kept_meeting(case: Development, on: date) -> Gathering | None:
    rows = Gathering.objects.unscoped("meetings of the branch on one day").filter(
        organisation_id=case.organisation_id, kind=_MEETING, starts_at__date=on
    )
    return rows.exclude(state="cancelled").first()


def meetings(actor: Actor, case: Development) -> dict[str, Gathering]:
    """event -> the meeting whose vote it used, for the page of the case; only where the actor may open it."""
    keys = {event: fact["meeting"] for event in VOTED if (fact := case.fact(event)).get("meeting")}
    if not keys or not actor.has(READ_GATHERINGS):
        return {}
    rows = Gathering.objects.visible_to(actor, READ_GATHERINGS).in_bulk(set(keys.values()))
    return {event: rows[pk] for event, pk in keys.items() if pk in rows}


def links(actor: Actor, gathering: Gathering, rows: Sequence[Resolution]) -> Mapping[int, Link]:
    """Beside a vote on the page of its meeting: the case that used it, or the step that can."""
    if not actor.has(READ):
        return {}
    cases = Development.objects.visible_to(actor, READ).filter(member__in=[row.about_id for row in rows])
    found: dict[int, Link] = {}
    for case in cases.order_by("pk"):
        for row in rows:
            if row.about_id == case.member_id and (link := _link(gathering, row, case)) is not None:
                found[row.pk] = link
    return found


def _link(gathering: Gathering, row: Resolution, case: Development) -> Link | None:
    for event in VOTED:
        if row.pk in used_by(case.fact(event)):
            return Link(f"{ROOT}{case.pk}/", f"发展党员：已用于“{label(event)}”")
    return _onward(
        case, gathering.organisation_id, row.passed, str(row.pk) if gathering.state == "closed" else "", "归档"
    )


def _onward(case: Development, organisation: int, passed: bool, source: str, after: str) -> Link | None:
    """The step that a vote can be used for. source: empty before it is filed, which `after` calls."""
    if case.closed_at is not None or case.organisation_id != organisation:
        return None
    if case.state not in _NEXT:
        return Link(f"{ROOT}{case.pk}/", "发展党员：看走到哪一步")
    event = _NEXT[case.state][0 if passed else 1]
    if not source:
        return Link(f"{ROOT}{case.pk}/", f"发展党员：{after}以后登记这一步")
    return Link(f"{ROOT}{case.pk}/{event}/?source={source}", f"发展党员：登记“{label(event)}”")


def link_of(actor: Actor, case: Development, ballot: Ballot) -> Link | None:
    """Beside a secret vote on the page of its room, for those who may open the case."""
    if not actor.may(READ, case.org_path):
        return None
    for event in ballots.FOR:
        if ballot.key in ballots.used_by(case.fact(event)):
            return Link(f"{ROOT}{case.pk}/", f"发展党员：已用于“{label(event)}”")
    return _onward(case, ballot.organisation, ballot.passed, ballot.key if ballot.filed else "", "上级批准")
