"""投票与测评 on a phone and at a desk (R066, R068, A01, A02, V02)."""

from __future__ import annotations

from collections.abc import Callable

from .conftest import DESK
from .sizes import on_a_phone
from .visiting import Visitor


@on_a_phone
def test_a_member_votes_on_a_phone(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    """Item by item, without JavaScript in the end; the receipt, and no second time."""
    member = (
        visit("dangyuan").open("/me/polls/").look().press("支部班子年度民主测评").sees("非选举", "您在名册上").look()
    )
    address = member.path
    member.press("去投票").sees("第 1 项，共 4 项").picture("poll-ballot")
    plain = visit("dangyuan", scripts=False).open(f"{address}vote/")
    for answer in "0120":
        name = plain.page.locator(".ballot fieldset input").first.get_attribute("name") or ""
        plain.fill(**{name: answer}).follow(".ballot button.primary")
    plain.sees("看一遍再投出", "优秀", "基本合格").press("投出").sees("您这一票已经记下", "您已经投过了")
    member.open(f"{address}vote/").sees("没有再记")
    visit("dangyuan", mode="elder").open("/polls/?lane=shown").press("活动室周末开不开门").press("看结果").sees(
        "n=", "票数按收到的"
    ).picture("poll-result")


@on_a_phone
def test_drawn_up_released_and_announced_at_a_desk(visit: Callable[..., Visitor], size: dict[str, int]) -> None:
    """One draws up, another releases; the count of a closed poll is announced with a few words."""
    drawer = visit("zuzhi", size=DESK).open("/workbench/polls/new/").look()
    drawer.fill(kind="decide", title="选举支部书记", items="同意").press("存下").sees("在专门的选举功能里办")
    drawer.page.locator("[name='no_election']").check()
    names = [one.get_attribute("value") or "" for one in drawer.page.locator("#id_keeper_people option").all()[:2]]
    drawer.fill(title="路灯装在哪一头", options="村口\n桥头", keeper=names[0], deputy=names[1]).press("存下").sees(
        "已存好"
    )
    drawer.press("送另一位同志看").press("送另一位同志看").sees("已送出")
    town = visit("shuji", size=DESK).open("/workbench/polls/?lane=going").picture("polls-desk")
    town.press("党员活动室好不好用").sees("只有能公布的同志看得到").look()
    town.press("公布结果").look().fill(statement="开门时间下个月改，图书先添二十本。").press("公布结果").sees("已公布")
