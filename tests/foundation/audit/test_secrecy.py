"""Secrets and personal numbers never stand in the ledger (SEC-01, P02). All numbers here are invented."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.foundation.audit.ledger import line_of
from lianxin.foundation.audit.secrecy import MASK, SecretInLedger, clean, is_secret_key, looks_personal
from lianxin.foundation.spine.actions import Fact
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.receipts import make_code

PHONE = "1380000" + "0000"
IDENTITY = "110101" + "19000101" + "001X"


@pytest.mark.parametrize(
    "key",
    ["password", "new_password", "newPassword", "query_code", "phone", "phone_hash", "identity_number",
     "token", "api_token", "secret", "otp", "手机"],
)  # fmt: skip
def test_secret_keys_are_refused(key: str) -> None:
    with pytest.raises(SecretInLedger):
        clean({key: "x"}, raising=True)
    assert clean({key: "x"}, raising=False) == {key: MASK}


@pytest.mark.parametrize(
    "key", ["reason_code", "region_code", "status", "headphones", "to", "note", "tokens_left_to_write"]
)
def test_ordinary_keys_pass(key: str) -> None:
    assert not is_secret_key(key)


@pytest.mark.parametrize(
    "value",
    [PHONE, f"请拨打{PHONE}。", f"{PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}", f"+86 {PHONE}", IDENTITY, IDENTITY.lower(),
     f"证件：{IDENTITY}，请核", int(PHONE), [PHONE], {"a": {"b": [IDENTITY]}}, "１３８０００００００１",
     "110101000101001"],
)  # fmt: skip
def test_personal_numbers_are_refused_wherever_they_hide(value: Any) -> None:
    with pytest.raises(SecretInLedger) as caught:
        clean({"note": value}, raising=True)
    assert PHONE not in str(caught.value)
    masked = str(clean({"note": value}, raising=False))
    assert MASK in masked
    assert not looks_personal(masked)


@pytest.mark.parametrize(
    "value",
    [
        "第 12 号",
        "20260301123456789012",
        "2026-03-01 08:30",
        "a556bab8-3ed0-464d-bc66-914013dabf26",
        "a" * 64,
        17,
        2026,
        True,
        None,
        "12345678901",
    ],
)
def test_ordinary_values_pass(value: Any) -> None:
    assert clean({"note": value}, raising=True) == {"note": value}


def test_query_codes_are_refused_and_other_codes_pass() -> None:
    printed = make_code()
    for data in (
        {"code": printed},
        {"code": printed.replace("-", "")},
        {"note": f"查询码 {printed}"},
        {"code": "483920"},
    ):
        with pytest.raises(SecretInLedger):
            clean(data, raising=True)
    assert clean({"code": "R-0402", "note": "ABCD-0002"}, raising=True) == {"code": "R-0402", "note": "ABCD-0002"}


def test_that_a_secret_changed_may_be_said() -> None:
    assert clean({"password": True, "phone": None}, raising=True) == {"password": True, "phone": None}


def test_values_become_plain_data() -> None:
    data = {"on": date(2026, 3, 1), "at": datetime(2026, 3, 1, tzinfo=UTC), "rate": Decimal("0.5"), "who": {3, 1}}
    assert clean(data, raising=True) == {
        "on": "2026-03-01", "at": "2026-03-01T00:00:00+00:00", "rate": "0.5", "who": [1, 3],
    }  # fmt: skip
    with pytest.raises(TypeError):
        clean({"row": object()}, raising=True)


@given(st.dictionaries(st.text(max_size=8), st.recursive(st.text() | st.integers(), st.lists, max_leaves=5)))
def test_masking_leaves_nothing_personal(data: dict[str, Any]) -> None:
    def leaves(value: Any) -> list[str]:
        return [leaf for item in value for leaf in leaves(item)] if isinstance(value, list) else [str(value)]

    cleaned = clean(data, raising=False)
    assert not any(looks_personal(leaf) for value in cleaned.values() for leaf in leaves(value))


def test_tests_raise_and_service_masks(settings: Any) -> None:
    settings.AUDIT_STRICT = True
    with pytest.raises(SecretInLedger):
        line_of(Fact("x.y", SYSTEM, data={"note": PHONE}))
    settings.AUDIT_STRICT = False
    line = line_of(Fact("x.y", SYSTEM, subject=f"phone {PHONE}", data={"note": PHONE}))
    assert PHONE not in line.data + line.subject
