"""A branch elects in real browsers: forty on the roll, thirty-three present, five seats, six candidates, one name written in,
a tie, a run-off (R067, ELE-01 to ELE-12, V01 to V07)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect

from .conftest import CHROMIUM, DESK, FLAGS, PHONE
from .sizes import on_a_phone
from .visiting import Visitor

PASSWORD = "一把只有我知道的钥匙"
WAIT = 120_000
TITLE, SEATS, PRESENT = "枫林村支部四十人选举", 5, 33
CANDIDATES = ("丁一禾", "王春秋", "冯长河", "刘玉莲", "吴平安", "张家旺")
#: who is on the roll beside the candidates and the members with an account
OTHERS = [f"{family}{name}" for family in "李陈杨周赵黄" for name in ("明", "芳", "军", "秀", "刚")] + ["孙大山"]
YES, NO, ABSTAIN = "赞成", "不赞成", "弃权"


@pytest.fixture(scope="module")
def browser(playwright_runs: Playwright) -> Iterator[Browser]:
    """Its pages reckon with large numbers for minutes: there it pays to compile them."""
    made = playwright_runs.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield made
    made.close()


@on_a_phone
def test_a_branch_elects_its_committee(visit: Callable[..., Visitor], size: dict[str, int], tmp_path: Path) -> None:
    """From the form to the report; keys never leave the scrutineers' browsers, slips are in nobody's record."""
    watching = [visit("jianpiao1", size=PHONE), visit("jianpiao2", size=PHONE)]
    third = visit("shuji", size=PHONE)
    people = [own_name(one) for one in (*watching, third)]
    runner, address = prepared(visit, [*people, *CANDIDATES, *OTHERS])
    sign_in(runner, people)
    make_key_together(runner.open(address), watching, third, people)
    give_out(runner.open(address))
    keys = new_keys(runner.open(address), address, watching, people[:2], tmp_path / "first")
    slips = print_slips(runner.open(address))
    box = runner.open(address).page.get_by_role("link", name="票箱和档案").get_attribute("href") or ""
    try_out(runner)
    runner.open(address).press("开始投票").press("开始投票").sees("开始投票")
    trackers = first_round(visit(size=PHONE), f"{box}booth/", slips)
    public = visit(size=PHONE).open(box).sees("票箱里的追踪号", "自己核对").picture("election-box")
    shown = public.page.content()
    assert all(tracker in shown for tracker in trackers)
    runner.open(address).press("停止投票").press("停止投票").sees("已停止")
    open_box(box, watching, keys)
    runner.open(address).press("计票").press("计票").sees("票数相等", "另选")
    runner.shows("计票结果").picture("election-result-desk")
    again = run_off(visit, runner, address, watching, people[:2], tmp_path)
    runner.open(address).press("计票").press("计票").sees("第 2 轮").look()
    assert again != box
    runner.press("上报").press("上报").sees("已上报")
    stranger = visit("dangyuan", size=PHONE, allow=(403, 404))
    for path in (address, box.replace("/elections/", "/elections/x"), f"{box}scrutineer/"):
        answer = stranger.page.goto(stranger.site + path)
        assert answer is not None
        assert answer.status in (403, 404), path


def prepared(visit: Callable[..., Visitor], roll: list[str]) -> tuple[Visitor, str]:
    """Drawn up by the secretary, looked through and announced by the deputy; the meeting is today."""
    assert len(roll) == 40
    runner = visit("shuji", size=DESK).open("/workbench/elections/new/").look()
    today = runner.page.evaluate("new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10)")
    runner.fill(kind="committee", title=TITLE, office="支部委员会委员", seats=str(SEATS), others="1",
                candidates="\n".join(reversed(CANDIDATES[:5])), electorate="listed", meeting_at=f"{today}T09:00")  # fmt: skip
    runner.fill(listed="\n".join(roll)).press("存下").sees("候选人至少 6 名").look()
    runner.fill(candidates="\n".join(reversed(CANDIDATES))).press("存下").sees("已存好")
    address = runner.path
    names = runner.page.locator("ol.asked li").all_inner_texts()
    assert tuple(names) == CANDIDATES  # by strokes, in whatever order they were written
    runner.press("送审核").press("送审核").sees("已送出")
    visit("fushuji", size=DESK).open(address).press("公布").press("公布").sees("已公布")
    runner.open(address).press("开始签到").press("开始签到").sees("可以签到了")
    return runner, address


def own_name(member: Visitor) -> str:
    """By the number that the page of the demonstration's election says."""
    member.open("/elections/").follow("main a:has-text('换届选举')")
    found = re.search(r"您在名册上，(\d+) 号", member.main.inner_text())
    assert found
    member.page.locator("details summary").first.click()
    line = member.page.locator("details li", has_text=re.compile(rf"^{found[1]} "))
    return line.first.inner_text().split()[1]


