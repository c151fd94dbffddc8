"""How the ways into the Party move when two files are one."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.spine.joining import (
    Move,
    Moved,
    declare,
    declare_loose,
    moving,
    register_objection,
    register_part,
)
from lianxin.membership.dossiers.models import Member

from .models import Development, DevelopmentStep

#: steps whose facts name members by their keys
_NAMING = ("mentors", "introducers")

declare({
    **moving("development.Development.handler", "development.Analysis.by", "development.Application.decided_by",
             "development.Retraction.by", "development.Retraction.decided_by"),
    "development.Application.person": Move(once=((),), where=Q(state="waiting"), refuse="两份都递交了入党申请，请先办一份。"),
    "development.Brought.member": Move(once=((),), refuse="两份都有随介绍信带来的培养经过，请先接续一份。"),
    "development.Observation.by": Move(once=(("key",),)),
    "development.Development.member": Move(once=((),), where=Q(closed_at=None), refuse="两份都有在办的发展党员事项，请先办结一件。"),
})  # fmt: skip
declare_loose("accounts.Person", moving("development.DevelopmentStep.person_id"))


def _object(gone: Member, kept: Member) -> list[str]:
    """A case is worked on by the branch in which the file stands."""
    if gone.organisation_id == kept.organisation_id:
        return []
    here = Development.objects.unscoped("of one member").filter(member=gone, closed_at=None).exists()
    return ["并掉的一份在另一个支部有在办的发展党员事项，请先办结。"] if here else []


def _rename(old: Member, new: Member, only: set[int] | None = None) -> Moved:
    """Mentors and introducers are named by the key of their file; answers the cases in which a name changed."""
    rows = Development.objects.unscoped("companions may come from anywhere").filter(facts__icontains=str(old.pk))
    changed = []
    for case in rows.filter(pk__in=only) if only is not None else rows:
        if _renamed(case, str(old.pk), str(new.pk)):
            case.save(update_fields=["facts"])
            changed.append(case.pk)
    for step in DevelopmentStep.objects.filter(event__in=_NAMING, before__icontains=str(old.pk), undone_at=None):
        facts = (step.before or {}).get("facts", {})
        people = (facts.get(step.event) or {}).get("people", [])
        if str(old.pk) in people:  # what stood before a step that may be taken back names people too
            facts[step.event]["people"] = list(
                dict.fromkeys(str(new.pk) if key == str(old.pk) else key for key in people)
            )
            step.save(update_fields=["before"])
    return {"companions": changed}


def _renamed(case: Development, old: str, new: str) -> bool:
    found = False
    for event in _NAMING:
        people = [str(key) for key in case.fact(event).get("people", [])]
        if old in people:
            case.facts[event]["people"] = list(dict.fromkeys(new if key == old else key for key in people))
            found = True
    return found


def _back(gone: Member, kept: Member, moved: Moved) -> None:
    _rename(kept, gone, set(moved.get("companions", [])))


register_objection("development", "dossiers.Member", _object)
register_part("development", "dossiers.Member", _rename, _back)
