"""DEV-05: once a year the committee looks at its activists, and is told when a year has gone by."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from lianxin.foundation.casework.due import Work
from lianxin.kernel.decision import Refused
from lianxin.membership.development import analysing
from lianxin.membership.development.due import provide
from tests.factories import County

pytestmark = pytest.mark.django_db
ROOT = "/workbench/development/"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False) as moving:
        yield moving


def titles(work: Work) -> list[str]:
    return [item.title for item in work.items]


@pytest.mark.parametrize(("today", "late"), [("2026-11-26", False), ("2026-11-27", False), ("2026-11-28", True)])
def test_a_year_and_a_day(today: str, late: bool, walk: Any, branch: County, clock: Any) -> None:
    """DEV-05: looked at on 27 November 2025; the anniversary is in time."""
    walk("mentors")
    actor = branch.actor("organiser")
    analysing.analyse(actor=actor, committee=branch.town, on=date(2025, 11, 27), text="人数不多。", key="k")
    clock.move_to(f"{today}T02:00:00+00:00")
    (one,) = analysing.yearly(actor, date.fromisoformat(today))
    assert (one.until, one.late) == (date(2026, 11, 27), late)
    from django.utils import timezone

    assert ("柳河镇党委积极分子队伍分析" in titles(provide(actor, timezone.now()))) is late


def test_without_activists_nothing_is_asked(applied: Any, branch: County) -> None:
    assert analysing.yearly(branch.actor("organiser"), date(2026, 11, 27)) == []


def test_whose_committee_it_is(walk: Any, branch: County) -> None:
    """P05: neither the branch nor another town writes for the committee; the words are sealed."""
    walk("mentors")
    for who in ("branch_secretary", "other_organiser"):
        with pytest.raises(Refused, match="没有找到"):
            analysing.analyse(actor=branch.actor(who), committee=branch.town, on=date(2026, 11, 1), text="x", key=who)
    client = Client()
    client.force_login(branch.account_of("organiser"))
    assert "还没有登记过对积极分子队伍的分析" in client.get(ROOT).text
    wrong = client.post(f"{ROOT}analysis/", {"on": "2026-11-28", "text": "青年少", "key": "k", "org": branch.town.pk})
    assert (wrong.status_code, "青年少" in wrong.text) == (422, True)
    sent = {"on": "2026-11-27", "text": "青年少", "key": "k", "org": branch.town.pk}
    assert client.post(f"{ROOT}analysis/", sent).status_code == 303
    assert client.post(f"{ROOT}analysis/", sent).status_code == 422, "the same form twice is one"
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM development_analysis")
        assert ["青年少" in row[0] for row in cursor.fetchall()] == [False]
    client.force_login(branch.account_of("branch_secretary"))
    assert "积极分子队伍的分析" not in client.get(ROOT).text
    assert client.get(f"{ROOT}analysis/?org={branch.town.pk}").status_code == 404
