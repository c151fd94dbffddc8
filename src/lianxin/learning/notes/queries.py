"""Questions about notes; each is narrowed by the one policy before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from lianxin.foundation.accounts.queries import nicknames
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member

from . import policies
from .models import Comment, Note, Recommendation


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for. kind: of `words.KINDS`; about: address of what was studied; recommended: by somebody."""

    kind: str = ""
    about: str = ""
    recommended: bool = False


def _notes(condition: Q) -> QuerySet[Note]:
    rows = Note.objects.unscoped("narrowed by the policy").filter(condition)
    return rows.select_related("member", "organisation")


def one(actor: Actor, pk: int) -> Note | None:
    """A note that the actor may read, or None, which is answered with 404."""
    return _notes(policies.readable(actor)).filter(pk=pk).first()


def own(actor: Actor) -> QuerySet[Note]:
    """What the person wrote, drafts and withdrawn ones too, the newest first."""
    return _notes(Q(member__person_id=actor.person_id or 0)).order_by("-pk")


def own_one(actor: Actor, key: str) -> Note | None:
    return own(actor).filter(key=key).first() if actor.person_id else None


def opened(actor: Actor, wanted: Wanted) -> QuerySet[Note]:
    """What was opened to the person, one's own among it, the newest first."""
    return _narrowed(_notes(policies.readable(actor)).filter(state="sent"), wanted).order_by("-sent_at", "-pk")


def everybodys(wanted: Wanted) -> QuerySet[Note]:
    """What the public reads."""
    return _narrowed(_notes(Q(copy="out", state="sent", audience="public")), wanted).order_by("-let_out_at", "-pk")


def _narrowed(rows: QuerySet[Note], wanted: Wanted) -> QuerySet[Note]:
    if wanted.kind:
        rows = rows.filter(about_kind=wanted.kind)
    if wanted.about:
        rows = rows.filter(about_url=wanted.about)
    if wanted.recommended:
        rows = rows.filter(Exists(Recommendation.objects.filter(note=OuterRef("pk"))))
    return rows


def at_desk(actor: Actor) -> QuerySet[Note]:
    """What was opened to those with the duty, inside their own organisations."""
    rows = _notes(policies.readable(actor)).filter(state="sent").order_by("-sent_at", "-pk")
    return rows.visible_to(actor, policies.READ)  # type: ignore[attr-defined]  # a scoped query set


def copies(actor: Actor) -> QuerySet[Note]:
    """Copies for everybody that the actor may let out, those that wait first."""
    return _notes(policies.waiting(actor)).order_by("copy", "-sent_at", "-pk")


def copy(actor: Actor, pk: int) -> Note | None:
    return _notes(policies.waiting(actor)).filter(pk=pk).first()


def unseen(actor: Actor) -> QuerySet[Comment]:
    """Comments on public pages that wait for the actor, the oldest first."""
    rows = Comment.objects.filter(policies.unseen(actor)).select_related("note__member", "note__organisation")
    return rows.order_by("at", "pk")


@dataclass(frozen=True, slots=True)
class Said:
    """A line under a note. mine: the reader may take it away; own: the reader wrote it."""

    row: Comment
    name: str
    mine: bool
    own: bool


def said(actor: Actor, note: Note) -> list[Said]:
    """Under the note itself: everything that is shown, and what one wrote oneself; three statements.

    Among those who read it people speak under their names; what somebody said in public keeps the nickname.
    """
    rows = _heard(actor, note)
    spoke = {row.by_id for row in rows if not row.open}
    found = Member.objects.unscoped("names of those who spoke").filter(person__in=spoke)
    return _lines(actor, note, rows, dict(found.values_list("person_id", "name")))


def said_openly(actor: Actor, note: Note) -> list[Said]:
    """Under the copy for everybody: people speak under their nicknames there."""
    rows = [row for row in _heard(actor, note) if row.open]
    return _lines(actor, note, rows, {})


def _heard(actor: Actor, note: Note) -> list[Comment]:
    return [row for row in note.comments.all() if row.state == "shown" or actor.is_person(row.by_id)]


def _lines(actor: Actor, note: Note, rows: list[Comment], names: dict[int, str]) -> list[Said]:
    author, nicks = bool(policies.is_author(actor, note)), nicknames(row.by_id for row in rows)
    made = []
    for row in rows:
        nick, own = nicks.get(row.by_id, ""), actor.is_person(row.by_id)
        made.append(Said(row, nick if row.open else names.get(row.by_id, nick), author or own, own))
    return made


def recommended(note: Note) -> list[Recommendation]:
    """Who recommends it and why, in the order of time."""
    return list(note.recommendations.select_related("organisation"))


def speaking_for(actor: Actor, note: Note, made: list[Recommendation]) -> list[Organisation]:
    """Organisations for which the actor may recommend this note and that have not; never one's own note."""
    places = actor.places_for(policies.RECOMMEND)
    if not places or note.state != "sent" or policies.is_author(actor, note):
        return []
    taken = {row.organisation_id for row in made}
    return [o for o in Organisation.objects.filter(path__in=places).order_by("path") if o.pk not in taken]
