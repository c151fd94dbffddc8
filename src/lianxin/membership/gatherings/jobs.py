"""Once a day: branches are reminded of what they still owe, and people of what they come to tomorrow."""

from __future__ import annotations

from datetime import timedelta

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.jobs.registry import periodic
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment

from . import ledger
from .announcing import DESK, MINE, where_and_when
from .models import Gathering
from .policies import KEEP
from .words import OWES


@periodic("gatherings.remind", "10 7 * * *")
def remind() -> int:
    """A notice for each gap whose period ends soon (LX-72), once a period. Answers how many gaps there were.

    Only organisations that keep their gatherings here: an empty ledger of others says nothing about them.
    """
    today = moment.today()
    offices = Organisation.objects.filter(kind__in=OWES, closed_on=None, gatherings__isnull=False).distinct()
    found = ledger.pressing(offices.order_by("path"), today)
    for gap in found:
        where = gap.organisation
        send_many(
            to=nearest_holders(KEEP, where.path), code="gatherings.gap", title=gap.sentence[:120], body=where.short_name,
            url=f"{DESK}ledger/?org={where.pk}", key=f"gathering-gap:{where.pk}:{gap.kind}:{gap.span.first}", working=True,
            org_path=where.path,
        )  # fmt: skip
    return len(found)


@periodic("gatherings.tomorrow", "0 18 * * *")
def tomorrow() -> int:
    """In the evening before: whoever is called, and has not said that they cannot come. Answers how many gatherings."""
    day = moment.today() + timedelta(days=1)
    rows = Gathering.objects.unscoped("told to those called").filter(state="called", starts_at__date=day)
    for one in rows:
        people = one.attendances.filter(role__in=("called", "guest"), mark="").exclude(leave="asked")
        send_many(
            to=people.values_list("member__person_id", flat=True), code="gatherings.called", title=f"明天：{one.title}"[:120],
            body=where_and_when(one), url=f"{MINE}{one.pk}/", key=f"gathering:{one.pk}:tomorrow:{day}", org_path=one.org_path,
        )  # fmt: skip
    return len(rows)
