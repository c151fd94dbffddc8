"""Slips, sign-in, scrutineers, the roll and its order at the border of each rule (ELE-09 to ELE-12, ELE-14, LX-240)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from lianxin.democracy.elections import actions, policies, results, rolls
from lianxin.democracy.elections.actions import Standing
from lianxin.democracy.elections.models import Scrutineer, Voter
from lianxin.foundation.audit.models import AuditLine
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import Member, MemberRecord
from tests.democracy.elections.conftest import CANDIDATES, NAMES, NOW, PROBATION, World
from tests.democracy.elections.paper_rounds import (
    SCRUTINEERS,
    Make,
    appointed,
    counted,
    polled,
    refused,
    yes_of,
)

# LX-240, ELE-09, ELE-10: slips


@pytest.mark.parametrize(("slips", "may"), [(5, False), (6, True)])
def test_so_few_slips_would_say_who_voted_what(slips: int, may: bool, meeting: Make) -> None:
    """LX-240, V07: five at most vote on paper; six slips are enough to hide among."""
    found = meeting().announce().sign_in(NAMES, paper=NAMES[slips:]).keys_of(SCRUTINEERS).give_slips()
    if may:
        assert found.do("open_vote").state == "voting"
        return
    denied = refused(found.do, "open_vote")
    assert (denied.rule, denied.code) == ("LX-240", "few")


def test_as_many_slips_as_people_without_paper(meeting: Make) -> None:
    """ELE-09: one more, one less, one twice are refused; who comes or goes after the slips stops the opening."""
    found = meeting().announce().sign_in(NAMES).keys_of(SCRUTINEERS).give_slips()
    publics = found.row.slips
    assert publics == sorted(publics, key=int), "nothing tells in which order they were handed out"
    for wrong, code in (
        (publics[:-1], "slips"), ([*publics, "4"], "slips"), ([*publics[:-1], publics[0]], "malformed"),
        ([*publics[:-1], "0"], "malformed"), ([*publics[:-1], "1"], "malformed"), ([*publics[:-1], "01"], "malformed"),
        ([*publics[:-1], "x"], "malformed"), ([*publics[:-1], "9" * 700], "malformed"),
    ):  # fmt: skip
        assert refused(found.do, "hand_out", publics=wrong).code == code, wrong[-1]
    last = found.case.voters.get(name=NAMES[-1])
    actions.check_in(actor=found.world.who("runner"), voter=last, here=False)
    denied = refused(found.do, "open_vote")
    assert (denied.rule, denied.code) == ("ELE-09", "slips")
    actions.check_in(actor=found.world.who("runner"), voter=last, here=True)
    assert found.do("open_vote").state == "voting"


def test_a_lost_slip_is_replaced_before_the_opening_and_the_ledger_says_how_many(meeting: Make) -> None:
    """The old one opens nothing any more; nothing says whose it was."""
    from lianxin.democracy.ballotbox.credentials import new_credential, public_of
    from lianxin.democracy.elections import texts

    found = meeting().announce().sign_in(NAMES).keys_of(SCRUTINEERS).give_slips()
    fresh = new_credential()
    publics = [*found.row.slips[1:], str(public_of(fresh, found.row.uuid, texts.group_of(found.case)))]
    found.do("hand_out", publics=publics)
    step = found.case.steps.filter(event="hand_out").order_by("-pk")[0]
    assert step.data == {"slips": 12, "replaced": 1}
    found.do("open_vote")
    assert refused(found.do, "hand_out", publics=publics).code == "wrong_state"


def test_it_is_tried_out_first(meeting: Make) -> None:
    """A ballot on trial comes before the first; not before there are keys, not with a slip of an elector, not any text."""
    from lianxin.democracy.ballotbox.ballots import fill_in
    from lianxin.democracy.ballotbox.credentials import new_credential, secret_of
    from lianxin.democracy.elections import box

    found = meeting().announce().sign_in(NAMES)
    runner = found.world.who("runner")
    assert refused(actions.try_out, actor=runner, row=found.row, text="{}").code == "keys"
    found.keys_of(SCRUTINEERS).give_slips()
    row = found.row
    row.tested = False
    row.save()
    assert refused(found.do, "open_vote").code == "untested"
    election = box.published(row)
    own = fill_in(election, secret_of(found.slips[0], row.uuid, election.group), found.blank())
    other = fill_in(election, secret_of(new_credential(), row.uuid, election.group), found.blank())
    for text, code in (
        (own.text, "credential"), (other.text + " ", "malformed"), ("[" * 90_000, "malformed"), ("", "malformed"),
        (other.text.replace(other.signed, "\\ud800"), "malformed"),
    ):  # fmt: skip
        assert refused(actions.try_out, actor=runner, row=row, text=text).code == code, text[:9]
    assert refused(actions.try_out, actor=found.world.who("吴平安"), row=row, text=other.text).code == "out_of_scope"
    actions.try_out(actor=runner, row=row, text=other.text)
    found.do("open_vote")
    assert not found.row.links.filter(kind="Ballot").exists()
    assert refused(actions.try_out, actor=runner, row=found.row, text=other.text).code == "wrong_state"


def test_slips_that_were_called_back_for_paper_do_not_vote(meeting: Make) -> None:
    """LX-240: slips were out, then all took paper: there is no box, a slip puts nothing into it, nothing is voided by it."""
    from lianxin.democracy.ballotbox.ballots import fill_in
    from lianxin.democracy.ballotbox.credentials import secret_of
    from lianxin.democracy.elections import box

    found = meeting().announce().sign_in(NAMES).keys_of(SCRUTINEERS).give_slips()
    for voter in found.case.voters.filter(name__in=NAMES):
        actions.check_in(actor=found.world.who("runner"), voter=voter, here=True, paper=True)
    found.do("open_vote")
    row = found.row
    ballot = fill_in(box.published(row), secret_of(found.slips[0], row.uuid, box.published(row).group), found.blank())
    assert refused(actions.cast, row=row, text=ballot.text).code == "paper"
    assert not row.links.exists()


def test_who_signs_in_and_when(meeting: Make) -> None:
    """ELE-09, ELE-14: not before the day, not without a vote, not after the opening; twice is once; nobody from outside."""
    found = meeting(meeting_at=NOW + timedelta(days=1)).announce()
    runner, voter = found.world.who("runner"), found.case.voters.get(name="韩国志")

    def enter(who: Actor = runner, v: Voter = voter) -> None:
        actions.check_in(actor=who, voter=v, here=True)

    assert refused(found.do, "begin").code == "early"
    assert refused(enter).code == "wrong_state"
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        found.do("begin")
        enter()
        enter()
        assert policies.present(found.fresh()) == 1
        assert refused(enter, v=found.case.voters.get(name=PROBATION)).rule == "ELE-14"
        assert refused(enter, who=found.world.who("吴平安")).code == "out_of_scope"
        for other in found.case.voters.filter(without=""):
            actions.check_in(actor=runner, voter=other, here=True, paper=True)
        appointed(found).do("open_vote")
        assert refused(enter).code == "wrong_state"
        assert refused(actions.excuse, actor=runner, voter=voter, excused=True).code == "wrong_state"
    said = AuditLine.objects.unscoped("test").filter(code="elections.check_in")
    assert said.exists()
    assert not [line for line in said if "韩国志" in str(line.data) or f'"{voter.pk}"' in str(line.data)]


# ELE-11: scrutineers


def test_who_can_be_a_scrutineer(world: World, meeting: Make) -> None:
    """ELE-11, ELE-14, LX-240: nobody who stands, nobody without a vote, nobody who did not come; two different people."""
    standing = [Standing("丁一禾", person=world.person("丁一禾").pk), *[Standing(name) for name in CANDIDATES[1:]]]
    found = meeting(candidates=standing).announce().sign_in(NAMES[:11])
    for names, rule in (
        (("丁一禾", "周禾苗"), "ELE-11"), (("王春秋", "周禾苗"), "ELE-11"), ((PROBATION, "周禾苗"), "ELE-11"),
        (("韩国志", "周禾苗"), "ELE-11"), (("周禾苗",), "LX-240"), (("周禾苗", "周禾苗"), "LX-240"),
    ):  # fmt: skip
        assert refused(appointed, found, names).rule == rule, names
    assert not Scrutineer.objects.filter(election=found.case).exists()


@pytest.mark.parametrize(("yes", "passed"), [(5, False), (6, True)])
def test_half_of_the_meeting_passes_no_scrutineer(yes: int, passed: bool, meeting: Make) -> None:
    """ELE-11: of ten present."""
    found = meeting().announce().sign_in(NAMES[:10])
    if passed:
        appointed(found, votes=(yes, 10 - yes, 0))
        assert found.case.meeting["scrutineers"] == {"yes": 6, "no": 4, "abstain": 0, "here": 10}
        return
    for votes in ((yes, 5, 0), (5, 0, 5), (11, 0, 0), (10, -1, 0)):
        assert refused(appointed, found, votes=votes).rule == "ELE-11", votes


def test_a_scrutineer_who_comes_onto_the_ballot_makes_room(meeting: Make) -> None:
    """ELE-11 in a further round: whoever stands in it watches over it no longer, and is not appointed for it."""
    found = polled(meeting)
    counted(found, yes_of(12, 12, 5, 4, of=12), ballots=12)
    found.do("another", names=["刘玉莲", SCRUTINEERS[0]])
    denied = refused(found.do, "open_vote")
    assert (denied.rule, denied.code) == ("ELE-11", "standing")
    assert SCRUTINEERS[0] in denied.reason
    assert refused(appointed, found).rule == "ELE-11"
    appointed(found, ("冯长河", SCRUTINEERS[1]))
    assert found.do("open_vote").state == "voting", "who stood before and does not now may watch"


# ELE-12, ELE-14: order and roll


def test_candidates_stand_in_the_order_of_strokes(meeting: Make) -> None:
    """ELE-12: also in a further round, whatever order the page sends."""
    found = polled(meeting)
    assert [one.name for one in found.case.candidates.all()] == list(CANDIDATES)
    counted(found, yes_of(5, 5, 5, 5, of=12), ballots=12)
    found.do("another", names=list(reversed(NAMES[2:6])))
    assert [one["name"] for one in found.row.names] == list(NAMES[2:6])


@pytest.fixture
def watched(world: World) -> str:
    """A full member on probation within the Party."""
    member = Member.objects.unscoped("test").get(person=world.person("韩国志"))
    MemberRecord.objects.create(
        member=member, kind="sanction", text="留党察看一年", since=NOW.date() - timedelta(days=30)
    )
    return "韩国志"


def test_those_without_a_vote_are_listed_with_the_reason(watched: str, meeting: Make) -> None:
    """ELE-14: on the roll, not counted, not signed in, not written in."""
    found = meeting().announce()
    listed = dict(found.case.voters.exclude(without="").values_list("name", "without"))
    assert listed == {PROBATION: "probation", watched: "sanction"}
    assert policies.due(found.case) == 11
    found.sign_in(NAMES[:11], paper=NAMES[:11])
    numbers = set(found.case.voters.exclude(without="").values_list("number", flat=True))
    assert not numbers & results.nameable(found.row)
    for name in listed:
        voter = found.case.voters.get(name=name)
        assert refused(actions.check_in, actor=found.world.who("runner"), voter=voter, here=True).rule == "ELE-14"
    assert rolls.digest_of(found.case) == found.case.roll_hash


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", ["韩国志", PROBATION])
def test_whoever_has_no_vote_is_not_elected_either(
    name: str, known: bool, watched: str, world: World, meeting: Make
) -> None:
    """ELE-14: by the file or by the name on the roll, at the latest when it is announced."""
    standing = Standing(name, person=world.person(name).pk if known else None)
    found = meeting(candidates=[*[Standing(one) for one in CANDIDATES[:3]], standing])
    found.do("submit")
    denied = refused(found.do, "release", "reviewer")
    assert (denied.rule, denied.field) == ("ELE-14", "candidates")
    assert name in denied.reason


def test_a_list_of_those_who_vote_has_no_member_without_a_vote(watched: str, world: World, meeting: Make) -> None:
    """ELE-14 for a roll that was typed: the files say who has no vote."""
    people = [rolls.Line(name, "", world.person(name).pk) for name in (*NAMES[:5], watched, PROBATION)]
    found = meeting(electorate="listed", listed=people).announce()
    assert dict(found.case.voters.exclude(without="").values_list("name", "without")) == {
        PROBATION: "probation", watched: "sanction",
    }  # fmt: skip
