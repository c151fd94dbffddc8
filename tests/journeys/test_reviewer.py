"""审核员: take in, refuse with a reason, another reviewer for an appeal, nobody reviews their own (M02, M04)."""

from __future__ import annotations

import re
from collections.abc import Callable

from .desk import Sent
from .sizes import measured_at_a_desk_first, measured_on_both
from .visiting import Visitor


def test_reviewer_takes_a_letter_in(visit: Callable[..., Visitor], send: Callable[..., Sent]) -> None:
    sent = send(title="建议村口设一个旧衣回收箱")
    reviewer = visit("zhenshen").open("/workbench/").open("/workbench/letters/?queue=review")
    reviewer.sees(sent.title).open(f"/workbench/letters/{sent.pk}/").press("审核")
    reviewer.press("提交审核结果").told_off("decision").fill(decision="private").press("提交审核结果").told_off(
        "withhold"
    )
    reviewer.fill(decision="public", text="已请镇里安排。").press("提交审核结果").sees("已审核")
    visit().open(f"/letters/{sent.pk}/").sees(sent.title)


@measured_on_both
def test_refusal_appeal_and_the_other_reviewer(visit: Callable[..., Visitor], send: Callable[..., Sent]) -> None:
    """M02, HOT-01: a refusal names its reason; whoever refused does not decide about the appeal."""
    sent = send(title="邻居家的狗整夜叫")
    reviewer = visit("zhenshen").open(f"/workbench/letters/{sent.pk}/review/").fill(decision="refuse")
    reviewer.press("提交审核结果").told_off("reason").fill(reason="内容不完整").press("提交审核结果").told_off("text")
    why = "请写明是哪一户、从什么时候开始。"
    reviewer.fill(text=why).press("提交审核结果").sees("已审核")

    citizen = visit(state=sent.state).open(f"/letters/mine/{sent.pk}/").sees("不予受理", why).press("去申诉")
    citizen.press("提出申诉").told_off("text").fill(text="就是村口第二家，从上个月开始的。").press("提出申诉").sees(
        "已收到申诉"
    )
    reviewer.open(f"/workbench/letters/{sent.pk}/").sees("原审核人不能复核自己的决定")
    other = visit("shenhe").open(f"/workbench/letters/{sent.pk}/").press("申诉复核").sees("就是村口第二家")
    other.press("提交复核结果").told_off("decision").fill(decision="overturn", text="情况已写清楚，予以受理。")
    other.press("提交复核结果").sees("复核结果已记录")
    citizen.open(f"/letters/mine/{sent.pk}/").sees("予以受理")


@measured_at_a_desk_first
def test_nobody_reviews_their_own_letter(visit: Callable[..., Visitor]) -> None:
    """M04, PET-06."""
    reviewer = visit("zhenshen", allow=(403,)).open("/letters/new/").fill(kind="suggest").press("下一步", stay=True)
    reviewer.fill(title="建议办事大厅放几把椅子", body="等候的老人没有地方坐。", organisation="青禾镇委员会")
    reviewer.press("下一步：核对").press("发出").sees("留言已收到").open("/letters/mine/")
    reviewer.page.get_by_role("link", name=re.compile("建议办事大厅放几把椅子")).first.click()
    reviewer.page.wait_for_url("**/letters/mine/*/")
    pk = reviewer.pk
    reviewer.open(f"/workbench/letters/{pk}/").sees("不能处理自己写的或代录的留言")
    assert (
        reviewer.page.get_by_role("link", name="审核", exact=True)
        .and_(reviewer.page.locator("[aria-disabled]"))
        .count()
    )
    reviewer.open(f"/workbench/letters/{pk}/review/").misses("提交审核结果").sees("不能处理自己写的或代录的留言")
