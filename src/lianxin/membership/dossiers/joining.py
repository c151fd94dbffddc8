"""How files move when two persons are one, and what stands in the way (one person, one file: R021)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine import joining
from lianxin.foundation.spine.joining import Move, Moved, Stay, declare, moving, register_objection, register_part

from .models import Member, MemberEvent
from .words import STAGES

#: what a file takes over from the other where it says nothing itself
FILLED = ("sex", "ethnicity", "born", "education", "joined_on", "full_since", "occupation", "work_unit")
#: what must not differ: figures of the Party hang on it, so people correct one of them first
_FIRM = {"born": "出生日期", "joined_on": "入党日期", "full_since": "转正日期"}

declare({
    "dossiers.Member.person": Stay("the files themselves are joined below"),
    **moving(
        "dossiers.MemberEvent.member", "dossiers.MemberEvent.by", "dossiers.MemberRecord.member", "dossiers.Relative.member",
        "dossiers.Paper.member", "dossiers.Paper.by", "dossiers.Paper.decided_by", "dossiers.Apart.by", "dossiers.Admission.by",
        "dossiers.Admission.decided_by", "dossiers.RosterRun.person",
    ),
    "dossiers.Admission.member": Move(once=((),), where=Q(state="waiting"), refuse="两份都有等人确认的补录，请先确认一份。"),
    "dossiers.Apart.first": Stay("what was looked at were these two files"),
    "dossiers.Apart.second": Stay("what was looked at were these two files"),
})  # fmt: skip


def file_of(person: Person) -> Member | None:
    """The file of a person, wherever it is kept."""
    return Member.objects.unscoped("both were shown to the one who joins").filter(person=person).first()


def _object(gone: Person, kept: Person) -> list[str]:
    theirs, ours = file_of(gone), file_of(kept)
    if theirs is None or ours is None:
        return []
    found = []
    if theirs.stage != ours.stage:
        found.append(f"人员类别不同（{STAGES[theirs.stage]}、{STAGES[ours.stage]}），请先更正一致。")
    if ours.standing != "active" and theirs.standing == "active":
        found.append(f"要保留的一份{ours.get_standing_display()}，请保留在册的那一份。")
    for name, word in _FIRM.items():
        one, other = getattr(theirs, name), getattr(ours, name)
        if one and other and one != other:
            found.append(f"{word}不同（{one}、{other}），请核对原件，先更正写错的一份。")
    return found + joining.objections(theirs, ours)


def _join(gone: Person, kept: Person) -> Moved:
    theirs, ours = file_of(gone), file_of(kept)
    if theirs is None:
        return {}
    if ours is None:
        theirs.person = kept
        theirs.save()
        return {"person": [theirs.pk]}
    moved = {f"file:{key}": keys for key, keys in joining.move(theirs, ours).items()}
    moved["standing"] = [theirs.standing]
    moved["filled"] = [name for name in FILLED if getattr(theirs, name) and not getattr(ours, name)]
    for name in moved["filled"]:
        setattr(ours, name, getattr(theirs, name))
    theirs.standing = "merged"
    for file in (theirs, ours):
        file.revision += 1
        file.save()
    return moved


def _part(gone: Person, kept: Person, moved: Moved) -> None:
    if "person" in moved:
        file = Member.objects.unscoped("it goes back to its person").get(pk=moved["person"][0])
        file.person = gone
        file.save()
        return
    theirs, ours = file_of(gone), file_of(kept)
    if theirs is None or ours is None or "standing" not in moved:
        return
    own = {name.removeprefix("file:"): keys for name, keys in moved.items() if name.startswith("file:")}
    joining.move_back(theirs, ours, own)
    for name in moved.get("filled", []):
        if getattr(ours, name) == getattr(theirs, name):
            setattr(ours, name, None if name in ("born", "joined_on", "full_since") else "")
    theirs.standing = moved["standing"][0]
    for file in (theirs, ours):
        file.revision += 1
        file.save()


def tell(member: Member, text: str, on: date, by: int | None) -> None:
    """A line in the time line of a file."""
    MemberEvent.objects.create(member=member, kind="merged", on=on, text=text, by_id=by)


register_objection("dossiers", "accounts.Person", _object)
register_part("dossiers", "accounts.Person", _join, _part)
