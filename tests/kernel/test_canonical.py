"""The bytes that the audit chain is made of: one value, one form, for years."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.canonical import canonical_json

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)


class Colour(StrEnum):
    RED = "红"


class Step(IntEnum):
    ONE = 1


def test_the_form_itself() -> None:
    value = {"b": [1, 2.5, True, None], "a": "连心桥", "": {"z": -0.0, "y": 3.0}}
    assert canonical_json(value) == '{"":{"y":3,"z":0},"a":"连心桥","b":[1,2.5,true,null]}'.encode()


def test_values_of_the_field_become_their_text() -> None:
    assert canonical_json(date(2026, 10, 10)) == b'"2026-10-10"'
    assert canonical_json(datetime(2026, 10, 10, 1, 2, 3, tzinfo=UTC)) == b'"2026-10-10T01:02:03+00:00"'
    assert canonical_json(Decimal("0.50")) == b'"0.50"'
    assert canonical_json(UUID(int=5)) == b'"00000000-0000-0000-0000-000000000005"'
    assert canonical_json([Colour.RED, Step.ONE, (1, 2)]) == '["红",1,[1,2]]'.encode()


@given(VALUES)
def test_reading_it_back_gives_the_same_bytes(value: Any) -> None:
    try:
        once = canonical_json(value)
    except UnicodeEncodeError:
        return
    assert canonical_json(json.loads(once)) == once


@given(st.dictionaries(st.text(alphabet="abc键值", max_size=4), st.integers()))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(list(value.items())))) == canonical_json(value)


@pytest.mark.parametrize("wrong", [{1: "a"}, {"a": {2}}, object(), b"bytes", {"a": [{None: 1}]}])
def test_what_has_no_form_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError):
        canonical_json(wrong)


@pytest.mark.parametrize("wrong", [float("nan"), float("inf"), "\ud800", {"\ud800": 1}])
def test_what_json_cannot_carry_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - UnicodeEncodeError and ValueError alike
        canonical_json(wrong)
