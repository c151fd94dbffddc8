"""议题与意见征集: said on a phone, reviewed, grouped and answered at a desk, published by another hand (R069, R070, R075)."""

from __future__ import annotations

from collections.abc import Callable

from .conftest import DESK
from .sizes import on_a_phone
from .visiting import Visitor

OPINION = "农忙时节能不能开到九点？"


@on_a_phone
def test_an_opinion_by_paragraph_and_what_became_of_it(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    """M01 on the way in; nothing is finished before every opinion has its answer; two persons on the way out."""
    citizen = visit("laoren", mode="elder").open("/consult/").sees("正在征求意见").picture("consult")
    citizen.press("农家书屋开放时间").sees("征求意见稿").follow("#p2 .speak a").sees("第 2 段").picture("consultation")
    citizen.fill(text=OPINION).press("发言").sees("等审核")
    path = citizen.path
    visit().open(f"{path}?part=2").misses(OPINION)
    reviewer = visit("zhenshen", size=DESK).open("/workbench/speaking/")
    reviewer.follow(f"main a:has-text('{OPINION[:8]}')").press("发布")
    visit().open(f"{path}?part=2").sees(OPINION)
    editor = visit("bianji", size=DESK).open("/workbench/consult/").press("自来水管网检修时间安排").sees("没有答复")
    base = editor.path
    editor.press("归类和答复").press("归成新的一类").told_off("gist")
    editor.page.locator("[name='opinions']").first.check()
    editor.fill(gist="先试一个月").press("归成新的一类").sees("没有答复").press("答复这一类")
    editor.page.get_by_label("采纳", exact=True).check()
    editor.fill(reason="写进最后一条。").press("答复").sees("都有答复了").picture("consult-groups-desk")
    editor.open(base).press("提交结果").fill(
        summary="收到一条，采纳。", text="分四片检修。\n提前三天贴通知。\n先试一个月。"
    )
    editor.press("提交结果").sees("结果待审核", "新增")
    reviewer.open(base).press("公布采纳情况").submit().sees("结果已公布")
    visit().open(base.replace("/workbench", "")).sees("意见怎么用的", "先试一个月", "写进最后一条。")


@on_a_phone
def test_a_motion_on_its_way(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    """Answered at the desk; the whole chain on its page."""
    secretary = visit("shuji").open("/consult/?list=motions").press("给独居老人装一键呼叫").sees("附议", "走到哪一步")
    secretary.picture("motion")
    pk = secretary.pk
    desk = visit("shuji", size=DESK).open(f"/workbench/consult/motion/{pk}/").press("列入讨论")
    desk.fill(text="下周支委会上讨论。").submit().sees("讨论中").picture("motion-desk")
    secretary.open(secretary.path).sees("下周支委会上讨论。")
    visit("dangyuan").open("/consult/motion/new/").press("提出").told_off("title").open("/me/consult/").sees("我的议题")
