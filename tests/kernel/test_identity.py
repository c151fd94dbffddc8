"""GB-01: identity numbers. Every number here is invented (region 990101 belongs to nobody)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.decision import Allowed, Denied
from lianxin.kernel.identity import (
    IdentityNumber,
    check_character,
    check_identity_number,
    parse_identity_number,
)

TODAY = date(2026, 10, 10)
BORN = st.dates(date(1900, 1, 1), TODAY)


def number(born: str = "19900307", sequence: str = "001", region: str = "990101") -> str:
    first = f"{region}{born}{sequence}"
    return first + check_character(first)


def reason(text: str, **options: object) -> str:
    answer = check_identity_number(text, today=TODAY, **options)  # type: ignore[arg-type]  # passed through
    assert isinstance(answer, Denied)
    assert (answer.rule, answer.code) == ("GB-01", "identity_number")
    assert answer.remedy
    return answer.reason


@pytest.mark.parametrize(
    ("first", "check"),
    [("99010119900307001", None), ("00000000000000000", "1"), ("79492716300000000", None)],
)
def test_check_character_by_the_weights_of_the_standard(first: str, check: str | None) -> None:
    """The weighted form, 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2, is another way to the same sign."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    total = sum(int(d) * w for d, w in zip(first, weights, strict=True))
    assert check_character(first) == "10X98765432"[total % 11]
    assert check in (None, check_character(first))


@given(BORN, st.integers(0, 999))
def test_a_right_number_is_taken_apart(born: date, sequence: int) -> None:
    found = parse_identity_number(number(f"{born:%Y%m%d}", f"{sequence:03}"), today=TODAY)
    assert isinstance(found, IdentityNumber)
    assert (found.region, found.born) == ("990101", born)
    assert found.sex == ("男" if sequence % 2 else "女")


@given(BORN, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_sign_never_passes(born: date, place: int, sign: str) -> None:
    right = number(f"{born:%Y%m%d}")
    wrong = right[:place] + sign + right[place + 1 :]
    assert bool(check_identity_number(wrong, today=TODAY)) == (wrong == right)


def test_spaces_full_width_and_small_x_are_accepted() -> None:
    right = next(n for s in range(999) if (n := number(sequence=f"{s:03}")).endswith("X"))
    for form in (
        right.lower(),
        f" {right[:6]} {right[6:14]}-{right[14:]} ",
        "".join(chr(ord(c) + 0xFEE0) for c in right),
    ):
        assert check_identity_number(form, today=TODAY) == Allowed()


def test_each_fault_has_its_own_sentence() -> None:
    assert "17 位" in reason(number()[:17])
    assert "15 位的旧号码" in reason("990101900307001")
    assert "字母 X" in reason("A" + number()[1:])
    assert "日期不存在" in reason(number("19900230"))
    assert "合理范围" in reason(number("18791231"))
    assert "最后一位" in reason(number()[:17] + ("0" if number()[17] != "0" else "1"))
    assert "0 位" in reason("")


def test_the_day_of_birth_may_be_today_and_not_tomorrow() -> None:
    assert check_identity_number(number(f"{TODAY:%Y%m%d}"), today=TODAY)
    assert "合理范围" in reason(number(f"{TODAY + timedelta(1):%Y%m%d}"))


def test_gb_01_nobody_was_born_before_the_first_year() -> None:
    """GB-01: 31 December 1879 is out of reason, 1 and 2 January 1880 are not."""
    assert "合理范围" in reason(number("18791231"))
    assert check_identity_number(number("18800101"), today=TODAY)
    assert check_identity_number(number("18800102"), today=TODAY)


def test_regions_are_checked_only_when_given() -> None:
    assert check_identity_number(number(), today=TODAY, regions={"990101"})
    assert check_identity_number(number(), today=TODAY, regions={"9901"})
    assert check_identity_number(number(), today=TODAY, regions={"99"})
    assert "行政区划" in reason(number(), regions={"110000", "980101"})
    assert "行政区划" in reason(number(), regions=set())
