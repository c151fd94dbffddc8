"""Notes at an organisation that ends: they follow the branch into its successor."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from . import indexing
from .models import Comment, Note, Recommendation
from .policies import RELEASE
from .publishing import DESK


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What still waits for a second person; what was read stays with its author and needs nobody."""
    asked = _notes(organisation).filter(copy="asked").count()
    unseen = Comment.objects.filter(note__organisation=organisation, note__copy="out", state="waiting", gone_by="")
    return [
        Remainder(asked, "份", "等待放行的学习心得公开稿", f"{DESK}copies/", RELEASE, "请先放行或者退回作者。"),
        Remainder(unseen.count(), "条", "等待审核的评论", f"{DESK}comments/", RELEASE, "请先审完。"),
    ]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("notes.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """The branch to which a note was opened, and that recommended one, is now the successor; answers how many notes."""
    old, new = handover.organisation, handover.into
    rows = list(_notes(old))
    moved = _notes(old).update(organisation=new, org_path=new.path)
    said = Recommendation.objects.filter(organisation=old)
    both = Recommendation.objects.filter(organisation=new).values("note")
    said.filter(note__in=both).delete()  # both recommended it: one organisation now, one recommendation
    said.update(organisation=new)
    for note in rows:
        note.organisation, note.org_path = new, new.path
        indexing.index(note)
    record("notes.succeed", actor=actor, subject=old, notes=moved)
    return moved


def _notes(organisation: Organisation) -> QuerySet[Note]:
    return Note.objects.unscoped("the notes of one organisation").filter(organisation=organisation)
