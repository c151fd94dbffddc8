"""Once a day: branches are reminded of what they still owe before the period ends."""

from __future__ import annotations

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.jobs.registry import periodic
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment

from . import ledger
from .announcing import DESK
from .policies import KEEP
from .words import OWES


@periodic("gatherings.remind", "10 7 * * *")
def remind() -> int:
    """A notice for each gap whose period ends soon (LX-72), once a period. Answers how many gaps there were.

    Only organisations that keep their gatherings here: an empty ledger of others says nothing about them.
    """
    today = moment.today()
    offices = Organisation.objects.filter(kind__in=OWES, closed_on=None, gatherings__isnull=False).distinct()
    found = ledger.pressing(ledger.gaps(offices.order_by("path"), today), today)
    for gap in found:
        where = gap.organisation
        send_many(
            to=nearest_holders(KEEP, where.path), code="gatherings.gap", title=gap.sentence[:120], body=where.short_name,
            url=f"{DESK}ledger/?org={where.pk}", key=f"gathering-gap:{where.pk}:{gap.kind}:{gap.span.first}", working=True,
            org_path=where.path,
        )  # fmt: skip
    return len(found)
