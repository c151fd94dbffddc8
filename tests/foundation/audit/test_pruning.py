"""Lines are kept at least as long as SEC-01 demands; what is removed leaves a tombstone in the chain."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from lianxin.foundation.audit import sealing
from lianxin.foundation.audit.checking import verify
from lianxin.foundation.audit.ledger import write
from lianxin.foundation.audit.models import AuditLine, Seal
from lianxin.foundation.audit.pruning import earliest_cut, prune
from lianxin.foundation.audit.sealing import seal
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.actions import Fact
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
LONG_AGO = datetime(2026, 1, 10, 9, tzinfo=CHINA)
NOW = datetime(2026, 8, 31, 9, tzinfo=CHINA)


def lines_at(moment: datetime, count: int) -> None:
    with time_machine.travel(moment, tick=False):
        write([Fact("prune_test.note", SYSTEM, f"thing:{n}") for n in range(count)])
        seal()


def left() -> int:
    return AuditLine.objects.unscoped("test").count()


def test_sec_01_is_six_months_at_least() -> None:
    assert rule("SEC-01", on=NOW.date()).number("retention") >= 6
    assert earliest_cut(NOW) <= datetime(2026, 2, 28, tzinfo=CHINA)
    assert earliest_cut(datetime(2026, 7, 15, 9, tzinfo=CHINA)) <= datetime(2026, 1, 15, tzinfo=CHINA)


def test_old_lines_go_young_lines_stay_and_the_chain_still_verifies() -> None:
    lines_at(LONG_AGO, 4)
    lines_at(NOW - timedelta(days=20), 3)
    with time_machine.travel(NOW, tick=False):
        done = prune(actor=SYSTEM, before=earliest_cut(NOW), reason="到期清理")
    assert done.count == 4
    assert left() == 3 + 1  # and the line about the pruning itself
    newest = AuditLine.objects.unscoped("test").order_by("-pk")[0]
    assert (newest.code, newest.facts["count"]) == ("audit.prune", 4)
    seal()
    result = verify()
    assert result.ok, result.breaks
    assert result.pruned_up_to == done.last
    assert Seal.objects.filter(kind=Seal.TOMBSTONE).count() == 1


def test_pruning_goes_on_where_it_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    lines_at(LONG_AGO, 3)
    lines_at(LONG_AGO + timedelta(days=60), 3)
    for now, count in ((datetime(2026, 8, 1, tzinfo=CHINA), 3), (datetime(2026, 11, 1, tzinfo=CHINA), 3)):
        with time_machine.travel(now, tick=False):
            assert prune(actor=SYSTEM, before=earliest_cut(now), reason="到期清理").count == count
            seal()
    assert verify().ok


def test_a_day_too_early_is_refused_with_the_rule() -> None:
    lines_at(LONG_AGO, 2)
    with time_machine.travel(NOW, tick=False), pytest.raises(Refused) as caught:
        prune(actor=SYSTEM, before=earliest_cut(NOW) + timedelta(days=1), reason="太早")
    assert caught.value.denied.rule == "SEC-01"
    assert left() == 2


def test_no_person_prunes_from_a_page() -> None:
    lines_at(LONG_AGO, 2)
    with pytest.raises(Refused):
        prune(actor=Actor("staff", 1), before=LONG_AGO, reason="想删")


def test_tombstone_opens_the_trigger_only_for_the_lines_it_names() -> None:
    lines_at(LONG_AGO, 2)
    lines_at(NOW - timedelta(days=20), 2)
    with time_machine.travel(NOW, tick=False):
        prune(actor=SYSTEM, before=earliest_cut(NOW), reason="到期清理")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_auditline")
    assert left() == 3


def test_command_reports_and_exits() -> None:
    lines_at(LONG_AGO, 2)
    with time_machine.travel(NOW, tick=False):
        out = StringIO()
        call_command("audit_prune", "--reason", "到期清理", "--json", stdout=out)
        assert '"pruned": 2' in out.getvalue()
        with pytest.raises(SystemExit) as stop:
            call_command("audit_prune", "--reason", "再来一次", stderr=StringIO())
        assert stop.value.code == 1
