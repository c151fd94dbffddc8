"""R066, R069: drawn up by one, released by another, opened and closed by the clock, announced, archived; every row of the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from lianxin.democracy.polls import actions, policies, queries, results
from lianxin.democracy.polls.actions.rolls import digest_of
from lianxin.democracy.polls.counting import Ballot
from lianxin.democracy.polls.lifecycle import POLL
from lianxin.democracy.polls.models import NamedBallot, PaperCount, Poll, Roll, Urn
from lianxin.democracy.polls.succession import left, succeed
from lianxin.foundation.accounts.models import Appointment
from lianxin.foundation.casework.engine import may
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations.succession import Handover
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Denied, Refused
from tests.democracy.polls.conftest import CLOSES, NOW, OPENS, World, at_phase, draft_of, everybody, fresh

PollIn = Callable[..., Poll]
STATES = ("draft", "waiting", "upcoming", "open", "closed", "shown", "archived", "cancelled")
#: event -> phases in which somebody whose work it is may do it
MAY = {
    "change": {"draft"}, "submit": {"draft"}, "give_back": {"waiting"}, "release": {"waiting"}, "enrol": {"upcoming", "open"},
    "keep": {"draft", "waiting", "upcoming", "open", "closed"},
    "announce": {"closed"}, "archive": {"shown"}, "cancel": {"draft", "waiting", "upcoming", "open"},
}  # fmt: skip
#: who may never, whatever the phase
NEVER = {"release": ("drawer", "beside", "m1"), "announce": ("drawer", "beside", "m1"), "archive": ("drawer", "m1"),
         "cancel": ("drawer", "beside"), "give_back": ("drawer", "beside"), "submit": ("m1", "beside"),
         "change": ("m1", "beside"), "keep": ("m1", "beside", "second"), "enrol": ("m1", "beside")}  # fmt: skip


@pytest.mark.parametrize("phase", STATES)
def test_every_row_of_the_table_in_every_phase(phase: str, world: World, poll_in: PollIn) -> None:
    """The releaser holds every verb: what decides here is the phase. M04: who drew it up is nobody else."""
    case = poll_in(phase, votes=everybody() if phase not in ("draft", "waiting", "upcoming") else {})
    with at_phase(phase):
        assert case.phase() == phase
        for event, phases in MAY.items():
            assert bool(may(world.who("releaser"), case, event)) is (phase in phases), event
            for word in NEVER[event]:
                assert not may(world.who(word), case, event), (event, word)
        carried = may(world.who("releaser"), case, "carried")
        assert isinstance(carried, Denied)
    assert set(MAY) | {"carried"} == set(POLL.by_event)


def test_opening_and_closing_need_no_job(world: World, poll_in: PollIn) -> None:
    """Loomio closed by a job that could be late: here the clock is asked each time."""
    case = poll_in("upcoming")
    for moment, phase in ((OPENS - timedelta(seconds=1), "upcoming"), (OPENS, "open"), (CLOSES - timedelta(seconds=1), "open"),
                          (CLOSES, "closed")):  # fmt: skip
        assert case.phase(moment) == phase
    for phase, votes in (("upcoming", False), ("open", True), ("closed", False)):
        with at_phase(phase):
            assert bool(policies.may_cast(world.who("m0"), case, policies.entry_of(world.who("m0"), case))) is votes
            assert (case.number in {c.url and fresh(case).number for c in queries.open_cards(world.who("m0"), 5)}) is (
                phase != "closed"
            )


@pytest.mark.parametrize(
    ("more", "code"),
    [({"title": "选举支部委员"}, "election"), ({"items": ("改选支部书记",)}, "election"), ({"intro": "得票多的当选。"}, "election"),
     ({"no_election": False}, "election"), ({"items": ()}, "empty"), ({"items": ("甲", "甲")}, "twice_named"),
     ({"options": ("只有一个",)}, "empty"), ({"most": 9}, "most"), ({"title": "长" * 61}, "too_long"),
     ({"closes_at": OPENS}, "times"), ({"closes_at": OPENS + timedelta(days=91), "result_on": date(2027, 3, 20)}, "times"),
     ({"result_on": date(2026, 12, 4)}, "times"), ({"remind_every": 1}, "remind"), ({"quorum": 101}, "quorum"),
     ({"electorate": "citizens", "quorum": 50}, "quorum"), ({"electorate": "named"}, "people"), ({"kind": "vote"}, "choice")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(more: dict[str, Any], code: str, world: World) -> None:
    """R066, LX-180, LX-182; an election is refused and told where it is held (ELE-01)."""
    with pytest.raises(Refused) as told:
        actions.draw(actor=world.who("drawer"), organisation=world.branch, draft=draft_of(**more), key="k")
    assert told.value.denied.code == code
    if code == "election" and "no_election" not in more:
        assert "到会" in told.value.denied.remedy


def test_asking_about_the_work_of_an_election_is_no_election(world: World) -> None:
    assert actions.draw(
        actor=world.who("drawer"), organisation=world.branch, draft=draft_of(title="对选举工作满意吗，非选举"), key="k"
    )


def test_nothing_of_the_declaration_moves_after_the_release(world: World, poll_in: PollIn) -> None:
    case = poll_in("upcoming")
    with pytest.raises(Refused) as told:
        actions.change(actor=world.who("drawer"), poll=case, draft=draft_of(title="换个题目"), revision=case.revision)
    assert told.value.denied.code == "wrong_state"
    assert case.least == policies.few() + 1  # V07: whatever was declared


def test_the_roll_is_fixed_and_can_be_checked(world: World, poll_in: PollIn) -> None:
    """The size and the check value change when somebody is added, the reason stands in the steps; the far member is told why not."""
    case = poll_in("upcoming")
    people = set(Roll.objects.filter(poll=case).values_list("person_id", flat=True))
    assert case.roll_size == len(people) == 9
    assert case.roll_hash == digest_of(case.roll_salt, people)
    assert set(Notice.objects.filter(code="poll.ready").values_list("person_id", flat=True)) == people
    objection = actions.object_to(actor=world.who("m0"), poll=case, text="许明亮同志转来了，名册上没有。")
    actions.answer(actor=world.who("drawer"), objection=objection, text="已补。")
    far = world.person("far").pk
    later = actions.enrol(actor=world.who("drawer"), poll=case, person_id=far, reason="刚转来", revision=case.revision)
    assert later.roll_size == 10
    assert later.roll_hash != case.roll_hash
    assert later.steps.get(event="enrol").public_note == "刚转来"
    with pytest.raises(Refused):
        actions.enrol(actor=world.who("drawer"), poll=later, person_id=far, reason="又补", revision=later.revision)


def test_a_cancelled_poll_counts_nothing(world: World, poll_in: PollIn) -> None:
    case = poll_in("cancelled", votes=everybody())
    assert not Urn.objects.filter(poll=case).exists()
    with at_phase("open"), pytest.raises(Refused):
        actions.cast(actor=world.who("m8"), poll=case, ballot=Ballot(((0,), (0,))))
    named = poll_in("cancelled", votes=everybody(), nameless=False, key="n")
    assert not NamedBallot.objects.filter(poll=named).exists()


def test_after_the_archive_only_the_announced_result_is_left(world: World, poll_in: PollIn) -> None:
    case = poll_in("archived", votes=everybody())
    found = results.of(case)
    assert found is not None
    assert found.counts == ((7, 0, 0), (0, 7, 0))
    assert not Urn.objects.filter(poll=case).exists()
    assert not PaperCount.objects.filter(poll=case).exists()


def test_reminders_reach_only_those_who_have_not_voted(world: World, poll_in: PollIn) -> None:
    """LX-182, B02: as often as declared, never after the vote, however often the job runs; who has not is nobody's list."""
    from lianxin.democracy.polls.actions.results import remind

    case = poll_in("open", votes=everybody(many=7), remind_every=3)
    import time_machine

    for after, told in ((1, 0), (3, 2), (4, 2), (6, 3)):
        with time_machine.travel(OPENS + timedelta(days=after, hours=1), tick=False):
            remind()
            remind()
            assert Notice.objects.filter(code="poll.remind").count() == told
            if after == 3:
                actions.cast(actor=world.who("m7"), poll=case, ballot=Ballot(((0,), ())))
                assert not _waits(world.person("m7").pk)
                told_twice = Notice.objects.filter(code="poll.remind", person=world.person("m7")).count()
        if after == 6:
            assert Notice.objects.filter(code="poll.remind", person=world.person("m7")).count() == told_twice
            break
    assert NOW < OPENS


