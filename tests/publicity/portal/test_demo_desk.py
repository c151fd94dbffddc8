"""The demonstration's desks: every list of the portal shows something to the one who would work on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import actor_for
from lianxin.publicity.portal import demo_desk
from lianxin.publicity.portal.desk import queries, withdrawing
from lianxin.publicity.portal.models import ArticlePage, PlannedTopic, SitePage
from lianxin.publicity.portal.sites import queries as sites_queries
from lianxin.publicity.portal.texts_more import history
from tests.factories import County

pytestmark = pytest.mark.django_db
#: account -> (post, code of the organisation)
STAFF = {
    "xianwei": ("leader", "QS"), "shenhe": ("reviewer", "QS"), "zhenshen": ("reviewer", "QS01"),
    "shenqian": ("approver", "QS01"), "bianji": ("editor", "QS01"), "bianji2": ("editor", "QS01"),
}  # fmt: skip


@pytest.fixture
def town(county: County, sites: Any, draft: Any, monkeypatch: pytest.MonkeyPatch) -> SitePage:
    for name, (post, code) in STAFF.items():
        county.add(name, post, code)
        Account.objects.filter(pk=county.account_of(name).pk).update(username=name)
    monkeypatch.setattr(demo_desk, "TOWN", "QS01")
    return sites["town"]


def test_every_list_shows_something(town: SitePage, county: County) -> None:
    made = demo_desk.load(timezone.now())
    assert made == ArticlePage.objects.descendant_of(town).count() == 10
    shown = {name: queries.piles(actor_for(Account.objects.get(username=name)), timezone.now()) for name in STAFF}
    filled = {queue for piles in shown.values() for queue, lines in piles.items() if lines}
    assert filled == set(queries.QUEUES) - {"late"}, "what could not go out at its moment is nobody's usual day"
    assert any(line.late for line in shown["shenqian"]["issue"])
    assert withdrawing.current(ArticlePage.objects.get(title__startswith="周日集市").pk)
    states = set(PlannedTopic.objects.unscoped("test").values_list("state", flat=True))
    assert states == {"planned", "writing", "drafted"}
    assert {r.state for r in sites_queries.relays(actor_for(Account.objects.get(username="bianji")))} >= {"proposed"}


def test_without_its_cast_it_does_nothing(sites: Any) -> None:
    assert demo_desk.load(timezone.now()) == 0
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("day", [date(2026, 11, 29), date(2027, 3, 31), date(2028, 2, 29), date(2026, 12, 30)])
def test_something_happened_on_every_day(day: date) -> None:
    """R115: the page of this day is not empty at the end of a month."""
    assert [item for item in history(day) if item.day and (item.day.month, item.day.day) == (day.month, day.day)]
