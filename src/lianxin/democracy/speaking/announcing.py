"""Who is told. Titles hold no words of the contribution; the author of unreviewed words reads them on the own page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send, send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from . import indexing
from .lifecycle import REVIEW
from .models import Contribution, Verdict
from .registry import floor_of, place_of

DESK, MINE = "/workbench/speaking/", "/me/speaking/"
#: events of which the author learns
TOLD = {
    "publish": "您的发言已发布",
    "refuse": "您的发言没有发布",
    "overturn": "您的申诉成立，发言已发布",
    "uphold": "您的申诉已复核，维持不发布",
    "hide": "您的发言已撤下",
    "restore": "您的申诉成立，发言已恢复",
    "keep_hidden": "您的申诉已复核，维持撤下",
    "take_amendment": "您的更正已显示",
    "drop_amendment": "您的更正没有通过",
}
#: events that bring work to a reviewer
_WORK = {"appeal": "有发言的申诉，等您复核", "contest": "有发言的申诉，等您复核", "amend": "有发言的更正，等您审核"}


def moved(case: Contribution, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Search first (M01: in the same transaction), then the room, the author, the reviewers."""
    indexing.index(case)
    floor = floor_of(case.kind)
    if floor is not None:
        floor.after(case, row.event, actor)
    if moment.replaying():
        return
    key = f"contribution:{case.pk}:{case.revision}"
    if row.event in TOLD and case.person_id is not None:
        send(to=case.person_id, code=f"contribution.{row.event}", title=TOLD[row.event], url=f"{MINE}{case.pk}/", key=key,
             org_path=case.org_path)  # fmt: skip
    if row.event in ("publish", "overturn"):
        _tell_answered(case, key)
    if row.event in _WORK:
        tell_reviewers(case, _WORK[row.event], key)


def _tell_answered(case: Contribution, key: str) -> None:
    """Whoever was replied to; of one's own replies nobody is told."""
    before = case.reply_to
    place = place_of(case.kind, case.place)
    if before is None or before.person_id in (None, case.person_id) or place is None:
        return
    title = "组织回应了您的发言" if case.voice == "office" else "有人回应了您的发言"
    send(to=before.person_id or 0, code="contribution.answered", title=title, url=f"{place.url}#said-{case.pk}",
         key=f"{key}:answered", org_path=case.org_path)  # fmt: skip


def tell_reviewers(case: Contribution, title: str, key: str) -> None:
    """Those of the nearest organisation that has one; not the author, and for an appeal not who decided."""
    if moment.replaying():
        return
    away = {one for one in (case.person_id, case.assisted_by_id) if one}
    if case.state in ("appealed", "contested"):
        away |= set(
            Verdict.objects.filter(contribution=case, reviewer__isnull=False).values_list("reviewer_id", flat=True)
        )
    send_many(to=nearest_holders(REVIEW, case.org_path, exclude=away), code="contribution.waiting", title=title,
              url=f"{DESK}{case.pk}/", key=key, working=True, org_path=case.org_path)  # fmt: skip


def alert(case: Contribution, clock: ClockBase, overdue: bool) -> None:
    """A promise of the reviewers runs out, or ran out."""
    word = "超过了期限" if overdue else "快到期限"
    tell_reviewers(case, f"发言的{clock.label}{word}", f"contribution:{case.pk}:{clock.pk}:{int(overdue)}")
