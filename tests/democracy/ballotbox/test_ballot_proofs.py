"""A ballot says nothing but what its voter may say, and nobody else can say it for them (V01; specification, 4.12, 4.13)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest

from lianxin.democracy.ballotbox.ballots import BallotError, check_ballot, fill_in, read_ballot
from lianxin.democracy.ballotbox.many import wrong_with
from lianxin.democracy.ballotbox.questions import Summed
from lianxin.democracy.ballotbox.texts import MalformedError, compact
from tests.democracy.ballotbox.building import MARKED, TWO_OF_FOUR, VOTES, YES_OR_NO, Held, prepared, signed_with


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where every text of a JSON value stands."""
    if isinstance(value, str):
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from leaves(inner, (*path, key))


def changed(text: str, path: tuple[Any, ...], change: Callable[[str], str]) -> str:
    body = json.loads(text)
    place = body
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = change(place[path[-1]])
    return compact(body)


@pytest.mark.parametrize("name", ["summed", "ranked"])
def test_every_number_of_a_ballot_is_vouched_for(name: str, request: pytest.FixtureRequest) -> None:
    """Whichever number is raised by one, the ballot does not count any more."""
    held: Held = request.getfixturevalue(name)
    ballot = held.ballots[0]
    assert wrong_with(held.election, ballot.text) == ""
    for path in leaves(json.loads(ballot.text)):
        raised = changed(ballot.text, path, lambda old: str(int(old) + 1) if old.isdecimal() else old[::-1])
        assert wrong_with(held.election, raised), path


def test_scalars_beyond_the_order_are_refused(summed: Held) -> None:
    """Adding q to a response gives an equation that holds and another text: two trackers for one ballot."""
    held = summed
    ballot, q = held.ballots[0], int(held.election.group.q)
    for path in (("signature", "proof", "response"), ("answers", 0, "overall_proof", 0, "response"), ("answers", 0, "individual_proofs", 1, 0, "challenge")):  # fmt: skip
        assert wrong_with(held.election, changed(ballot.text, path, lambda old: str(int(old) + q)))


def test_a_pair_outside_the_group_is_refused(summed: Held) -> None:
    """-α fulfils what is only asked of squares of it; p-α is no element."""
    p = int(summed.election.group.p)
    ballot = read_ballot(summed.election, changed(summed.ballots[0].text, ("answers", 0, "choices", 0, "alpha"), lambda a: str(p - int(a))))  # fmt: skip
    with pytest.raises(BallotError, match=r"signature|elements"):
        check_ballot(summed.election, ballot)


def test_a_ballot_of_another_signs_for_nobody(summed: Held) -> None:
    """V: the whole answer of one voter under the credential of another."""
    one, other = summed.ballots[0], summed.ballots[1]
    stolen = changed(one.text, ("credential",), lambda _: str(other.credential))
    assert "signature" in wrong_with(summed.election, stolen)


def test_answers_copied_from_another_are_noticed(summed: Held) -> None:
    """Signed by the copier with their own key, the proofs still name the voter they were made for."""
    copier = summed.secret(2)
    copied = json.loads(summed.ballots[0].text)["answers"]
    text = signed_with(summed, copier, copied)
    assert "chosen" in wrong_with(summed.election, text)


def test_the_helper_signs_well(summed: Held) -> None:
    """Without this the two tests around it would prove nothing."""
    answers = json.loads(summed.ballots[0].text)["answers"]
    assert wrong_with(summed.election, signed_with(summed, summed.secret(0), answers)) == ""


@pytest.mark.parametrize("unlike", ["space", "order", "twice", "more", "newline", "number"])
def test_one_ballot_has_one_text(summed: Held, unlike: str) -> None:
    """Equal trackers mean equal ballots."""
    text = summed.ballots[0].text
    body = json.loads(text)
    other = {
        "space": text.replace(":", ": ", 1),
        "order": compact(dict(reversed(body.items()))),
        "twice": text[:-1] + ',"credential":"1"}',
        "more": compact({**body, "note": "x"}),
        "newline": text + "\n",
        "number": text.replace(f'"credential":"{body["credential"]}"', f'"credential":{body["credential"]}'),
    }[unlike]
    with pytest.raises(MalformedError):
        read_ballot(summed.election, other)


def allowed(question: Summed, choice: tuple[int, ...]) -> bool:
    marks = sum(choice[question.blank :])
    return marks == 0 if question.blank and choice[0] else question.least <= marks <= question.most


def test_exactly_the_allowed_choices_can_be_cast() -> None:
    """Half and half plus one: none, one, two and three of four answers; blank with and without answers."""
    held = prepared([YES_OR_NO])
    secret = held.secret(0)
    for choice in product((0, 1), repeat=YES_OR_NO.length):
        if allowed(YES_OR_NO, choice):
            assert wrong_with(held.election, fill_in(held.election, secret, [choice]).text) == ""
        else:
            with pytest.raises(ValueError, match="allow"):
                fill_in(held.election, secret, [choice])
    four = prepared([TWO_OF_FOUR])
    for choice in ((0, 0, 0, 0), (1, 1, 1, 0), (1, 0, 2, 0), (1, 0, 0)):
        with pytest.raises(ValueError, match="allow"):
            fill_in(four.election, secret, [choice])


def test_a_cheating_booth_is_found_out() -> None:
    """A program that lets three of at most two through makes proofs that do not hold."""
    lax = prepared([Summed(TWO_OF_FOUR.text, TWO_OF_FOUR.answers, 1, 4)])
    strict = prepared([TWO_OF_FOUR])
    answers = json.loads(fill_in(lax.election, strict.secret(0), [(1, 1, 1, 0)]).text)["answers"]
    answers[0]["overall_proof"] = answers[0]["overall_proof"][:2]
    assert wrong_with(strict.election, signed_with(strict, strict.secret(0), answers))


def test_marks_come_back_as_they_were_made(ranked: Held) -> None:
    """V04: every mark of a ballot of persons stands in the opened list, in an order that says nothing."""
    from lianxin.democracy.ballotbox.verifying import verify

    found = verify(ranked.archive.dump())
    assert found.result is not None
    assert sorted(found.result[0]) == sorted(marks for (marks,) in MARKED)


@pytest.mark.parametrize("choice", [[1, 2], [1, 2, 256], [1, 2, -1], [1, 2, 3, 4]])
def test_marks_that_do_not_fit_are_refused(ranked: Held, choice: list[int]) -> None:
    with pytest.raises(ValueError, match="number"):
        fill_in(ranked.election, ranked.secret(0), [choice])


def test_two_ballots_alike_share_no_text(summed: Held) -> None:
    """Nobody sees from the published list who chose the same."""
    again = fill_in(summed.election, summed.secret(0), VOTES[0])
    before = json.loads(summed.ballots[0].text)["answers"]
    now = json.loads(again.text)["answers"]
    assert not {c["alpha"] for a in before for c in a["choices"]} & {c["alpha"] for a in now for c in a["choices"]}
