"""The matrix: coverage and gaps, life and vacancies, in the order of the tree, no ranking (R011, R012, R016, R017, B01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.accounts.models import Appointment, Keeping
from lianxin.foundation.organisations.actions import found as found_organisation
from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.channels.models import PublicAccount
from lianxin.publicity.portal.models import ArticlePage
from lianxin.publicity.portal.sites import matrix
from lianxin.publicity.portal.sites.founding import Design, found_site
from tests.factories import FOUNDED, County

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]
ROOT = "/workbench/sites/matrix"


def branch(county: County, number: int, *, above: str = "QS01") -> Any:
    return found_organisation(
        actor=SYSTEM, parent=county.organisations[above], name=f"第{number}村党支部", short_name=f"{number:02}村支部",
        kind="branch", code=f"{above}-V{number}", on=FOUNDED,
    )  # fmt: skip


def test_coverage_and_gaps(sites: Any, county: County) -> None:
    """R011: own site, the next one above has one, or a gap that is listed."""
    other = branch(county, 1, above="QS02")
    found = matrix.build([county.organisations["QS"].path])
    assert (found.total, found.own) == (5, 2)
    assert found.reached == 2, "the branch of the town and the second town"
    assert [o.pk for o in found.gaps] == [other.pk]
    found_site(actor=SYSTEM, organisation=county.organisations["QS02"])
    assert matrix.build([county.organisations["QS"].path]).gaps == []


def test_life_is_counted_by_column_and_vacancies_are_named(sites: Any, county: County, draft: Any) -> None:
    draft().get_latest_revision().publish()
    old = draft(title="两个月前的事")
    old.get_latest_revision().publish()
    ArticlePage.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=60))
    row = next(r for r in matrix.build([county.town.path]).rows if r.site)
    news = row.columns[0]
    assert (news.life.month, news.life.quarter, news.silent) == (1, 2, 0)
    assert (row.life.month, row.life.quarter) == (1, 2)
    assert row.state == "vacant"
    Keeping.objects.filter(organisation=county.town).update(
        keeper=county.people["reviewer"], deputy=county.people["secretary"]
    )
    assert matrix.build([county.town.path]).rows[0].state == "alive"
    Appointment.objects.filter(person=county.people["reviewer"]).update(until=timezone.localdate() - timedelta(days=1))
    assert matrix.build([county.town.path]).rows[0].state == "vacant", "F01: who has no post any more keeps nothing"


def test_silence_is_measured_against_the_limit_of_the_column(sites: Any, county: County) -> None:
    """R017, LX-41: a daily column is silent after a week, the history after three months."""
    people = {"keeper": county.people["reviewer"], "deputy": county.people["secretary"]}
    Keeping.objects.filter(organisation=county.town).update(
        last_activity_at=timezone.now() - timedelta(days=20), **people
    )
    row = matrix.build([county.town.path]).rows[0]
    assert [c.title for c in row.columns if c.late] == ["每日一学"]
    assert row.state == "silent"


def test_registered_accounts_stand_beside_the_sites(sites: Any, county: County, desk: Desk) -> None:
    """R012: accounts too, asked of the room that keeps them."""
    for code, name in (("QS01", "柳河发布"), ("QS02", "松岭党旗红")):
        organisation = county.organisations[code]
        PublicAccount.objects.create(organisation=organisation, org_path=organisation.path, kind="wechat", name=name)
    page = desk("admin").get(f"{ROOT}/").text
    assert "柳河发布" in page
    assert "松岭党旗红" in page
    assert "松岭党旗红" not in desk("secretary").get(f"{ROOT}/").text, "P05"


def test_the_page_and_the_table_stand_in_tree_order(sites: Any, county: County, desk: Desk) -> None:
    found_site(actor=SYSTEM, organisation=county.organisations["QS02"], design=Design("town", title="=松岭"))
    page = desk("leader").get(f"{ROOT}/").text
    assert page.index("青山县委") < page.index("柳河镇党委") < page.index("=松岭")
    answer = desk("leader").get(f"{ROOT}.csv")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    assert text.splitlines()[0].startswith("组织,组织代码,站点")
    assert text.index("QS01") < text.index("QS02")
    assert "'=松岭" in text, "no formula in a spreadsheet"
    assert all(person.nickname not in text for person in county.people.values() if len(person.nickname) > 6)
    only = desk("leader").get(f"{ROOT}/?state=alive").text
    assert "site-cell" in only or "没有这样的站点" in only


@pytest.mark.parametrize(("name", "status"), [("admin", 200), ("secretary", 200), ("reviewer", 200), ("handler", 403)])
def test_who_reads_the_matrix(sites: Any, desk: Desk, name: str, status: int) -> None:
    assert desk(name).get(f"{ROOT}/").status_code == status
    assert desk(name).get(f"{ROOT}.csv").status_code == status


def test_sixty_sites_cost_as_many_statements_as_two(sites: Any, county: County, desk: Desk) -> None:
    """300 sites: nothing is asked once per site."""
    client = desk("admin")
    client.get(f"{ROOT}/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"{ROOT}/")
    with CaptureQueriesContext(connection) as listed_few:
        client.get("/workbench/sites/")
    for number in range(58):
        found_site(actor=SYSTEM, organisation=branch(county, number), design=Design("branch"))
    client.get(f"{ROOT}/")
    with CaptureQueriesContext(connection) as many:
        assert client.get(f"{ROOT}/").status_code == 200
    with CaptureQueriesContext(connection) as listed_many:
        client.get("/workbench/sites/")
    assert len(many) <= len(few)
    assert len(listed_many) <= len(listed_few)
