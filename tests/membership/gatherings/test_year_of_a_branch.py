"""The ledger and its gaps: on the last day of a period and the day after; twice in two places counts once (EDU-12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.founding import Founding
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings import actions, jobs, ledger, queries
from lianxin.membership.gatherings.due import provide
from lianxin.membership.gatherings.models import Gathering
from tests.factories import County
from tests.membership.gatherings.meetings import FULL, at, close, fresh, mark

pytestmark = pytest.mark.django_db
Make = Callable[..., Gathering]


def sentences(county: County, today: date) -> dict[str, str]:
    return {gap.kind: gap.sentence for gap in ledger.gaps([county.organisations["QS01-B1"]], today)}


def hold(county: County, one: Gathering, clock: Any, here: tuple[str, ...] = FULL) -> Gathering:
    clock.move_to(one.starts_at)
    mark(county, one, here)
    return close(county, one)


@pytest.mark.parametrize(
    ("start", "today", "gap"),
    [
        ("2026-10-01 09:00", date(2026, 12, 31), False), ("2026-12-31 09:00", date(2026, 12, 31), False),
        ("2026-09-30 09:00", date(2026, 10, 1), True), ("2026-09-30 09:00", date(2026, 9, 30), False),
    ],
)  # fmt: skip
def test_br_01_once_a_quarter(start: str, today: date, gap: bool, branch: County, call: Make, clock: Any) -> None:
    hold(branch, call(start=start), clock)
    assert ("general_meeting" in sentences(branch, today)) is gap


def test_gaps_are_said_before_the_period_ends(branch: County) -> None:
    found = sentences(branch, date(2026, 11, 27))
    assert found == {
        "general_meeting": "本季度还没有开党员大会，最迟 12月31日。", "lecture": "本季度还没有上党课，最迟 12月31日。",
        "theme_day": "本月还没有做主题党日，最迟 11月30日。", "life_meeting": "今年还没有开组织生活会，最迟 12月31日。",
        "member_review": "今年还没有做民主评议党员，最迟 12月31日。",
    }  # fmt: skip


def test_what_is_planned_is_said_and_is_no_record_yet(branch: County, call: Make) -> None:
    call()
    assert sentences(branch, date(2026, 11, 27))["general_meeting"].endswith("已排在 12月1日。")


def test_called_off_is_not_held(branch: County, call: Make) -> None:
    one = call()
    actions.cancel(actor=branch.actor("keeper"), gathering=one, reason="下雨", revision=one.revision)
    assert "已排" not in sentences(branch, date(2026, 11, 27))["general_meeting"]


@pytest.mark.parametrize(("many", "owed"), [(6, False), (7, True)])
def test_br_05_seven_full_members_have_a_committee(many: int, owed: bool, branch: County) -> None:
    assert ("committee_meeting" in ledger.owed_by(branch.organisations["QS01-B1"], date(2026, 11, 27), many)) is owed


def test_a_group_owes_its_own_meeting(branch: County) -> None:
    group = organisations.found(actor=SYSTEM, parent=branch.organisations["QS01-B1"], name="新桥村第一党小组", short_name="一组",
                                kind="group", code="QS01-B1-G1", on=date(2020, 1, 1))  # fmt: skip
    assert [gap.sentence for gap in ledger.gaps([group], date(2026, 11, 27))] == [
        "本月还没有开党小组会，最迟 11月30日。"
    ]


def test_the_cells_of_a_year(branch: County, call: Make, clock: Any) -> None:
    hold(branch, call("theme_day", "2026-10-15 09:00"), clock)
    clock.move_to(at("2026-11-27 10:00"))
    call("theme_day", "2026-12-15 09:00")
    lines = dict(ledger.year_of(branch.organisations["QS01-B1"], 2026, date(2026, 11, 27)))
    assert [cell.state for cell in lines["主题党日"]] == [*["none"] * 9, "held", "open", "planned"]
    assert [cell.state for cell in lines["党课"]] == ["none", "none", "none", "open"]
    assert "支委会" not in lines, "four full members have no committee (BR-05)"
    assert {
        cell.state for cell in dict(ledger.year_of(branch.organisations["QS01-B1"], 2027, date(2026, 11, 27)))["党课"]
    } == {"ahead"}


def test_edu_12_two_places_in_one_period_count_once(branch: County, call: Make, clock: Any) -> None:
    """A mobile member was a guest elsewhere: attended for the branch at home, and once in the own year."""
    away = organisations.found(actor=SYSTEM, parent=branch.organisations["QS02"], name="松岭镇流动党支部", short_name="流动支部",
                               kind="mobile_branch", code="QS02-M1", on=date(2020, 1, 1))  # fmt: skip
    branch.organisations["QS02-M1"] = away
    Member.objects.unscoped("test").filter(name="郑明亮").update(organisation=away)
    home = call("theme_day")
    host = actions.plan(
        actor=branch.actor("other_organiser"), organisation=away, kind="theme_day", key="away",
        draft=actions.Draft(title="走访", starts_at=at("2026-12-02 09:00"), agenda="走访", place="松岭"),
    )  # fmt: skip
    actions.call(actor=branch.actor("other_organiser"), gathering=host, revision=host.revision)
    clock.move_to(at("2026-12-01 15:00"))
    mark(branch, home, FULL[1:])
    clock.move_to(at("2026-12-02 09:00"))
    host = fresh(host)
    for who in ("m0", "m1"):
        assert actions.sign_in(actor=branch.actor(who), gathering=host, way="code").role == "guest"
    marks = {r.pk: r.mark or "present" for r in host.attendances.all()}
    actions.mark(actor=branch.actor("other_organiser"), gathering=host, marks=marks, revision=host.revision)
    host = fresh(host)
    actions.close(
        actor=branch.actor("other_organiser"),
        gathering=host,
        host="甲",
        recorder="乙",
        minutes="走访",
        revision=host.revision,
    )
    close(branch, home)
    found = queries.took_part_elsewhere(fresh(home), queries.people(home))
    assert [row.member.name for row in found.values()] == ["周禾苗"], "absent at home, there as a guest"
    shares = {
        name: ledger.year_of_member(Member.objects.unscoped("test").get(name=name), 2026)
        for name in ("周禾苗", "吴春秋")
    }
    assert {name: [(s.took, s.called) for s in found] for name, found in shares.items()} == {
        "周禾苗": [(1, 1)],
        "吴春秋": [(1, 1)],
    }


@pytest.mark.parametrize(
    ("now", "kinds"),
    [("2026-11-19 09:00", {"年"}), ("2026-11-20 09:00", {"年", "月"}), ("2026-12-01 09:00", {"年", "季"})],
)
def test_lx_72_the_branch_is_reminded_and_nobody_above_it(
    now: str, kinds: set[str], branch: County, plan: Make, clock: Any
) -> None:
    plan("theme_day", "2026-12-31 09:00")
    clock.move_to(at(now))
    jobs.remind()
    jobs.remind()
    told = Notice.objects.filter(code="gatherings.gap")
    assert set(told.values_list("person__nickname", flat=True)) == {"keeper", "keeper2"}
    titles = list(told.filter(person__nickname="keeper").values_list("title", flat=True))
    assert {"年" if t.startswith("今年") else "季" if "季度" in t else "月" for t in titles} == kinds
    assert len(titles) == len(set(titles)), "once a period, however often the job runs"


def test_a_branch_that_keeps_nothing_here_is_not_reminded(branch: County, clock: Any) -> None:
    clock.move_to(at("2026-12-28 09:00"))
    assert jobs.remind() == 0


def test_todays_work(branch: County, call: Make, clock: Any) -> None:
    one = call()
    actions.ask_leave(
        actor=branch.actor("m0"),
        row=one.attendances.select_related("gathering", "member").get(member__name="周禾苗"),
        reason="病",
    )
    clock.move_to(at("2026-12-01 18:00"))
    own = one.attendances.get(member__name="吴春秋")
    actions.give_task(
        actor=branch.actor("keeper"),
        gathering=one,
        member_id=own.member_id,
        text="联系挖机",
        due_on=date(2026, 12, 9),
        key="t",
    )
    now = at("2026-12-01 18:00")
    titles = [item.title for item in provide(branch.actor("keeper"), now).items]
    assert "周禾苗请假" in titles
    assert "归档：四季度党员大会" in titles
    assert any("还没有上党课" in title for title in titles)
    assert not any("还没有开党员大会" in title for title in titles), "it was held and waits to be filed"
    assert [item.title for item in provide(branch.actor("m1"), now).items] == ["联系挖机"]
    assert provide(branch.actor("organiser"), now).items == [], "the branch's matter"


PATTERN = actions.Pattern(3, 20, time(15), "村委会", "待定")


def planned(county: County, kind: str, year: int = 2026, pattern: actions.Pattern = PATTERN) -> list[date]:
    made = actions.plan_year(
        actor=county.actor("keeper"),
        organisation=county.organisations["QS01-B1"],
        kind=kind,
        year=year,
        pattern=pattern,
    )
    return [one.day for one in made]


def test_the_plan_of_a_year_fills_what_is_still_to_come(branch: County, call: Make) -> None:
    call("theme_day", "2026-12-05 09:00")
    with pytest.raises(Refused, match="没有可以排的"):
        planned(branch, "theme_day")
    assert planned(branch, "general_meeting") == [date(2026, 12, 20)]
    assert planned(branch, "lecture", 2027) == [date(2027, m, 20) for m in (3, 6, 9, 12)]
    assert planned(branch, "theme_day", 2027) == [date(2027, m, 20) for m in range(1, 13)]
    assert planned(branch, "life_meeting", 2027, actions.Pattern(12, 28, time(9), "村委会", "待定")) == [
        date(2027, 12, 28)
    ]
    with pytest.raises(Refused, match="没有可以排的"):
        planned(branch, "lecture", 2027)
    assert not Notice.objects.filter(code="gatherings.called", title__startswith="党课").exists()


@pytest.mark.parametrize(("day", "good"), [(0, False), (1, True), (28, True), (29, False)])
def test_a_day_that_every_month_has(day: int, good: bool, branch: County) -> None:
    pattern = actions.Pattern(1, day, time(15), "村委会", "待定")
    if good:
        assert len(planned(branch, "theme_day", 2027, pattern)) == 12
    else:
        with pytest.raises(Refused) as caught:
            planned(branch, "theme_day", 2027, pattern)
        assert caught.value.denied.field == "day"


@pytest.mark.parametrize(("day", "many"), [(26, 1), (27, 1), (28, 2)])
def test_today_is_too_late_for_a_plan(day: int, many: int, branch: County) -> None:
    """On 27 November: the 28th is still to come this month, the 27th only next month."""
    assert len(planned(branch, "theme_day", 2026, actions.Pattern(1, day, time(15), "村委会", "待定"))) == many


def test_what_was_held_and_is_not_filed_is_said_so(branch: County, call: Make, clock: Any) -> None:
    call()
    clock.move_to(at("2026-12-02 09:00"))
    assert sentences(branch, date(2026, 12, 2))["general_meeting"].endswith("12月1日的还没有归档。")


def test_a_thousand_branches_are_asked_in_two_statements(county: County, django_assert_num_queries: Any) -> None:
    """A county has more branches than SQLite takes alternatives in one condition."""
    foundings = [
        Founding(parent=county.town, name=f"第{n}村党支部", short_name=f"{n}村", kind="branch", code=f"V{n}", on=date(2020, 1, 1))
        for n in range(1100)
    ]  # fmt: skip
    organisations.found_many(actor=SYSTEM, foundings=foundings)
    offices = list(below([county.town.path]))
    with django_assert_num_queries(2):
        found = ledger.gaps(offices, date(2026, 11, 27))
    assert len({gap.organisation.pk for gap in found}) > 1100
