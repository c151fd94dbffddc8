"""What people do to the queue."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor

from . import policies, wake
from .models import Job


@action("jobs.revive")
def revive(*, actor: Actor, job: Job) -> Job:
    """重试停下的任务: all its tries begin anew."""
    job = lock(job)
    require(policies.may_revive(actor, job))
    tried = job.attempts
    job.attempts, job.dead_at, job.next_try_at = 0, None, timezone.now()
    job.save(update_fields=["attempts", "dead_at", "next_try_at"])
    if job.result_id:
        rows = DBTaskResult.objects.filter(pk=job.result_id, status=TaskResultStatus.FAILED)
        rows.update(status=TaskResultStatus.READY, run_after=job.next_try_at, finished_at=None)
    record("jobs.revive", actor=actor, subject=job, task=job.path, tried=tried)
    transaction.on_commit(wake.ring)
    return job
