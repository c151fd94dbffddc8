"""The room in the house: a merger carries it, the demonstration fills it quickly, nothing of it stands in the ledger."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.reports import actions, publishing, talking
from lianxin.membership.reports.demo import load
from lianxin.membership.reports.models import Report, Talk
from tests.factories import County
from tests.membership.reports.conftest import BODY, TITLE, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Write = Callable[[str], Actor], Callable[[str], Client], Callable[..., Report]


def test_a_merger_carries_reports_and_talks(
    write: Write, who: Who, cast: County, browser: Browser, member: Callable[..., object]
) -> None:
    report = write("sent")
    talk = talking.write_down(actor=who("secretary_here"), member=member("same"), kind="daily", on=date(2026, 11, 1),
                              text="要点", key="t")  # type: ignore[arg-type]  # fmt: skip
    old, new = cast.organisations["QS01-B1"], cast.organisations["QS01-B2"]
    organisations.merge(actor=SYSTEM, organisation=old, into=new, on=date(2026, 11, 27), basis="镇党委决定")
    assert fresh(report).org_path == Report.objects.unscoped("test").get().organisation.path == new.path
    assert Talk.objects.unscoped("test").get(pk=talk.pk).org_path == new.path
    assert browser("secretary_there").get(f"/me/reports/{report.pk}/").status_code == 200
    assert browser("far").get(f"/me/reports/{report.pk}/").status_code == 200, "one branch now"


def test_a_copy_that_waits_stands_in_the_way_of_closing(write: Write, who: Who, cast: County) -> None:
    report = write("sent", audience="public")
    here = cast.organisations["QS01-B1"]
    assert "公开稿" not in "".join(map(str, left_at(here)))
    publishing.ask_public(
        actor=who("author"), report=report, title=TITLE, body=BODY, signed=False, revision=report.revision
    )
    assert "1 份等待放行的公开稿" in [str(part) for part in left_at(here)]


def test_the_ledger_knows_that_and_never_what(
    write: Write, who: Who, cast: County, member: Callable[..., object]
) -> None:
    report = write("sent", audience="public")
    actions.comment(actor=who("same"), report=report, text="一句意见", key="k")
    publishing.ask_public(
        actor=who("author"), report=report, title=TITLE, body=BODY, signed=False, revision=fresh(report).revision
    )
    publishing.hold(actor=who("superior"), report=report, reason="有人名", revision=fresh(report).revision)
    talking.write_down(
        actor=who("superior"), member=member("same"), kind="remind", on=date(2026, 11, 1), text="谈话要点", key="t"
    )  # type: ignore[arg-type]  # a member
    kept = json.dumps(
        list(AuditLine.objects.unscoped("test").filter(code__startswith="reports.").values("code", "data")),
        ensure_ascii=False,
    )
    assert not [word for word in (TITLE, BODY, "一句意见", "有人名", "谈话要点", "remind", "提醒") if word in kept]


def test_the_demonstration_fills_the_room_within_a_second(cast: County, browser: Browser) -> None:
    started = time.monotonic()
    made = load(today=date(2026, 11, 27))
    assert time.monotonic() - started < 1
    rows = Report.objects.unscoped("test")
    assert made == rows.filter(state="sent").count() >= 2
    assert not [row for row in rows if "13800000000" in row.public_body]
