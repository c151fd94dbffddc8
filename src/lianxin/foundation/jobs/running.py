"""One job: take it, run it, tick it off, or let it be tried again.

Every step that changes the outcome checks that the lease is still ours: a worker that was thought
dead and comes back cannot overwrite what its successor did.
"""

from __future__ import annotations

import logging
import random
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks.base import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from .models import Job
from .registry import SLOW, Retry, retry_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """A job held under a lease. attempt: 1 for the first."""

    result: DBTaskResult
    job_id: int
    attempt: int
    worker: str
    retry: Retry


def take(worker: str, *, slow: bool | None = None) -> Claim | None:
    """The next job that is due, claimed for `worker`, or None. Costs one SELECT when nothing is due.

    slow: only jobs of the slow lane, only others, or (None) any.
    """
    if not _due(slow).order_by().exists():
        return None
    with transaction.atomic():
        result = _due(slow).get_locked()
        if result is None:
            return None
        result.claim(worker)
        retry = retry_of(result.task_path)
        job, _ = Job.objects.get_or_create(result_id=result.pk, defaults={"path": result.task_path[:200]})
        job.attempts += 1
        job.worker = worker
        job.lease_until = timezone.now() + timedelta(seconds=retry.lease)
        job.save(update_fields=["attempts", "worker", "lease_until"])
        return Claim(result, job.pk, job.attempts, worker, retry)


def _due(slow: bool | None) -> Any:
    rows = DBTaskResult.objects.ready()
    if slow is None:
        return rows
    return rows.filter(queue_name=SLOW) if slow else rows.exclude(queue_name=SLOW)


def run(claim: Claim) -> bool:
    """Run a claimed job to its end. True when it succeeded and the lease was still ours."""
    try:
        with _signs_of_life(claim):
            outcome = _call(claim.result)
    except Exception as error:
        log.warning("job %s failed: %s", claim.result.task_path, fault_of(error))
        failed(claim, error)
        return False
    return succeeded(claim, outcome)


def _call(result: DBTaskResult) -> Any:
    task = result.task
    args, kwargs = result.args_kwargs["args"], result.args_kwargs["kwargs"]
    if task.takes_context:
        context = TaskContext(task_result=result.task_result)  # type: ignore[arg-type]  # the backend's own subclass
        return task.call(context, *args, **kwargs)
    return task.call(*args, **kwargs)


def succeeded(claim: Claim, outcome: Any) -> bool:
    """Tick the job off."""
    now = timezone.now()
    plain = outcome if isinstance(outcome, str | int | float | bool | None) else None
    with transaction.atomic():
        mine = _held(claim).update(done_at=now, lease_until=None, next_try_at=None, fault="")
        if mine:
            DBTaskResult.objects.filter(pk=claim.result.pk).update(
                status=TaskResultStatus.SUCCESSFUL,
                finished_at=now,
                return_value=plain,
                exception_class_path="",
                traceback="",
            )
    return bool(mine)


def failed(claim: Claim, error: Exception) -> None:
    """Queue the next attempt, or lay the job aside as dead when all were used."""
    with transaction.atomic():
        if not _held(claim).exists():
            return
        path = f"{type(error).__module__}.{type(error).__qualname__}"
        text = "".join(traceback.format_exception(error))[-8000:]
        DBTaskResult.objects.filter(pk=claim.result.pk).update(exception_class_path=path, traceback=text)
        wait = claim.retry.wait(claim.attempt) * random.uniform(0.8, 1.2)  # noqa: S311 - spreads retries
        lay_back(claim.job_id, claim.retry, wait=wait, fault=fault_of(error))


def lay_back(job_id: int, retry: Retry, *, wait: float, fault: str) -> None:
    """In a transaction: give a job back to the queue after `wait` seconds, or to the dead when its tries are used."""
    job = Job.objects.select_for_update().get(pk=job_id)
    now = timezone.now()
    again = job.attempts < retry.tries
    job.lease_until = None
    job.fault = fault[:300]
    job.next_try_at = now + timedelta(seconds=wait) if again else None
    job.dead_at = None if again else now
    job.save(update_fields=["lease_until", "fault", "next_try_at", "dead_at"])
    rows = DBTaskResult.objects.filter(pk=job.result_id) if job.result_id else DBTaskResult.objects.none()
    if again:
        rows.update(status=TaskResultStatus.READY, run_after=job.next_try_at)
    else:
        rows.update(status=TaskResultStatus.FAILED, finished_at=now)


def fault_of(error: BaseException) -> str:
    """Kind and place of an error. Never its message, which may quote what a citizen wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} @ {place}"


def _held(claim: Claim) -> Any:
    return Job.objects.filter(pk=claim.job_id, worker=claim.worker, attempts=claim.attempt, done_at=None, dead_at=None)


@contextmanager
def _signs_of_life(claim: Claim) -> Iterator[None]:
    """Renew the lease from a thread of its own while the job runs."""
    over = threading.Event()
    thread = threading.Thread(target=_renew, args=(claim, over), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _renew(claim: Claim, over: threading.Event) -> None:
    opened = False
    while not over.wait(claim.retry.lease / 4):
        opened = True
        try:
            _held(claim).update(lease_until=timezone.now() + timedelta(seconds=claim.retry.lease))
        except DatabaseError:  # the job itself may hold SQLite's write lock; next time
            log.info("lease of job %s not renewed this time", claim.job_id)
    if opened:
        connection.close()
