"""Puts jobs into the backend, once per key."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django_tasks.base import Task
from django_tasks_db.backend import DatabaseBackend

from . import wake
from .models import Job
from .registry import job

__all__ = ["enqueue", "job"]


def enqueue(task: Task, *, key: str, after: datetime | None = None, **kwargs: Any) -> bool:
    """Queue a job once per key, in the transaction that is open. True when queued, False when the key is known.

    task: made by `job`; key: names the work, 1 to 200 characters, e.g. ``"letters.digest:17:2026-03-01"``;
    after: not before this moment (aware); kwargs: JSON-able arguments of the job.
    Key and job are written together with the change that wants the job. Two at once with one key:
    the second waits for the first transaction and then finds the key taken.
    """
    if not key or len(key) > 200:
        raise ValueError("a job's key has 1 to 200 characters")
    with transaction.atomic():
        entry, fresh = Job.objects.get_or_create(key=key, defaults={"path": task.module_path})
        if not fresh:
            return False
        made = (task.using(run_after=after) if after else task).enqueue(**kwargs)
        if isinstance(task.get_backend(), DatabaseBackend):
            entry.result_id = UUID(str(made.id))
            entry.next_try_at = after
            entry.save(update_fields=["result_id", "next_try_at"])
            transaction.on_commit(wake.ring)
    return True
