"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .policies import POSTS, READ


def connect() -> None:
    """Rights, the line of the navigation. The room changes nothing, so the ledger has no sentence of it."""
    for post, verbs in POSTS.items():
        grant(post, *verbs)
    add_desk_item(Item("membership-statistics", "年度统计", "/workbench/statistics/", "chart", READ, 18, group="party"))
