"""On PostgreSQL serial numbers become visible out of order; the sealer must not pass an open one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from lianxin.foundation.audit.checking import verify
from lianxin.foundation.audit.horizon import decided_up_to
from lianxin.foundation.audit.ledger import write
from lianxin.foundation.audit.models import AuditLine, Seal
from lianxin.foundation.audit.sealing import append, seal
from lianxin.foundation.spine.actions import Fact
from lianxin.kernel.actor import SYSTEM

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _only_postgresql(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: numbers appear in their order")


class SlowWriter:
    """A transaction in another connection that wrote a line and has not ended."""

    def __init__(self, *, commit: bool = True) -> None:
        self.wrote, self.go, self.commit = threading.Event(), threading.Event(), commit
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        assert self.wrote.wait(10)

    def _run(self) -> None:
        try:
            with transaction.atomic():
                write([Fact("order_test.slow", SYSTEM)])
                self.wrote.set()
                self.go.wait(30)
                transaction.set_rollback(not self.commit)
        finally:
            connections.close_all()

    def end(self) -> None:
        self.go.set()
        self.thread.join()


def lines() -> list[AuditLine]:
    return list(AuditLine.objects.unscoped("test").order_by("pk"))


def test_line_that_commits_late_with_a_lower_number_is_sealed_in_its_place() -> None:
    slow = SlowWriter()
    write([Fact("order_test.quick", SYSTEM)])
    assert [line.code for line in lines()] == ["order_test.quick"]
    assert decided_up_to(patience=0.1) is None
    assert seal(patience=0.1) == 0, "a number below is still open"
    slow.end()
    assert [line.code for line in lines()] == ["order_test.slow", "order_test.quick"]
    assert seal() == 2
    assert verify().ok


def test_a_sealer_that_did_not_wait_would_be_found_out() -> None:
    """The control: without the horizon the late line would count as inserted after sealing."""
    slow = SlowWriter()
    write([Fact("order_test.quick", SYSTEM)])
    quick = lines()[0]
    with transaction.atomic():
        append(Seal(kind=Seal.LINES, first_id=1, last_id=quick.pk), [(quick.pk, quick.digest)])
    slow.end()
    assert {b.check for b in verify().breaks} >= {"members"}


def test_rolled_back_number_is_a_gap_and_no_break() -> None:
    slow = SlowWriter(commit=False)
    write([Fact("order_test.quick", SYSTEM)])
    slow.end()
    assert seal() == 1
    assert verify().ok


def test_sealer_waits_for_writers_without_making_anybody_wait() -> None:
    slow = SlowWriter()
    write([Fact("order_test.quick", SYSTEM)])
    done: list[int] = []
    sealer = _in_thread(lambda: done.append(seal(patience=10)))
    began = time.monotonic()
    write([Fact("order_test.during", SYSTEM)])
    assert time.monotonic() - began < 5, "a writer had to wait for the sealer"
    assert not done
    slow.end()
    sealer.join(15)
    assert done
    assert done[0] >= 2
    seal()
    assert verify().ok


def test_two_sealers_at_once_seal_each_line_once() -> None:
    write([Fact("order_test.many", SYSTEM) for _ in range(50)])
    done: list[int] = []
    threads = [_in_thread(lambda: done.append(seal())) for _ in range(4)]
    for thread in threads:
        thread.join()
    seal()
    assert sum(Seal.objects.values_list("count", flat=True)) == 50
    assert verify().ok


def _in_thread(call: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            call()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread
