"""On which day something has to be looked at, and whether its reason still holds. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Max, Q
from django.utils import timezone

from lianxin.kernel.clocks import plus_months
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.words import IN_PARTY
from lianxin.membership.gatherings.models import Attendance, Exemption
from lianxin.membership.gatherings.words import HERE

from . import reckoning
from .models import Absence, Contact, Matter
from .words import ABROAD, LOST_LIKE

CHUNK = 500
#: grounds whose decision stops a membership, or restores it
_STOPS = ("lost", "abroad", "restore")


@dataclass(frozen=True, slots=True)
class Finding:
    """A ground for one member. since: the fact that is counted from; reached: the day that the rule names."""

    member: Member
    ground: str
    since: date
    reached: date


def findings(on: date) -> Iterator[Finding]:
    """Everything that a rule asks to look at on a day, whoever has looked at it already included."""
    yield from _lost(on)
    yield from _lost_long(on)
    yield from _abroad(on)
    yield from _silent(on)


def _lost(on: date) -> Iterator[Finding]:
    """EDU-06: registered as away, and no contact for so long; attending a gathering is contact."""
    span = reckoning.months("EDU-06", "suspend", on)
    rows = Absence.objects.unscoped("looked at by the days").filter(
        state="open", member__standing="active", member__stage__in=IN_PARTY,
        last_contact_on__lte=reckoning.latest(on, span),
    )  # fmt: skip
    found = list(rows.select_related("member").order_by("pk"))
    heard = last_heard(found)
    for absence in found:
        last = heard[absence.pk]
        reached = reckoning.lost_on(last, on)
        if reached <= on:
            yield Finding(absence.member, "lost", last, reached)


def last_heard(absences: Iterable[Absence]) -> dict[int, date]:
    """Key of a registration -> the last day on which somebody was in touch or took part in a gathering; one statement."""
    wanted = list(absences)
    rows = Attendance.objects.filter(member__in=[a.member_id for a in wanted], mark__in=HERE)
    came = dict(rows.order_by().values_list("member_id").annotate(last=Max("gathering__starts_at")))
    return {
        a.pk: max(a.last_contact_on, timezone.localdate(came[a.member_id]) if a.member_id in came else date.min)
        for a in wanted
    }


def _lost_long(on: date) -> Iterator[Finding]:
    """EDU-06: stopped for that reason so long ago, and still no contact. What a restoring ended is over."""
    rows = Matter.objects.unscoped("looked at by the days").filter(
        ground__in=_STOPS, state="decided", decided_on__isnull=False, member__standing="stopped"
    )
    last = {case.member_id: case for case in rows.select_related("member").order_by("decided_on", "pk")}
    for case in last.values():
        if case.ground != "lost" or case.decided_on is None or _touched(case.member, case.decided_on):
            continue
        reached = reckoning.removed_on(case.decided_on, on)
        if reached <= on:
            yield Finding(case.member, "lost_long", case.decided_on, reached)


def _abroad(on: date) -> Iterator[Finding]:
    """EDU-07: settled abroad, or studying there longer than so many years."""
    rows = Absence.objects.unscoped("looked at by the days").filter(
        state="open", member__standing="active", member__stage__in=IN_PARTY, kind__in=ABROAD
    )
    for absence in rows.select_related("member").order_by("pk"):
        reached = reckoning.stays_abroad_on(absence.kind, absence.since, on)
        if reached is not None and reached <= on:
            yield Finding(absence.member, "abroad", absence.since, reached)


def _silent(on: date) -> Iterator[Finding]:
    """EDU-11: from the ledger of gatherings; where one is a member at home or a guest elsewhere counts alike (EDU-12)."""
    span = reckoning.months("EDU-11", "absent", on)
    first = timezone.make_aware(datetime.combine(plus_months(on, -span), time()))
    rows = Attendance.objects.filter(
        gathering__state="closed",
        gathering__starts_at__gte=first,
        member__standing="active",
        member__stage__in=IN_PARTY,
    )
    counted = rows.order_by().values("member_id").annotate(
        missed=Count("pk", filter=_missed()), came=Count("pk", filter=Q(mark__in=HERE))
    )  # fmt: skip
    keys = list(counted.filter(missed__gt=0, came=0).values_list("member_id", flat=True))
    for at in range(0, len(keys), CHUNK):
        part = keys[at : at + CHUNK]
        people = Member.objects.unscoped("looked at by the days").in_bulk(part)
        for key, found in silences(part, on).items():
            yield Finding(people[key], "silent", found.since, found.reached)


def _missed() -> Q:
    """Called, and neither there nor on leave."""
    return Q(role="called", mark="absent") & ~Q(leave="granted")


def silences(keys: Iterable[int], on: date) -> dict[int, reckoning.Silence]:
    """Key of a member -> their months without organisational life (EDU-11), for those whose days reach that far.

    Leave, exemption for age or illness (EDU-05), taking part as a guest, and what the organisation there says that
    they took part, all begin the counting anew. Four statements.
    """
    wanted = list(keys)
    missed: dict[int, list[date]] = {key: [] for key in wanted}
    excused: dict[int, list[date]] = {key: [] for key in wanted}
    rows = Attendance.objects.filter(member_id__in=wanted, gathering__state="closed").exclude(mark="")
    for row in rows.select_related("gathering").only("member_id", "role", "mark", "leave", "gathering__starts_at"):
        if row.mark in HERE or row.mark == "leave" or row.leave == "granted":
            excused[row.member_id].append(row.gathering.day)
        elif row.role == "called":
            missed[row.member_id].append(row.gathering.day)
    rows_there = Contact.objects.filter(absence__member_id__in=wanted, took_part=True)
    for key, day in rows_there.values_list("absence__member_id", "on"):
        excused[key].append(day)
    for key, until in Exemption.objects.filter(member_id__in=wanted, since__lte=on).values_list("member_id", "until"):
        # nobody presses them until then, whatever the list of a gathering says: the counting begins behind it
        excused[key].append(min(until or on, on))
    found = {key: reckoning.silence(missed[key], excused[key], on) for key in wanted}
    return {key: one for key, one in found.items() if one is not None}


def _touched(member: Member, since: date) -> bool:
    """Whether somebody was in touch after a day, or was seen at a gathering."""
    if Contact.objects.filter(absence__member=member, reached=True, on__gt=since).exists():
        return True
    rows = Attendance.objects.filter(member=member, mark__in=HERE)
    return rows.filter(gathering__starts_at__date__gt=since).exists()


def gone(case: Matter, on: date) -> str:
    """Why the reason of a proposal no longer holds, in words; empty while it does."""
    standing = case.member.standing
    if standing != ("stopped" if case.ground in ("lost_long", "restore") else "active"):
        return f"这份档案现在{case.member.get_standing_display()}"
    if case.ground in LOST_LIKE and _touched(case.member, case.since):
        return "后来已经联系上本人"
    if case.ground == "abroad" and not _still_abroad(case):
        return "本人已经不在国（境）外"
    if case.ground == "silent":
        found = silences([case.member_id], on).get(case.member_id)
        if found is None or found.since > case.since:
            return "后来参加了组织生活，或者有正当理由"
    return ""


def _still_abroad(case: Matter) -> bool:
    rows = Absence.objects.unscoped("of one member").filter(member=case.member, state="open", kind__in=ABROAD)
    return rows.exists()


def reached_by_hand(member: Member, ground: str, since: date, on: date) -> date | None:
    """The day that a rule names when people propose something from a day of their own; None for no such rule.

    A day of their own wins nothing over what is written down: not over the last contact, nor over the day of the decision.
    """
    if ground == "lost":
        away = Absence.objects.unscoped("of one member").filter(member=member, state="open").first()
        return reckoning.lost_on(max(since, last_heard([away])[away.pk]) if away else since, on)
    if ground == "lost_long":
        rows = Matter.objects.unscoped("of one member").filter(member=member, ground__in=_STOPS, state="decided")
        stopped = rows.order_by("-decided_on", "-pk").values_list("decided_on", flat=True).first()
        return reckoning.removed_on(max(since, stopped or since), on)
    if ground == "abroad":
        row = Absence.objects.unscoped("of one member").filter(member=member, state="open", kind__in=ABROAD).first()
        return reckoning.stays_abroad_on(row.kind, row.since, on) if row else None
    if ground == "silent":
        found = silences([member.pk], on).get(member.pk)
        return found.reached if found else None
    return since
