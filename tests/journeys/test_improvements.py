"""整改 from the dispatcher to the reader, in five pairs of hands, on phones and at a desk (R084, R085, R102)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from .conftest import PHONE
from .sizes import at_a_desk, measured_on_both
from .visiting import Visitor

DESK = "/workbench/improvements/"
LATER = (date.today() + timedelta(days=20)).isoformat()
SAID = {
    "organisation": "青禾建设办", "origin": "自查", "kind": "设施和环境", "title": "桥头护栏松了两处", "problem": "桥头护栏松了两处，晃得厉害。",
    "cause": "前年的螺丝锈了", "wanted": "不晃，推不动", "before": "2", "unit": "处", "goal": "0", "due_on": LATER, "measure": "换螺丝，刷一遍漆",
    "post": "承办人", "measure_due": LATER,
}  # fmt: skip


@at_a_desk
def test_a_problem_in_five_pairs_of_hands(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    """列入 → 认领 → 进展 → 报告 → 验收 → 单位说明 → 公开; a form that misses something keeps what was typed."""
    sets = visit("zhenfen").open(f"{DESK}new/?by=typed").fill(**SAID).press("列入整改")
    sets.told_off("figure_source", kept={"problem": SAID["problem"]}).fill(figure_source="巡查照片").press("列入整改")
    sets.sees("待认领", SAID["title"])
    pk = sets.pk
    mends = visit("chengban", size=PHONE).open("/workbench/").sees(SAID["title"]).open(f"{DESK}{pk}/")
    mends.press("认领").press("认领").sees("整改中")
    mends.press("记一步进展").fill(text="换了一处的螺丝").press("记一步进展")
    mends.press("措施完成").fill(text="两处都换了，漆也刷了").press("措施完成")
    mends.press("报告完成").fill(text="推不动了", after="0").press("报告完成").sees("待验收")
    verifies = (
        visit("shenqian").open(f"{DESK}{pk}/").press("验收通过，销号").fill(text="推过了").press("验收通过，销号")
    )
    verifies.sees("已销号", "达到目标").picture("improvement-desk")
    sets.open(f"{DESK}{pk}/ask_show/").press("提请公开")
    visit(allow=(404,)).open(f"/improvements/{pk}/").misses(SAID["title"])
    mends.open(f"{DESK}{pk}/answer/").fill(text="今后每月看一次").press("写单位说明")
    visit("zhenshen", size=PHONE).open(f"{DESK}{pk}/").press("公开").press("公开").sees("已公开")
    reader = (
        visit(size=PHONE).open("/improvements/").fill(q="护栏").within("form.finder", "搜索").press("搜索").sees("找到")
    )
    reader.follow("main ul.lines h3 a").sees("今后每月看一次", "换了一处的螺丝", "走到哪一步", "看数据表").picture(
        "improvement"
    )


@measured_on_both
def test_an_elderly_reader_and_the_paper_for_the_committee(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    if size["width"] < 600:
        elder = visit(mode="elder").open("/improvements/").follow("main ul.lines h3 a").sees("走到哪一步")
        elder.open("/improvements/figures/").sees("不排名")
        visit("shenqian").open("/workbench/reference/").follow("main .work a").sees("出处")
        return
    signs = (
        visit("shenqian").open("/workbench/reference/").press("生成草稿").sees("还没有人改过").picture("reference-desk")
    )
    signs.press("改文字、写建议").fill(proposals="每月看一次护栏。").press("保存").press("审定").press("审定").sees(
        "已审定"
    )
    signs.open(f"{DESK}?lane=working").open(f"{DESK}?lane=again")
