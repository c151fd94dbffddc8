"""The queue as a person sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, QuerySet
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .models import Job, Slot
from .registry import PERIODIC
from .ticker import next_slot


@dataclass(frozen=True, slots=True)
class Overview:
    """Figures on top of the desk page. oldest_due: since when the longest waiting due job waits."""

    ready: int
    running: int
    dead: int
    oldest_due: datetime | None


@dataclass(frozen=True, slots=True)
class Clockwork:
    """One periodic job: when it last fired and when it will."""

    name: str
    cron: str
    last: datetime | None
    next: datetime


def overview() -> Overview:
    """Counts by state."""
    rows = DBTaskResult.objects.order_by().values("status").annotate(n=Count("pk")).values_list("status", "n")
    counts = dict(rows)
    due = DBTaskResult.objects.ready().order_by().aggregate(oldest=Min("enqueued_at"))["oldest"]
    ready, running = (counts.get(state, 0) for state in (TaskResultStatus.READY, TaskResultStatus.RUNNING))
    return Overview(ready, running, dead().count(), due)


def dead() -> QuerySet[Job]:
    """Jobs that were given up, newest first."""
    return Job.objects.filter(dead_at__isnull=False).order_by("-dead_at", "-pk")


def retrying() -> QuerySet[Job]:
    """Jobs that failed and will be tried again, the next one first."""
    rows = Job.objects.filter(done_at=None, dead_at=None, next_try_at__isnull=False, attempts__gt=0)
    return rows.order_by("next_try_at", "pk")


def running() -> QuerySet[Job]:
    """Jobs under a lease now."""
    return Job.objects.filter(lease_until__isnull=False).order_by("lease_until", "pk")


def clockworks() -> list[Clockwork]:
    """Every periodic job with its last and next slot."""
    last = dict(Slot.objects.values("name").annotate(top=Max("moment")).values_list("name", "top"))
    now = timezone.now()
    return [
        Clockwork(entry.name, entry.cron, last.get(entry.name), next_slot(entry.cron, now))
        for entry in sorted(PERIODIC.values(), key=lambda entry: entry.name)
    ]


def job_by_id(pk: int) -> Job | None:
    """One job or None."""
    return Job.objects.filter(pk=pk).first()
