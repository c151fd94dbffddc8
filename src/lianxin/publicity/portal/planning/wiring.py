"""What the planning table tells the other rooms when the portal loads."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.notices.codes import label_code
from lianxin.foundation.organisations.succession import register_successor
from lianxin.ui.registry import Item, add_desk_item

from .words import DESK


def connect() -> None:
    """Audit sentences, today's work, the line of the navigation, what follows a merger."""
    from . import succession
    from .due import provide
    from .flow import TOPIC_FLOW

    for row in TOPIC_FLOW.lifecycle.transitions:
        describe(f"portal_topic.{row.event}", f"选题策划：{row.label}")
    describe("portal.plan_topic", "列入一个选题")
    describe("portal.succeed_topics", "单位合并：选题随同转到新单位")
    label_code("portal.topic", "选题策划")
    register_due("portal_topics", provide)
    register_successor("portal_topics", left=succession.left, carry=succession.carry)
    add_desk_item(Item("portal_topics", "选题策划", "/workbench/topics/", "pen", DESK, 18, group="public"))
