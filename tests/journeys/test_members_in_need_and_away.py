"""帮扶 from the consent to the second look; 监督 with the person's own words; a member away, called, and home again."""

from __future__ import annotations

from collections.abc import Callable

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

HELP, WATCHED, AWAY = "/workbench/helping/", "/workbench/oversight/", "/workbench/mobility/"


@on_a_phone
def test_a_family_is_helped_and_says_whether_it_helped(visit: Callable[..., Visitor]) -> None:
    """Nothing is registered without consent (PIP-03); the result is what the person says."""
    desk = (
        visit("shuji")
        .open(f"{HELP}new/")
        .fill(who="桥西沈家", kind="办事跑腿", need="医保关系要转回来，不知道怎么办。")
    )
    desk.press("登记").told_off("consent", kept={"who": "桥西沈家"})
    desk.fill(consent="spoken", consent_on="2026-01-05", witness="村会计").press("登记").sees("桥西沈家", "办事跑腿")
    desk.press("安排党员帮扶")
    desk.page.locator("[name=helper]").select_option(index=1)
    desk.submit().press("登记做了什么").fill(text="陪着去大厅，当场转好。").submit().sees("陪着去大厅")
    desk.press("办完了，请本人说结果").submit().press("说结果").fill(result="solved", text="转好了。").submit()
    desk.press("登记回访").fill(stable="yes", text="药费已经能报。").submit().sees("已了结", "药费已经能报")


@at_a_desk
def test_a_matter_of_oversight_is_known_to_its_person(visit: Callable[..., Visitor]) -> None:
    """EDU-10: a term longer than a year is refused with its clause; the person reads all of it and answers."""
    desk = visit("shuji").open(f"{WATCHED}new/").press("查找")
    desk.follow(".people a").fill(kind="限期改正", began_on="2026-01-05", until="2027-01-06", text="会议缺席没有请假。")
    desk.press("登记").told_off("until", kept={"text": "会议缺席没有请假。"}).sees("最长一年")
    desk.fill(until="2027-01-05").press("登记").sees("保密", "会议缺席没有请假")
    desk.page.locator("summary", has_text="记进展").click()
    desk.fill(text="本人说明了原因，下次会提前请假。").press("记下").sees("下次会提前请假")
    desk.page.locator("summary", has_text="办结").click()
    desk.page.locator("details[open] [name=text]").last.fill("改正了。")
    desk.press("办结").sees("已办结", "改正了。").open(f"{WATCHED}?lane=over").sees("已办结")


@on_a_phone
def test_a_member_goes_away_is_called_and_comes_home(visit: Callable[..., Visitor]) -> None:
    """EDU-12: registered, a contact with what was said, the end when the person is back."""
    desk = visit("shuji").open(f"{AWAY}new/").follow(".people a").press("登记").told_off("kind")
    desk.fill(
        kind="外出工作、生活", reason="务工经商", since="2026-01-05", region="浙江省义乌市", address="稠城街道"
    ).press("登记")
    desk.sees("浙江省义乌市").press("登记联系").fill(way="电话", words="活儿稳当，下月回来。").submit().sees("下月回来")
    desk.press("结束登记").fill(how="returned").submit().sees("已结束", "经过")
