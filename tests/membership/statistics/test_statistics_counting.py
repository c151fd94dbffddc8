"""The database and the plain code sort members alike; every line holds at its boundary."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from lianxin.kernel.actor import SYSTEM
from lianxin.membership.dossiers.models import Member, MemberEvent
from lianxin.membership.statistics import bulletin, counting, reckoning
from lianxin.membership.statistics.occupations import GROUPS, OTHER_TEXT, UNFILLED, group_of, words
from lianxin.membership.statistics.reckoning import Sheet
from tests.factories import County

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 27)
DAY = timedelta(days=1)
Put = Callable[..., Member]


def sheet(county: County, day: date = TODAY, code: str = "QS01") -> Sheet:
    frame = bulletin.frame(day)
    return reckoning.tables(counting.count(SYSTEM, county.organisations[code], frame), frame)


@pytest.mark.parametrize("day", [TODAY, date(2025, 12, 31), date(2024, 2, 29), date(2025, 2, 28)])
def test_the_database_sorts_as_the_plain_code_does(keepers: County, put: Put, day: date) -> None:
    """Every edge of every span, leap days, everything that may be missing."""
    dice, frame = random.Random(7), bulletin.frame(day)
    edges = [edge for span in (*frame.ages, *frame.periods, frame.young) for edge in (span.first, span.last) if edge]
    near = [edge + DAY * step for edge in edges for step in (-1, 0, 1)] + [date(1996, 2, 29), date(2004, 2, 29)]
    for number in range(120):
        joined = dice.choice([None, *near, frame.year_begins, frame.year_begins - DAY])
        put(
            sex=dice.choice(["", "0", "1", "2", "9"]), ethnicity=dice.choice(["", "01", "05"]), born=dice.choice([None, *near]),
            education=dice.choice(["", "11", "21", "31", "41", "61", "71", "81", "90"]), joined_on=joined,
            stage=dice.choice(["member", "probationary"]), full_since=dice.choice([None, day, day + DAY, day - DAY]),
            occupation=dice.choice(["", "教师", "退休教师", "某某"]), name=f"周{number}",
        )  # fmt: skip
    rows = [m for m in Member.objects.unscoped("test") if m.joined_on is None or m.joined_on <= day]
    by_hand = reckoning.together(reckoning.group(member, frame) for member in rows)
    by_database = counting.count(SYSTEM, keepers.town, frame)
    assert sorted(by_database.groups) == sorted(by_hand)
    assert sum(by_database.occupations.values()) == len(rows)
    assert reckoning.mismatches(reckoning.tables(by_database, frame)) == []


@pytest.mark.parametrize(
    ("born", "label"),
    [
        (date(1995, 11, 28), "30岁及以下"),  # turns 31 tomorrow
        (date(1995, 11, 27), "31-35岁"),  # turned 31 today
        (date(1995, 11, 26), "31-35岁"),
        (date(1965, 11, 28), "56-60岁"),
        (date(1965, 11, 27), "61岁及以上"),
        (None, UNFILLED),
    ],
)
def test_an_age_turns_on_the_birthday(keepers: County, put: Put, born: date | None, label: str) -> None:
    """LX-97"""
    put(born=born)
    assert sheet(keepers).table("age").value(label) == 1


@pytest.mark.parametrize(("on", "label"), [(date(2027, 2, 28), "30岁及以下"), (date(2027, 3, 1), "31-35岁")])
def test_who_was_born_on_a_leap_day_turns_on_the_first_of_march(on: date, label: str) -> None:
    frame, born = bulletin.frame(on), date(1996, 2, 29)
    assert frame.ages[bulletin.place(frame.ages, born)].label == label


@pytest.mark.parametrize(
    ("joined", "label"),
    [
        (date(1949, 9, 30), "新中国成立前"),
        (date(1949, 10, 1), "成立后至十一届三中全会前"),
        (date(1978, 12, 17), "成立后至十一届三中全会前"),
        (date(1978, 12, 18), "十一届三中全会后至十八大前"),
        (date(2012, 11, 7), "十一届三中全会后至十八大前"),
        (date(2012, 11, 8), "十八大以来"),
        (None, UNFILLED),
    ],
)
def test_a_period_begins_on_its_day(keepers: County, put: Put, joined: date | None, label: str) -> None:
    """LX-98"""
    put(born=date(1925, 1, 1), joined_on=joined, full_since=None)
    assert sheet(keepers).table("joined").value(label) == 1


def test_an_organisation_from_a_table_without_its_day_is_older(keepers: County) -> None:
    """The event of its founding stands on the day of the import, which says nothing about last year."""
    from lianxin.foundation.organisations.importing.running import run

    head = "组织名称,组织代码,上级组织代码,成立日期\n"
    rows = "甲党支部,B7,QS01,\n乙党支部,B8,QS01,2026-05-01\n丙党支部,B9,QS01,2020-05-01\n"
    assert run((head + rows).encode(), actor=SYSTEM, dry=False).fresh == 3
    assert [sheet(keepers, day).table("organisations").value("支部") for day in (date(2025, 12, 31), TODAY)] == [3, 4]
    event = keepers.town.get_children().get(code="B7").history.get()
    assert (event.on, "没有写成立日期" in event.basis) == (TODAY, True)


def test_who_joined_by_the_day_is_counted(keepers: County, put: Put) -> None:
    put(joined_on=date(2025, 12, 31), stage="probationary", full_since=None)
    assert [sheet(keepers, day).total for day in (date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1))] == [
        0,
        1,
        1,
    ]


def test_probation_ends_on_the_day_of_becoming_full(keepers: County, put: Put) -> None:
    put(full_since=date(2025, 12, 31), joined_on=date(2024, 12, 31))
    assert [sheet(keepers, day).full for day in (date(2025, 12, 30), date(2025, 12, 31))] == [0, 1]


def test_who_left_since_is_counted_for_the_days_before(keepers: County, put: Put) -> None:
    """The time line of the file says when; who left before the day, or left without a note, is not counted."""
    gone, early, silent = (put(standing="moved", name=f"周{n}") for n in range(3))
    MemberEvent.objects.create(member=gone, kind="standing", on=date(2026, 3, 2), text="转出")
    MemberEvent.objects.create(member=early, kind="standing", on=date(2025, 12, 31), text="转出")
    assert silent.standing == "moved"
    assert [sheet(keepers, d).total for d in (date(2025, 12, 30), date(2025, 12, 31), date(2026, 3, 2), TODAY)] == [
        2,
        1,
        0,
        0,
    ]


@pytest.mark.parametrize("standing", ["active", "moved"])
def test_who_came_back_was_away_on_the_days_between(standing: str, keepers: County, put: Put) -> None:
    """Gone in November, back in February, and once more gone and, perhaps, back: each day as it was."""
    one = put(standing=standing)
    told = [("standing", date(2025, 11, 1)), ("returned", date(2026, 2, 1)), ("standing", date(2026, 3, 2))]
    told += [("returned", date(2026, 4, 1))] if standing == "active" else []
    for kind, day in told:
        MemberEvent.objects.create(member=one, kind=kind, on=day, text="转出或者转回")
    days = (
        date(2025, 10, 31),
        date(2025, 11, 1),
        date(2026, 1, 31),
        date(2026, 2, 1),
        date(2026, 3, 1),
        date(2026, 3, 2),
        date(2026, 4, 1),
    )
    assert [sheet(keepers, day).total for day in days] == [1, 0, 0, 1, 1, 0, int(standing == "active")]


def test_growth_since_the_end_of_the_year_before(keepers: County, put: Put) -> None:
    """Who joined in the year and who left in it, not who did either before."""
    put(joined_on=date(2025, 12, 31), stage="probationary", full_since=None)
    for number in range(2):
        put(joined_on=date(2026, 1, 1), stage="probationary", full_since=None, name=f"周{number}")
    gone, early = put(standing="deceased"), put(standing="deceased")
    MemberEvent.objects.create(member=gone, kind="standing", on=date(2026, 1, 1), text="去世")
    MemberEvent.objects.create(member=early, kind="standing", on=date(2025, 12, 31), text="去世")
    growth = sheet(keepers).growth
    assert growth is not None
    assert (growth.since, growth.before, growth.members, growth.organisations) == (date(2025, 12, 31), 2, 1, 0)
    assert growth.text == "比 2025 年末净增 1 名，增长 50.0%；党组织净增 0 个"
    fewer = reckoning.Growth(date(2025, 12, 31), -1, -2, 4)
    assert fewer.text == "比 2025 年末净减 1 名，下降 25.0%；党组织净减 2 个"
    assert reckoning.Growth(date(2025, 12, 31), 3, 0, 0).text == "比 2025 年末净增 3 名；党组织净增 0 个"


def test_people_on_the_way_are_no_members(keepers: County, put: Put) -> None:
    put(stage="activist", joined_on=None, full_since=None)
    put(stage="applicant", joined_on=None, full_since=None)
    made = sheet(keepers)
    assert (made.total, made.table("way").value("入党积极分子"), made.table("way").value("入党申请人")) == (0, 1, 1)
    with pytest.raises(KeyError):
        sheet(keepers, TODAY - DAY).table("way")


def test_the_subtree_and_nothing_else(keepers: County, put: Put) -> None:
    put()
    put("QS02")
    assert [sheet(keepers, code=code).total for code in ("QS", "QS01", "QS01-B1", "QS02")] == [2, 1, 1, 1]


def test_nothing_outside_the_scope_is_counted(keepers: County, put: Put) -> None:
    """P05: the office is asked of the scope by the page; the count itself is narrowed once more."""
    put()
    frame = bulletin.frame(TODAY)
    assert counting.members(keepers.actor("organiser"), keepers.town, frame).count() == 1
    assert counting.members(keepers.actor("other_organiser"), keepers.town, frame).count() == 0
    assert counting.members(keepers.actor("handler"), keepers.town, frame).count() == 0


def test_the_development_of_the_year(keepers: County, put: Put) -> None:
    put(
        joined_on=date(2026, 1, 1),
        stage="probationary",
        full_since=None,
        born=date(1990, 11, 28),
        ethnicity="05",
        occupation="学生",
    )
    put(joined_on=date(2025, 12, 31), stage="probationary", full_since=None)
    table = sheet(keepers).table("developed")
    assert (
        table.n,
        table.value("女"),
        table.value("少数民族"),
        table.value("35岁及以下"),
        table.value("大专及以上"),
    ) == (1, 1, 1, 1, 1)
    assert sheet(keepers).table("developed_work").value("学生") == 1
    put(
        joined_on=date(2026, 1, 1),
        stage="probationary",
        full_since=None,
        born=date(1990, 11, 27),
        sex="1",
        education="61",
    )
    table = sheet(keepers).table("developed")
    assert (table.n, table.value("女"), table.value("35岁及以下"), table.value("大专及以上")) == (2, 1, 1, 1), (
        "36 today"
    )


def test_organisations_by_kind_as_they_were_on_the_day(keepers: County) -> None:
    from lianxin.foundation.organisations import actions

    made = [
        actions.found(actor=SYSTEM, parent=keepers.town, name=code, short_name=code, kind=kind, code=code, on=date(2026, 5, 1))
        for code, kind in (("Z1", "general_branch"), ("J1", "joint_branch"), ("M1", "mobile_branch"))
    ]  # fmt: skip
    actions.close(actor=SYSTEM, organisation=made[2], on=date(2026, 7, 1))
    for day, counted in ((date(2026, 4, 30), (1, 0, 1)), (date(2026, 5, 1), (1, 1, 3)), (date(2026, 7, 1), (1, 1, 2))):
        table = sheet(keepers, day).table("organisations")
        assert tuple(table.value(word) for word in ("党委", "总支部", "支部")) == counted, day
    assert sheet(keepers).table("organisations").value("其中联合党支部") == 1


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("教师", 3), ("退休教师", 8), ("大学生村官", 4), ("在校大学生", 6), ("村民", 2), ("公交司机", 1), ("乡镇干部", 5),
        ("个体经营", 7), ("车间主任", 4), ("工人(工勤技能人员)", 1), (" 离退休人员 ", 8),
    ],
)  # fmt: skip
def test_occupations_as_people_write_them(text: str, group: int) -> None:
    assert group_of(text) == GROUPS[group - 1]


def test_an_unknown_occupation_is_said_to_be_unknown() -> None:
    assert (group_of("某某"), group_of("  ")) == (OTHER_TEXT, UNFILLED)


def test_every_word_of_the_table_can_decide() -> None:
    """A line that a line above it swallows would mislead whoever reads the table."""
    dead = [word for word, group in words() if group_of(word) != group]
    assert dead == []


def test_the_names_of_the_groups_are_groups() -> None:
    assert [group_of(name) for name in GROUPS] == list(GROUPS)


def test_demonstration_occupations_are_known() -> None:
    from lianxin.membership.dossiers.demo import _WORK

    assert [text for text in _WORK if group_of(text) == OTHER_TEXT] == []


def test_shares_add_up_and_nothing_is_divided_by_nobody(keepers: County, put: Put) -> None:
    assert [one.share for one in sheet(keepers).table("sex").lines] == [None, None]
    put()
    put(sex="1")
    put(sex="")
    table = sheet(keepers).table("sex")
    assert [(one.label, one.n, one.percent) for one in table.lines] == [
        ("女", 1, "33.3%"),
        ("男", 1, "33.3%"),
        ("未填", 1, "33.3%"),
    ]


def test_a_table_that_does_not_add_up_is_named(keepers: County, put: Put) -> None:
    """Somebody changed files between two statements."""
    put()
    frame = bulletin.frame(TODAY)
    counts = counting.count(SYSTEM, keepers.town, frame)
    torn = reckoning.Counts(counts.groups, {("教师", False): 2}, counts.organisations)
    assert reckoning.mismatches(reckoning.tables(torn, frame)) == ["职业"]