def _waits(person: int) -> bool:
    from lianxin.foundation.notices.models import Delivery

    return (
        Delivery.objects.unscoped("test").filter(notice__person_id=person, code="poll.remind", state="waiting").exists()
    )


def test_nobody_releases_or_announces_what_they_drew_up(world: World) -> None:
    """M04: a deputy secretary has every right here, and not this one."""
    deputy = world.who("counter")
    kept = {"keeper": world.person("counter").pk, "deputy": world.person("drawer").pk}
    case = actions.draw(actor=deputy, organisation=world.branch, draft=draft_of(**kept), key="own")
    case = actions.submit(actor=deputy, poll=case, revision=case.revision)
    told = may(deputy, case, "release")
    assert isinstance(told, Denied)
    assert told.code == "own_work"
    case = actions.release(actor=world.who("releaser"), poll=case, revision=case.revision)
    with at_phase("closed"):
        told = may(deputy, case, "announce")
        assert isinstance(told, Denied)
        assert told.code == "own_work"
        assert may(world.who("releaser"), case, "announce")


def test_f01_nothing_is_released_without_two_who_see_to_it(world: World) -> None:
    """F01: keeper and deputy are named, two people, public; the page of the desk changes them and nothing else."""
    drawer, branch = world.who("drawer"), world.branch
    one = {"keeper": world.person("drawer").pk}
    with pytest.raises(Refused, match="不能是同一人"):
        actions.draw(actor=drawer, organisation=branch, draft=draft_of(**one, deputy=one["keeper"]), key="a")
    case = actions.draw(actor=drawer, organisation=branch, draft=draft_of(**one), key="b")
    with pytest.raises(Refused, match="没有写明责任人"):
        actions.submit(actor=drawer, poll=case, revision=case.revision)
    browser = world.browser("drawer")
    page = f"/workbench/polls/{case.pk}/"
    assert "责任人空缺" in browser.get(page).text
    names = {"keeper": world.person("drawer").nickname, "deputy": world.person("counter").nickname}
    for wrong, words in (({"deputy": ""}, "请填写“副责任人”"), ({"deputy": "查无此人"}, "没有找到这位同志")):
        answer = browser.post(f"{page}keepers/", names | wrong | {"revision": case.revision})
        assert (answer.status_code, words in answer.text, names["keeper"] in answer.text) == (422, True, True)
    assert browser.post(f"{page}keepers/", names | {"revision": case.revision}).status_code == 303
    assert "责任人空缺" not in browser.get(page).text
    case = actions.submit(actor=drawer, poll=fresh(case), revision=fresh(case).revision)
    case = actions.release(actor=world.who("releaser"), poll=case, revision=case.revision)
    assert f"{names['keeper']}、{names['deputy']}" in world.browser("m0").get(case.get_absolute_url()).text


