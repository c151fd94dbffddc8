"""Who may do what with a letter, in every state: the whole table, written down a second time by hand.

The expectation here is read from the product rules, not derived from the code: for each state the
events that may happen, for each event the people who may do it. Everything else is refused with a
Chinese sentence and a code.
"""

from __future__ import annotations

import re

import pytest

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.casework.engine import may
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters.lifecycle import LETTER
from lianxin.voice.letters.models import Letter
from tests.factories import WAY_TO, County, Moves, submit

ROLES = (
    "author", "code", "neighbour", "anonymous", "reviewer", "reviewer2", "dispatcher", "handler", "colleague",
    "other_handler", "approver", "caller", "leader", "secretary", "assistant", "admin", "foreign_reviewer",
    "foreign_dispatcher", "foreign_handler", "system",
)  # fmt: skip

WRITER = "author code system"
REVIEWERS = "reviewer reviewer2 system"
OFFICE = "handler colleague system"
SIGNERS = "approver leader secretary system"
#: everybody who works on letters in town; handlers only while the letter lies with their office
DESK = "reviewer reviewer2 dispatcher approver caller leader secretary system"

#: event -> who may do it, when the state allows it
WHO: dict[str, str] = {
    "accept_public": REVIEWERS, "accept_private": REVIEWERS, "refuse": REVIEWERS,
    "appeal": WRITER,
    "uphold": "reviewer2 system", "overturn": "reviewer2 system",  # M02: another reviewer than the first
    "assign": "dispatcher system", "transfer": "dispatcher system", "add_cohandler": "dispatcher system",
    "exclude": "dispatcher system", "merge": "dispatcher system",
    "take": OFFICE, "send_back": OFFICE, "acknowledge": OFFICE, "forward": OFFICE, "progress": OFFICE, "ask": OFFICE,
    "resume": OFFICE, "submit_reply": OFFICE,
    "extend": SIGNERS, "return_reply": SIGNERS, "send_reply": SIGNERS,
    "supervise": "leader secretary system",
    # somebody has to have talked to the citizen; the system cannot
    "redo": "caller", "accept_result": "caller", "look_again": "caller", "unreached": "caller",
    "escalate": "system", "succeed": "system", "close_unrated": "system", "no_supplement": "system",
    "supplement": WRITER, "urge": WRITER, "follow_up": WRITER, "rate_good": WRITER, "rate_fair": WRITER,
    "rate_bad": WRITER, "say_solved": WRITER, "reopen": WRITER, "withdraw": WRITER, "anonymise": WRITER, "unpublish": WRITER,
    "propose_adoption": "handler colleague", "report_done": "handler colleague",  # somebody has to say it
    "confirm_adoption": "approver leader secretary", "return_adoption": "approver leader secretary",
    "recommend": "reviewer reviewer2 dispatcher", "instruct": "leader secretary",
    "report_back": "handler colleague", "ask_more": "leader", "close_instruction": "leader",
    "hide": REVIEWERS, "publish": REVIEWERS, "keep_private": "reviewer2 system", "appeal_private": WRITER,
}  # fmt: skip

#: state -> what may happen to a letter that is in it and shown (or, before review, not yet shown)
WHEN: dict[str, str] = {
    "submitted": "accept_public accept_private refuse succeed note urge withdraw anonymise",
    "refused": "appeal succeed note withdraw anonymise",
    "appealed": "uphold overturn succeed note withdraw anonymise",
    "accepted": "recommend instruct assign add_cohandler exclude merge note urge supervise escalate succeed say_solved withdraw unpublish anonymise hide",
    "assigned": "recommend instruct transfer take send_back add_cohandler exclude merge acknowledge forward note progress submit_reply urge "
    "supervise escalate succeed say_solved withdraw unpublish anonymise hide",
    "handling": "recommend instruct transfer send_back add_cohandler exclude merge acknowledge forward note progress ask extend submit_reply "
    "urge supervise escalate succeed say_solved withdraw unpublish anonymise hide",
    "waiting": "recommend instruct transfer add_cohandler exclude note progress supplement resume urge supervise escalate succeed say_solved "
    "no_supplement withdraw unpublish anonymise hide",
    "approving": "recommend instruct add_cohandler exclude note return_reply send_reply urge supervise escalate succeed say_solved withdraw unpublish "
    "anonymise hide",
    "replied": "recommend instruct propose_adoption succeed note follow_up rate_good rate_fair rate_bad close_unrated withdraw unpublish anonymise hide",
    "callback": "recommend instruct propose_adoption succeed note redo accept_result look_again unreached withdraw unpublish anonymise hide",
    # the answer clock has stopped by now, so there is nothing left to extend (PET-04)
    "reworking": "recommend instruct propose_adoption transfer send_back add_cohandler exclude acknowledge forward note progress ask submit_reply urge "
    "supervise escalate succeed say_solved withdraw unpublish anonymise hide",
    "solved": "recommend instruct propose_adoption succeed note reopen unpublish anonymise hide",
    "closed": "recommend instruct propose_adoption succeed note reopen unpublish anonymise hide",
    "merged": "unpublish anonymise hide",
    "withdrawn": "anonymise",
}

