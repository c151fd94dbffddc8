"""When it is sent and when replies are fetched."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from lianxin.foundation.jobs import enqueue, job, periodic, pulse
from lianxin.kernel.actor import SYSTEM

from .adapters.base import ADAPTERS, GivenUp, Later
from .delivery import deliver_due, due
from .leaving import CONFIRM_DAYS
from .models import Dispatch, Envelope, PublicAccount, Subscriber

#: how long the per-subscriber lines of a closed dispatch are kept
KEEP_ENVELOPES = timedelta(days=30)


@job(tries=3, first_wait=30.0, lease=180.0)
def deliver() -> None:
    """Send what is due."""
    deliver_due()


@pulse("channels.look", 5.0)
def look() -> bool:
    """Queue a delivery job when something is due; one job an hour while no worker runs."""
    first = due().values_list("pk", "next_try_at").first()
    if first is None:
        return False
    pk, due_at = first
    return enqueue(deliver, key=f"channels.deliver:{pk}:{due_at.timestamp():.3f}:{timezone.now():%Y%m%d%H}")


@job(tries=2, first_wait=60.0)
def fetch(account_id: int) -> None:
    """Fetch the replies of one account; a platform that is slow or refuses is asked at the next slot."""
    from . import actions

    rows = PublicAccount.objects.unscoped("replies are fetched for every organisation")
    account = rows.filter(pk=account_id, state="active").first()
    adapter = ADAPTERS.get(account.kind) if account else None
    if account is None or adapter is None or adapter.fetch is None:
        return
    try:
        replies = list(adapter.fetch(account))
    except (GivenUp, Later):
        return
    for reply, address in replies:
        actions.receive(actor=SYSTEM, account=account, reply=reply, address=address)
        account.cursor = reply.remote_id
        account.save(update_fields=["cursor"])


@periodic("channels.fetch", "*/10 * * * *")
def fetch_all() -> None:
    """One job for each account that has replies to fetch."""
    kinds = [kind for kind, adapter in ADAPTERS.items() if adapter.fetch is not None]
    rows = PublicAccount.objects.unscoped("replies are fetched for every organisation")
    for pk in rows.filter(kind__in=kinds, state="active").values_list("pk", flat=True):
        enqueue(fetch, key=f"channels.fetch:{pk}:{timezone.now():%Y%m%d%H%M}", account_id=pk)


@periodic("channels.housekeeping", "50 3 * * *")
def housekeeping() -> None:
    """Forget who asked and never confirmed, and who got what a month ago."""
    now = timezone.now()
    Subscriber.objects.filter(confirmed_at=None, created_at__lt=now - timedelta(days=CONFIRM_DAYS)).delete()
    done = Dispatch.objects.unscoped("housekeeping").exclude(state="waiting")
    Envelope.objects.filter(dispatch__in=done.filter(created_at__lt=now - KEEP_ENVELOPES)).delete()
