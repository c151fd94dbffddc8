"""Appointments and columns of an organisation that ends.

When a unit is merged its working posts (承办、分派、审核 and the like) go on at the successor, because
the work does. Leading posts end with the body that chose their holders: the successor has its own.
Nobody gains a post by a merger that they carry out themselves (P04).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from .models import Appointment, Keeping, Person
from .posts import LEADING
from .queries import in_force

DAY = timedelta(days=1)


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Appointments that go on after today, or begin later."""
    count = _running(organisation, after=moment.today()).count()
    url = f"/workbench/accounts/?org={organisation.pk}"
    return [Remainder(count, "个", "任职", url, "accounts.read", "任职请在“账号与任职”里结束。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("accounts.succeed")
def succeed(*, actor: Actor, handover: Handover) -> tuple[int, int]:
    """(moved, ended) appointments; columns follow, and fall vacant where their keeper's post has ended."""
    rows = list(_running(handover.organisation, after=moment.today() - DAY).select_for_update().order_by("pk"))
    moved = sum(_carry_appointment(row, handover) for row in rows)
    columns = _carry_columns(handover, {row.person_id for row in rows})
    ended = len(rows) - moved
    record(
        "accounts.succeed", actor=actor, subject=handover.organisation,
        moved=moved, ended=ended, columns=columns, into=handover.into.pk,
    )  # fmt: skip
    return moved, ended


def _running(organisation: Organisation, *, after: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(until=None) | Q(until__gt=after), organisation=organisation)


def _carry_appointment(row: Appointment, handover: Handover) -> bool:
    """End a post at the old organisation and begin it at the new one; False when it only ends."""
    goes_on = row.post not in LEADING and not handover.actor.is_person(row.person_id) and not _has_it(row, handover)
    until, basis = row.until, handover.basis or f"“{handover.organisation}”并入“{handover.into}”"
    if row.since > moment.today():  # it never began here
        row.delete()
    else:
        row.until = max(row.since, handover.on - DAY)
        row.save(update_fields=["until"])
    if not goes_on:
        return False
    Appointment.objects.create(
        person_id=row.person_id, post=row.post, organisation=handover.into, org_path=handover.into.org_path,
        since=max(row.since, handover.on), until=until, full_time=row.full_time, basis=basis[:120],
    )  # fmt: skip
    return True


def _has_it(row: Appointment, handover: Handover) -> bool:
    """Whether the person already holds the post at the successor, for at least as long."""
    same = Appointment.objects.filter(person_id=row.person_id, post=row.post, organisation=handover.into)
    return same.filter(Q(until=None) | Q(until__gte=row.until) if row.until else Q(until=None)).exists()


def _carry_columns(handover: Handover, people: set[int]) -> int:
    """Columns stand at the successor now. Where it keeps the same one, it takes the keeper only if it has none."""
    into = handover.into
    serving = in_force().filter(person_id__in=people, org_path__in=ancestors_of(into.path))
    gone = people - set(serving.values_list("person_id", flat=True))
    there = {k.column: k for k in Keeping.objects.select_for_update().filter(organisation=into)}
    rows = list(Keeping.objects.select_for_update().filter(organisation=handover.organisation))
    for row in rows:
        keeper, deputy = _still(row.keeper, gone), _still(row.deputy, gone)
        kept = there.get(row.column)
        if kept is None:
            row.organisation, row.org_path, row.keeper, row.deputy = into, into.org_path, keeper, deputy
            row.save()
            continue
        if kept.keeper is None and (keeper is None or keeper.pk != kept.deputy_id):
            kept.keeper = keeper
            kept.save(update_fields=["keeper"])
        row.delete()
    return len(rows)


def _still(person: Person | None, gone: set[int]) -> Person | None:
    return None if person is None or person.pk in gone else person
