"""Keeping the queue's own tables small."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lianxin.foundation.spine.bulk import look_again

from .models import Job, Slot
from .reaper import adopt_foreign
from .registry import periodic
from .ticker import run_slot

__all__ = ["housekeeping", "run_slot"]

#: how long a finished job's key keeps a second one away
KEEP_KEYS = timedelta(days=180)
KEEP_RESULTS = timedelta(days=14)
KEEP_SLOTS = timedelta(days=30)


@periodic("jobs.housekeeping", "17 3 * * *")
def housekeeping() -> None:
    """Forget outcomes, keys and slots that have served; dead jobs stay until somebody looks at them."""
    now = timezone.now()
    adopt_foreign()
    DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lt=now - KEEP_RESULTS).delete()
    Job.objects.filter(done_at__lt=now - KEEP_KEYS).delete()
    newest = Slot.objects.values("name").annotate(top=Max("moment")).values_list("name", "top")
    for name, top in newest:
        Slot.objects.filter(name=name, moment__lt=min(top, now - KEEP_SLOTS)).delete()


@periodic("jobs.look_again", "50 3 * * *")
def count_rows() -> None:
    """Once a night, so that the plans of the database follow a year's growth."""
    look_again()
