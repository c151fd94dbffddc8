"""Who keeps away: conflicts of interest, one's own letters, the reported office (PET-06, PET-07, M02, M04)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from lianxin.foundation.accounts.models import Appointment, Person
from lianxin.foundation.accounts.queries import holders
from lianxin.foundation.casework.engine import may
from lianxin.foundation.notices.delivery import deliver_due
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters import actions
from lianxin.voice.letters.models import Letter, Review
from lianxin.voice.letters.queries import desk
from tests.factories import SHANGHAI, County, Moves, submit


def exclude(county: County, letter: Letter, *, person: str = "", code: str = "") -> Letter:
    return actions.exclude(
        actor=county.actor("dispatcher"), letter=letter, revision=letter.revision,
        person=county.people[person] if person else None, organisation=county.organisations[code] if code else None,
    )  # fmt: skip


def told(letter: Letter) -> set[int]:
    """Everybody who has a line about the letter in the inbox."""
    return set(Notice.objects.filter(key__startswith=f"letters:{letter.pk}:").values_list("person_id", flat=True))


# -- PET-06: persons and offices with an interest ------------------------------------------------


def test_a_person_with_an_interest_does_nothing_with_the_letter(county: County, moves: Moves) -> None:
    """PET-06, for each post: reviewer, dispatcher, handler, approver, caller."""
    for person, way, event in (
        ("reviewer2", "refuse appeal", "uphold"),
        ("dispatcher", "accept_public", "assign"),
        ("colleague", "accept_public assign take", "ask"),
        ("approver", "accept_public assign take submit_reply", "send_reply"),
        ("caller", "accept_public assign take submit_reply send_reply rate_bad", "redo"),
    ):
        letter = moves.play(submit(county), way)
        assert may(county.actor(person), letter, event), person
        letter.parties.create(role="conflict", person=county.people[person])
        denied = may(county.actor(person), letter, event)
        assert isinstance(denied, Denied), person
        assert (denied.rule, denied.code) == ("PET-06", "conflict"), person


def test_a_letter_is_not_assigned_to_those_who_keep_away(county: County, moves: Moves) -> None:
    letter = exclude(county, moves.accept_public(submit(county)), code="QS01-U1")
    with pytest.raises(Refused) as refused:
        moves.assign(letter)
    assert (refused.value.denied.rule, refused.value.denied.field) == ("PET-06", "organisation")
    letter = exclude(county, moves.accept_public(submit(county)), person="handler")
    with pytest.raises(Refused) as refused:
        moves.assign(letter)
    assert (refused.value.denied.rule, refused.value.denied.field) == ("PET-06", "handler")


def test_the_named_handler_who_is_excluded_loses_the_letter(county: County, moves: Moves) -> None:
    letter = exclude(county, moves.play(submit(county), "accept_public assign take"), person="handler")
    assert letter.handler_id is None
    assert not may(county.actor("handler"), letter, "ask")
    assert may(county.actor("colleague"), letter, "ask")


# -- PET-07: the reported one does not read ------------------------------------------------------


@pytest.mark.parametrize("post", ["handler", "approver", "secretary"])
def test_nobody_of_the_reported_office_reads_the_letter(county: County, moves: Moves, post: str) -> None:
    """PET-07: whatever post one holds at the office that is concerned."""
    one_of_them = county.add("one_of_them", post, "QS01-U1")
    letter = exclude(county, moves.play(submit(county), "accept_public assign"), code="QS01-U1")
    assert desk.one(one_of_them, letter.pk) is None
    assert not desk.in_scope(one_of_them).filter(pk=letter.pk).exists()
    for event in ("note", "ask", "extend", "supervise"):
        assert not may(one_of_them, letter, event), event
    assert desk.one(county.actor("dispatcher"), letter.pk) is not None


def test_the_reported_person_reads_nothing_and_is_told_nothing(county: County, moves: Moves) -> None:
    letter = exclude(county, moves.accept_public(submit(county)), person="secretary")
    before = told(letter)
    letter = actions.assign(
        actor=county.actor("dispatcher"), letter=letter, organisation=county.office, revision=letter.revision
    )
    letter = moves.play(letter, "take submit_reply send_reply rate_bad")
    person = county.people["secretary"].pk
    assert person not in told(letter) - before
    assert desk.one(county.actor("secretary"), letter.pk) is None


def test_an_excluded_handler_is_not_told_of_urges(county: County, moves: Moves) -> None:
    """The title of a letter travels in the notice; it must not reach who keeps away."""
    letter = exclude(county, moves.play(submit(county), "accept_public assign take"), person="handler")
    Notice.objects.all().delete()
    letter = moves.urge(letter)
    assert county.people["handler"].pk not in told(letter)
    assert county.people["colleague"].pk in told(letter)


def test_a_mail_that_waits_is_checked_again_when_it_leaves(county: County, moves: Moves, mailoutbox: Any) -> None:
    """PET-06, PET-07, P05: 回避 registered and a duty ended after the line was written, before the digest left."""
    for name in ("handler", "colleague", "third"):
        if name == "third":
            county.add(name, "handler", "QS01-U1")
        Person.objects.filter(pk=county.people[name].pk).update(email=f"{name}@example.test")
    with time_machine.travel(datetime(2025, 3, 4, 10, tzinfo=SHANGHAI), tick=False):
        letter = moves.accept_public(submit(county))
        letter = actions.assign(
            actor=county.actor("dispatcher"), letter=letter, organisation=county.office, revision=letter.revision
        )
    letter.parties.create(role="conflict", person=county.people["handler"])
    Appointment.objects.filter(person=county.people["colleague"]).update(until=date(2025, 3, 4))
    with time_machine.travel(datetime(2025, 3, 5, 10, tzinfo=SHANGHAI), tick=False):
        deliver_due()
    assert [m.to for m in mailoutbox] == [["third@example.test"]]
    assert letter.title in mailoutbox[0].body


def test_what_was_not_read_yet_is_taken_back(county: County, moves: Moves) -> None:
    """PET-07: whoever must keep away finds no line of the letter; their colleagues do, and lines of one's own stay."""
    letter = moves.accept_public(submit(county))
    letter = actions.assign(
        actor=county.actor("dispatcher"), letter=letter, organisation=county.office, revision=letter.revision
    )
    assert {county.people["handler"].pk, county.people["colleague"].pk} <= told(letter)
    letter = exclude(county, letter, person="handler")
    assert county.people["handler"].pk not in told(letter)
    assert {county.people["colleague"].pk, county.people["author"].pk} <= told(letter)


