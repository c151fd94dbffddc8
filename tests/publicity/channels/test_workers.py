"""Several workers at once: each dispatch leaves once, on both engines."""

from __future__ import annotations

import re
import threading
from collections import Counter

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.publicity.channels import delivery
from lianxin.publicity.channels.adapters import base
from lianxin.publicity.channels.adapters.base import Adapter, Outcome, Sending
from lianxin.publicity.channels.delivery import LEASE, ClaimLost
from lianxin.publicity.channels.models import Dispatch, Parcel, PublicAccount


@pytest.fixture
def rows(transactional_db: None) -> list[Dispatch]:
    from lianxin.foundation.organisations import actions as organisations
    from lianxin.kernel.actor import SYSTEM
    from tests.factories import FOUNDED

    town = organisations.found(
        actor=SYSTEM, parent=None, name="柳河镇党委", short_name="柳河", kind="committee", code="LH", on=FOUNDED
    )
    account = PublicAccount.objects.create(organisation=town, org_path=town.org_path, kind="newsletter", name="简报")
    content = {
        "title": "灯", "summary": "", "body_html": "", "url": "https://x.test/", "source": "镇", "key": "",
        "organisation_id": town.pk, "org_path": town.org_path, "cover": "",
    }  # fmt: skip
    made = []
    for n in range(12):
        parcel = Parcel.objects.create(key=f"k{n}", content={**content, "key": f"k{n}"})
        made.append(Dispatch.objects.create(account=account, parcel=parcel, org_path=town.org_path))
    return made


def test_what_one_worker_holds_no_other_takes(rows: list[Dispatch], monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def send(sending: Sending) -> Outcome:
        calls.append(sending.dispatch.pk)
        delivery.deliver(sending.dispatch.pk)  # the second worker comes while the first is at it
        assert sending.dispatch.pk not in delivery.due().values_list("pk", flat=True)
        return Outcome("1")

    monkeypatch.setitem(base.ADAPTERS, "newsletter", Adapter("newsletter", "邮件简报", send))
    assert delivery.deliver_due().sent == len(rows)
    assert calls == [row.pk for row in rows]


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="threads of one test share one SQLite database in memory, which locks whole tables",
)
def test_workers_share_without_doubling(rows: list[Dispatch], monkeypatch: pytest.MonkeyPatch) -> None:
    calls: Counter[int] = Counter()
    lock, ready = threading.Lock(), threading.Barrier(3)

    def send(sending: Sending) -> Outcome:
        with lock:
            calls[sending.dispatch.pk] += 1
        return Outcome("1")

    monkeypatch.setitem(base.ADAPTERS, "newsletter", Adapter("newsletter", "邮件简报", send))

    def work() -> None:
        try:
            ready.wait()
            for row in rows:
                delivery.deliver(row.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == Counter({row.pk: 1 for row in rows})
    assert not Dispatch.objects.unscoped("test").filter(state="waiting").exists()


def test_the_claim_asks_the_row_itself(rows: list[Dispatch], monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look at the same table would not be repeated after a wait, and two workers would send."""
    monkeypatch.setitem(base.ADAPTERS, "newsletter", Adapter("newsletter", "邮件简报", lambda sending: Outcome("1")))
    with CaptureQueriesContext(connection) as asked:
        delivery.deliver(rows[0].pk)
    claim = next(q["sql"] for q in asked if q["sql"].startswith("UPDATE") and "attempts" in q["sql"])
    assert not re.search(rf'(FROM|JOIN) "{Dispatch._meta.db_table}"', claim), claim


def test_a_worker_that_was_thought_dead_cannot_close_what_another_took(
    rows: list[Dispatch], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = rows[0]
    mine = Dispatch.objects.unscoped("test").filter(pk=row.pk)

    def slow(sending: Sending) -> Outcome:
        mine.update(claim="another")
        with pytest.raises(ClaimLost):
            sending.save()
        return Outcome("wrong")

    monkeypatch.setitem(base.ADAPTERS, "newsletter", Adapter("newsletter", "邮件简报", slow))
    assert delivery.deliver(row.pk).sent == 0
    assert (mine.get().state, mine.get().claim, mine.get().remote_id) == ("waiting", "another", "")
    assert mine.get().next_try_at <= timezone.now() + LEASE


def test_the_look_uses_its_index(rows: list[Dispatch]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the planner of PostgreSQL reads a dozen rows without any index")
    assert "channels_due" in delivery.due().values_list("pk", "next_try_at").explain()