def sign_in(runner: Visitor, first: list[str]) -> None:
    """Thirty-three of forty; with thirty-one the house says that it is too few."""
    runner.press("签到").look().picture("election-sign-in-desk")
    page = runner.page
    for name in first:
        with page.expect_event("load"):
            page.locator(".voters li", has_text=name).get_by_role("button", name="到会", exact=True).click()
    for _ in range(PRESENT - len(first)):
        if page.locator(".voters li.here").count() == 31:
            runner.sees("不到五分之四")
        with page.expect_event("load"):
            page.locator(".voters li:not(.here)", has_not_text=OTHERS[0]).get_by_role(
                "button", name="到会", exact=True
            ).first.click()
    assert page.locator(".voters li.here").count() == PRESENT
    runner.look()


def appoint(runner: Visitor, names: list[str], needed: str = "") -> None:
    runner.press("登记监票人").fill(people="\n".join(names), needed=needed, yes=str(PRESENT)).press("登记监票人")
    runner.sees("已登记")


def to_desk(one: Visitor) -> Visitor:
    return one.open("/elections/").follow(f"main a:has-text('{TITLE}')").press("您是监票人：去监票人的页面")


def make_key_together(runner: Visitor, watching: list[Visitor], third: Visitor, names: list[str]) -> None:
    """Three scrutineers of whom two suffice, each at their own screen; nobody has to come back for the next step."""
    appoint(runner, names, "2")
    for one in (*watching, third):
        to_desk(one).page.fill("#pass", PASSWORD)
        one.page.get_by_role("button", name="做一把密钥，交出公钥").click()
    for one in (*watching, third):
        expect(one.page.get_by_text("您的密钥做好了")).to_be_visible(timeout=WAIT)
    third.look()


def give_out(runner: Visitor) -> None:
    runner.press("合成选举密钥").press("合成选举密钥").sees("选举密钥已合成")


def new_keys(runner: Visitor, address: str, watching: list[Visitor], names: list[str], folder: Path) -> list[Path]:
    """The meeting chose others: two, both of whom are needed. Files are saved, sheets are there to be printed."""
    appoint(runner, names)
    keys = [make_key(one, folder.with_name(f"{folder.name}{n}.json")) for n, one in enumerate(watching)]
    give_out(runner.open(address))
    return keys


def make_key(one: Visitor, path: Path) -> Path:
    to_desk(one).picture("election-scrutineer").page.fill("#pass", PASSWORD)
    one.page.get_by_role("button", name="做一把密钥，交出公钥").click()
    expect(one.page.get_by_text("公钥已经交到")).to_be_visible(timeout=WAIT)
    with one.page.expect_download() as saved:
        one.page.get_by_role("button", name="存密钥文件").click()
    saved.value.save_as(path)
    assert one.page.locator("#groups li").count() > 3
    return path


def print_slips(runner: Visitor) -> list[str]:
    """Made in this browser; the server learns only the public halves."""
    runner.press("印投票凭证").look()
    runner.page.get_by_role("button", name="生成凭证").click()
    expect(runner.page.get_by_text(re.compile("已登记 .* 份"))).to_be_visible(timeout=WAIT)
    found = runner.look().page.locator(".slip .secret").all_inner_texts()
    assert len(found) == PRESENT == runner.page.locator(".slip svg").count()
    runner.page.once("dialog", lambda dialog: dialog.accept())  # leaving a page whose slips cannot be seen again
    return found


def try_out(runner: Visitor) -> None:
    runner.press("试投").sees("这是试投")
    mark(runner, [ABSTAIN] * 6)
    for button in ("看一遍", "锁好，准备投", "投入票箱"):
        runner.page.get_by_role("button", name=button).click()
    expect(runner.page.get_by_text("试投成功")).to_be_visible(timeout=WAIT)


