"""R029, LX-123: an organisation's own rules, looked at once a period; told before the period ends; a year at a glance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.upkeep import queries_rules
from lianxin.membership.upkeep.actions import practice
from lianxin.membership.upkeep.actions.practice import Draft
from lianxin.membership.upkeep.models import House, HouseCheck
from tests.factories import County

pytestmark = pytest.mark.django_db
Who, Browser = Callable[[str], Actor], Callable[[str], Client]
ROOT = "/workbench/upkeep/rules/"
TITLE, TEXT = "考勤制度", "开会签到，请假先说。"


@pytest.fixture
def house(cast: County, who: Who) -> Callable[..., House]:
    """``house(cycle="quarter")``: a rule of the branch, in force since the first of January 2026."""

    def go(
        cycle: str = "quarter", *, by: str = "secretary_here", key: str = "k1", code: str = "QS01-B1", **more: Any
    ) -> House:
        office = Organisation.objects.get(pk=cast.organisations[code].pk)
        draft = Draft(**{"title": TITLE, "cycle": cycle, "since": date(2026, 1, 1), "text": TEXT} | more)
        return practice.write(actor=who(by), organisation=office, draft=draft, keeper=cast.people["handler"], key=key)

    return go


def look(house: House, actor: Actor, first: date, **more: Any) -> HouseCheck:
    said = {"on": date(2026, 11, 27), "finding": "good", "note": "", "paper": ""} | more
    return practice.check(actor=actor, house=house, first=first, **said)


@pytest.mark.parametrize(
    ("word", "reads", "writes", "checks"),
    [("secretary_here", 200, True, True), ("worker_here", 200, False, True), ("superior", 200, True, True),
     ("organiser", 200, True, True), ("leader", 200, False, False), ("handler", 200, False, True),
     ("secretary_there", 404, False, False), ("foreign", 404, False, False), ("same", 403, False, False),
     ("citizen", 403, False, False), ("anonymous", 302, False, False)],
)  # fmt: skip
def test_scope(
    word: str, reads: int, writes: bool, checks: bool, house: Callable[..., House], browser: Browser
) -> None:
    """The keeper (here somebody of another office) looks and writes checks, and changes no rule."""
    row = house()
    client = browser(word)
    page = client.get(f"{ROOT}{row.pk}/")
    assert page.status_code == reads
    assert ("登记检查" in page.text) is checks
    said = {"period": "2026-10-01", "on": "2026-11-27", "finding": "good"}
    assert (client.post(f"{ROOT}{row.pk}/", said).status_code == 303) is checks
    assert HouseCheck.objects.exists() is checks
    changed = {"title": "改了", "text": TEXT, "cycle": "quarter", "since": "2026-01-01", "revision": row.revision}
    assert (client.post(f"{ROOT}{row.pk}/edit/", changed).status_code == 303) is writes
    assert (House.objects.unscoped("test").get().title == "改了") is writes
    made = client.post(f"{ROOT}new/", changed | {"organisation": row.organisation_id, "title": "新的", "key": "x"})
    assert House.objects.unscoped("test").filter(organisation=row.organisation_id, title="新的").exists() is writes
    assert made.status_code in ((303,) if writes else (302, 303, 403, 404, 422))


@pytest.mark.parametrize(("cycle", "last"), [("month", date(2026, 11, 30)), ("quarter", date(2026, 12, 31)), ("half", date(2026, 12, 31)),
                                             ("year", date(2026, 12, 31))])  # fmt: skip
def test_told_ten_days_before_a_period_ends_unchecked_and_once(
    cycle: str, last: date, house: Callable[..., House], who: Who
) -> None:
    """LX-123: not on the eleventh day before, on the tenth, and not again; keeper and secretary."""
    row = house(cycle)
    for before, sent in ((11, 0), (10, 1), (0, 1)):
        day = date.fromordinal(last.toordinal() - before)
        with time_machine.travel(f"{day}T02:00:00+00:00", tick=False):
            practice.remind()
            practice.remind()
            for word in ("secretary_here", "handler"):
                assert Notice.objects.filter(code="upkeep.rule", person=who(word).person_id).count() == sent, (
                    word,
                    before,
                )
            cells = queries_rules.year_of(row, 2026, day)
            assert [cell.stand for cell in cells if cell.span.last == last] == ["soon" if before <= 10 else "open"]


def test_who_was_looked_at_is_not_told(house: Callable[..., House], who: Who) -> None:
    row = house("month")
    look(row, who("handler"), date(2026, 11, 1))
    with time_machine.travel("2026-11-30T02:00:00+00:00", tick=False):
        assert practice.remind() == 0
    assert not Notice.objects.filter(code="upkeep.rule").exists()


def test_a_period_is_looked_at_once_whoever_is_quicker(house: Callable[..., House], who: Who, browser: Browser) -> None:
    row = house()
    look(row, who("worker_here"), date(2026, 10, 1))
    with pytest.raises(Refused, match="已经检查过"):
        look(row, who("secretary_here"), date(2026, 10, 1))
    late = browser("secretary_here").post(
        f"{ROOT}{row.pk}/", {"period": "2026-10-01", "on": "2026-11-27", "finding": "good", "note": "写过的话"}
    )
    assert late.status_code == 422
    assert "写过的话" in late.text


@pytest.mark.parametrize(
    ("first", "more", "words"),
    [(date(2026, 10, 2), {}, "没有这一期"), (date(2027, 1, 1), {}, "没有这一期"), (date(2025, 10, 1), {}, "没有这一期"),
     (date(2026, 10, 1), {"on": date(2026, 11, 28)}, "这一天还没有到"), (date(2026, 10, 1), {"on": date(2026, 9, 30)}, "在这一期之前"),
     (date(2026, 10, 1), {"finding": "not"}, "请填写“情况”"), (date(2026, 10, 1), {"finding": "x"}, "请选择怎么样"),
     (date(2026, 10, 1), {"note": "长" * 1001}, "最多 1000 个字，现在是 1001 个字")],
)  # fmt: skip
def test_every_refusal_in_words(
    first: date, more: dict[str, Any], words: str, house: Callable[..., House], who: Who
) -> None:
    with pytest.raises(Refused, match=words):
        look(house(), who("worker_here"), first, **more)
    assert not HouseCheck.objects.exists()


def test_a_period_that_is_over_can_be_written_down_later(house: Callable[..., House], who: Who) -> None:
    """It was looked at on paper; the day of the check stands beside the period."""
    row = house()
    look(row, who("worker_here"), date(2026, 1, 1), on=date(2026, 1, 1), paper="档案柜第 3 盒")
    look(row, who("worker_here"), date(2026, 10, 1), note="长" * 1000, finding="not")
    stands = [cell.stand for cell in queries_rules.year_of(row, 2026, date(2026, 11, 27))]
    assert stands == ["done", "missed", "missed", "done"]


def test_before_it_began_and_after_it_ended_nothing_is_due(house: Callable[..., House], who: Who) -> None:
    row = house("month", since=date(2026, 6, 15))
    assert len(queries_rules.spans_of(row, 2026)) == 7, "June to December"
    row = practice.end(actor=who("secretary_here"), house=row, revision=row.revision)
    assert len(queries_rules.spans_of(row, 2026)) == 6, "June to November"
    with pytest.raises(Refused, match="已经停用"):
        look(row, who("worker_here"), date(2026, 11, 1))
    with time_machine.travel("2026-11-30T02:00:00+00:00", tick=False):
        assert practice.remind() == 0


def test_the_text_or_its_place_in_the_library(house: Callable[..., House], who: Who) -> None:
    with pytest.raises(Refused, match="请填写“内容”"):
        house(text="")
    with pytest.raises(Refused, match="/regulations/"):
        house(text="", address="https://example.org/")
    assert house(text="", address="/regulations/branch-work/").address


def test_another_cycle_counts_from_its_own_day(house: Callable[..., House], who: Who) -> None:
    row = house("quarter")
    draft = Draft(title=TITLE, cycle="month", since=row.since, text=TEXT)
    with pytest.raises(Refused, match="从哪天起"):
        practice.change(actor=who("secretary_here"), house=row, draft=draft, keeper=None, revision=row.revision)
    draft = Draft(title=TITLE, cycle="month", since=date(2026, 12, 1), text=TEXT)
    row = practice.change(actor=who("secretary_here"), house=row, draft=draft, keeper=None, revision=row.revision)
    assert [span.first for span in queries_rules.spans_of(row, 2026)] == [date(2026, 12, 1)]


def test_two_at_once_one_is_told(house: Callable[..., House], browser: Browser) -> None:
    row = house()
    said = {"text": TEXT, "cycle": "quarter", "since": "2026-01-01", "revision": row.revision}
    assert browser("secretary_here").post(f"{ROOT}{row.pk}/edit/", said | {"title": "先改的"}).status_code == 303
    late = browser("superior").post(f"{ROOT}{row.pk}/edit/", said | {"title": "后改的"})
    assert late.status_code == 422
    assert "已被别人处理过" in late.text
    assert "后改的" in late.text
    ended = browser("superior").post(f"{ROOT}{row.pk}/edit/", {"act": "end", "revision": row.revision})
    assert ended.status_code == 422
    assert House.objects.unscoped("test").get().ended_on is None


def test_the_same_page_twice_is_one(house: Callable[..., House]) -> None:
    assert house().pk == house().pk


def test_lists_cost_the_same_with_three_and_thirty(house: Callable[..., House], browser: Browser, who: Who) -> None:
    def statements() -> int:
        client = browser("superior")
        client.get(ROOT)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(ROOT).status_code == 200
        return len(caught)

    def grow(first: int, last: int) -> None:
        for n in range(first, last):
            look(house("month", key=f"k{n}"), who("worker_here"), date(2026, 11, 1))

    grow(0, 3)
    few = statements()
    grow(3, 20)
    assert statements() == few
