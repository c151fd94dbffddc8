"""A member reads a rule on the phone, writes what they think, others answer, everybody reads the copy, it is taken back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from .sizes import on_a_phone
from .visiting import Visitor

ROOT = "/me/notes/"
TITLE, BODY = "收到先回一句", "写信的人最怕没有人看到。有事打 13800000000。"


@on_a_phone
def test_from_what_was_read_to_everybody_and_back(visit: Callable[..., Visitor]) -> None:
    author = (
        visit("shuji")
        .open("/me/")
        .follow(f"a[href='{ROOT}']")
        .sees("学习心得")
        .open(f"{ROOT}new/?about=/rules/PET-04/")
    )
    author.sees("认出来了").fill(title=TITLE, body=BODY).page.locator("[name=body]").press("End")
    expect(author.page.locator("[data-saving]")).to_contain_text("已自动存为草稿")
    author.fill(about="").press("发布").told_off("about", kept={"body": BODY})
    author.fill(about="/rules/PET-04/", audience="public").press("发布").sees("已发布", "还没有公开稿").look()
    pk = author.pk
    author.press("做公开稿").sees("已经隐去：手机号").press("看看大家会看到什么").misses("13800000000")
    author.press("我看过了，同意公开").sees("等另一位同志放行")

    visit("zuzhi").open(f"/workbench/notes/{pk}/copy/").misses("13800000000").press("放行，让群众看到").sees("已放行")
    reader = (
        visit("dangyuan")
        .open(f"/search/?q={TITLE}")
        .sees("给您看的")
        .follow(f"a[href='{ROOT}{pk}/']")
        .sees("13800000000")
    )
    reader.fill(comment="我们窗口也试试。").press("发表").sees("我们窗口也试试。").look()
    people = (
        visit(allow=(404,)).open(f"/learning/notes/{pk}/").sees(TITLE, "一位党员").misses("13800000000", "窗口").look()
    )

    author.open(f"{ROOT}{pk}/").press("撤回这一篇").sees("已经撤回")
    people.page.goto(f"{people.site}/learning/notes/{pk}/")
    people.misses(TITLE)
