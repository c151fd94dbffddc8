"""代录员: writes down what somebody says at the window; the citizen checks it and follows it up (A02)."""

from __future__ import annotations

from collections.abc import Callable

from .sizes import measured_at_a_desk_first
from .visiting import Visitor

TYPED = {"title": "孟大爷家门口电线垂得低", "body": "电线垂到一人高，下雨天打火花。", "demand": "请把电线架高。"}


@measured_at_a_desk_first
def test_what_is_told_at_the_window_is_read_back_and_confirmed(visit: Callable[..., Visitor]) -> None:
    assistant = visit("dailu").open("/workbench/letters/assist/").fill(mode="visit", kind="help", **TYPED)
    assistant.press("提交并打印回执").told_off("read_back", kept={"title": TYPED["title"], "body": TYPED["body"]})
    assistant.page.get_by_label("已把以上内容读给来人听").check()
    assistant.press("提交并打印回执").sees("留言回执", "代录人")
    code = assistant.page.locator(".code").inner_text()
    citizen = visit().open("/letters/track/").fill(code=code).press("查进度")
    citizen.sees("请确认工作人员替您登记的内容").press("看过了，去确认").press("内容属实，确认").sees("已确认")
    assistant.open("/workbench/letters/assist/")
    assert assistant.page.locator("[name=title]").input_value() == ""
