"""Who is told. Titles of what was not released hold no words of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.democracy.speaking import indexing as spoken
from lianxin.democracy.speaking import queries as speaking
from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send, send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY

from . import indexing
from .lifecycle import MANAGE, RELEASE
from .models import Topic
from .words import KIND

DESK, MINE = "/workbench/forum/", "/me/forum/"
#: events of which the proposer learns
TOLD = {
    "take_up": "您提议的话题被采纳了",
    "decline": "您提议的话题没有采纳",
    "overturn": "您的申诉成立，话题重新办理",
    "uphold": "您的申诉已复核，维持不采纳",
    "release": "您提议的话题发起了",
}
#: events that change who sees what was said
_SEEN = ("release", "take_down", "carried")


def moved(case: Topic, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Search first (M01), then people."""
    indexing.index(case)
    if row.event in _SEEN:
        spoken.index_place(KIND, case.pk)
    if moment.replaying():
        return
    key = f"topic:{case.pk}:{case.revision}"
    if row.event in TOLD and case.proposer_id is not None:
        url = case.get_absolute_url() if row.event == "release" else f"{MINE}{case.pk}/"
        send(
            to=case.proposer_id,
            code=f"topic.{row.event}",
            title=TOLD[row.event],
            url=url,
            key=key,
            org_path=case.org_path,
        )
    if row.event == "release" and case.audience == "branch":
        _tell_branch(case, key)
    if row.event == "release_summary":
        people = speaking.speakers(KIND, case.pk) | set(case.followers.values_list("person_id", flat=True))
        send_many(to=people, code="topic.summed", title="您参加的话题有了小结", body=case.title, url=case.get_absolute_url(),
                  key=f"{key}:summed", org_path=case.org_path)  # fmt: skip
    if row.event in ("appeal", "close", "return_summary"):
        words = {
            "appeal": "有提议的申诉，等您复核",
            "close": "话题结束了，等您写小结",
            "return_summary": "小结被退回，请修改",
        }
        people = set(keepers_of(case)) if row.event != "appeal" else set(_above(case))
        tell(case, people, words[row.event], key)
    if row.event in ("take_up", "summarise"):
        tell(case, nearest_holders(RELEASE, case.org_path, exclude=[actor.person_id or 0]), "议事有内容等您放行", key)


def _tell_branch(case: Topic, key: str) -> None:
    rows = Member.objects.unscoped("the branch is told of its own topic").filter(
        organisation=case.organisation_id, standing="active", stage__in=IN_PARTY
    )
    send_many(to=rows.values_list("person_id", flat=True), code="topic.opened", title="支部有话题请大家议", body=case.title,
              url=case.get_absolute_url(), key=f"{key}:opened", org_path=case.org_path)  # fmt: skip


def keepers_of(case: Topic) -> list[int]:
    """Keeper and deputy; before they are named, those who could be."""
    found = [one for one in (case.keeper_id, case.deputy_id) if one]
    return found or nearest_holders(MANAGE, case.org_path)


def _above(case: Topic) -> list[int]:
    return nearest_holders(
        MANAGE, case.org_path, exclude=[one for one in (case.decided_by_id, case.proposer_id) if one]
    )


def tell(case: Topic, people: Any, title: str, key: str, *, urgent: bool = False) -> None:
    """Somebody at the desk has something to do."""
    if moment.replaying():
        return
    send_many(to=set(people), code="topic.work", title=title, url=f"{DESK}{case.pk}/", key=f"{key}:work", working=True,
              urgent=urgent, org_path=case.org_path)  # fmt: skip


def arrived(case: Topic) -> None:
    """Something was proposed, or prepared."""
    if case.state == "proposed":
        people, title = nearest_holders(MANAGE, case.org_path, exclude=[case.proposer_id or 0]), "有人提议一个话题"
    else:
        people, title = (
            nearest_holders(RELEASE, case.org_path, exclude=[case.prepared_by_id or 0]),
            "议事有内容等您放行",
        )
    tell(case, people, title, f"topic:{case.pk}:arrived")


def alert(case: Topic, clock: ClockBase, overdue: bool) -> None:
    """A promise of LX-132 runs out, or ran out; then those who release at the organisation or above it learn of it too."""
    people = set(keepers_of(case)) | (set(nearest_holders(RELEASE, case.org_path)) if overdue else set())
    title = f"议事：{clock.label}{'超过了期限' if overdue else '快到期限'}"
    tell(case, people, title, f"topic:{case.pk}:{clock.pk}:{int(overdue)}")