def mark(one: Visitor, marks: list[str]) -> None:
    for row, word in zip(one.page.locator("fieldset.ballot").all(), marks, strict=False):
        row.get_by_text(word, exact=True).click()


def first_round(one: Visitor, booth: str, slips: list[str]) -> list[str]:
    """In the kiosk of the meeting room, one after another: four are elected, two are level for the fifth seat."""
    one.open(booth).picture("election-ballot")
    one.page.fill("#code", "Abc")
    mark(one, [YES] * 6)
    one.page.get_by_role("button", name="看一遍").click()
    expect(one.page.get_by_text("多于应选的 5 名，是废票")).to_be_visible()
    one.page.goto(f"{one.site}{booth}?kiosk")
    found = []
    for at, slip in enumerate(slips):
        marks = [YES, YES, YES, *([YES, YES, NO] if at < 13 else [YES, NO, YES] if at < 26 else [NO, YES, YES])]
        if at == 31:
            marks[2] = NO
        found.append(vote(one, slip, marks, name="孙大山" if at == 31 else "", first=at == 0))
        one.page.get_by_role("button", name="下一位").click()
    return found


def vote(one: Visitor, slip: str, marks: list[str], *, name: str = "", first: bool = False) -> str:
    """One ballot; answers the tracker of the receipt."""
    one.page.fill("#code", slip)
    mark(one, marks)
    if name:
        one.page.select_option(
            "#w0", label=re.compile(name) and one.page.locator("#w0 option", has_text=name).inner_text()
        )
    one.page.get_by_role("button", name="看一遍").click()
    one.page.get_by_role("button", name="锁好，准备投").click()
    if first:  # the voter looks into it first: that one is spoilt, and another is filled in
        one.page.get_by_text("不放心？拆开检查一次").click()
        one.page.get_by_role("button", name="拆开检查").click()
        expect(one.page.get_by_text("锁的正是您选的")).to_be_visible(timeout=WAIT)
        one.look().page.get_by_role("button", name="重新填一张").click()
        return vote(one, slip, marks, name=name)
    one.page.get_by_role("button", name="投入票箱").click()
    expect(one.page.get_by_text("已投入票箱", exact=True)).to_be_visible(timeout=WAIT)
    return one.page.locator("#receipt").inner_text()


def open_box(box: str, watching: list[Visitor], keys: list[Path]) -> None:
    for one in watching:
        one.open(f"{box}scrutineer/").page.get_by_role("button", name="打乱选票").click()
        expect(one.page.get_by_text(re.compile("已经打乱过|用您的密钥开票")).first).to_be_visible(timeout=WAIT)
    for one, key in zip(watching, keys, strict=True):
        one.open(f"{box}scrutineer/").page.set_input_files("#file", key)
        one.page.fill("#pass", PASSWORD)
        one.page.get_by_role("button", name="用密钥开票").click()
        expect(one.page.get_by_text("您的一步都做完了")).to_be_visible(timeout=WAIT)


def run_off(
    visit: Callable[..., Visitor],
    runner: Visitor,
    address: str,
    watching: list[Visitor],
    names: list[str],
    folder: Path,
) -> str:
    """Between the two who were level, with new keys and new slips; answers the address of its box."""
    runner.press("再投一轮").sees("就这几位再投一次", "吴平安", "张家旺").look().press("再投一轮").sees("新的一轮")
    keys = [make_key(one, folder / f"second{n}.json") for n, one in enumerate(watching)]
    give_out(runner.open(address))
    slips = print_slips(runner.open(address))
    box = runner.open(address).page.get_by_role("link", name="票箱和档案").get_attribute("href") or ""
    try_out(runner)
    runner.open(address).press("开始投票").press("开始投票").sees("开始投票")
    one = visit(size=PHONE).open(f"{box}booth/")
    for at, slip in enumerate(slips[:3]):
        vote(one, slip, [NO, YES] if at < 2 else [YES, NO])
        if at == 0:
            one.look().picture("election-receipt")
        one.page.goto(f"{one.site}{box}booth/")
    runner.open(address).press("停止投票").press("停止投票").sees("已停止")
    open_box(box, watching, keys)
    return box
