"""A fictional county for the demonstration: 禾川县 with eight towns and about 120 branches."""

from __future__ import annotations

import random
from datetime import date, timedelta

from lianxin.kernel.actor import SYSTEM

from .actions import found
from .models import Organisation

TOWNS = ("青禾镇", "渡口镇", "石桥镇", "云岭镇", "柳湾镇", "杨树镇", "白塔镇", "西河镇")
VILLAGES = (
    "东塘", "西塘", "上湾", "下湾", "大桥", "小桥", "新民", "长岭", "清泉", "古井", "南坡", "北坡", "松树", "竹园", "荷塘",
    "月亮湾", "老街", "铁匠铺", "瓦窑", "枫林", "麦田", "水磨", "石门", "花园", "凤凰", "龙潭", "白鹭", "红旗", "向阳", "和平",
)  # fmt: skip
COUNTY_UNITS = (
    "住建局",
    "民政局",
    "交通运输局",
    "教育局",
    "卫生健康局",
    "人社局",
    "生态环境分局",
    "农业农村局",
    "自然资源局",
    "公安局",
)
TOWN_UNITS = ("建设办", "民政办", "农业服务中心", "综合执法队")


def plant(dice: random.Random, today: date) -> Organisation:
    """Found the whole tree through the ordinary action; answers the county committee."""
    founded = date(today.year - 6, 7, 1)
    county = found(
        actor=SYSTEM, parent=None, name="中共禾川县委员会", short_name="禾川县委", kind="committee", code="HC", on=founded,
        takes_letters=True, term_from=date(today.year - 2, 6, 1), term_until=date(today.year + 3, 5, 31),
        contact_phone="0000-2000001", address="禾川县人民路 1 号",
    )  # fmt: skip
    for number, unit in enumerate(COUNTY_UNITS, 1):
        _unit(county, f"禾川县{unit}", f"县{unit}", f"HC-U{number:02}", founded)
    for number, town in enumerate(TOWNS, 1):
        _town(county, town, f"HC{number:02}", dice, today, founded)
    return county


def _town(county: Organisation, town: str, code: str, dice: random.Random, today: date, founded: date) -> None:
    elected = today - timedelta(days=dice.randrange(200, 1750))
    committee = found(
        actor=SYSTEM, parent=county, name=f"中共{town}委员会", short_name=f"{town}党委", kind="committee", code=code, on=founded,
        takes_letters=True, term_from=elected, term_until=_years(elected, 5), contact_phone=f"0000-21{code[-2:]}001",
    )  # fmt: skip
    for number, unit in enumerate(TOWN_UNITS, 1):
        _unit(committee, f"{town}{unit}", f"{town[:-1]}{unit}", f"{code}-U{number}", founded)
    found(actor=SYSTEM, parent=committee, name=f"{town}便民服务站", short_name=f"{town[:-1]}服务站", kind="site",
          code=f"{code}-S1", on=founded)  # fmt: skip
    for number, village in enumerate(dice.sample(VILLAGES, 14), 1):
        _branch(committee, town, village, f"{code}-B{number:02}", dice, today, founded)
    if dice.random() < 0.5:
        found(actor=SYSTEM, parent=committee, name=f"{town}流动党员党支部", short_name=f"{town[:-1]}流动支部",
              kind="mobile_branch", code=f"{code}-M1", on=founded)  # fmt: skip


def _branch(
    above: Organisation, town: str, village: str, code: str, dice: random.Random, today: date, on: date
) -> None:
    elected = today - timedelta(days=dice.randrange(30, 1150))
    branch = found(
        actor=SYSTEM, parent=above, name=f"{town}{village}村党支部", short_name=f"{village}村支部", kind="branch", code=code, on=on,
        takes_letters=True, term_from=elected, term_until=_years(elected, 3),
    )  # fmt: skip
    if dice.random() < 0.2:
        found(actor=SYSTEM, parent=branch, name=f"{village}村第一党小组", short_name=f"{village}一组", kind="group",
              code=f"{code}-G1", on=on)  # fmt: skip


def _unit(above: Organisation, name: str, short: str, code: str, on: date) -> None:
    found(actor=SYSTEM, parent=above, name=name, short_name=short, kind="unit", code=code, on=on, takes_letters=True)


def _years(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28))
