"""Pairs that may be one person's, against comparing every two files of the scope (R021)."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.foundation.accounts.models import Person
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.dossiers import duplicates
from lianxin.membership.dossiers.models import Apart, Member
from lianxin.membership.dossiers.policies import MERGE
from tests.factories import County

pytestmark = pytest.mark.django_db
BORN = (None, date(1980, 1, 1), date(1980, 1, 2))
FACES = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(("周禾苗", "周禾", "吴春秋")), st.sampled_from(BORN), st.sampled_from(("", "a", "b")),
              st.sampled_from(("", "x", "y")), st.sampled_from(("active", "active", "moved", "merged"))),
    max_size=5,
)  # fmt: skip


def put(
    home: Any, name: str, born: date | None, identity: str = "", phone: str = "", standing: str = "active"
) -> Member:
    person = Person.objects.create(nickname="同志")
    Person.objects.filter(pk=person.pk).update(identity_index=identity, phone_index=phone)
    return Member.objects.create(
        person=person, organisation=home, name=name, born=born, stage="member", standing=standing
    )


def by_hand(who: Any, apart: set[tuple[int, int]]) -> dict[tuple[int, int], list[str]]:
    """Every two files of the scope compared."""
    files = Member.objects.unscoped("test").select_related("person", "organisation").order_by("pk")
    mine = [m for m in files if m.standing != "merged" and (who is SYSTEM or who.may(MERGE, m.organisation.path))]
    found = {}
    for one, other in combinations(mine, 2):
        signs = []
        if one.person.identity_index and one.person.identity_index == other.person.identity_index:
            signs.append("identity")
        if one.born and (one.name, one.born) == (other.name, other.born):
            signs.append("born")
        if one.person.phone_index and one.person.phone_index == other.person.phone_index:
            signs.append("phone")
        if signs and (one.pk, other.pk) not in apart:
            found[one.pk, other.pk] = signs
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faces=FACES, kept=st.integers(0, 9))
def test_the_pairs_are_those_of_comparing_every_two(keepers: County, faces: Any, kept: int) -> None:
    with transaction.atomic():
        homes = [keepers.organisations[code] for code in ("QS01-B1", "QS01", "QS02")]
        made = [put(homes[at], *rest) for at, *rest in faces]
        apart = set()
        if len(made) > 1:
            first, second = made[kept % (len(made) - 1)], made[-1]
            Apart.objects.create(first=first, second=second)
            apart.add((first.pk, second.pk))
        for who in (SYSTEM, keepers.actor("organiser"), keepers.actor("other_organiser")):
            found = duplicates.candidates(who)
            wanted = by_hand(who, apart)
            assert {(pair.first.pk, pair.second.pk): pair.signs for pair in found} == wanted
            order = [duplicates.SIGNS[pair.signs[0]] for pair in found]
            assert order == sorted(order, key=list(duplicates.SIGNS.values()).index), "the surest first"
        transaction.set_rollback(True)


def test_pairs_that_were_kept_apart_hide_no_others(keepers: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as a page holds are looked for among those that still wait."""
    monkeypatch.setattr(duplicates, "MOST", 1)
    home = keepers.organisations["QS01-B1"]
    twins = [{put(home, name, BORN[1]).pk for _ in range(2)} for name in ("周禾苗", "郑平安")]
    seen = []
    for _ in twins:
        (pair,) = duplicates.candidates(keepers.actor("organiser"))
        Apart.objects.create(first=pair.first, second=pair.second)
        seen.append({pair.first.pk, pair.second.pk})
    assert sorted(seen, key=min) == twins
    assert duplicates.candidates(keepers.actor("organiser")) == []


def test_who_shares_something_is_asked_of_an_index(keepers: County) -> None:
    """A county is not read file by file: on SQLite, whose plans are the same everywhere, every walk is one of an index."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole, whatever there is")
    put(keepers.organisations["QS01-B1"], "周禾苗", BORN[1])
    with CaptureQueriesContext(connection) as asked:
        duplicates.candidates(keepers.actor("organiser"))
    shared = [query["sql"] for query in asked if "GROUP BY" in query["sql"]]
    assert len(shared) == 3
    for sql in shared:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[-1] for row in cursor.fetchall()]
        groups = [
            line
            for line in plan
            if "USING COVERING INDEX" in line and ("accounts_person" in line or "member_name" in line)
        ]
        assert groups, plan
        assert not any("TEMP B-TREE FOR GROUP BY" in line for line in plan), plan