# -- M04: nobody works on their own --------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "way", "event"),
    [
        ("reviewer", "", "accept_public"),
        ("reviewer", "", "refuse"),
        ("handler", "accept_public assign take", "submit_reply"),
        ("approver", "accept_public assign take submit_reply", "send_reply"),
        ("approver", "accept_public assign take", "extend"),
        ("caller", "accept_public assign take submit_reply send_reply rate_bad", "accept_result"),
    ],
)
def test_nobody_works_on_a_letter_of_their_own(county: County, moves: Moves, person: str, way: str, event: str) -> None:
    letter = submit(county, county.actor(person))
    for step in way.split():
        helpers = {"reviewer": "reviewer2", "handler": "colleague", "author": person}
        default = Moves.do.__get__(moves)
        by = helpers.get(DONE_BY.get(step, ""), "")
        if step == "assign":
            letter = actions.assign(
                actor=county.actor("dispatcher"), letter=letter, organisation=county.office, revision=letter.revision
            )
        else:
            letter = default(step, letter, by)
    denied = may(county.actor(person), letter, event)
    assert isinstance(denied, Denied)
    assert denied.code == "own_work"


DONE_BY = {
    "accept_public": "reviewer", "take": "handler", "submit_reply": "handler", "rate_bad": "author",
    "send_reply": "", "assign": "",
}  # fmt: skip


def test_the_assistant_does_not_review_what_was_entered_for_somebody(county: County) -> None:
    """A02, M04: the one who typed it down is bound as the author is."""
    both = county.add("both", "reviewer", "QS01")
    letter = submit(county, both, on_behalf="visit", with_code=True)
    assert letter.author_id is None
    denied = may(both, letter, "accept_public")
    assert isinstance(denied, Denied)
    assert denied.code == "own_work"
    assert may(county.actor("reviewer"), letter, "accept_public")


def test_who_drafts_a_reply_does_not_sign_it(county: County, moves: Moves) -> None:
    """R094: no answer goes out on the word of one person."""
    from tests.factories import appoint

    appoint(county.people["handler"], "approver", county.town)
    letter = moves.play(submit(county), "accept_public assign take submit_reply")
    denied = may(county.actor("handler"), letter, "send_reply")
    assert isinstance(denied, Denied)
    assert denied.code == "own_work"
    assert may(county.actor("approver"), letter, "send_reply")


