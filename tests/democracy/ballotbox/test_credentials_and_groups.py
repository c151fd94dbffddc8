"""Credentials that survive being typed, and groups that are what they claim (specification, 4.1, 4.8 and 5)."""

from __future__ import annotations

import gmpy2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.democracy.ballotbox.credentials import (
    ALPHABET,
    Entitled,
    new_credential,
    public_of,
    read_roll,
    roll,
    understood,
)  # fmt: skip
from lianxin.democracy.ballotbox.groups import BELENIOS_2048, GROUPS, RFC_3526_2048, Group
from lianxin.democracy.ballotbox.numbers import Comb, Table, inverses
from lianxin.democracy.ballotbox.tallies import Logarithm, OpeningError
from lianxin.democracy.ballotbox.texts import MalformedError, decimal, read

UUID = "HzpBBrJvRHGAR4"


@pytest.mark.parametrize("group", GROUPS.values(), ids=GROUPS)
def test_a_group_is_of_prime_order(group: Group) -> None:
    p, q, g = group.p, group.q, group.g
    assert gmpy2.is_prime(p)
    assert gmpy2.is_prime(q)
    assert (p - 1) % q == 0
    assert p.bit_length() == 2048
    assert g != 1
    assert gmpy2.powmod(g, q, p) == 1
    for outside in (0, p, p - 1, -1, p + g):
        assert not group.holds(outside)
    assert group.holds(g)
    assert group.holds(1)


@given(st.integers(0, int(BELENIOS_2048.q) - 1))
@settings(max_examples=40)
def test_every_route_to_a_power_finds_the_same(exponent: int) -> None:
    group = BELENIOS_2048
    wanted = gmpy2.powmod(group.g, exponent, group.p)
    assert (
        group.fixed(group.g, exponent)
        == group.comb(group.g).power(exponent)
        == group.secret(group.g, exponent)
        == wanted
    )


@pytest.mark.parametrize("made", [Table, Comb])
def test_an_exponent_too_long_is_refused_and_not_cut(made: type[Table] | type[Comb]) -> None:
    table = made(BELENIOS_2048.g, BELENIOS_2048.p, 60)
    with pytest.raises(ValueError, match="outside"):
        table.power(1 << 60)
    with pytest.raises(ValueError, match="outside"):
        table.power(-1)


def test_inverses_come_together() -> None:
    assert inverses([gmpy2.mpz(3), gmpy2.mpz(5)], gmpy2.mpz(7)) == [5, 3]
    with pytest.raises(ZeroDivisionError):
        inverses([gmpy2.mpz(3), gmpy2.mpz(14)], gmpy2.mpz(7))


@given(st.lists(st.integers(0, 255), min_size=1, max_size=250))
@settings(max_examples=20)
def test_what_an_element_hides_comes_back(values: list[int]) -> None:
    element = RFC_3526_2048.embed(values)
    assert RFC_3526_2048.holds(element)
    assert RFC_3526_2048.read(element, len(values)) == values


def test_an_element_that_hides_more_spoils_nothing() -> None:
    """A voter with a program of their own cannot stop the count: the last numbers are read, as the referee reads them."""
    assert RFC_3526_2048.read(RFC_3526_2048.embed([1, 2, 3]), 2) == [2, 3]
    with pytest.raises(ValueError, match="embeds no"):
        BELENIOS_2048.embed([1])


@given(st.integers(0, 14), st.sampled_from(ALPHABET))
@settings(max_examples=60)
def test_one_wrong_digit_is_noticed(place: int, digit: str) -> None:
    """A03: whoever mistypes is told at once, not after the vote."""
    good = new_credential()
    digits = list(good.replace("-", ""))
    assert understood(" ".join(digits)) == understood(good.replace("-", "—")) == good
    if digits[place] != digit:
        digits[place] = digit
        value = understood("".join(digits))
        assert value is None or abs(ALPHABET.index(digit) - ALPHABET.index(good.replace("-", "")[place])) == 53


@pytest.mark.parametrize("typed", ["", "abc", "0" * 15, "1" * 16, "选" * 15])
def test_what_is_no_credential_is_not_understood(typed: str) -> None:
    assert understood(typed) is None


def test_the_order_of_the_roll_says_nothing() -> None:
    numbers = [public_of(new_credential(), UUID, BELENIOS_2048) for _ in range(6)]
    one, other = ([Entitled(number) for number in order] for order in (numbers, numbers[::-1]))
    assert roll(one) == roll(other) == sorted(roll(one), key=int)
    with pytest.raises(ValueError, match="twice"):
        roll([Entitled(numbers[0]), Entitled(numbers[0], 2)])


@pytest.mark.parametrize("line", ["{0},1", "{0},0", "{0},-2", "{0},", "0{0}", "1", "4", " {0}", "{0},2,3"])
def test_a_roll_with_a_strange_line_is_refused(line: str) -> None:
    """Weights of nothing, two ways to write one number, numbers outside the group."""
    number = public_of(new_credential(), UUID, BELENIOS_2048)
    with pytest.raises(MalformedError):
        read_roll([line.format(number)], BELENIOS_2048)


@given(st.integers(1, 5000), st.data())
@settings(max_examples=25)
def test_a_sum_is_found_up_to_its_bound(most: int, data: st.DataObject) -> None:
    """0, the largest, and one more than the largest."""
    m = data.draw(st.integers(0, most))
    group, logarithm = BELENIOS_2048, Logarithm(BELENIOS_2048, most)
    for value in (0, m, most):
        assert logarithm.of(group.power(group.g, value)) == value
    with pytest.raises(OpeningError):
        logarithm.of(group.power(group.g, most + 1))


@pytest.mark.parametrize("text", ["01", "-1", "1.0", "1e3", "", "１", "9" * 2000])
def test_numbers_have_one_way_to_be_written(text: str) -> None:
    with pytest.raises(MalformedError):
        decimal(text, "x")
    with pytest.raises(MalformedError):
        read('{"a":1,"a":2}')
