"""Every page of the desk that a post can reach from its rail, with much, with little and with nothing on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .visiting import Visitor

#: pages that stand behind a line of the rail
BEHIND = {
    "guanli": (
        "/workbench/letters/topics/add/",
        "/workbench/organisations/?q=没有这个组织",
        "/workbench/accounts/?q=没有这个人",
    ),
    "fenpai": (
        "/workbench/letters/?panel=1",
        "/workbench/letters/?q=没有人写过的词句",
        "/workbench/letters/?queue=all",
    ),
    "chengban": ("/me/", "/me/notices/", "/me/notices/settings/", "/me/privacy/", "/workbench/letters/?queue=replied"),
}


#: on both screens the rail of leaders, which has most lines; whose rails have most in common are opened on one each
WAYS = [
    ("guanli", "", "desk", ""), ("xianwei", "", "desk", "phone"), ("fenpai", "", "phone", ""), ("chengban", "elder", "phone", ""),
]  # fmt: skip


@pytest.mark.parametrize(("account", "mode", "size", "other"), WAYS, indirect=["size", "other"])
def test_every_line_of_the_rail_opens(visit: Callable[..., Visitor], account: str, mode: str) -> None:
    """Accessible, nothing sideways, no error in the console, for administrators, leaders, dispatchers, handlers."""
    visitor = visit(account, mode=mode, allow=(404, 405)).open("/workbench/")
    lines = visitor.page.locator("#rail a").evaluate_all("lines => lines.map(a => a.getAttribute('href'))")
    assert len(lines) > 2
    for path in (*lines, *BEHIND.get(account, ())):
        visitor.open(path)
