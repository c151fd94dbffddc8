"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.files.guards import register_guard
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.inside import register_inside
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import READ
from .words import DESK

SENTENCES = {
    "resources.enter": "学习资源：登记",
    "resources.enter_again": "学习资源：同一页再次提交，未重复登记",
    "resources.succeed": "学习资源：组织合并，转接 {resources} 件",
    "resources.demo": "学习资源：装入演示数据 {resources} 件",
}


def connect() -> None:
    """Rights, audit sentences, today's work, files, mergers, the search, the line of the navigation."""
    from . import export, flow, indexing, policies, succession  # noqa: F401 - the exporter registers itself
    from .due import provide

    for post, verbs in policies.POSTS.items():
        grant(post, *verbs)
    for row in flow.FLOW.lifecycle.transitions:
        describe(f"learning_resource.{row.event}", f"学习资源：{row.label}")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_due("resources", provide)
    register_guard("resource", policies.sees_file)
    register_successor("resources", left=succession.left, carry=succession.carry)
    register_source(indexing.OPEN, indexing.everybodys, label="学习资源")
    register_source(indexing.INSIDE, indexing.inside)
    register_inside(indexing.INSIDE, "学习资源", indexing.readable)
    add_desk_item(Item("resources", "学习资源", DESK, "open-book", READ, 28, group="public"))
