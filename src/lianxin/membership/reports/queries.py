"""Questions about reports and talks; each is narrowed by the one policy before it is read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lianxin.foundation.accounts.queries import nicknames
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.queries import files_of
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member

from . import policies
from .models import Comment, Report, Talk, Wish


def _reports(condition: Q) -> QuerySet[Report]:
    rows = Report.objects.unscoped("narrowed by the policy").filter(condition)
    return rows.select_related("member", "organisation", "entered_by")


def one(actor: Actor, pk: int) -> Report | None:
    """A report that the actor may read, or None, which is answered with 404."""
    return _reports(policies.readable(actor)).filter(pk=pk).first()


def own(actor: Actor) -> QuerySet[Report]:
    """What the person wrote, drafts and withdrawn ones too, the newest first."""
    return _reports(Q(member__person_id=actor.person_id or 0)).order_by("-pk")


def own_one(actor: Actor, pk: int) -> Report | None:
    return own(actor).filter(pk=pk).first() if actor.person_id else None


def opened(actor: Actor) -> QuerySet[Report]:
    """What others opened to the person, the newest first."""
    rows = _reports(policies.readable(actor)).exclude(member__person_id=actor.person_id or 0)
    return rows.filter(state="sent").order_by("-sent_at", "-pk")


def at_desk(actor: Actor) -> QuerySet[Report]:
    """What was opened to those who accompany, inside their own organisations."""
    return opened(actor).visible_to(actor, policies.READ)  # type: ignore[attr-defined]  # a scoped query set


def copies(actor: Actor) -> QuerySet[Report]:
    """Copies for everybody that the actor may let out, those that wait first."""
    return _reports(policies.waiting(actor)).order_by("copy", "-sent_at", "-pk")


def copy(actor: Actor, pk: int) -> Report | None:
    return _reports(policies.waiting(actor)).filter(pk=pk).first()


def everybodys() -> QuerySet[Report]:
    """What the public reads; nothing of it is kept anywhere else, so what is taken back is gone at once (R034)."""
    return _reports(Q(copy="out", state="sent", audience="public")).order_by("-let_out_at", "-pk")


@dataclass(frozen=True, slots=True)
class Said:
    """A line under a report. mine: the reader may take it away."""

    row: Comment
    name: str
    mine: bool


def said(actor: Actor, report: Report) -> list[Said]:
    """What was said under a report that the actor may read; two statements."""
    rows = list(report.comments.all())
    names = nicknames(row.by_id for row in rows) | _names(rows)
    author = bool(policies.is_author(actor, report))
    return [Said(row, names.get(row.by_id, ""), author or actor.is_person(row.by_id)) for row in rows]


def _names(rows: list[Comment]) -> dict[int, str]:
    """Among those who read a report people speak under their names."""
    found = Member.objects.unscoped("names of those who spoke").filter(person__in={row.by_id for row in rows})
    return dict(found.values_list("person_id", "name"))


def attached(report: Report) -> list[StoredFile]:
    return files_of(subject_of(report))


def subject_of(report: Report) -> str:
    """What the files of a report belong to."""
    return f"report:{report.pk}"


def talks(actor: Actor) -> QuerySet[Talk]:
    """Talks that the actor may read, the latest first."""
    rows = Talk.objects.unscoped("narrowed by the policy").filter(policies.confided(actor))
    return rows.select_related("member", "by", "organisation").order_by("-on", "-pk")


def talks_with(person_id: int | None) -> QuerySet[Talk]:
    """Talks of the person who asks, on either side."""
    rows = Talk.objects.unscoped("one's own talks").filter(Q(by_id=person_id) | Q(member__person_id=person_id))
    rows = rows if person_id else rows.none()
    return rows.select_related("member", "by", "organisation").order_by("-on", "-pk")


def wishes_to(actor: Actor) -> QuerySet[Wish]:
    """Who wants to talk with the actor; of people who went to another organisation it is told there anew."""
    rows = Wish.objects.filter(to_id=actor.person_id or 0).select_related("member__organisation")
    return rows.filter(subtree("member__organisation__path", actor.paths_for(policies.TALK)))


def wishes_of(actor: Actor) -> QuerySet[Wish]:
    """With whom the person wants to talk and has not yet."""
    return Wish.objects.filter(member__person_id=actor.person_id or 0).select_related("to")


def writers(actor: Actor) -> QuerySet[Member]:
    """Whose report on paper the actor may enter: those of exactly the own branch, oneself excepted."""
    rows = Member.objects.unscoped("of the own branch").filter(Q(org_path__in=policies.places(actor, policies.READ)))
    rows = rows.filter(standing="active").exclude(person_id=actor.person_id or 0)
    return rows.select_related("organisation").order_by("organisation__path", "name", "pk")


def people(actor: Actor) -> QuerySet[Member]:
    """With whom the actor may write down a talk."""
    rows = Member.objects.visible_to(actor, policies.TALK).filter(standing="active")
    return (
        rows.exclude(person_id=actor.person_id or 0)
        .select_related("organisation")
        .order_by("organisation__path", "name", "pk")
    )
