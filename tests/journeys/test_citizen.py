"""群众: read what others asked, write, follow up, rate; without an account (A03: three steps to send, two to see)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from .desk import FIELDS, OFFICE, REPLY, WHO, Clerk, Sent
from .photos import photo
from .sizes import measured_on_both, on_a_phone
from .visiting import Visitor

SECRET, REMARK = "青禾镇东塘村三组 7 号门前", "晚上七点以后方便接电话。"
LETTER = {
    "title": "东塘村三组路灯有四盏不亮", "demand": "请修好路灯，并定期检查。",
    "body": "从小卖部到水塔，四盏灯不亮半个多月了。老人晚上不敢出门，孩子放学也要摸黑。",
}  # fmt: skip
SMALL = """(least) => [...document.querySelectorAll('main a, main button, main summary, main select, main textarea, '
  + 'main input:not([type=hidden]), .tabs a, header button')].filter((e) => {
    const box = e.matches('[type=checkbox], [type=radio]') ? e.closest('label') || e.parentElement : e;
    const r = box.getBoundingClientRect();
    if (!r.width || !r.height || getComputedStyle(e).display === 'inline' || e.matches('.file, .unseen, .skip')) return false;
    return r.height < least - 0.5;
  }).map((e) => e.outerHTML.slice(0, 100))"""


def act(clerk: Callable[..., Clerk], pk: int, *slugs: str) -> None:
    for slug in slugs:
        clerk(WHO[slug]).does(pk, slug, **FIELDS.get(slug, {}))


def test_citizen_from_reading_to_rework(
    visit: Callable[..., Visitor], clerk: Callable[..., Clerk], send: Callable[..., Sent], tmp_path: Path
) -> None:
    """R090: what is private stays private, every turn of the author is one press away, 不满意 leads to 重办."""
    send("handling", title=LETTER["title"], body=LETTER["body"])  # so that there is something alike
    citizen = visit().open("/letters/").picture("letters-list-phone")
    citizen.looks_for_what_is_listed().follow("main ul.lines h3 a").sees("走到哪一步")

    code, pk = _write(citizen, photo(tmp_path))
    act(clerk, pk, "review", "assign", "take")
    citizen.open(f"/letters/{pk}/").sees(LETTER["title"]).misses(SECRET, REMARK)
    assert citizen.main.locator("ul.photos img").count() == 1
    clerk("chengban").does(pk, "ask", text="请写明灯杆上的编号。")
    _track(citizen, code).sees("承办单位请您补充情况", "请写明灯杆上的编号").press("去补充")
    citizen.press("发出补充").told_off("text").fill(text="灯杆编号是 12 到 15 号。").press("发出补充").sees("已补充")

    act(clerk, pk, "reply", "sign")
    citizen.open(f"/letters/mine/{pk}/").sees(REPLY[:10]).press("追问").fill(text="15 号那盏还是不亮。").press(
        "发出追问"
    )
    citizen.sees("已收到追问")
    act(clerk, pk, "reply", "sign")
    citizen.open(f"/letters/mine/{pk}/").press("去评价").press("提交评价").told_off("level")
    citizen.fill(level="2", solved="no", reasons="not_solved", text="四盏里修了三盏。").press("提交评价")
    clerk("zhenhui").does(pk, "call_back", result="redo", note="来信人说 15 号灯杆仍不亮。")
    citizen.open(f"/letters/mine/{pk}/").sees("重新办理", "四盏里修了三盏。").picture("mine-phone")


@on_a_phone
def test_somebody_follows_what_others_wrote_instead_of_writing_again(
    visit: Callable[..., Visitor], send: Callable[..., Sent]
) -> None:
    """A suggestion while typing leads to 关注; what was typed waits in the other window."""
    title, body = "渡口候船棚的屋顶漏雨", "一下雨候船的人都挤在角落里，棚顶破了三处。"
    send("handling", title=title, body=body)
    citizen = visit("laoren").open("/letters/new/").fill(kind="help").press("下一步", stay=True)
    citizen.fill(title=title, body=body)
    alike = citizen.page.locator("#similar .similar a", has_text=title).first
    expect(alike).to_be_visible()
    with citizen.page.expect_popup() as opened:
        alike.click()
    first, citizen.page = citizen.page, opened.value
    citizen.page.wait_for_load_state("load")
    citizen.look().sees(title).press("我也遇到，关注它").press("关注").sees("已关注")
    citizen.page.close()
    citizen.page = first
    expect(first.locator("[name=title]")).to_have_value(title)


def _write(citizen: Visitor, picture: Path) -> tuple[str, int]:
    citizen.open("/letters/new/").picture("new-step1-phone")
    citizen.press("下一步").told_off("kind").fill(kind="help").press("下一步", stay=True)
    citizen.press("下一步：核对").told_off("title").told_off("body")
    citizen.fill(**LETTER, place=SECRET, organisation="青禾镇委员会")
    expect(citizen.page.locator("#similar .similar a").first).to_be_visible()
    citizen.page.get_by_label("地点不公开").check()
    files = citizen.page.locator("input[type=file]")
    files.first.set_input_files(picture)
    citizen.sees("已选").press("下一步：核对")
    files.first.set_input_files([])
    citizen.sees("公众将看到的样子").fill(remark=REMARK, contact_phone="13900000000", nickname="塘边人")
    assert SECRET not in citizen.page.locator(".preview").inner_text()
    citizen.press("发出").sees("留言已收到", "本页只显示一次", "给您答复")
    code = citizen.picture("receipt-phone").page.locator("#code").inner_text()
    citizen.press("用查询码查进度").picture("track-phone")
    return code, _track(citizen, code).pk


def _track(citizen: Visitor, code: str) -> Visitor:
    """A03: two steps, from any device."""
    return citizen.open("/letters/track/").fill(code=code.lower().replace("-", " ")).press("查进度")


@measured_on_both
def test_a_wrong_code_says_which_way_it_is_wrong(visit: Callable[..., Visitor]) -> None:
    citizen = visit().open("/letters/track/").press("查进度").told_off("code")
    citizen.fill(code="ABC").press("查进度").told_off("code", kept={"code": "ABC"}).sees("现在是 3 位")


@measured_on_both
def test_elderly_citizen_finds_large_buttons_only(visit: Callable[..., Visitor]) -> None:
    """A01: targets of 60 px and letters of 18 px on every page of writing and tracking."""
    citizen = visit(mode="elder")

    def large() -> None:
        assert citizen.page.evaluate(SMALL, 60) == [], citizen.path
        assert (
            citizen.page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p, main li')).fontSize)")
            >= 18
        )

    citizen.open("/").picture("home-elder")
    large()
    citizen.follow("a.door")
    assert citizen.path == "/letters/new/"
    large()
    citizen.fill(kind="consult").press("下一步", stay=True).fill(
        title="高龄补贴去哪里办", body="我八十二岁了，高龄补贴去哪里办，要带什么？"
    )
    large()
    citizen.press("下一步：核对")
    large()
    citizen.press("发出").sees("留言已收到")
    large()
    code = citizen.page.locator("#code").inner_text()
    citizen.press("用查询码查进度")
    large()
    citizen.fill(code=code).press("查进度").sees("高龄补贴去哪里办")
    large()


@measured_on_both
def test_personal_data_in_a_public_text_is_found_and_masked(visit: Callable[..., Visitor]) -> None:
    """PIP-01: the phone number that was typed into the public text does not get there unseen."""
    citizen = visit().open("/letters/new/").fill(kind="consult").press("下一步", stay=True)
    citizen.fill(title="咨询老年证", body="老年证去哪里办？请打我的电话 13900000000。").press("下一步：核对").sees(
        "公开的内容里有个人信息"
    )
    citizen.press("替我隐去").sees("已在标题、内容里隐去")
    assert "13900000000" not in citizen.page.locator("[name=body]").input_value()
    citizen.press("下一步：核对").sees("公众将看到的样子")


@measured_on_both
def test_an_emergency_is_shown_the_right_door(visit: Callable[..., Visitor]) -> None:
    citizen = visit().open("/letters/new/").fill(kind="help", door="emergency").sees("110")
    citizen.press("下一步").sees("先求助").fill(door="").press("下一步", stay=True).sees("详细说说")


@measured_on_both
def test_long_words_nothing_and_much(
    visit: Callable[..., Visitor], send: Callable[..., Sent], clerk: Callable[..., Clerk]
) -> None:
    """Long titles and names wrap; an empty search says what to do next."""
    sent = send("handling", title="东塘村第三村民小组ABCDEFGHIJKLMNOPQRSTUVWXYZ01234")
    visit().open(f"/letters/{sent.pk}/").sees("第三村民小组").open("/letters/?q=没有人写过的词句").sees(
        "没有找到符合的留言"
    )
    visit(state=sent.state).open("/letters/mine/").sees("1 件")
    visit("chengban").open(f"/workbench/letters/{sent.pk}/").sees(OFFICE)
