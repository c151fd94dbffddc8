"""Somebody writes what they think, others answer, everybody reads the confirmed copy, and it is taken back; two talk."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

ROOT = "/me/reports/"
TITLE = "巷口那盏灯"
BODY = "答应修的灯拖了半年，今天修好了。有事打 13800000000。"


@on_a_phone
def test_from_the_first_word_to_everybody_and_back(visit: Callable[..., Visitor]) -> None:
    author = visit("shuji").open("/me/").follow(f"a[href='{ROOT}']").sees("思想汇报")
    author.press("写一篇").fill(title=TITLE, body=BODY).page.locator("[name=body]").press("End")
    expect(author.page.locator("[data-saving]")).to_contain_text("已自动存为草稿")
    author.open(author.path).page.wait_for_load_state()
    expect(author.page.locator("[name=body]")).to_have_value(BODY)
    author.fill(title="").press("交出").told_off("title", kept={"body": BODY})
    author.fill(title=TITLE, audience="public").press("看看像不像").sees("没有发现很像的文章")
    author.press("交出").sees("已交出", "还没有公开稿")
    pk = author.pk
    author.press("做公开稿").sees("已经隐去：手机号").press("看看大家会看到什么").misses("13800000000")
    author.press("我看过了，同意公开").sees("等另一位同志放行")

    reader = visit("dangyuan").open(f"{ROOT}opened/").follow(f"a[href='{ROOT}{pk}/']").sees("13800000000")
    reader.fill(comment="灯亮了，谢谢书记。").press("发表").sees("灯亮了，谢谢书记。")

    desk = visit("zuzhi").open("/workbench/reports/copies/").follow(f"a[href='/workbench/reports/{pk}/copy/']")
    desk.misses("13800000000").press("放行，让群众看到").sees("已放行")
    people = visit(allow=(404,)).open(f"/reports/{pk}/").sees(TITLE, "一位党员").misses("13800000000", "灯亮了")

    author.open(f"{ROOT}{pk}/").sees("群众可以看到").fill(comment="应该的。").press("回复").sees("作者回复")
    author.press("撤回这一篇").sees("已经撤回")
    people.page.goto(f"{people.site}/reports/{pk}/")
    people.misses(TITLE)
    author.page.locator("summary").click()
    author.press("删除").sees("已删除")


@at_a_desk
def test_two_tabs_and_a_line_that_is_down(visit: Callable[..., Visitor]) -> None:
    """What is typed without a network waits on the device; a stale tab is told and both texts are there."""
    one = visit("dangyuan", errors="net::ERR_INTERNET_DISCONNECTED").open(f"{ROOT}new/")
    one.context.set_offline(True)
    one.fill(title="断网的时候", body="先写在这里")
    expect(one.page.locator("[data-saving]")).to_contain_text("现在连不上")
    one.context.set_offline(False)
    expect(one.page.locator("[data-saving]")).to_contain_text("已自动存为草稿")
    other = visit("dangyuan").open(one.path).fill(body="另一台写的").press("保存草稿").sees("草稿已保存")
    one.fill(body="这一台写的")
    expect(one.page.locator("[data-saving]")).to_contain_text("在别的页面或别的设备上改过")
    one.press("保存草稿").sees("另一处保存的那一份").press("保存草稿").sees("草稿已保存")
    other.open(one.path)
    expect(other.page.locator("[name=body]")).to_have_value("这一台写的")
    other.page.locator("summary", has_text="删除这篇草稿").click()
    other.press("删除").sees("已删除")


@at_a_desk
def test_a_talk_and_what_the_other_one_thinks(visit: Callable[..., Visitor]) -> None:
    desk = visit("shuji").open("/workbench/reports/talks/").press("登记谈话").follow(".people a")
    desk.press("登记").told_off("kind").fill(kind="思想疏导", text="谈了近来的难处。").press("登记").sees(
        "已登记", "保密"
    )
    desk.open("/workbench/reports/").sees("思想汇报").open("/workbench/reports/talks/").sees("思想疏导")
    visit("zuzhi").open("/workbench/reports/talks/").misses("思想疏导")
    member = visit("dangyuan", mode="elder").open(f"{ROOT}talks/").press("想找人谈谈").press("告诉他").told_off("to")
    member.page.locator("[name=to]").first.check()
    member.press("告诉他").sees("等他来找您").press("不用谈了").sees("已取消")
    visit(mode="elder").open("/reports/").sees("党员向群众汇报思想")