#: states in which the letter lies with 柳河建设办, so that its handlers see it at all
AT_THE_OFFICE = ("assigned", "handling", "waiting", "approving", "replied", "callback", "reworking", "solved", "closed")

#: event -> the rule that stands behind a refusal, where one does: (state, role, event) -> rule id
BY_RULE: dict[tuple[str, str, str], str] = {
    ("appealed", "reviewer", "uphold"): "LX-01",
    ("appealed", "reviewer", "overturn"): "LX-01",
    ("reworking", "approver", "extend"): "PET-04",
}


def expected(state: str, role: str, event: str) -> bool:
    """Whether the person may do it, by the tables above alone."""
    if event not in WHEN[state].split():
        return False
    if event == "note":
        people = DESK + (" handler colleague" if state in AT_THE_OFFICE else "")
        return role in people.split()
    return role in WHO[event].split()


def test_the_tables_speak_of_the_same_things() -> None:
    assert set(WHEN) == set(WAY_TO) == {s.name for s in LETTER.states}
    assert set(WHO) | {"note"} == {t.event for t in LETTER.transitions}


@pytest.mark.parametrize("state", WHEN)
def test_everybody_may_do_exactly_what_the_table_says(county: County, moves: Moves, state: str) -> None:
    """Every (state, event, role), 20 people and every event: allowed as written, or refused with a reason."""
    letter = moves.play(submit(county, with_code=True), WAY_TO[state])
    assert letter.state == state
    people = {role: county.actor(role, letter) for role in ROLES}
    wrong = []
    for event in LETTER.by_event:
        for role, actor in people.items():
            decision = may(actor, letter, event)
            if bool(decision) != expected(state, role, event):
                wrong.append(f"{role} {event}: {decision}")
            if isinstance(decision, Denied):
                wrong += unexplained(state, role, event, decision)
    assert not wrong, f"{state}:\n" + "\n".join(wrong)


def unexplained(state: str, role: str, event: str, denied: Denied) -> list[str]:
    """What is missing from a refusal: a Chinese sentence, a code, the rule where one stands behind it."""
    missing = []
    if not re.fullmatch(r"[^!！]*[\u4e00-\u9fff][^!！]*。", denied.reason):
        missing.append("sentence")
    if not denied.code:
        missing.append("code")
    if event not in {t.event for t in LETTER.leaving(state)} and denied.code != "wrong_state":
        missing.append("wrong_state")
    rule = BY_RULE.get((state, role, event))
    if rule and denied.rule != rule:
        missing.append(f"rule {rule}")
    return [f"{role} {event}: refusal lacks {', '.join(missing)}: {denied}"] if missing else []


@pytest.mark.parametrize("role", ["foreign_reviewer", "foreign_dispatcher", "foreign_handler", "other_handler"])
def test_staff_of_another_place_are_told_nothing(county: County, moves: Moves, role: str) -> None:
    """P05: to them the letter does not exist, whatever they try with it."""
    letter = moves.play(submit(county), WAY_TO["handling"])
    actor = county.actor(role)
    verbs = {"foreign_reviewer": "hide", "foreign_dispatcher": "transfer"}
    decision = may(actor, letter, verbs.get(role, "ask"))
    assert isinstance(decision, Denied)
    assert decision.code == "out_of_scope"


