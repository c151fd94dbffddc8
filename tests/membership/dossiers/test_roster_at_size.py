"""A roster is leafed through and searched in the time of a page, however many people there are."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.accounts.models import Person
from lianxin.membership.dossiers import headcounts, leafing, queries, views_desk
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.queries import Wanted
from tests.factories import County

NAMES = ("周禾苗", "吴春秋", "周正", "郑平安", "何秋实", "周平", "丁向阳", "柳成荫")


@pytest.fixture
def people(county: County) -> County:
    county.add("organiser", "organiser", "QS01")
    for n, name in enumerate(NAMES * 3):
        home = county.organisations[("QS01-B1", "QS02")[n % 5 == 4]]
        person = Person.objects.create(name=name, nickname="同志")
        Member.objects.create(person=person, organisation=home, name=name, stage=("member", "applicant")[n % 7 == 6])
    return county


def leaf(county: County, number: int = 1, size: int = 4, **wanted: Any) -> leafing.Leaf:
    actor = county.actor("organiser")
    return leafing.leaf(actor, Wanted(**wanted), number, size, queries.figures(actor, None))


@pytest.mark.parametrize(
    "wanted",
    [{}, {"text": "周"}, {"text": "zhou"}, {"text": "zp"}, {"stage": "member"}, {"text": "周", "stage": "applicant"}],
)
@pytest.mark.parametrize("most", [1000, 3])
def test_pages_together_are_the_whole_list_in_its_order(
    people: County, monkeypatch: Any, wanted: dict[str, str], most: int
) -> None:
    """Few and many go different ways to the same answer; many end at the limit, and the page says so."""
    monkeypatch.setattr(leafing, "MOST", most)
    whole = list(queries.members(people.actor("organiser"), Wanted(**wanted)))
    assert whole
    first = leaf(people, **wanted)
    shown = [m.pk for number in range(1, first.last + 1) for m in leaf(people, number, **wanted).rows]
    limited = "text" in wanted and len(whole) > most
    assert (first.more, first.cut) == (limited, limited)
    assert shown[:most] == [m.pk for m in whole][: most if limited else None][:most]
    assert first.total == (most if limited else len(whole))
    assert all(m.organisation.code == "QS01-B1" for m in whole), "nobody of another town"


def test_a_page_that_does_not_exist_is_the_nearest_one(people: County) -> None:
    last = leaf(people).last
    assert leaf(people, 10**9).number == last
    assert leaf(people, 10**9).rows
    assert leaf(people, -3).number == 1
    assert leaf(people, 5, text="nobody").rows == []


def test_very_long_rosters_are_not_leafed_to_their_end(people: County, monkeypatch: Any) -> None:
    monkeypatch.setattr(leafing, "REACH", 8)
    found = leaf(people, 99)
    assert (found.number, found.last, found.cut) == (2, 2, True)
    client: Any = Client()
    client.force_login(people.account_of("organiser"))
    monkeypatch.setattr(views_desk, "SIZE", 4)
    assert "人很多，只列到第 2 页" in client.get("/workbench/members/").text
    monkeypatch.setattr(leafing, "MOST", 2)
    assert "超过 2 名" in client.get("/workbench/members/?q=周").text


def test_the_page_shows_who_is_there(people: County) -> None:
    client: Any = Client()
    client.force_login(people.account_of("organiser"))
    page = client.get("/workbench/members/").text
    assert "在册党员" in page
    number = headcounts.heads([people.town.path]).party
    assert f"{number} 名" in page


@pytest.mark.parametrize("query", ["", "?q=周", "?page=2"])
def test_a_page_costs_the_same_for_three_and_for_thirty(
    people: County, django_assert_max_num_queries: Any, query: str
) -> None:
    client: Any = Client()
    client.force_login(people.account_of("organiser"))
    client.get("/workbench/members/")
    with django_assert_max_num_queries(12):
        client.get(f"/workbench/members/{query}")
