"""Gives the jobs of dead workers back to the queue. The backend alone leaves them RUNNING for ever."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .models import Job
from .registry import retry_of
from .running import lay_back

#: a job that runs without a lease of ours (started by a foreign worker) is given back after this long
FOREIGN = timedelta(hours=6)
GONE = "执行者中断"


def reap(*, restarted: str = "", busy: int | None = None) -> int:
    """Give back jobs whose lease ran out. Returns how many.

    restarted: id of a worker that has just started; whatever still stands under it was cut off.
    busy: job that this very process is running now (its lease may lag behind a long transaction).
    """
    now = timezone.now()
    over = Q(lease_until__lt=now)
    if restarted:
        over |= Q(worker=restarted)
    rows = Job.objects.filter(over, lease_until__isnull=False, done_at=None, dead_at=None)
    if busy is not None:
        rows = rows.exclude(pk=busy)
    return sum(_give_back(pk, over) for pk in list(rows.values_list("pk", flat=True)))


def _give_back(pk: int, over: Q) -> bool:
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(over, pk=pk, lease_until__isnull=False).first()
        if job is None:
            return False
        lay_back(job.pk, retry_of(job.path), wait=0, fault=GONE)
        return True


def adopt_foreign() -> int:
    """Give back RUNNING tasks that never had a lease of ours and began long ago."""
    known = Job.objects.filter(result_id__isnull=False, lease_until__isnull=False).values("result_id")
    rows = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - FOREIGN
    ).exclude(pk__in=known)
    return rows.update(status=TaskResultStatus.READY)
