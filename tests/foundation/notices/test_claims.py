"""Two deliverers at once, and deliverers that die between two steps."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest
import time_machine
from django.core import mail
from django.db import connection, connections
from django.utils import timezone

from lianxin.foundation.notices import delivery
from lianxin.foundation.notices.actions import send, send_many
from lianxin.foundation.notices.channels.base import CHANNELS, Message
from lianxin.foundation.notices.delivery import LEASE, claim, close, deliver_due
from lianxin.foundation.notices.jobs import look
from lianxin.foundation.notices.queries import due

from .conftest import People, at, outbox


class Counting:
    """A slow channel that counts what it was given."""

    code, label = "email", "电子邮件"

    def __init__(self) -> None:
        self.keys: Counter[str] = Counter()
        self.guard = threading.Lock()

    def send(self, message: Message) -> None:
        time.sleep(0.001)
        with self.guard:
            self.keys[message.key] += 1


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that threads may write at the same time: SQLite's test database lives in memory,
    where there is no waiting for one another, so its content is laid into a file for the threads."""
    if connection.vendor != "sqlite":
        yield
        return
    values = connections.settings["default"]
    name, file = values["NAME"], tmp_path / "shared.sqlite3"

    def copy() -> None:
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as target:
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode = WAL")  # as it stays in an installation; changing it waits for nobody

    values["NAME"] = str(file)
    shared_copy.append(copy)
    yield
    shared_copy.clear()
    values["NAME"] = name


T = TypeVar("T")
shared_copy: list[Callable[[], None]] = []


def in_threads(number: int, work: Callable[[], T]) -> list[T]:
    """Run the same work in threads that begin together; what they returned, or the fault of one."""
    for copy in shared_copy:
        copy()
    start = threading.Barrier(number)

    def run() -> T:
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return [future.result() for future in [pool.submit(run) for _ in range(number)]]


@pytest.mark.usefixtures("shared")
def test_four_deliverers_at_once_send_each_message_once(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    channel = Counting()
    monkeypatch.setitem(CHANNELS, "email", channel)
    everybody = [p.pk for p in people(60)]
    send_many(to=everybody, code="c", title="t", key="k", urgent=True)
    reports = in_threads(4, deliver_due)
    assert len(channel.keys) == 60
    assert set(channel.keys.values()) == {1}
    assert sum(report.sent for report in reports) == 60


@pytest.mark.usefixtures("shared")
def test_digests_of_two_deliverers_hold_each_matter_once(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[str] = []

    class Keeping(Counting):
        def send(self, message: Message) -> None:
            super().send(message)
            texts.append(message.title + message.text)

    monkeypatch.setitem(CHANNELS, "email", Keeping())
    everybody = [p.pk for p in people(12)]
    with time_machine.travel(at("2026-03-04 10:00"), tick=False):
        for i in range(5):
            send_many(to=everybody, code="c", title=f"事项[{i}]", key=f"k{i}")
    with time_machine.travel(at("2026-03-05 09:00")):
        in_threads(3, deliver_due)
    assert [sum(t.count(f"事项[{i}]") for t in texts) for i in range(5)] == [12] * 5


@pytest.mark.django_db
def test_a_row_is_claimed_by_one_only(people: People) -> None:
    (one,) = people()
    send(to=one.pk, code="c", title="t", key="k", urgent=True)
    seen_by_both = list(due())
    first, first_word = claim(seen_by_both, timezone.now())
    second, second_word = claim(list(seen_by_both), timezone.now())
    assert (len(first), len(second)) == (1, 0)
    assert close(seen_by_both, second_word, "sent") == 0
    assert close(seen_by_both, first_word, "sent") == 1
    assert close(seen_by_both, first_word, "failed") == 0


@pytest.mark.django_db
@pytest.mark.parametrize("dies_in", ["claim", "send", "close"])
def test_killed_between_two_steps(people: People, monkeypatch: pytest.MonkeyPatch, dies_in: str) -> None:
    """Killed before the mail left: sent once, later. Killed after it left and before the row was
    closed: the one window in which it is repeated, with the same Message-ID."""

    class Killed(BaseException):
        pass

    def die(*args: object, **kwargs: object) -> None:
        raise Killed

    (one,) = people()
    with time_machine.travel(at("2026-03-04 10:00"), tick=False) as clock:
        send(to=one.pk, code="c", title="t", key="k", urgent=True)
        with monkeypatch.context() as patch:
            if dies_in == "claim":
                patch.setattr(delivery, "compose", die)
            elif dies_in == "send":
                patch.setattr(CHANNELS["email"].__class__, "send", die)
            else:
                patch.setattr(delivery, "close", lambda rows, *a: 0 if not rows else die())
            with pytest.raises(Killed):
                deliver_due()
        deliver_due()
        assert len(mail.outbox) == (1 if dies_in == "close" else 0), "the claim still holds"
        clock.shift(LEASE + timedelta(seconds=1))
        deliver_due()
        deliver_due()
    assert len(mail.outbox) == (2 if dies_in == "close" else 1)
    assert len({m.extra_headers["Message-ID"] for m in mail.outbox}) == 1
    assert [d.state for d in outbox()] == ["sent"]


@pytest.mark.django_db
def test_a_job_is_queued_only_when_something_is_due(people: People) -> None:
    (one,) = people()
    with time_machine.travel(at("2026-03-04 10:00"), tick=False) as clock:
        assert look() is False
        send(to=one.pk, code="c", title="t", key="calm")
        assert look() is False
        send(to=one.pk, code="c", title="t", key="hurry", urgent=True)
        assert look() is True
        assert look() is False, "the job waits already"
        clock.shift(3600)
        assert look() is True, "one more an hour, in case the first was lost"
