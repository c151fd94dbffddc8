"""党务公开: from the editor to the reader in four pairs of hands (DIS-01), and what readers ask back (DIS-03)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .conftest import PHONE
from .sizes import at_a_desk, measured_on_both
from .visiting import Visitor

DESK = "/workbench/disclosure/"
SAID = {
    "title": "第三季度党费收缴和使用",
    "period": "第三季度",
    "body": "本季度收缴党费 5200 元，订阅学习资料 300 元，其余上缴。",
}
ASKED = {"organisation": "枫林村支部", "title": "党员活动室几点开门", "body": "晚上下班以后想去看书。"}


@at_a_desk
def test_four_pairs_of_hands_on_phones_and_at_a_desk(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    """提出 → 保密审查和审核 → 审批 → 党内公开; a form that misses something keeps what was typed."""
    editor = visit("bianji").open(f"{DESK}new/").fill(title=SAID["title"], body=SAID["body"]).press("提出")
    editor.told_off("entry", kept={"body": SAID["body"]})
    editor.fill(entry="枫林村支部 · D01", **SAID).press("提出").sees("待审核", SAID["title"]).picture(
        "disclosure-item-desk"
    )
    pk = editor.pk
    reviewer = visit("zhenshen", size=PHONE).open(f"{DESK}{pk}/").sees("保密审查还没有通过")
    reviewer.press("保密审查").fill(passed="yes").submit().press("审核通过").submit().sees("待审批")
    secretary = visit("shuji", size=PHONE).open(f"{DESK}{pk}/")
    secretary.press("审批同意").submit().sees("待实施")
    editor.open(f"{DESK}{pk}/").press("实施公开").sees("党内公开", "先在党内公开")
    secretary.open("/me/").sees(SAID["title"]).open(f"/disclosure/{pk}/").sees("请不要转发")
    visit(allow=(404,)).open(f"/disclosure/{pk}/").misses(SAID["title"])


@measured_on_both
def test_a_citizen_reads_asks_and_finds_the_request_again(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    citizen = visit().open("/disclosure/").fill(q="党费")
    citizen.within("form.find", "搜索").press("搜索").sees("找到")
    citizen.follow("main ul.lines h3 a").sees("公开程序")
    citizen.page.locator("summary", has_text="我要提问").click()
    citizen.press("提交提问").told_off("text").fill(text="结余的钱存在哪里？").press("提交提问").sees("问题已收到")
    citizen.open("/disclosure/ask/").fill(**ASKED | {"title": ""}).press("提交申请").told_off(
        "title", kept={"body": ASKED["body"]}
    )
    citizen.fill(**ASKED).press("提交申请").sees("申请已收到")
    code = re.sub(r"\s", "", citizen.page.locator("#code").inner_text())
    again = visit().open("/disclosure/track/").fill(code=code).press("查看").sees(ASKED["title"], "走到哪一步")
    assert again.page.locator("text=最迟").count()


@measured_on_both
def test_an_elderly_reader_and_the_rest_of_the_pages(visit: Callable[..., Visitor], size: dict[str, Any]) -> None:
    if size["width"] > 600:
        visit("shuji").open(DESK).open(f"{DESK}catalogue/").follow("main .work a").sees("责任人").open(
            f"{DESK}requests/"
        )
        visit("xianwei").open("/workbench/").sees("到期没有更新")
        return
    elder = visit(mode="elder").open("/disclosure/").follow("main ul.lines h3 a").sees("公开程序")
    elder.open("/disclosure/catalogue/").open("/disclosure/report/").sees("总的情况").open("/disclosure/ask/")