# -- the same through the real actions ------------------------------------------------------------


def lines() -> int:
    return AuditLine.objects.unscoped("test").count()


def right_person(state: str, event: str) -> str:
    if event == "note":
        return "reviewer"
    return next(role for role in WHO[event].split() if expected(state, role, event))


ALLOWED = [(state, event) for state, events in WHEN.items() for event in events.split()]


@pytest.mark.parametrize("state", WHEN)
def test_each_action_does_its_event_and_leaves_its_line(county: County, moves: Moves, state: str) -> None:
    """Every row of the table is walked by its action: target state, one revision more, time line, audit line."""
    from django.db import transaction

    before = moves.play(submit(county, with_code=True), WAY_TO[state])
    for event in WHEN[state].split():
        with transaction.atomic():
            known = lines()
            after = moves.do(event, before, right_person(state, event))
            check_walk(before, after, event)
            assert lines() > known, f"{event} left no audit line"
            transaction.set_rollback(True)


def check_walk(before: Letter, after: Letter, event: str) -> None:
    (row,) = [t for t in LETTER.by_event[event] if before.state in t.sources]
    fresh = Letter.objects.unscoped("test").get(pk=before.pk)
    assert fresh.state == (before.state if row.target == "=" else row.target), event
    assert fresh.revision == before.revision + 1, event
    step = fresh.steps.order_by("pk").last()
    assert (step.event, step.source, step.target) == (event, before.state, fresh.state)
    codes = AuditLine.objects.unscoped("test").filter(subject=f"letter:{fresh.pk}").values_list("code", flat=True)
    assert f"letters.{event}" in codes
    assert after.revision == fresh.revision


#: events that need more than a state: walked by the tests of publication and of 采纳登记
BESIDE_THE_WAY = {"publish", "appeal_private", "keep_private", "report_done", "confirm_adoption", "return_adoption",
                  "report_back", "ask_more", "close_instruction"}  # fmt: skip


def test_every_event_of_the_table_is_walked() -> None:
    assert {event for _, event in ALLOWED} | BESIDE_THE_WAY == set(LETTER.by_event)


@pytest.mark.parametrize("state", WHEN)
def test_an_action_out_of_its_time_changes_nothing(county: County, moves: Moves, state: str) -> None:
    """The system itself, which holds every right, cannot make a letter jump."""
    from django.db import transaction

    letter = moves.play(submit(county, with_code=True), WAY_TO[state])
    seen = set(LETTER.by_event) - {t.event for t in LETTER.leaving(state)}
    for event in sorted(seen):
        with transaction.atomic():
            with pytest.raises(Refused) as refused:
                moves.do(event, letter, "system")
            # an empty desk says so in its own words: there is no reply to sign, no draft to hand in
            assert refused.value.denied.code in ("wrong_state", "nothing", "empty"), (event, refused.value)
            transaction.set_rollback(True)
        fresh = Letter.objects.unscoped("test").get(pk=letter.pk)
        assert (fresh.state, fresh.revision) == (letter.state, letter.revision), event


@pytest.mark.parametrize("state", WHEN)
def test_a_stranger_changes_nothing(county: County, moves: Moves, state: str) -> None:
    """Each action asks for the right itself; no page can forget it."""
    from django.db import transaction

    letter = moves.play(submit(county, with_code=True), WAY_TO[state])
    for event in WHEN[state].split():
        with transaction.atomic():
            with pytest.raises(Refused):
                moves.do(event, letter, "neighbour")
            transaction.set_rollback(True)
        fresh = Letter.objects.unscoped("test").get(pk=letter.pk)
        assert (fresh.state, fresh.revision) == (letter.state, letter.revision), event


def test_an_unknown_holder_of_another_code_is_a_stranger(county: County, moves: Moves) -> None:
    letter, other = submit(county, with_code=True), submit(county, with_code=True)
    holder: Actor = county.actor("code", other)
    assert not may(holder, letter, "withdraw")
    assert may(holder, other, "withdraw")
