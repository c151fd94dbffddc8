"""R102, LX-170, LX-171: every step in every state, and who may take it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.casework.engine import may
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import left_at
from lianxin.foundation.privacy.export import export_of
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Denied, Refused
from lianxin.kernel.lifecycle import SAME
from lianxin.voice.improving import actions
from lianxin.voice.improving.lifecycle import IMPROVEMENT
from lianxin.voice.improving.models import Improvement
from tests.factories import County
from tests.voice.improving.conftest import RELEASED, STEPS, TODAY, WAYS, Way

pytestmark = pytest.mark.django_db
#: what a step needs beside its state; columns as they are when its turn has come
NEEDS: dict[str, dict[str, Any]] = {
    "settle_again": {"again_n": 2},
    "answer_show": {"asked_at": timezone.now(), "asks_them": True},
    "show": {"asked_at": timezone.now()},
    "keep_inside": {"asked_at": timezone.now()},
    "take_down": {"publication": "public"},
}


@pytest.mark.parametrize("state", [s.name for s in IMPROVEMENT.states])
def test_every_step_in_every_state(state: str, way: Way) -> None:
    """What the table allows goes through and leads where it says; everything else is refused in plain words."""
    case = way.to(state)
    assert case.state == state
    for event in STEPS:
        row = IMPROVEMENT.find(state, event)
        if isinstance(row, Denied):
            with pytest.raises(Refused) as refused:
                way.do(event, case)
            assert refused.value.denied.code == "wrong_state", event
            assert way.fresh(case).revision == case.revision, event
            continue
        if event == "report":
            case = way.do("measured", case)
        Improvement.objects.unscoped("test").filter(pk=case.pk).update(**NEEDS.get(event, {}))
        there = way.fresh(case)
        moved = way.do(event, there)
        assert moved.state == (state if row.target == SAME else row.target), event
        assert moved.revision == there.revision + 1, event
        case = way.to(state)


def test_the_states_and_steps_of_the_table_are_all_walked() -> None:
    """A row that is added without a test here is found."""
    assert set(WAYS) == {s.name for s in IMPROVEMENT.states}
    assert set(STEPS) | {"again", "carried"} == set(IMPROVEMENT.by_event)


@pytest.mark.parametrize(
    ("state", "event", "by", "code"),
    [
        # M04: who worked does not verify; the town verifies what the town set, not the office itself
        ("reported", "close", "handler", "no_right"), ("reported", "close", "secretary_of_office", "not_above"),
        ("reported", "close", "foreign_reviewer", "no_right"), ("reported", "close", "leader", ""), ("reported", "close", "approver", ""),
        ("reported", "send_back", "dispatcher", "no_right"), ("working", "extend", "secretary_of_office", "not_above"),
        # the work belongs to exactly that office
        ("entered", "accept", "other_handler", "out_of_scope"), ("entered", "accept", "secretary", "not_home"),
        ("entered", "accept", "secretary_of_office", ""), ("working", "progress", "leader", "no_right"),
        ("entered", "accept", "foreign_handler", "out_of_scope"), ("working", "report", "reviewer", "no_right"),
        # an objection is decided by another person than who entered it (M02)
        ("objected", "keep", "dispatcher", "own_work"), ("objected", "keep", "secretary", ""), ("objected", "keep", "handler", "no_right"),
        ("objected", "drop", "foreign_dispatcher", "out_of_scope"), ("closed", "reopen", "handler", "no_right"),
        ("working", "ask_show", "handler", "no_right"), ("working", "ask_show", "foreign_dispatcher", "out_of_scope"),
    ],
)  # fmt: skip
def test_whose_step_it_is(state: str, event: str, by: str, code: str, way: Way, county: County) -> None:
    county.add("secretary_of_office", "deputy_secretary", "QS01-U1")
    case = way.to(state)
    decision = may(way.who(by), case, event)
    assert (decision.code if isinstance(decision, Denied) else "") == code


def test_whoever_worked_on_it_does_not_verify_it_whatever_their_post(way: Way, county: County) -> None:
    """M04, R102: also where one person holds two posts."""
    from tests.factories import appoint

    appoint(county.people["handler"], "approver", county.town)
    case = way.to("reported")
    for event in ("close", "send_back"):
        with pytest.raises(Refused, match="不验收自己的工作"):
            way.do(event, case, by="handler")
    assert way.do("close", case).state == "closed"


def test_for_oneself_another_person_of_the_same_organisation_verifies(way: Way, county: County) -> None:
    """An own problem stays in the house; two people are needed all the same."""
    county.add("own_secretary", "secretary", "QS01-B1")
    county.add("own_deputy", "deputy_secretary", "QS01-B1")
    branch = county.organisations["QS01-B1"]
    case = way.enter(by="own_secretary", organisation=branch, set_by=branch)
    assert case.own
    case = actions.accept(actor=way.who("own_secretary"), case=case, revision=case.revision)
    case = way.do("measured", case, by="own_secretary")
    case = way.do("report", case, by="own_secretary")
    with pytest.raises(Refused, match="不验收自己的工作"):
        way.do("close", case, by="own_secretary")
    assert way.do("close", case, by="own_deputy").state == "closed"
    assert isinstance(
        may(way.who("own_secretary"), way.enter(by="own_secretary", organisation=branch, set_by=branch), "object"),
        Denied,
    )


def test_one_objection_and_no_second(way: Way) -> None:
    case = way.play(way.enter(), "object keep")
    with pytest.raises(Refused, match="已经提过一次异议"):
        way.do("object", case)
    assert way.do("accept", case).state == "working"


def test_nobody_sets_a_problem_for_others_or_elsewhere(way: Way, county: County) -> None:
    for by, set_by, organisation in (
        ("foreign_dispatcher", "QS01", "QS01-U1"), ("dispatcher", "QS01", "QS02-U1"), ("dispatcher", "QS", "QS01-U1"),
        ("handler", "QS01-U1", "QS01-U1"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            way.enter(by=by, set_by=county.organisations[set_by], organisation=county.organisations[organisation])
    assert not Improvement.objects.unscoped("test").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"title": ""}, "title"), ({"title": "长" * 61}, "title"), ({"problem": " "}, "problem"), ({"problem": "长" * 2001}, "problem"),
     ({"wanted": ""}, "wanted"), ({"due_on": TODAY - timedelta(days=1)}, "due_on"), ({"kind": "person"}, "kind"), ({"origin": ""}, "origin"),
     ({"before": None}, "before"), ({"unit": ""}, "unit"), ({"figure_source": ""}, "figure_source"), ({"metric": ""}, "metric"),
     ({"origin": "letters"}, "letters"), ({"origin": "meeting"}, "gathering"), ({"metric": "received"}, "area")],
)  # fmt: skip
def test_what_must_be_said(change: dict[str, Any], field: str, way: Way) -> None:
    """LX-170: the refusal names its field."""
    with pytest.raises(Refused) as refused:
        way.enter(**change)
    assert refused.value.denied.field == field


def test_the_same_form_twice_is_one_and_a_stale_page_is_told(way: Way) -> None:
    first = actions.enter(actor=way.who("dispatcher"), facts=way.facts(), key="same")
    again = actions.enter(actor=way.who("dispatcher"), facts=way.facts(), key="same")
    assert first.pk == again.pk
    case = way.do("accept", first)
    for _ in range(2):
        actions.add_measure(actor=way.who("handler"), case=case, plan=way.facts().plan, key="m")
    assert case.measures.count() == 2
    with pytest.raises(Refused) as refused:
        way.do("progress", case, revision=case.revision - 1)
    assert refused.value.denied.code == "stale"


def test_the_days_of_the_registry_and_its_own_day(way: Way) -> None:
    """LX-170: five working days to accept (4 December), ten to verify (11 December); seven days before the own day, once, and once after."""
    case = way.enter()
    assert (case.due_clock, timezone.localdate(case.due_at)) == ("accept", date(2026, 12, 4))
    case = way.do("accept", case)
    assert (case.due_clock, timezone.localdate(case.deadline)) == ("", TODAY + timedelta(days=30))
    handler = way.who("handler").person_id
    for day, sent in (("2026-12-19", 0), ("2026-12-20", 1), ("2026-12-27", 1), ("2026-12-28", 2), ("2027-01-20", 2)):
        with time_machine.travel(f"{day}T04:00:00+00:00", tick=False):
            actions.remind()
            actions.remind()
            assert Notice.objects.filter(code="improvement.day", person=handler).count() == sent, day
    case = way.play(way.fresh(case), "measured report")
    assert (case.due_clock, timezone.localdate(case.due_at)) == ("verify", date(2026, 12, 11))
    with time_machine.travel("2026-12-14T04:00:00+00:00", tick=False):
        actions.remind()
        assert Notice.objects.filter(code="improvement.alert", person=way.who("approver").person_id).exists()


def test_one_extension_with_its_reason(way: Way) -> None:
    """LX-170; the new day stands in the time line."""
    case = way.do("extend", way.to("working"))
    assert (case.extensions, case.due_on) == (1, TODAY + timedelta(days=60))
    assert "2026-12-27 延到 2027-01-26" in case.steps.get(event="extend").public_note
    with pytest.raises(Refused, match="最多延期 1 次"):
        way.do("extend", case)


def test_nothing_is_reported_before_a_measure_is_done_nor_without_its_figure(way: Way) -> None:
    case = way.to("working")
    with pytest.raises(Refused, match="还没有一条措施登记完成"):
        way.do("report", case)
    with pytest.raises(Refused) as refused:
        way.do("report", way.do("measured", case), after=None)
    assert refused.value.denied.field == "after"


def test_those_concerned_answer_before_others_read_it(way: Way) -> None:
    """F03, LX-171: five working days; their word or the end of the days opens the way, and another person releases."""
    case = way.do("ask_show", way.to("working"))
    assert Notice.objects.filter(person=way.who("handler").person_id, title__contains="请写单位说明").exists()
    with pytest.raises(Refused, match="还没有写说明"):
        way.do("show", case)
    assert way.do("show", way.do("answer_show", case)).is_public
    case = way.do("ask_show", way.to("working"))
    with time_machine.travel("2026-12-07T02:00:00+00:00", tick=False):
        assert way.do("show", case).is_public


def test_who_asks_does_not_release(way: Way) -> None:
    """M01, M04."""
    case = way.do("ask_show", way.to("working"), by="secretary")
    case = way.do("answer_show", case)
    with pytest.raises(Refused, match="不自己决定公开"):
        way.do("show", case, by="secretary")
    assert way.do("show", case).is_public


def test_what_is_asked_waits_for_its_answer(way: Way) -> None:
    """Asked twice is told; kept inside it can be asked again."""
    case = way.do("ask_show", way.to("working"))
    with pytest.raises(Refused, match="已经提请公开"):
        way.do("ask_show", case)
    case = way.do("keep_inside", case)
    assert (case.asked_at, case.publication) == (None, "inside")
    assert way.do("ask_show", case).asked_at is not None


def test_what_everybody_reads_is_corrected_in_the_open(way: Way) -> None:
    """M06: taken down with a reason, corrected with a reason, released again."""
    case = way.play(way.to("working"), RELEASED)
    with pytest.raises(Refused, match="不能直接改"):
        way.do("correct", case)
    case = way.play(case, "take_down correct")
    assert (case.publication, case.title) == ("down", "路灯")
    assert case.steps.get(event="correct").public_note == "写错了"


def test_a_merger_carries_it_on(way: Way, county: County) -> None:
    """An organisation is not closed over open problems; the successor mends them."""
    case = way.to("working")
    office = Organisation.objects.get(pk=county.office.pk)
    assert [str(part) for part in left_at(office) if "整改" in part.label] == ["1 件没有销号的整改"]
    organisations.merge(
        actor=SYSTEM,
        organisation=office,
        into=Organisation.objects.get(pk=county.other_office.pk),
        on=TODAY,
        basis="test",
    )
    row = way.fresh(case)
    assert (row.organisation_id, row.org_path) == (county.other_office.pk, county.other_office.path)
    assert may(actor_of(county.people["other_handler"]), row, "progress")


def test_export_says_what_one_did(way: Way) -> None:
    """P03."""
    way.do("progress", way.to("working"))
    assert "巡了一遍" in export_of(way.who("handler").person_id or 0).as_json().decode()


def test_two_at_once_one_is_told(way: Way) -> None:
    case = way.to("reported")
    assert way.do("close", case).state == "closed"
    with pytest.raises(Refused) as refused:
        way.do("send_back", case)
    assert refused.value.denied.code == "stale"
