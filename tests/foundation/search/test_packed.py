"""The numbers by which PostgreSQL finds stretches of a text, and the table that holds them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from lianxin.foundation.search.actions import Entry, put_many
from lianxin.foundation.search.everything import search
from lianxin.foundation.search.packed import BUCKETS, looked_up, number, numbers

CHARACTERS = st.characters(exclude_categories=["Cs", "Zs", "Cc"])


@given(st.text(CHARACTERS, min_size=1, max_size=2), st.text(CHARACTERS, min_size=1, max_size=2))
def test_one_and_two_characters_have_a_number_of_their_own(one: str, other: str) -> None:
    assert (number(one) == number(other)) == (one == other)
    assert 0 < number(one) < 1 << 42


@given(st.text(CHARACTERS, min_size=3, max_size=3))
def test_three_characters_fall_into_a_bucket_beyond_the_pairs(three: str) -> None:
    assert 0 <= number(three) - (1 << 42) < BUCKETS


def test_numbers_are_the_same_for_ever() -> None:
    """They are stored: another number for the same stretch would lose what is indexed."""
    assert [number(one) for one in ("路", "路灯", "路灯坏")] == [36335, 76200046703, 4398047135874]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40), st.data())
def test_whatever_is_cut_out_of_a_text_has_only_numbers_of_the_text(text: str, data: st.DataObject) -> None:
    for chunk in text.split():
        at = data.draw(st.integers(0, len(chunk) - 1))
        word = chunk[at : at + data.draw(st.integers(1, 12))]
        assert {number(one) for one in looked_up(word)} <= numbers("题\n" + text)
        assert {-number(one) for one in looked_up(word)} <= numbers(f"{text}\n")


def test_each_part_that_is_looked_up_hangs_together_with_the_next() -> None:
    assert looked_up("甲乙丙丁戊己") == ["甲乙丙", "丙丁戊", "丁戊己"]
    assert looked_up("甲乙丙丁") == ["甲乙丙", "乙丙丁"]
    assert looked_up("甲乙") == ["甲乙"]
    assert len(looked_up("甲" * 120)) <= 8


@pytest.mark.django_db
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="the table belongs to PostgreSQL")
def test_the_migration_fills_the_table_from_what_is_there() -> None:
    noon = datetime(2025, 6, 1, 4, tzinfo=UTC)
    put_many(Entry("article", n, "修路", "第3号", "public", "0001", noon + timedelta(minutes=n)) for n in range(5))
    put_many([Entry("article", 9, "修路", "", "staff", "0001", noon)])
    migration = import_module("lianxin.foundation.search.migrations.0007_stretches")
    with connection.schema_editor(atomic=False) as editor:
        migration.backward(apps, editor)
        migration.forward(apps, editor)
    assert search("修路").total == search("第3号").total == 5
