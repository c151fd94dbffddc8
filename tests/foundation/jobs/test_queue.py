"""Queue once per key, retry with back-off, lay aside what never succeeds."""

from __future__ import annotations

import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from lianxin.foundation.jobs import enqueue, queries, wake
from lianxin.foundation.jobs.actions import revive
from lianxin.foundation.jobs.models import Job
from lianxin.foundation.jobs.registry import Retry
from lianxin.foundation.jobs.running import run, succeeded, take
from lianxin.foundation.jobs.worker import Worker
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from tests.foundation.jobs import sample

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    sample.RAN.clear()


def test_job_runs_with_its_arguments() -> None:
    assert enqueue(sample.note, key="a", letter=17, days=[1, 2])
    assert Worker().drain() == 1
    assert sample.RAN == [{"letter": 17, "days": [1, 2]}]
    job = Job.objects.get()
    assert job.done_at is not None
    assert job.lease_until is None
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"


def test_same_key_is_queued_once_even_after_it_ran() -> None:
    assert enqueue(sample.note, key="a")
    assert not enqueue(sample.note, key="a")
    Worker().drain()
    assert not enqueue(sample.note, key="a")
    assert Worker().drain() == 0
    assert len(sample.RAN) == 1


def test_change_that_is_rolled_back_queues_nothing() -> None:
    with transaction.atomic():
        enqueue(sample.note, key="a")
        transaction.set_rollback(True)
    assert Worker().drain() == 0
    assert enqueue(sample.note, key="a"), "the key is free again"


@pytest.mark.parametrize("key", ["", "k" * 201])
def test_key_has_a_sane_length(key: str) -> None:
    with pytest.raises(ValueError, match="1 to 200"):
        enqueue(sample.note, key=key)


def test_job_is_not_run_before_its_time() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enqueue(sample.note, key="a", after=NOW + timedelta(minutes=5))
        assert Worker().drain() == 0
        clock.shift(301)
        assert Worker().drain() == 1


def test_failure_is_retried_with_growing_pauses_then_laid_aside() -> None:
    enqueue(sample.always_fails, key="a", text="群众写的话")
    pauses = []
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(2):
            assert Worker().drain() == 1
            job = Job.objects.get()
            assert job.next_try_at is not None
            pause = job.next_try_at - timezone.now()
            pauses.append(pause.total_seconds())
            assert Worker().drain() == 0, "not before the pause is over"
            clock.shift(pause + timedelta(seconds=1))
        assert Worker().drain() == 1
        clock.shift(timedelta(days=30))
        assert Worker().drain() == 0, "dead jobs are not tried again by themselves"
    assert 8 <= pauses[0] <= 12
    assert 16 <= pauses[1] <= 24
    job = Job.objects.get()
    assert (job.attempts, job.dead_at is not None) == (3, True)
    assert DBTaskResult.objects.get().status == "FAILED"
    assert list(queries.dead()) == [job]


def test_fault_names_kind_and_place_but_never_the_message() -> None:
    enqueue(sample.always_fails, key="a", text="群众写的话")
    Worker().drain()
    fault = Job.objects.get().fault
    assert fault.startswith("LookupError @ always_fails:")
    assert "群众" not in fault


def test_failure_then_success() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enqueue(sample.fails_once, key="a")
        assert Worker().drain() == 1
        clock.shift(60)
        assert Worker().drain() == 1
    job = Job.objects.get()
    assert (job.attempts, job.fault, job.dead_at) == (2, "", None)
    assert job.done_at is not None


def test_back_off_doubles_up_to_the_longest_pause() -> None:
    retry = Retry(first_wait=10, longest=100)
    assert [retry.wait(n) for n in (1, 2, 3, 4, 5, 50)] == [10, 20, 40, 80, 100, 100]


def test_dead_job_can_be_revived_by_who_may() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enqueue(sample.always_fails, key="a")
        for _ in range(3):
            Worker().drain()
            clock.shift(3600)
    with pytest.raises(Refused):
        revive(actor=Actor("staff", 1), job=Job.objects.get())
    job = revive(actor=SYSTEM, job=Job.objects.get())
    assert (job.attempts, job.dead_at) == (0, None)
    assert Worker().drain() == 1
    with pytest.raises(Refused):
        revive(actor=SYSTEM, job=Job.objects.get())


def test_worker_that_lost_its_lease_cannot_tick_off() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        enqueue(sample.note, key="a")
        slow = take("slow")
        assert slow is not None
        clock.shift(3600)
        from lianxin.foundation.jobs.reaper import reap

        assert reap() == 1
        quick = take("quick")
        assert quick is not None
        assert not succeeded(slow, None), "its successor has the job now"
        assert run(quick)
    assert Job.objects.get().worker == "quick"


def test_lease_is_renewed_while_a_long_job_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    from lianxin.foundation.jobs import running

    beats: list[int] = []
    monkeypatch.setattr(running, "_held", lambda claim: beats.append(1) or _Nothing())
    enqueue(sample.note, key="a")
    claim = take("w")
    assert claim is not None
    short = running.Claim(claim.result, claim.job_id, 1, "w", Retry(lease=0.04))
    with running._signs_of_life(short):
        deadline = time.monotonic() + 10
        while len(beats) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert len(beats) >= 3


class _Nothing:
    def update(self, **_: object) -> int:
        return 1


def test_bell_wakes_a_waiting_worker(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path
    stop, since = threading.Event(), wake.heard()
    threading.Timer(0.3, wake.ring).start()
    began = time.monotonic()
    wake.wait(stop, since, 30)
    assert time.monotonic() - began < 10


def test_bell_rings_only_after_the_commit(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        enqueue(sample.note, key="a")
        assert wake.heard() == 0
    assert callbacks
    assert wake.heard() > 0
