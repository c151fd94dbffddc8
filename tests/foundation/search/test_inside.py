"""What some may find (R040, P05): by the word of its room, in the same statement; no other search sees a trace of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.search import inside
from lianxin.foundation.search.actions import Entry, drop, put_many
from lianxin.foundation.search.everything import search
from lianxin.foundation.search.inside import search_inside
from lianxin.foundation.search.queries import find, similar
from lianxin.kernel.actor import ANONYMOUS, Actor

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 6, 1, 4, tzinfo=UTC)
READER = Actor("citizen", 1, "甲")
KIND = "secret"


@pytest.fixture
def people() -> Iterator[list[int]]:
    """A kind whose rows are persons; a reader may see those whose name begins with 可."""
    made = [Person.objects.create(nickname=name).pk for name in ("可一", "可二", "不可")]

    def readable(actor: Actor) -> QuerySet[Person]:
        return Person.objects.filter(nickname__startswith="可") if actor.person_id == 1 else Person.objects.none()

    inside.register_inside(KIND, "试", readable)  # type: ignore[arg-type]  # rows of a model
    put_many(
        Entry(
            KIND,
            pk,
            f"路灯{n}",
            "村口的灯坏了，共三盏。",
            "inside",
            f"0001000{n}",
            NOON + timedelta(days=n),
            f"/s/{pk}/",
        )
        for n, pk in enumerate(made, 1)
    )
    yield made
    inside.KINDS.pop(KIND)


def test_only_what_the_room_grants(people: list[int]) -> None:
    found = search_inside(READER, "路灯", kinds=[KIND])
    assert ([hit.object_id for hit in found.hits], found.total) == ([people[1], people[0]], 2)
    for nobody in (replace(READER, person_id=2), replace(ANONYMOUS)):
        assert search_inside(nobody, "路灯", kinds=[KIND]) == inside.Found()
    assert search_inside(READER, "路灯", kinds=[]).total == 0
    assert search_inside(READER, "路灯", kinds=["letter"]).total == 0
    assert search_inside(READER, "", kinds=[KIND]).total == 0


def test_narrowed_leafed_and_without_wildcards(people: list[int]) -> None:
    assert search_inside(READER, "路灯", kinds=[KIND], paths=["00010002"]).total == 1
    assert search_inside(READER, "路灯", kinds=[KIND], paths=[]).total == 0
    assert search_inside(READER, "路灯", kinds=[KIND], since=NOON + timedelta(days=2)).total == 1
    assert search_inside(READER, "路灯", kinds=[KIND], until=NOON).total == 0
    page = search_inside(READER, "三盏", kinds=[KIND], limit=1, offset=1)
    assert (len(page.hits), page.total) == (1, 2)
    assert [search_inside(READER, odd, kinds=[KIND]).total for odd in ("%", "_", "'", "路%灯")] == [0] * 4
    drop(KIND, people[0])
    assert search_inside(READER, "路灯", kinds=[KIND]).total == 1


def test_no_other_search_sees_it(people: list[int]) -> None:
    """Neither the public one nor the desk's, nor what is alike, nor the list of the newest."""
    assert search("路灯").total == 0
    assert search("路灯", paths=[""]).total == 0
    for query in ("路灯", ""):
        assert find(query).total == 0
        assert find(query, audience="staff", paths=[""]).total == 0
        assert find(query, audience="staff", paths=["0001"], kinds=[KIND]).total == 0
    assert similar("村口的灯坏了，共三盏路灯", audience="staff", paths=[""]) == []
    assert similar("村口的灯坏了，共三盏路灯") == []


def test_it_costs_the_same_for_one_and_for_many(people: list[int]) -> None:
    with CaptureQueriesContext(connection) as seen:
        search_inside(READER, "路灯", kinds=[KIND])
    assert len(seen) == 2
