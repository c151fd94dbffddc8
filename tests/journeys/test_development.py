"""A branch leads somebody from the application on, a committee puts the person on record, the page says what is too early."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from tests.membership.dossiers.rosters import book, person

from .sizes import at_a_desk, on_a_phone
from .visiting import Visitor

ROOT = "/workbench/development/"
HOME = "青禾镇枫林村党支部"
_people = itertools.count(751)


def day(ago: int) -> str:
    return (date.today() - timedelta(days=ago)).isoformat()


@on_a_phone
def test_from_the_application_to_an_activist_and_not_too_early(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    n = next(_people)
    name = f"裴远{'甲乙丙丁戊己'[n % 6]}"
    path = tmp_path / "名册.xlsx"
    path.write_bytes(book([person(n, name=name, organisation=HOME, stage="入党申请人", joined_on="", full_since="")]))
    desk = visit("zuzhi").open("/workbench/members/import/")
    desk.page.locator("input[type=file]").set_input_files(path)
    desk.press("上传并检查").fill(basis="支部花名册").press("导入")
    desk.open(ROOT).look().press("登记入党申请").fill(member=name, on=day(100)).look().press("登记").sees(
        name, "已申请"
    )
    desk.press("派人谈话").look().fill(on=day(101)).press("登记").told_off("on", kept={"on": day(101)})
    desk.fill(on=day(95)).press("登记").sees("已谈话")
    desk.press("推荐和支委会研究确定").fill(on=day(60), way="党员推荐").press("登记").sees("待备案为积极分子")
    desk.press("备案为积极分子").fill(on=day(50)).press("登记").sees("积极分子培养中", "列为发展对象并公示：", "最早")
    desk.look()


@at_a_desk
def test_the_wall_shows_the_county_and_a_member_has_none(visit: Callable[..., Visitor]) -> None:
    visit("zuzhi", mode="elder").open(ROOT).follow(".people a").look().sees("现在可以做", "申请入党", "经过")
    visit("dangyuan").open("/me/development/").look().sees("我的入党事项")
