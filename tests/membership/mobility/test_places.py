"""Places by GB/T 2260 as people write them."""

from __future__ import annotations

import pytest

from lianxin.foundation.organisations.actions import import_regions
from lianxin.kernel.decision import Refused
from lianxin.membership.mobility import places

pytestmark = pytest.mark.django_db
ROWS = [
    ("440000", "广东省", "省"), ("440300", "深圳市", "市"), ("440305", "南山区", "县"), ("320000", "江苏省", "省"),
    ("320100", "南京市", "市"), ("320106", "鼓楼区", "县"), ("350000", "福建省", "省"), ("350100", "福州市", "市"),
    ("350102", "鼓楼区", "县"), ("110000", "北京市", "省"), ("110100", "市辖区", "市"), ("110101", "东城区", "县"),
]  # fmt: skip


@pytest.fixture
def table() -> None:
    import_regions(rows=ROWS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("440305", ("440305", "广东省深圳市南山区")),
        ("广东省深圳市南山区（440305）", ("440305", "广东省深圳市南山区")),
        ("深圳市南山区", ("440305", "广东省深圳市南山区")),
        ("深圳 南山区", ("440305", "广东省深圳市南山区")),
        ("南山区", ("440305", "广东省深圳市南山区")),
        ("福州市鼓楼区", ("350102", "福建省福州市鼓楼区")),
        ("深圳市", ("440300", "广东省深圳市")),
        ("北京市东城区", ("110101", "北京市东城区")),
        ("  ", ("", "")),
    ],
)
def test_a_place_is_found(text: str, found: tuple[str, str], table: None) -> None:
    assert places.named(text) == found


def test_two_of_a_name_are_told_apart(table: None) -> None:
    with pytest.raises(Refused, match="江苏省南京市鼓楼区（320106）、福建省福州市鼓楼区（350102）"):
        places.named("鼓楼区")


@pytest.mark.parametrize("text", ["月亮湾", "999999", "深圳市鼓楼区", "深圳"])
def test_what_is_no_place_is_refused(text: str, table: None) -> None:
    with pytest.raises(Refused, match="没有找到这个地方"):
        places.named(text)


def test_without_the_table_the_words_are_kept() -> None:
    assert places.named("深圳市南山区") == ("", "深圳市南山区")


def test_the_list_under_the_field_names_provinces_and_cities(table: None) -> None:
    assert places.offered() == ["北京市", "江苏省", "江苏省南京市", "福建省", "福建省福州市", "广东省", "广东省深圳市"]
