"""Query codes: hard to guess, easy to type, and a slip of the hand is noticed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.receipts import ALPHABET, LENGTH, code_from_bytes, make_code, normalise

CODES = st.builds(make_code)


def plain(code: str) -> str:
    return code.replace("-", "")


def test_shape_and_strength() -> None:
    codes = {make_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert LENGTH * 5 >= 80  # ALPHABET has 2 ** 5 signs
    assert len(set(ALPHABET)) == 32
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]", code) for code in codes)
    for place in range(LENGTH):
        assert len({plain(code)[place] for code in codes}) == 32


@given(CODES)
def test_the_printed_form_is_the_normal_form(code: str) -> None:
    assert normalise(code) == code


@given(CODES)
def test_accepts_what_people_type(code: str) -> None:
    spoken = plain(code).lower().replace("0", "o").replace("1", "l")
    assert normalise(spoken) == code
    assert normalise(plain(code).replace("1", "I").replace("0", "O")) == code
    assert normalise("  " + code.replace("-", " — ") + "\n") == code
    assert normalise("".join(chr(ord(c) + 0xFEE0) for c in code)) == code


@given(CODES, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code: str, place: int, sign: str) -> None:
    signs = plain(code)
    wrong = signs[:place] + sign + signs[place + 1 :]
    assert (normalise(wrong) is None) == (wrong != signs)


@given(CODES, st.integers(0, LENGTH), st.integers(0, LENGTH))
def test_two_characters_that_changed_places_are_always_noticed(code: str, a: int, b: int) -> None:
    signs = list(plain(code))
    signs[a], signs[b] = signs[b], signs[a]
    assert (normalise("".join(signs)) is None) == ("".join(signs) != plain(code))


@given(st.text(max_size=40))
def test_any_text_is_answered(text: str) -> None:
    found = normalise(text)
    assert found is None or normalise(found) == found


def test_lengths_and_foreign_signs_are_refused() -> None:
    code = plain(make_code())
    for wrong in ("", code[:-1], code + "0", code[:-1] + "U", code[:-1] + "号"):
        assert normalise(wrong) is None


@given(st.binary(min_size=10, max_size=10))
def test_the_same_secret_gives_the_same_code_and_another_gives_another(secret: bytes) -> None:
    code = code_from_bytes(secret)
    assert code == code_from_bytes(secret) == normalise(code)
    other = bytes([secret[0] ^ 1, *secret[1:]])
    assert code_from_bytes(other) != code


@pytest.mark.parametrize("secret", [b"", b"123456789", b"12345678901"])
def test_a_secret_has_eighty_bits(secret: bytes) -> None:
    with pytest.raises(ValueError, match="80 bits"):
        code_from_bytes(secret)
