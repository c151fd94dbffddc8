"""A member finds a resource on the phone; a town enters one and another signs it, and strangers see it (R039)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .photos import photo
from .visiting import Visitor

DESK = "/workbench/resources/"


@pytest.mark.parametrize("size", ["phone"], indirect=True)
def test_entered_by_one_shown_by_another(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    desk = (
        visit("zuzhi")
        .open(DESK)
        .press("登记")
        .fill(title="一盏马灯", summary="巡堤用过的马灯。")
        .press("存下")
        .told_off("source")
    )
    desk.page.locator("[name=scans]").set_input_files(photo(tmp_path))
    desk.fill(source="水利站捐，镇里收着", audience="public").press("存下").sees("已存好", "由谁保管")
    desk.press("送另一位同志审核").press("送另一位同志审核").sees("等审核", "自己整理的由另一位同志审核")
    visit("fushuji").open(f"{DESK}?lane=waiting").follow("a:has-text('一盏马灯')").press("审核通过").press(
        "审核通过"
    ).sees("可以看")
    visit(mode="elder").open("/learning/resources/?q=马灯").follow("main h3 a").sees("水利站捐").misses("讲解提纲")
    visit("dangyuan").open("/me/").follow("a[href='/learning/resources/']").sees("走一遍旧渡口", "党内")
