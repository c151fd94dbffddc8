"""DIS-01: 提出→审核(含保密审查)→审批→实施, none left out, nobody about their own."""

from __future__ import annotations

import itertools

import pytest

from lianxin.foundation.casework.engine import may
from lianxin.kernel.decision import Refused
from lianxin.publicity.disclosure.lifecycle import ITEM
from lianxin.publicity.disclosure.models import Item, Secrecy
from tests.factories import County
from tests.publicity.disclosure.world import ROADS, Way, line, people


@pytest.fixture
def here(county: County) -> County:
    return people(county)


@pytest.mark.parametrize("state", ROADS)
def test_every_state_is_reached_by_its_steps(here: County, state: str) -> None:
    assert Way(here).to(state).state == state


def test_dis_01_no_review_without_its_secrecy_check(here: County) -> None:
    way = Way(here)
    with pytest.raises(Refused) as refused:
        way.do("review")
    assert refused.value.denied.code == "no_secrecy"
    assert refused.value.denied.rule == "DIS-01"


def test_dis_01_a_secrecy_no_sends_the_text_back_and_is_kept(here: County) -> None:
    way = Way(here)
    way.do("secrecy", passed=False, note="写了不宜公开的坐标。")
    assert way.item.state == "returned"
    check = Secrecy.objects.get(item=way.item)
    assert not check.passed
    assert check.reviewer_id == here.people["reviewer"].pk


def test_dis_01_a_new_text_needs_a_new_secrecy_check(here: County) -> None:
    way = Way(here)
    way.do("secrecy")
    way.do("return")
    way.do("resubmit")
    with pytest.raises(Refused) as refused:
        way.do("review")
    assert refused.value.denied.code == "no_secrecy"


@pytest.mark.parametrize("event", ["secrecy", "review", "approve", "return"])
def test_m04_nobody_decides_about_their_own(here: County, event: str) -> None:
    """The secretary may do all of it by post, and none of it with a text of their own."""
    entry = line(here)
    way = Way(here, entry=entry)
    way.do("return")
    way.do("resubmit", "secretary")
    road = {"secrecy": (), "return": (), "review": ("secrecy",), "approve": ("secrecy", "review")}[event]
    for step in road:
        way.do(step)
    with pytest.raises(Refused) as refused:
        way.do(event, "secretary")
    assert refused.value.denied.code == "own_work"


def test_dis_01_the_reviewer_does_not_approve(here: County) -> None:
    way = Way(here)
    way.do("secrecy")
    way.do("review", "secretary")
    with pytest.raises(Refused) as refused:
        way.do("approve", "secretary")
    assert refused.value.denied.code == "same_reviewer"


def test_nothing_is_opened_over_a_correction_that_waits(here: County) -> None:
    way = Way(here)
    way.to("inner")
    way.do("correct")
    with pytest.raises(Refused) as refused:
        way.open_later()
    assert refused.value.denied.code == "pending_correction"
    way.do("review_correction")
    way.do("apply_correction")
    assert way.open_later().body == "更正后的正文。"


def test_dis_01_a_correction_passes_other_hands_and_the_secrecy_check(here: County) -> None:
    way = Way(here)
    way.to("public")
    way.do("correct", "secretary")
    for event, name, more, code in (
        ("review_correction", "secretary", {}, "own_work"),
        ("review_correction", "reviewer", {"secrecy": False}, "no_secrecy"),
        ("apply_correction", "approver", {}, "nothing"),
    ):
        with pytest.raises(Refused) as refused:
            way.do(event, name, **more)
        assert refused.value.denied.code == code
    way.do("return_correction")
    assert way.do("correct").state == "public"


def test_m02_a_return_needs_a_reason_and_words(here: County) -> None:
    for more in ({"reason": "too_critical"}, {"text": "  "}):
        with pytest.raises(Refused):
            Way(here).do("return", **more)


def test_a_stale_page_changes_nothing(here: County) -> None:
    way = Way(here)
    with pytest.raises(Refused) as refused:
        way.do("secrecy", revision=way.item.revision + 5)
    assert refused.value.denied.code == "stale"
    assert Item.objects.unscoped("test").get(pk=way.item.pk).state == "proposed"


def test_the_same_form_sent_twice_is_one_item(here: County) -> None:
    from lianxin.publicity.disclosure import actions
    from lianxin.publicity.disclosure.actions import Draft

    entry, keeper = line(here), here.actor("keeper")
    first = actions.propose(actor=keeper, entry=entry, draft=Draft("一", "二"), key="same")
    assert actions.propose(actor=keeper, entry=entry, draft=Draft("一", "二"), key="same").pk == first.pk


#: verb -> names of the cast that hold it for QS01, and one who holds it elsewhere
HOLDERS = {
    "disclosure.secrecy": {"reviewer", "reviewer2", "secretary", "county_reviewer"},
    "disclosure.review": {"reviewer", "reviewer2", "secretary", "county_reviewer"},
    "disclosure.approve": {"approver", "secretary", "leader"},
    "disclosure.propose": {"keeper", "secretary"},
    "disclosure.publish": {"keeper", "secretary"},
    "system": set(),
}
NAMES = ("keeper", "reviewer", "reviewer2", "approver", "secretary", "leader", "county_reviewer", "foreign_reviewer",
         "member", "other_member", "handler", "author", "anonymous")  # fmt: skip


def test_state_event_role_table(here: County) -> None:
    """Whoever lacks the right, or stands in the wrong state, is refused; the table says who is not."""
    items = {state: Way(here).to(state) for state in ROADS}
    for state, row, name in itertools.product(ROADS, ITEM.transitions, NAMES):
        decision = may(here.actor(name), items[state], row.event)
        if state not in row.sources or name not in HOLDERS[row.verb]:
            assert not decision, (state, row.event, name)
    # and the people of the four steps may go on from each state
    for state, event, name in [
        ("proposed", "clear_secrecy", "reviewer"), ("reviewed", "approve", "approver"), ("approved", "show_inside_first", "keeper"),
        ("returned", "resubmit", "keeper"), ("inner", "withdraw", "leader"), ("public", "correct", "keeper"),
    ]:  # fmt: skip
        assert may(here.actor(name), items[state], event), (state, event, name)