def test_only_the_citizen_confirms_what_was_entered_for_the_citizen(county: County) -> None:
    """A02: holder of the code, not the assistant, not a passer-by."""
    letter = submit(county, county.actor("assistant"), on_behalf="phone", with_code=True)
    for name in ("assistant", "anonymous", "neighbour", "reviewer"):
        with pytest.raises(Refused):
            actions.confirm_assisted(actor=county.actor(name), letter=letter)
    confirmed = actions.confirm_assisted(actor=county.actor("code", letter), letter=letter)
    assert confirmed.assist_confirmed_at
    with pytest.raises(Refused):
        actions.confirm_assisted(actor=county.actor("code", letter), letter=letter)


# -- M02: another reviewer; HCP-01: somebody else calls back --------------------------------------


def test_an_appeal_is_told_to_a_reviewer_who_may_decide_it(county: County, moves: Moves) -> None:
    """With one reviewer in town the appeal goes to the county; the first reviewer is not asked."""
    from lianxin.foundation.accounts.actions import end_appointment
    from lianxin.kernel.actor import SYSTEM

    yesterday = moment.today().replace(day=1)
    end_appointment(actor=SYSTEM, appointment=county.posts["reviewer2"], until=yesterday.replace(year=2020))
    letter = moves.refuse(submit(county))
    Notice.objects.all().delete()
    letter = moves.appeal(letter)
    assert county.people["reviewer"].pk not in told(letter)
    assert told(letter) == {county.people["county_reviewer"].pk}
    assert may(county.actor("county_reviewer"), letter, "overturn")
    assert county.people["reviewer"].pk in holders("letters.review", letter.org_path)


def test_the_first_reviewer_does_not_decide_the_appeal(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "refuse appeal")
    with pytest.raises(Refused) as refused:
        moves.overturn(letter, "reviewer")
    assert (refused.value.denied.code, refused.value.denied.rule) == ("same_reviewer", "LX-01")
    letter = moves.overturn(letter)
    assert (letter.state, letter.publication) == ("accepted", "public")
    assert Review.objects.filter(letter=letter, on_appeal=True, decision="overturn").count() == 1


@pytest.mark.parametrize("worked", ["handler", "approver"])
def test_who_worked_on_it_does_not_call_back(county: County, moves: Moves, worked: str) -> None:
    from tests.factories import appoint

    appoint(county.people[worked], "caller", county.town)
    letter = moves.play(submit(county), "accept_public assign take submit_reply send_reply rate_bad")
    denied = may(county.actor(worked), letter, "redo")
    assert isinstance(denied, Denied)
    assert (denied.code, denied.rule) == ("own_work", "HCP-01")
    assert may(county.actor("caller"), letter, "redo")


def test_a_co_handling_office_reads_and_helps(county: County, moves: Moves) -> None:
    """增加协办单位: its handlers see the letter and note progress; the leading office answers."""
    letter = moves.play(submit(county), "accept_public assign take add_cohandler")
    helper = county.actor("other_handler")
    assert desk.one(helper, letter.pk) is not None
    assert may(helper, letter, "progress")
    assert may(helper, letter, "note")
    for event in ("submit_reply", "ask", "send_back", "take"):
        assert not may(helper, letter, event), event


def test_who_handled_it_before_others_does_not_call_back(county: County, moves: Moves) -> None:
    """HCP-01: also when the letter went to other hands, and only those answered."""
    from tests.factories import appoint

    for name in ("other_handler", "colleague"):
        appoint(county.people[name], "caller", county.town)
    letter = moves.play(submit(county), "accept_public")
    letter = actions.assign(
        actor=county.actor("dispatcher"), letter=letter, organisation=county.other_office, revision=letter.revision
    )
    letter = actions.take(actor=county.actor("other_handler"), letter=letter, revision=letter.revision)
    letter = actions.transfer(
        actor=county.actor("dispatcher"), letter=letter, organisation=county.office, revision=letter.revision
    )
    letter = moves.play(letter, "take submit_reply send_reply rate_bad")
    denied = may(county.actor("other_handler"), letter, "accept_result")
    assert isinstance(denied, Denied)
    assert (denied.code, denied.rule) == ("own_work", "HCP-01")
    assert may(county.actor("colleague"), letter, "accept_result")
