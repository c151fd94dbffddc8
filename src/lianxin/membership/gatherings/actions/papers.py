"""The way on paper, photographs, and the minutes as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lianxin.foundation.files.actions import store
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused
from lianxin.membership.papers import FILES

from .. import minutes, policies
from ..inheriting import inherits
from ..models import Gathering, PaperList
from .attending import write_marks

_WAITS = Denied("已经有一份签到表等核对。", code="twice", remedy="请先核对或者退回那一份。")


@action("gatherings.enter_paper")
def enter_paper(
    *, actor: Actor, gathering: Gathering, photos: Sequence[Prepared], marks: Mapping[int, str], revision: int
) -> PaperList:
    """录入 of a signed sheet with its photograph; nothing is marked before somebody else has confirmed it."""
    gathering = lock(gathering, revision=revision)
    require(policies.may_record(actor, gathering))
    if not photos:
        raise Refused(Denied("请附上签到表的照片。", code="empty", field="photos"))
    known = set(gathering.attendances.values_list("pk", flat=True))
    kept = {str(pk): mark for pk, mark in marks.items() if pk in known and mark}
    if not kept:
        raise Refused(Denied("还没有录入任何一个人。", code="empty"))
    if gathering.papers.filter(state="waiting").exists():
        raise Refused(_WAITS)
    with or_refuse(_WAITS):
        made = PaperList.objects.create(gathering=gathering, marks=kept, by_id=actor.person_id, at=moment.now())
    for photo in photos:
        store(actor=actor, upload=photo, org_path=gathering.org_path, subject=made.subject)
    record("gatherings.enter_paper", actor=actor, subject=gathering, people=len(kept))
    return made


@action("gatherings.confirm_paper")
def confirm_paper(*, actor: Actor, paper: PaperList) -> int:
    """核对: somebody else compared the photograph with what was entered; now it is written. Answers how many changed."""
    paper = lock(paper)
    gathering = lock(paper.gathering)
    require(policies.may_decide_paper(actor, paper))
    count = write_marks(actor, gathering, {int(pk): mark for pk, mark in paper.marks.items()}, "paper")
    paper.state, paper.decided_by_id, paper.decided_at = "confirmed", actor.person_id, moment.now()
    paper.save()
    gathering.revision += 1
    gathering.save()
    record("gatherings.confirm_paper", actor=actor, subject=gathering, people=count)
    return count


@action("gatherings.return_paper")
def return_paper(*, actor: Actor, paper: PaperList, reason: str) -> PaperList:
    """退回, with a reason: what was entered does not agree with the sheet."""
    paper = lock(paper)
    require(policies.may_decide_paper(actor, paper))
    if not reason.strip():
        raise Refused(Denied("请写明哪里对不上。", code="empty", field="reason"))
    paper.state, paper.returned_for = "returned", reason.strip()
    paper.decided_by_id, paper.decided_at = actor.person_id, moment.now()
    paper.save()
    record("gatherings.return_paper", actor=actor, subject=paper.gathering)
    return paper


@action("gatherings.add_photos")
def add_photos(*, actor: Actor, gathering: Gathering, photos: Sequence[Prepared]) -> int:
    """补充照片 of a gathering that has begun, also after it was filed."""
    gathering = lock(gathering)
    require(policies.may_keep(actor, gathering.org_path))
    require(policies.has_begun(gathering))
    if not photos:
        raise Refused(Denied("请选择照片。", code="empty", field="photos"))
    for photo in photos:
        store(actor=actor, upload=photo, org_path=gathering.org_path, subject=gathering.subject)
    record("gatherings.add_photos", actor=actor, subject=gathering, photos=len(photos))
    return len(photos)


@action("gatherings.hand_out")
def hand_out(*, actor: Actor, gathering: Gathering, ending: str = "docx") -> bytes:
    """The minutes as a file of `papers.FILES`. They leave the house in clear, so every time is a line of the ledger (P02)."""
    if not actor.may(policies.KEEP, gathering.org_path) and not inherits(actor, policies.KEEP, gathering):
        raise Refused(OUT_OF_SCOPE)
    if gathering.state != "closed":
        raise Refused(Denied("归档以后才有会议记录。", code="not_closed"))
    made = FILES[ending].make(minutes.sheet(gathering))
    record("gatherings.hand_out", actor=actor, subject=gathering)
    return made
