"""Messages leave by a job; what could not be delivered is tried again for as long as it takes."""

from __future__ import annotations

from lianxin.foundation.jobs import enqueue, job, periodic
from lianxin.foundation.spine import moment

from .models import Outgoing


@job(tries=1)
def deliver(pk: int) -> None:
    """One try; when the next one is due stands on the row, so that nothing is lost with a job."""
    from .sending import attempt

    attempt(pk)


def deliver_soon(row: Outgoing) -> None:
    """Queue the next try of a message, once however often it is asked for."""
    enqueue(deliver, key=f"exchange:{row.pk}:{row.tries}", pk=row.pk)


@periodic("exchange.due", "* * * * *")
def sweep() -> None:
    """Everything due and not delivered, the oldest first."""
    rows = Outgoing.objects.filter(delivered_at=None, next_at__lte=moment.now(), peer__active=True).order_by("pk")
    for row in rows[:200]:
        # a try whose worker died left its key behind: the minute makes another
        enqueue(deliver, key=f"exchange:{row.pk}:{row.tries}:{moment.now():%Y%m%d%H%M}", pk=row.pk)
