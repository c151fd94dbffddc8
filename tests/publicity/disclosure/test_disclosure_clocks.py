"""The days of DIS-02, DIS-03 and their conventions: the day before, the day, the day after."""

from __future__ import annotations

from datetime import datetime

import pytest

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Refused
from lianxin.publicity.disclosure import actions, due
from lianxin.publicity.disclosure.actions.words import need
from lianxin.publicity.disclosure.models import EntryClock, Item, ItemClock
from lianxin.publicity.disclosure.queries import work
from tests.factories import County
from tests.publicity.disclosure.world import Way, asked, at, fresh, line, people


@pytest.fixture
def here(county: County) -> County:
    return people(county)


@pytest.mark.parametrize(
    ("when", "allowed"), [(at(6, 12), False), (at(7, 23, 59, 59), False), (at(8, 0, 0, 0), True)]
)  # fmt: skip
def test_dis_02_first_inside_then_outside(here: County, when: datetime, allowed: bool) -> None:
    """Shown inside on Tuesday the 4th: three working days later, Friday the 7th, is the last inside (LX-32)."""
    with moment.at(at(4)):
        way = Way(here)
        way.to("inner")
    with moment.at(when):
        if allowed:
            assert way.do("open").state == "public"
            return
        with pytest.raises(Refused) as refused:
            way.do("open")
    assert refused.value.denied.code == "too_early"
    assert refused.value.denied.rule == "DIS-02"


@pytest.mark.parametrize(
    ("name", "road"),
    [("review", ""), ("approve", "secrecy review"), ("carry_out", "secrecy review approve")],
)
@pytest.mark.parametrize(("when", "late"), [(at(5), False), (at(6, 23, 59, 59), False), (at(7, 0, 0, 1), True)])
def test_lx_31_two_working_days_for_each_step(here: County, name: str, road: str, when: datetime, late: bool) -> None:
    """From Tuesday the 4th: Thursday the 6th is the last day."""
    with moment.at(at(4)):
        way = Way(here)
        for event in road.split():
            way.do(event)
    with moment.at(when):
        if name == "review":
            way.do("secrecy")
        way.do(name)
    clock = ItemClock.objects.get(case=way.item, name=name)
    assert (clock.rule_id, clock.due_at, clock.late) == ("LX-31", at(6, 23, 59, 59), late)


@pytest.mark.parametrize(("figure", "most"), [("title", 60), ("body", 5000), ("question", 1000)])
def test_lx_34_one_sign_too_many_is_refused_with_its_rule(figure: str, most: int) -> None:
    assert len(need("党" * most, "正文", "body", figure)) == most
    with pytest.raises(Refused) as refused:
        need("党" * (most + 1), "正文", "body", figure)
    assert (refused.value.denied.rule, refused.value.denied.code) == ("LX-34", "too_long")
    assert f"最多 {most} 个字" in refused.value.denied.reason


def test_dis_02_an_item_of_the_inner_scope_never_goes_outside(here: County) -> None:
    with moment.at(at(4)):
        way = Way(here, scope="inner")
        way.to("inner")
    with moment.at(at(25)), pytest.raises(Refused):
        way.do("open")
    assert Item.objects.unscoped("test").get(pk=way.item.pk).public_at is None


@pytest.mark.parametrize(
    ("frequency", "last"),
    [("monthly", at(4, 23, 59, 59, month=4)), ("quarterly", at(4, 23, 59, 59, month=6)), ("yearly", None)],
)
def test_dis_02_a_periodic_line_is_renewed_in_time(here: County, frequency: str, last: datetime | None) -> None:
    """LX-33: a month, three months, a year after it was listed."""
    with moment.at(at(4)):
        entry = line(here, frequency=frequency)
    due_at = entry.due_at
    assert due_at is not None
    assert (due_at.year, due_at.month, due_at.day) == ((last.year, last.month, last.day) if last else (2026, 3, 4))


@pytest.mark.parametrize(("day", "late"), [(3, False), (4, False), (5, True)])
def test_dis_02_late_renewals_are_counted_to_the_day(here: County, day: int, late: bool) -> None:
    """Listed on 4 March, monthly: 4 April is the last day."""
    with moment.at(at(4)):
        entry = line(here, frequency="monthly")
        way = Way(here, entry=entry)
        way.to("approved")
    with moment.at(at(day, 15, month=4)):
        found = list(work.late_lines(here.actor("keeper"), moment.now()))
        assert (entry.pk in [e.pk for e in found]) is late
        way.do("carry_out")
    first, second = EntryClock.objects.filter(case=entry).order_by("pk")
    assert first.late is late
    assert second.state == "running"
    assert fresh(entry).due_at.month == 5


def test_dis_02_the_keeper_and_those_above_are_reminded_once(here: County) -> None:
    from datetime import timedelta

    from django.utils import timezone

    entry = line(here, frequency="monthly", keeper=here.people["keeper"])
    after = timezone.now() + timedelta(days=40)
    actions.give_alerts(now=after)
    actions.give_alerts(now=after + timedelta(hours=1))
    rows = Notice.objects.filter(code="disclosure.renewal")
    assert set(rows.values_list("person_id", flat=True)) >= {here.people["keeper"].pk, here.people["secretary"].pk}
    assert rows.filter(person_id=here.people["keeper"].pk).count() == 1
    assert "到期没有更新" in rows.first().title
    items = due.provide(here.actor("keeper"), after).items
    assert [i for i in items if entry.matter in i.title and i.clock == "更新"]


@pytest.mark.parametrize(("when", "late"), [(at(6, 17), False), (at(7, 23, 59, 59), False), (at(8, 0, 0, 1), True)])
def test_dis_03_three_working_days(here: County, when: datetime, late: bool) -> None:
    with moment.at(at(4)):
        request, _ = asked(here)
    assert request.due_at == at(7, 23, 59, 59)
    with moment.at(when):
        done = actions.grant(
            actor=here.actor("approver"), request=request, text="见公开页。", secrecy=True, revision=request.revision
        )
    assert done.late is late


@pytest.mark.parametrize(("when", "late"), [(at(17, 9), False), (at(18, 23, 59, 59), False), (at(19, 0, 0, 1), True)])
def test_dis_03_at_most_ten_working_days_after_one_extension(here: County, when: datetime, late: bool) -> None:
    with moment.at(at(4)):
        request, _ = asked(here)
    approver = here.actor("approver")
    with moment.at(at(6)):
        request = actions.extend(actor=approver, request=request, text="要调取档案。", revision=request.revision)
        with pytest.raises(Refused) as again:
            actions.extend(actor=approver, request=request, text="再延。", revision=request.revision)
    assert again.value.denied.code == "once"
    assert fresh(request).due_at == at(18, 23, 59, 59)
    with moment.at(when):
        done = actions.refuse(
            actor=approver, request=request, reason="privacy", text="涉及他人。", revision=request.revision
        )
    assert done.late is late


def test_dis_03_no_extension_after_the_time(here: County) -> None:
    with moment.at(at(4)):
        request, _ = asked(here)
    with moment.at(at(8)), pytest.raises(Refused) as refused:
        actions.extend(actor=here.actor("approver"), request=request, text="晚了。", revision=request.revision)
    assert refused.value.denied.code == "too_late"


def test_dis_03_a_refusal_is_written(here: County) -> None:
    request, _ = asked(here)
    for reason, text in (("", "写了说明"), ("privacy", " "), ("critical", "批评")):
        with pytest.raises(Refused) as refused:
            actions.refuse(
                actor=here.actor("approver"), request=request, reason=reason, text=text, revision=request.revision
            )
        assert refused.value.denied.rule == "DIS-03"
