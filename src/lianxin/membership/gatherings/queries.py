"""Questions about gatherings; every list of the desk is narrowed to the scope."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import inside
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member

from .inheriting import filed_for, inherits
from .models import Attendance, Exemption, Gathering, Task
from .policies import KEEP, READ
from .words import HERE, HOLDS, OPEN, OWES, UNSEEN

#: a list that is longer is wide: its page is found sooner by walking through the days than by sorting
WIDE = 2000
#: filter of the list -> 中文
VIEWS = {"open": "要开的", "record": "等归档的", "closed": "已归档", "cancelled": "已取消"}


def gatherings(
    actor: Actor, now: datetime, *, office: Organisation | None = None, view: str = "open", wide: bool = False
) -> QuerySet[Gathering]:
    """A list of the desk: what comes the nearest first, what is over the newest first.

    wide: they are walked through by their day until a page is full, instead of those of the organisations being sorted.
    """
    rows = _reach(actor, office, wide).filter(_view(view, now))
    order = ("starts_at", "pk") if view == "open" else ("-starts_at", "-pk")
    return rows.select_related("organisation").order_by(*order)


def _reach(actor: Actor, office: Organisation | None, wide: bool = False) -> QuerySet[Gathering]:
    """The scope, and what was filed by those who were merged into it."""
    if not actor.has(READ):
        return Gathering.objects.unscoped("nothing").none()
    rows = Gathering.objects.unscoped("narrowed in the next line, by scope or by inheritance")
    asked = None if office is None else [office.path]
    paths = actor.paths_for(READ) if asked is None else [path for path in asked if actor.may(READ, path)]
    mine = Q(inside(paths)) if wide else subtree("org_path", paths)
    return rows.filter(mine | filed_for(actor, READ, asked))


def _view(view: str, now: datetime) -> Q:
    if view == "open":
        return Q(state__in=OPEN, starts_at__gte=now)
    if view == "record":
        return Q(state__in=OPEN, starts_at__lt=now)
    return Q(state=view)


def counts(actor: Actor, now: datetime, office: Organisation | None = None) -> dict[str, int]:
    """How many stand in each list; one statement."""
    rows = _reach(actor, office)
    return rows.aggregate(**{view: Count("pk", filter=_view(view, now)) for view in VIEWS})


def one(actor: Actor, pk: int) -> Gathering | None:
    """A gathering inside the scope, or None, which is answered with 404."""
    rows = Gathering.objects.unscoped("narrowed in the next lines").select_related("organisation")
    found = rows.filter(pk=pk).first()
    allowed = found is not None and (actor.may(READ, found.org_path) or inherits(actor, READ, found))
    return found if allowed else None


def people(gathering: Gathering) -> list[Attendance]:
    """Everybody on the list; guests by number stand there by the name that was typed."""
    return list(
        gathering.attendances.exclude(way=UNSEEN)
        .select_related("member__organisation")
        .order_by("role", "member__name", "pk")
    )


def roll(gathering: Gathering) -> list[Attendance]:
    """The same for the page that draws them: of the members nothing but their names."""
    rows = gathering.attendances.exclude(way=UNSEEN).select_related("member").order_by("role", "member__name", "pk")
    return list(
        rows.only("gathering", "role", "votes", "mark", "leave", "leave_reason", "member__name", "member__pinyin")
    )


def row_of(gathering: Gathering, pk: int) -> Attendance | None:
    return gathering.attendances.exclude(way=UNSEEN).select_related("member", "gathering").filter(pk=pk).first()


def own_rows(person_id: int | None) -> QuerySet[Attendance]:
    """A person's gatherings: those they were called to, and those where they were a guest."""
    rows = Attendance.objects.filter(member__person_id=person_id or 0).exclude(gathering__state="planned")
    return rows.select_related("gathering__organisation", "member").order_by("-gathering__starts_at", "-pk")


def coming(person_id: int | None, now: datetime) -> list[Attendance]:
    """What comes for a person, the nearest first; what began today still stands there."""
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = own_rows(person_id).filter(gathering__state="called", gathering__starts_at__gte=since)
    return list(rows.order_by("gathering__starts_at", "pk"))


def past(person_id: int | None, now: datetime) -> QuerySet[Attendance]:
    return own_rows(person_id).filter(
        Q(gathering__state="closed") | Q(gathering__state="called", gathering__starts_at__lt=now)
    )


def own_row(person_id: int | None, pk: int) -> Attendance | None:
    return own_rows(person_id).filter(gathering_id=pk).first()


def own_tasks(person_id: int | None) -> list[Task]:
    """What a person still has to do."""
    rows = Task.objects.filter(member__person_id=person_id or 0, done_on=None).exclude(gathering__state="cancelled")
    return list(rows.select_related("gathering", "member").order_by("due_on", "pk"))


def task_for(actor: Actor, pk: int) -> Task | None:
    """A task of the actor, or of a gathering that the actor keeps."""
    task = Task.objects.select_related("gathering", "member").filter(pk=pk).first()
    if task is None or actor.is_person(task.member.person_id) or actor.may(KEEP, task.gathering.org_path):
        return task
    return None


def exemptions(actor: Actor, office: Organisation) -> list[Exemption]:
    """Who is exempt at an organisation and below, the newest first."""
    members = Member.objects.visible_to(actor, KEEP).filter(subtree("org_path", [office.path]), standing="active")
    rows = Exemption.objects.filter(member__in=members).select_related("member__organisation")
    return list(rows.order_by("-since", "-pk"))


def members_of(actor: Actor, office: Organisation) -> list[Member]:
    """Members of the Party at an organisation and below, inside the scope."""
    rows = Member.objects.visible_to(actor, KEEP).filter(subtree("org_path", [office.path]), standing="active")
    return list(rows.filter(stage__in=("member", "probationary")).order_by("name", "pk"))


def holders_of(offices: list[Organisation]) -> list[Organisation]:
    """Those of the organisations that hold gatherings, branches and groups before committees."""
    return sorted((office for office in offices if office.kind in HOLDS), key=lambda office: office.kind not in OWES)


def regular(offices: list[Organisation]) -> list[Organisation]:
    """Those that owe gatherings in every period and keep a list of members: branches and groups."""
    return [office for office in offices if office.kind in OWES]


def took_part_elsewhere(gathering: Gathering, rows: list[Attendance]) -> dict[int, Attendance]:
    """Key of a member who was not here -> where they took part in the same kind in the same period (EDU-12)."""
    from .reckoning import span

    away = [row.member_id for row in rows if row.mark not in HERE]
    period = span(gathering.kind, gathering.day)
    found = Attendance.objects.filter(
        member__in=away, mark__in=HERE, gathering__kind=gathering.kind, gathering__state="closed",
        gathering__starts_at__date__gte=period.first, gathering__starts_at__date__lte=period.last,
    ).exclude(gathering__organisation_id=gathering.organisation_id)  # fmt: skip
    return {row.member_id: row for row in found.select_related("gathering__organisation")}
