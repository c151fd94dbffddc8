"""A branch elects in real browsers: sign-in, keys, slips, booth, shuffles, count (R067, V01 to V07)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from .conftest import DESK, PHONE
from .sizes import on_a_phone
from .visiting import Visitor

PASSWORD = "一把只有我知道的钥匙"
WAIT = 120_000
#: how many of those who hold a slip use it; each is looked at in a browser of its own
VOTES = 6


def sign_in(runner: Visitor, how_many: int) -> list[str]:
    """So many come; answers their names."""
    runner.press("签到").look()
    for _ in range(how_many):
        runner.press("到会")
    here = runner.page.locator(".voters li.here b").all_inner_texts()
    assert len(here) == how_many
    return here


@on_a_phone
def test_a_branch_elects_its_committee(visit: Callable[..., Visitor], size: dict[str, int], tmp_path: Path) -> None:
    """From the sign-in to the result; the key never leaves the scrutineer's browser, the slip is in nobody's record."""
    runner = visit("shuji", size=DESK).open("/workbench/elections/").look().follow("main a:has-text('换届选举')")
    address = runner.path
    runner.press("开始签到").press("开始签到").sees("可以签到了")
    due = int(runner.page.locator("dl.facts dd").first.inner_text())
    everybody = sign_in(runner, -(-due * 4 // 5))
    runner.picture("election-sign-in").open(address)
    watching = [visit("jianpiao1", size=PHONE), visit("jianpiao2", size=PHONE)]
    names = [name_of(one) for one in watching]
    make_key_together(visit, runner, address, watching, names, len(everybody))
    runner.open(address).press("登记监票人").fill(people="\n".join(names), yes=str(len(everybody))).press(
        "登记监票人"
    ).sees("已登记")
    keys = [make_key(one, runner, tmp_path / f"key{n}.json") for n, one in enumerate(watching)]
    runner.open(address).press("合成选举密钥").press("合成选举密钥").sees("选举密钥已合成")
    slips = print_slips(runner)
    assert len(slips) == len(everybody)
    runner.open(address)
    booth = runner.page.get_by_role("link", name="票箱和档案").get_attribute("href") or ""
    try_out(runner)
    runner.open(address).press("开始投票").press("开始投票").sees("开始投票")
    trackers = [vote(visit(size=PHONE), f"{booth}booth/", slip, at) for at, slip in enumerate(slips[:VOTES])]
    public = visit(size=PHONE).open(booth).sees("票箱里的追踪号", "自己核对").picture("election-box")
    assert all(tracker in public.page.content() for tracker in trackers)
    runner.open(address).press("停止投票").press("停止投票").sees("已停止")
    for one in watching:
        one.open(f"{booth}scrutineer/").press("打乱选票", stay=True)
        expect(one.page.get_by_text(re.compile("已经打乱过|用您的密钥开票")).first).to_be_visible(timeout=WAIT)
    for one, key in zip(watching, keys, strict=True):
        one.open(f"{booth}scrutineer/").look()
        one.page.set_input_files("#file", key)
        one.page.fill("#pass", PASSWORD)
        one.page.get_by_role("button", name="用密钥开票").click()
        expect(one.page.get_by_text("您的一步都做完了")).to_be_visible(timeout=WAIT)
    runner.open(address).press("计票").press("计票").sees("计票结果", "当选").picture("election-result")


def name_of(member: Visitor) -> str:
    """The member's own name, by the number that their page says."""
    member.open("/elections/").follow("main a:has-text('换届选举')")
    found = re.search(r"您在名册上，(\d+) 号", member.main.inner_text())
    assert found
    line = member.page.locator("details li", has_text=re.compile(rf"^{found[1]} "))
    member.page.locator("details summary").first.click()
    return line.first.inner_text().split()[1]


def make_key_together(
    visit: Callable[..., Visitor], runner: Visitor, address: str, watching: list[Visitor], names: list[str], here: int
) -> None:
    """Three scrutineers of whom two suffice, each at their own screen; nobody has to come back for the next step."""
    third = visit("shuji", size=PHONE)
    names = [*names, name_of(third)]
    runner.press("登记监票人").fill(people="\n".join(names), needed="2", yes=str(here)).press("登记监票人").sees(
        "已登记"
    )
    for one in (*watching, third):
        one.open("/elections/").follow("main a:has-text('换届选举')").press("您是监票人：去监票人的页面")
        one.page.fill("#pass", PASSWORD)
        one.page.get_by_role("button", name="做一把密钥，交出公钥").click()
    for one in (*watching, third):
        expect(one.page.get_by_text("您的密钥做好了")).to_be_visible(timeout=WAIT)
    third.look()
    runner.open(address).press("合成选举密钥").press("合成选举密钥").sees("选举密钥已合成")


def make_key(one: Visitor, runner: Visitor, path: Path) -> Path:
    """On the scrutineer's own device; the file is saved, the sheet is there to be printed."""
    one.open("/elections/").follow("main a:has-text('换届选举')").press("您是监票人：去监票人的页面").picture(
        "election-scrutineer"
    )
    one.page.fill("#pass", PASSWORD)
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
    runner.look()
    found = runner.page.locator(".slip .secret").all_inner_texts()
    assert runner.page.locator(".slip svg").count() == len(found)
    runner.page.on("dialog", lambda dialog: dialog.accept())  # leaving a page whose slips cannot be seen again
    return found


def try_out(runner: Visitor) -> None:
    runner.press("试投").sees("这是试投")
    for row in runner.page.locator("fieldset.ballot").all():
        row.get_by_text("弃权", exact=True).click()
    for button in ("看一遍", "锁好，准备投", "投入票箱"):
        runner.page.get_by_role("button", name=button).click()
    expect(runner.page.get_by_text("试投成功")).to_be_visible(timeout=WAIT)


def vote(one: Visitor, address: str, slip: str, at: int) -> str:
    """One ballot: three of four approved, the last one rejected; answers the tracker of the receipt."""
    if at < 2:
        one.open(address)
    else:
        one.page.goto(one.site + address)
    one.page.fill("#code", slip)
    for n, row in enumerate(one.page.locator("fieldset.ballot").all()):
        row.get_by_text("赞成" if (n + at) % 4 < 3 and n < 3 else "不赞成", exact=True).click()
    if at == 0:
        one.picture("election-ballot")
    one.page.get_by_role("button", name="看一遍").click()
    one.page.get_by_role("button", name="锁好，准备投").click()
    expect(one.page.get_by_text("票锁好了，还没有投")).to_be_visible(timeout=WAIT)
    if at == 0:
        one.look()
    one.page.get_by_role("button", name="投入票箱").click()
    expect(one.page.get_by_text("已投入票箱", exact=True)).to_be_visible(timeout=WAIT)
    if at == 0:
        one.look().picture("election-receipt")
    tracker = one.page.locator("#receipt").inner_text()
    one.context.close()
    return tracker
