"""Questions about a subtree are answered by an index, on whichever engine this run stands."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from lianxin.foundation.accounts.models import Appointment, Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.spine.scope import subtree
from lianxin.voice.letters.models import Letter
from tests.factories import County


def plan(rows: QuerySet[Any]) -> str:
    """How the engine would answer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SET LOCAL enable_seqscan = off")  # a few rows fit one page; the question is whether it can
        return json.dumps(json.loads(rows.explain(format="json")))
    return str(rows.explain())


def by_index(told: str) -> bool:
    if connection.vendor == "postgresql":
        return '"Index Cond"' in told and "path" in told.partition('"Index Cond"')[2][:300]
    return "USING" in told and "INDEX" in told and "SEARCH" in told


@pytest.fixture
def many(county: County) -> County:
    """Enough rows that an index pays."""
    town = Organisation.objects.get(pk=county.town.pk)
    people = Person.objects.bulk_create([Person(nickname=f"p{n}") for n in range(300)])
    Appointment.objects.bulk_create(
        Appointment(person=p, post="editor", organisation=town, org_path=town.org_path, since=date(2020, 1, 1))
        for p in people
    )
    return county


def test_organisations_below(many: County) -> None:
    assert by_index(plan(below([many.town.path])))


def test_letters_of_a_subtree(many: County) -> None:
    rows = Letter.objects.visible_to(many.actor("reviewer"), "letters.review")
    assert by_index(plan(rows))


def test_appointments_of_a_subtree(many: County) -> None:
    assert by_index(plan(Appointment.objects.filter(subtree("org_path", [many.organisations["QS02"].path]))))


def test_no_subtree_question_uses_like(many: County) -> None:
    for rows in (below([many.town.path]), Letter.objects.visible_to(many.actor("reviewer"), "letters.review")):
        assert "LIKE" not in str(rows.query).upper()
