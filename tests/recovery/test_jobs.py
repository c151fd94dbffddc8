"""Workers and tickers that are killed: no job is lost, no slot fires twice."""

from __future__ import annotations

import signal
import time

import pytest

from tests.recovery.children import Installation, until

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]
WORKER = "from lianxin.foundation.jobs.worker import Worker; Worker({id!r}).loop()"
QUEUE = (
    "from lianxin.foundation.jobs import enqueue; from tests.recovery.jobs_to_kill import slow_once;"
    "enqueue(slow_once, key='job-{name}', name='{name}')"
)
STATE = (
    "from lianxin.foundation.jobs.models import Job; from django_tasks_db.models import DBTaskResult;"
    "j = Job.objects.get(); print(j.attempts, bool(j.done_at), DBTaskResult.objects.get().status)"
)


@pytest.mark.parametrize(
    "successor", [pytest.param("first", id="restarted-by-supervisor"), pytest.param("second", id="another-worker")]
)
def test_job_of_a_killed_worker_runs_exactly_once_more(installation: Installation, successor: str) -> None:
    installation.run(QUEUE.format(name="a"))
    with installation.running(WORKER.format(id="first")) as worker:
        until(lambda: "begin:a" in installation.events())
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert installation.run(STATE).split() == ["1", "False", "RUNNING"], "the backend alone leaves it so for ever"
    patient = WORKER.replace("Worker(", "worker.REAP_EVERY = 0.5; worker.Worker(").replace(
        "import Worker", "import Worker as _"
    )
    body = "from lianxin.foundation.jobs import worker; " + patient.format(id=successor)
    with installation.running(body):
        until(lambda: "end:a" in installation.events())
        time.sleep(3)  # longer than the lease: a second successor would show now
    assert installation.events() == ["begin:a", "begin:a", "end:a"]
    assert installation.run(STATE).split() == ["2", "True", "SUCCESSFUL"]


def test_stopped_worker_finishes_the_job_in_hand(installation: Installation) -> None:
    installation.log.write_text("begin:b\n")  # then it does not hang
    installation.run(QUEUE.format(name="b"))
    body = "from django.core.management import call_command; call_command('worker')"
    with installation.running(body) as worker:
        until(lambda: "end:b" in installation.events())
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0


def test_two_tickers_and_two_workers_never_fire_a_slot_twice(installation: Installation) -> None:
    body = (
        "import threading; from tests.recovery.jobs_to_kill import only_every_second; only_every_second();"
        "from lianxin.foundation.jobs.background import background; background({id!r}, threading.Event())"
    )
    count = (
        "from lianxin.foundation.jobs.models import Job, Slot;"
        "slots = Slot.objects.filter(name='recovery.second'); jobs = Job.objects.filter(key__startswith='slot:');"
        "print(slots.count(), jobs.count(), jobs.filter(attempts=1, done_at__isnull=False).count())"
    )
    with installation.running(body.format(id="one")), installation.running(body.format(id="two")):
        until(lambda: len(installation.events()) >= 5)
    slots, jobs, done = map(int, installation.run(count).split())
    assert slots == jobs + 1, "the first sight of a periodic job only leaves a mark"
    assert done <= len(installation.events()) <= jobs
    assert done >= 4
