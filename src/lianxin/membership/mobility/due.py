"""What the room adds to 今天要办."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from lianxin.foundation.casework.due import DueItem, Work
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from . import policies, queries
from .announcing import DESK, MATTERS
from .lifecycle import KEEP, MATTER
from .models import Absence
from .reckoning import ahead

SHOWN = 10
KIND = "流动党员"
#: organisations that have branches below them
_ABOVE = ("committee", "general_branch")


def provide(actor: Actor, now: datetime) -> Work:
    """What waits at the actor's own organisation: confirming, taking note, being in touch; and proposals of their turn."""
    if not actor.has(policies.READ):
        return Work()
    duties = [duty for duty in actor.duties if actor.may(KEEP, duty.org_path)]
    # a branch is reminded of its own people, not everybody above it; a group's people are its branch's
    kept = Organisation.objects.filter(pk__in=[d.organisation_id for d in duties]).exclude(kind__in=_ABOVE)
    home = list(kept.order_by("path").values_list("path", flat=True))
    own = Absence.objects.unscoped("of the actor's own organisations").exclude(member__person_id=actor.person_id or 0)
    there = own.filter(host_path__in=[duty.org_path for duty in duties])
    items = [*_proposals(actor, home), *_flowed_in(there)]
    if home:
        rows = own.filter(subtree("org_path", home))
        items += [*_asked(rows), *_contacts(rows, timezone.localdate(now))]
    return Work(items)


def _proposals(actor: Actor, home: list[str]) -> list[DueItem]:
    """Those of the actor's branch, and those that wait for a decision."""
    rows = queries.turn(actor).filter(Q(state="discussed") | subtree("home_path", home))
    return [
        DueItem(
            "党籍建议",
            f"{case.member.name}：{case.words.word}",
            f"{MATTERS}{case.pk}/",
            note=MATTER.by_state[case.state].label,
        )
        for case in rows[:SHOWN]
    ]


def _asked(rows: QuerySet[Absence]) -> list[DueItem]:
    found = _of(rows).filter(state="asked").order_by("pk")[:SHOWN]
    return [DueItem(KIND, f"{row.member.name}报告外出", f"{DESK}{row.pk}/", "去确认", note=row.place) for row in found]


def _flowed_in(rows: QuerySet[Absence]) -> list[DueItem]:
    found = _of(rows).filter(state="open", host_state="asked").order_by("pk")[:SHOWN]
    return [
        DueItem(
            KIND, f"{row.member.name}流入，待接收登记", f"{DESK}{row.pk}/", "去登记", note=row.organisation.short_name
        )
        for row in found
    ]


def _contacts(rows: QuerySet[Absence], today: date) -> list[DueItem]:
    near = today + ahead(today)
    found = _of(rows).filter(state="open", next_contact_on__lte=near, member__standing="active")
    return [
        DueItem(KIND, f"联系在外的{row.member.name}", f"{DESK}{row.pk}/", "去联系", due=_end(row.next_contact_on), clock="联系", note=row.place)
        for row in found.order_by("next_contact_on", "pk")[:SHOWN]
    ]  # fmt: skip


def _of(rows: QuerySet[Absence]) -> QuerySet[Absence]:
    return rows.select_related("member", "organisation")


def _end(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None
