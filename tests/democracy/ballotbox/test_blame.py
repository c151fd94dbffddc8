"""Among many ballots proved in one go the forged one is named, and what is wrong with it, by either route (V02)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from lianxin.democracy.ballotbox import many
from lianxin.democracy.ballotbox.ballots import BallotError, check_ballot, read_ballot
from lianxin.democracy.ballotbox.texts import compact, fingerprint
from tests.democracy.ballotbox.building import Held, signed_with
from tests.democracy.ballotbox.routes import route, with_kernel


@pytest.fixture(params=["gmpy2", "kernel"])
def by(request: pytest.FixtureRequest) -> Iterator[str]:
    with with_kernel() if request.param == "kernel" else route("gmpy2"):
        yield request.param


def raised(proof: dict[str, str], part: str = "response") -> None:
    proof[part] = str(int(proof[part]) + 1)


def forged(held: Held, place: int) -> list[tuple[str, str]]:
    """Ballots of one voter, each wrong in one way though well signed, with what must be said of it."""
    ballot, secret, p = held.ballots[place], held.secret(place), int(held.election.group.p)

    def changed(*path: str | int, how: Any) -> str:
        answers = json.loads(ballot.text)["answers"]
        here = answers
        for step in path:
            here = here[step]
        how(here)
        return signed_with(held, secret, answers)

    def negative(side: str) -> Any:
        return lambda pair: pair.update({side: str(p - int(pair[side]))})

    def beyond(pair: dict[str, str]) -> None:
        pair["alpha"] = str(int(pair["alpha"]) + p)

    body = json.loads(ballot.text)
    raised(body["signature"]["proof"])
    outside = "a ciphertext is no pair of elements"
    neither, sums = "a choice is neither chosen nor not chosen", "more or fewer choices than allowed"
    return [
        (compact(body), "the signature does not hold"),
        (changed(0, "choices", 3, how=negative("alpha")), outside),
        (changed(1, "choices", 0, how=negative("beta")), outside),
        (changed(0, "choices", 0, how=beyond), outside),
        (changed(0, "choices", 0, how=lambda pair: pair.update(beta="0")), outside),
        (changed(0, "individual_proofs", 3, 1, how=raised), neither),
        (changed(0, "individual_proofs", 0, how=list.reverse), neither),
        (changed(0, "overall_proof", 1, how=lambda proof: raised(proof, "challenge")), sums),
        (changed(1, "blank_proof", 0, how=raised), "a blank vote with choices"),
        (changed(1, "overall_proof", 0, how=raised), sums),
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_forged_ballot_is_named(summed: Held, by: str, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten forgeries among good ballots, over two chunks, in one process and in two: exactly they, exactly why."""
    monkeypatch.setattr(many, "_WORTH", 4)
    good = [ballot.text for ballot in summed.ballots]
    texts, wanted = [], []
    for number, (text, words) in enumerate(forged(summed, 1)):
        texts += [good[number % 3], text]
        wanted += ["", f"{fingerprint(text)}: {words}"]
    texts.append(good[0])
    wanted.append("")
    found = [one for part in many.look(summed.election.text, texts, [True] * len(texts), jobs) for one in part]
    assert [one.wrong for one in found] == wanted
    assert [one.malformed for one in found] == [None] * len(texts)


def test_one_cast_ballot_is_told_the_same(summed: Held, by: str) -> None:
    """Taking a ballot says of each forgery what the check of an archive says."""
    for text, words in forged(summed, 0):
        with pytest.raises(BallotError) as caught:
            check_ballot(summed.election, read_ballot(summed.election, text))
        assert str(caught.value) == words
    check_ballot(summed.election, summed.ballots[0])


def test_forged_marks_are_named(ranked: Held, by: str) -> None:
    """In the group of ranked ballots: a number that is no square, a proof of another exponent, another's signature."""
    ballot, p = ranked.ballots[2], int(ranked.election.group.p)

    def changed(how: Any) -> str:
        answers = json.loads(ballot.text)["answers"]
        how(answers[0])
        return signed_with(ranked, ranked.secret(2), answers)

    cases = [
        (changed(lambda one: one["choices"].update(beta=str(p - int(one["choices"]["beta"])))), "a ciphertext is no pair of elements"),
        (changed(lambda one: raised(one["proof"])), "the proof of a ranked answer does not hold"),
        (changed(lambda one: one["proof"].update(challenge=str(p // 2 - 1))), "the proof of a ranked answer does not hold"),
        (changed(lambda one: None), ""),
    ]  # fmt: skip
    texts = [text for text, _ in cases]
    (found,) = many.look(ranked.election.text, texts, [True] * len(texts), 1)
    assert [one.wrong for one in found] == [f"{fingerprint(t)}: {w}" if w else "" for t, w in cases]


def test_a_text_that_is_no_ballot_is_told_from_a_forged_one(summed: Held, by: str) -> None:
    """And a ballot that held before is read but not computed again."""
    text, _ = forged(summed, 1)[0]
    (found,) = many.look(summed.election.text, ["{}", text, text], [True, True, False], 1)
    assert [(one.malformed is None, bool(one.wrong)) for one in found] == [(False, False), (True, True), (True, False)]
    assert found[1].pairs(0) == summed.ballots[1].pairs(0)
    assert found[1].credential == summed.ballots[1].credential
