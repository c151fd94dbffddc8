"""When the outbox is worked off.

A look at the outbox is one index read, every few seconds in the ticker; a job is queued only when
something is due. So a notice leaves within seconds without any statement in the action that sent it,
and an idle installation writes nothing.
"""

from __future__ import annotations

from datetime import timedelta

from lianxin.foundation.jobs import enqueue, job, periodic, pulse
from lianxin.foundation.spine import moment

from .delivery import deliver_due
from .models import Delivery
from .queries import due

#: how long a delivery row that was closed is kept for the figures
KEEP = timedelta(days=190)
#: how long address and text of a message that was given up are kept for another try
KEEP_ADDRESS = timedelta(days=30)


@job(tries=3, first_wait=30.0, lease=180.0)
def deliver() -> None:
    """Send what is due."""
    deliver_due()


@pulse("notices.look", 5.0)
def look() -> bool:
    """Queue a delivery job when something is due; True when one was queued.

    The key names the row that waits longest, the moment it waits for and the hour: while no worker
    runs one job an hour is queued, not one at every look.
    """
    first = due().values_list("pk", "next_try_at").first()
    if first is None:
        return False
    pk, due_at = first
    return enqueue(deliver, key=f"notices.deliver:{pk}:{due_at.timestamp():.3f}:{moment.now():%Y%m%d%H}")


@periodic("notices.housekeeping", "40 3 * * *")
def housekeeping() -> None:
    """Forget deliveries that were closed half a year ago, and addresses that nobody tried again."""
    now = moment.now()
    rows = Delivery.objects.unscoped("housekeeping").exclude(state="waiting")
    rows.filter(created_at__lt=now - KEEP).delete()
    given_up = rows.filter(state="failed", notice=None, next_try_at__lt=now - KEEP_ADDRESS)
    given_up.update(address="", title="", body="")
