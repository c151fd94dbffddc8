"""How contests move when two persons are one. Took both part in one contest, the papers come together with the one who stays:
whoever sat them reads their result, and nobody is counted twice."""

from __future__ import annotations

from django.db.models import Max

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine.joining import Move, Moved, declare, declare_loose, moving, register_part

from .models import Attempt, Entry

declare(moving("contests.Contest.handler", "contests.Contest.author", "contests.Objection.decided_by"))
declare({"contests.Entry.person": Move(once=(("contest",),)), "contests.Objection.person": Move(once=(("pooled",),))})
declare_loose("accounts.Person", moving("contests.ContestStep.person_id"))


def _papers(gone: Person, kept: Person) -> Moved:
    """Papers of an entry that stays because the other took part as well, numbered on from theirs.

    Answers ``papers``: [paper, entry, number] as they were.
    """
    rows = []
    for attempt in Attempt.objects.filter(entry__person=gone).select_related("entry").order_by("round_id", "number"):
        entry = Entry.objects.filter(contest_id=attempt.entry.contest_id, person=kept).first()
        if entry is None:
            continue
        taken = Attempt.objects.filter(entry=entry, round_id=attempt.round_id).aggregate(last=Max("number"))["last"]
        rows.append([attempt.pk, attempt.entry_id, attempt.number])
        attempt.entry, attempt.number = entry, (taken or 0) + 1
        attempt.save(update_fields=["entry", "number"])
    return {"papers": rows}


def _back(gone: Person, kept: Person, moved: Moved) -> None:
    for paper, entry, number in moved.get("papers", []):
        Attempt.objects.filter(pk=paper, entry__person=kept).update(entry_id=entry, number=number)


register_part("contests", "accounts.Person", _papers, _back)
