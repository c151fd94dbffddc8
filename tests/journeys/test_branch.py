"""A branch is found, a member asks without a name and is answered, the address book shows what somebody allows."""

from __future__ import annotations

from collections.abc import Callable

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

TITLE = "发言能不能先让年轻人说"
TEXT = "每次都是老同志先讲，讲完年轻人只好附和。"
REPLY = "下次党员大会改成年轻同志先发言。"


@on_a_phone
def test_asked_without_a_name_and_answered(visit: Callable[..., Visitor]) -> None:
    """The secretary asks the committee above, where nobody learns who it was."""
    author = visit("shuji").open("/me/").follow("a[href='/me/questions/']").sees("向党组织提问")
    author.press("提问").sees("不署名，能保到什么程度").fill(title=TITLE, text="")
    author.press("送出").told_off("text", kept={"title": TITLE})
    author.page.locator("[name=to]").last.check()
    author.page.locator("[name=willing]").check()
    author.fill(text=TEXT, name="hidden").press("送出").sees("已经送到", "不署名")
    pk = author.pk
    desk = visit("zuzhi").open("/workbench/questions/").follow(f"a[href='/workbench/questions/{pk}/']")
    desk.sees("一位党员（不署名）", "没有登记是谁").fill(text=REPLY).press("答复").sees("答复已送到")
    desk.press("我看过了，让党员看到").sees("党员能看")
    author.open(f"/me/questions/{pk}/").sees(REPLY).press("清楚了").sees("已了结")
    author.page.locator("summary", has_text="撤回").click()
    author.press("撤回").sees("已撤回")


@at_a_desk
def test_a_card_from_the_desk_to_everybody(visit: Callable[..., Visitor]) -> None:
    desk = visit("shuji").open("/workbench/upkeep/").sees("支部联系")
    desk.follow("main ul.people a")
    people = visit().open("/branches/").sees("找党组织")
    people.follow("main ul.people a").sees("怎么联系", "核对过")
    mine = visit("dangyuan").open("/me/branch/").sees("通讯录", "我给大家看什么")
    mine.press("给本支部看：工作单位和岗位").sees("本支部能看").press("收回：工作单位和岗位").sees("已收回")
