"""选题策划 as editors use it: on the table, taken, answered by an item (R111)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from .sizes import at_a_desk
from .visiting import Visitor


@at_a_desk
def test_a_topic_is_planned_taken_and_answered(visit: Callable[..., Visitor]) -> None:
    """What is planned in the form stands in the table of its month; whoever takes it links the item."""
    today = timezone.localdate()
    out, due = today + timedelta(days=6), today + timedelta(days=3)
    editor = visit("bianji").open("/workbench/topics/").press("列入选题")
    editor.fill(
        title="冬天取暖怎么防煤气中毒", angle="三件要检查的事，谁上门，电话打给谁", kind="hot", column="通知公告"
    )
    editor.fill(out_on=due.isoformat(), due_on=out.isoformat()).press("列入").told_off(
        "due_on", kept={"title": "冬天取暖怎么防煤气中毒"}
    )
    editor.fill(out_on=out.isoformat(), due_on=due.isoformat()).press("列入").sees("已列入", "冬天取暖怎么防煤气中毒")
    row = editor.page.locator("tr", has_text="冬天取暖怎么防煤气中毒").last
    assert "待认领" in row.inner_text()
    with editor.page.expect_navigation():
        row.get_by_role("link", name="冬天取暖怎么防煤气中毒").click()
    editor.look().press("我来写").sees("写作中", "写稿")
    editor.open("/workbench/").sees("冬天取暖怎么防煤气中毒")
    editor.page.go_back()
    editor.page.select_option("#link-article", index=1)
    editor.press("关联稿件").sees("已关联")
    reviewer = visit("zhenshen").open(editor.path).sees("冬天取暖怎么防煤气中毒")
    reviewer.misses("修改选题", "您可以办的")