def test_f01_the_keepers_are_told_when_the_result_is_owed(world: World, poll_in: PollIn) -> None:
    """At the closing keeper and deputy; after the promised day (8th of December) those who release too; each once."""
    case = poll_in("open", votes=everybody())
    rows = Notice.objects.filter(code="poll.keeper")
    kept = {world.person("drawer").pk, world.person("counter").pk}
    with at_phase("open"):
        assert actions.tell_keepers() == 0
    with at_phase("closed"):
        assert [actions.tell_keepers(), actions.tell_keepers()] == [1, 0]
        assert {n.person_id for n in rows} == kept
    for day, told in (("2026-12-08", 0), ("2026-12-09", 1), ("2026-12-10", 0)):
        with time_machine.travel(f"{day}T04:00:00+00:00", tick=False):
            assert actions.tell_keepers() == told, day
    late = {n.person_id for n in rows.filter(title__startswith="过了说定的日子")}
    assert late == kept | {world.person(word).pk for word in ("releaser", "second")}
    assert case.title in rows.first().title


def test_f01_where_both_have_gone_those_who_release_are_told(world: World, poll_in: PollIn) -> None:
    case = poll_in("open", votes=everybody())
    Appointment.objects.filter(person__in=[case.keeper_id, case.deputy_id]).update(until=NOW.date())
    with at_phase("closed"):
        assert "没有写，或者已经不任职了" in world.browser("releaser").get(f"/workbench/polls/{case.pk}/").text
        actions.tell_keepers()
    assert Notice.objects.filter(code="poll.keeper", person=world.person("releaser")).count() == 1


def test_a_merged_organisation_hands_its_polls_on(world: World, poll_in: PollIn) -> None:
    """What was not announced is named before; afterwards the successor announces, and the roll is the one that was fixed."""
    case = poll_in("open", votes=everybody())
    assert [line.count for line in left(world.branch)] == [1]
    into = world.county.organisations["QS01-B2"]
    handover = Handover(SYSTEM, world.branch, into, NOW.date())
    assert succeed(actor=SYSTEM, handover=handover) == 1
    case = fresh(case)
    assert (case.organisation_id, case.org_path, case.roll_size) == (into.pk, into.path, 9)
    with at_phase("closed"):
        assert may(world.who("beside"), case, "announce")
        assert not may(world.who("releaser"), case, "announce")
