"""P02: personal fields sealed at rest, keys changed without losing anything."""

from __future__ import annotations

import base64
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.sealing import (
    MalformedTokenError,
    SealingError,
    UnknownKeyError,
    WrongKeyError,
    key_of,
    needs_sealing_again,
    new_key,
    open_,
    seal,
)

OLD = {"k1": new_key()}
RING = {**OLD, "k2": new_key()}


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_opens_again(text: str) -> None:
    token = seal(text, RING)
    assert open_(token, RING) == text
    assert key_of(token) == "k2"
    assert text not in token or len(text) < 4


def test_the_same_text_never_looks_the_same() -> None:
    assert len({seal("张三（虚构）", RING) for _ in range(50)}) == 50


def test_the_last_key_seals_and_all_open() -> None:
    old = seal("门牌 1 号", OLD)
    assert open_(old, RING) == "门牌 1 号"
    assert needs_sealing_again(old, RING)
    again = seal(open_(old, RING), RING)
    assert not needs_sealing_again(again, RING)
    with pytest.raises(UnknownKeyError, match="k2"):
        open_(again, OLD)


def test_another_key_under_the_same_name_is_told_apart() -> None:
    token = seal("秘密", OLD)
    with pytest.raises(WrongKeyError, match="k1"):
        open_(token, {"k1": new_key()})


def test_any_changed_byte_is_noticed() -> None:
    token = seal("秘密", OLD)
    raw = base64.b64decode(token.split(":")[1])
    for place, flip in itertools.product(range(len(raw)), (1, 128)):
        changed = bytes([*raw[:place], raw[place] ^ flip, *raw[place + 1 :]])
        with pytest.raises(WrongKeyError):
            open_(f"k1:{base64.b64encode(changed).decode()}", OLD)


@pytest.mark.parametrize("token", ["", "clear text", ":abc", "k1:", "k1:AAAA", "k1:not base64!", "钥匙:AAAA"])
def test_what_is_not_sealed_is_named_so(token: str) -> None:
    with pytest.raises(MalformedTokenError):
        open_(token, OLD)


@pytest.mark.parametrize("ring", [{}, {"a:b": new_key()}, {"k": "short"}, {"k": base64.b64encode(b"x" * 31).decode()}])
def test_a_senseless_keyring_is_refused(ring: dict[str, str]) -> None:
    with pytest.raises(SealingError):
        seal("秘密", ring)


def test_errors_hold_neither_keys_nor_clear_text() -> None:
    token = seal("绝不外露", OLD)
    for ring in ({"k1": new_key()}, {"k9": new_key()}):
        with pytest.raises(SealingError) as caught:
            open_(token, ring)
        assert "绝不外露" not in str(caught.value)
        assert ring[next(iter(ring))] not in str(caught.value)
        assert caught.value.__cause__ is None
