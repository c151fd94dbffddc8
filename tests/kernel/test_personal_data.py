"""Personal data is found before the public reads it (P01, PIP-01). All numbers are invented."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.identity import check_character
from lianxin.kernel.personal_data import LABELS, find, mask, partly

PHONE = "13900000000"
FIRST = "99010119900307001"
IDENTITY = FIRST + check_character(FIRST)
CARD = "6200000000000000018"  # 6 + 2 x 2 + 1 x 2 + 8 = 20


def kinds(text: str) -> list[tuple[str, str]]:
    return [(finding.kind, finding.text) for finding in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"请打{PHONE}联系我", [("phone", PHONE)]),
        ("电话 139-0000-0000，", [("phone", "139-0000-0000")]),
        ("+86 139 0000 0000", [("phone", "+86 139 0000 0000")]),
        ("手机１３９００００００００。", [("phone", "１３９００００００００")]),
        ("座机0999-8000000，或(099)80000000", [("landline", "0999-8000000"), ("landline", "(099)80000000")]),
        (f"身份证{IDENTITY}，", [("identity", IDENTITY)]),
        (
            f"身份证 {IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}",
            [("identity", f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}")],
        ),
        (f"卡号{CARD}", [("bank_card", CARD)]),
        ("卡号6200 0000 0000 0000 018", [("bank_card", "6200 0000 0000 0000 018")]),
        ("车牌湘A·00000堵门", [("plate", "湘A·00000")]),
        ("新能源车湘AD00000和沪b0000学", [("plate", "湘AD00000"), ("plate", "沪b0000学")]),
        ("写信到 zhang.san+a@example.com。", [("email", "zhang.san+a@example.com")]),
        ("我住幸福路128号3栋2单元501室，", [("address", "128号3栋2单元501室")]),
        ("住在幸福小区12号楼三单元502", [("address", "12号楼三单元502")]),
        ("幸福村3组12号", [("address", "12号")]),
        ("楼道灯坏了：5栋2单元1201", [("address", "5栋2单元1201")]),
        ("和平里５号", [("address", "５号")]),
    ],
)
def test_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "轨道3号线什么时候通车，公交12路改道",
        "街道2019号文件，长政发〔2019〕2号",
        "家里5号停水，医院8号开诊",
        "编号20190425093209123，合同号1234567890123",
        "订单139000000001",  # twelve digits are no mobile number
        "19900230",
        f"{FIRST}{'0' if IDENTITY[-1] != '0' else '1'}",  # the check character is wrong
        "0000000000000000000",
        "京东商城ABCDE",  # a shop and no plate
        "请拨打12345、110、120",
        "a@b 和 @所有人",
        "路灯坏了三天",
    ],
)
def test_not_found(text: str) -> None:
    assert kinds(text) == []


def test_several_in_one_text_stand_in_order_and_apart() -> None:
    text = f"我叫张三（化名），住幸福路1号，电话{PHONE}，邮箱{PHONE}@example.com"
    assert kinds(text) == [("address", "1号"), ("phone", PHONE), ("email", f"{PHONE}@example.com")]
    assert [text[f.start : f.end] for f in find(text)] == [f.text for f in find(text)]


def test_mask_says_what_stood_there() -> None:
    text = f"我住幸福路1号，电话{PHONE}。"
    assert mask(text) == "我住幸福路〔门牌号已隐去〕，电话〔手机号已隐去〕。"
    assert mask(text, kinds={"phone"}) == "我住幸福路1号，电话〔手机号已隐去〕。"
    assert mask("路灯坏了") == "路灯坏了"


@given(
    st.text(alphabet=f"0123456789Xx -@.aB路号栋单元室湘A村{''.join(chr(0xFF10 + n) for n in range(10))}", max_size=60)
)
def test_masking_leaves_nothing_behind_and_touches_nothing_else(text: str) -> None:
    findings = find(text)
    assert all(a.end <= b.start for a, b in pairwise(findings))
    assert all(finding.kind in LABELS and finding.text for finding in findings)
    masked = mask(text)
    for finding in findings:
        if finding.kind in {"phone", "identity", "bank_card", "email"}:
            assert finding.text not in masked
    if not findings:
        assert masked == text


def test_a_long_text_is_searched_quickly() -> None:
    """No form may take more than linear time on text made to be hard for it."""
    began = time.perf_counter()
    for hard in ("1" * 20_000, "a." * 10_000, "一" * 20_000, "路1号" * 5_000, "0 " * 10_000):
        find(hard)
    assert time.perf_counter() - began < 10


def test_partly_shows_what_the_owner_recognises() -> None:
    assert partly(PHONE) == "139****0000"
    assert partly("12345678") == "********"
    assert partly("zhangsanfeng", head=1, tail=2) == "z*********ng"
    assert partly("abcdefghij", head=3, tail=0) == "abc*******"
