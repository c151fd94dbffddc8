"""Filling in a ballot, signing it, checking it (specification, sections 4.12 and 4.13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .asking import Raised, answer
from .groups import Group
from .numbers import Number, product
from .proofs import (
    Ciphertext,
    Claim,
    Later,
    Pair,
    Proof,
    encrypt,
    exponent_asked,
    one_asked,
    prove_exponent,
    prove_one,
    read_ciphertext,
    read_proof,
)
from .questions import Election, Question, Ranked, Summed
from .texts import MalformedError, compact, fields, fingerprint, number, read, rows


class BallotError(ValueError):
    """A ballot does not count; the message says which check it failed."""


@dataclass(frozen=True)
class SummedAnswer:
    choices: tuple[Ciphertext, ...]
    individual: tuple[tuple[Proof, ...], ...]
    overall: tuple[Proof, ...]
    blank: tuple[Proof, ...] | None = None

    def plain(self) -> dict[str, Any]:
        blank = {"blank_proof": [proof.plain() for proof in self.blank]} if self.blank is not None else {}
        return {
            "choices": [choice.plain() for choice in self.choices],
            "individual_proofs": [[proof.plain() for proof in proofs] for proofs in self.individual],
            "overall_proof": [proof.plain() for proof in self.overall],
            **blank,
        }


@dataclass(frozen=True)
class RankedAnswer:
    choice: Ciphertext
    proof: Proof

    def plain(self) -> dict[str, Any]:
        return {"choices": self.choice.plain(), "proof": self.proof.plain()}


Answer = SummedAnswer | RankedAnswer


@dataclass(frozen=True)
class Ballot:
    """What is put into the box; `text` is exactly what is stored and hashed."""

    text: str
    credential: Number
    answers: tuple[Answer, ...]
    signature: Proof
    #: hash of everything before the signature, and what the signature says it signs
    signed: str
    claimed: str

    def pairs(self, place: int) -> tuple[Ciphertext, ...]:
        """The ciphertexts of one question."""
        given = self.answers[place]
        return given.choices if isinstance(given, SummedAnswer) else (given.choice,)

    @property
    def tracker(self) -> str:
        """What the voter keeps and finds in the published list."""
        return fingerprint(self.text)


def fill_in(election: Election, credential: int, choices: Sequence[Sequence[int]]) -> Ballot:
    """A ballot of somebody whose credential has this secret exponent.

    choices: for each question, 0 or 1 for each answer (with a leading blank flag where a blank vote is allowed), or a
    number of 0 … 255 for each answer of a ranked one. ValueError for choices that the question does not allow.
    """
    chosen = election.group
    public = chosen.secret(chosen.g, credential)
    context = f"{election.fingerprint}|{public}"
    if len(choices) != len(election.questions):
        raise ValueError("a choice for each question")
    pairs = zip(election.questions, choices, strict=True)
    answers = tuple(_answer(election, question, context, choice) for question, choice in pairs)
    unsigned = _unsigned(election, public, answers)
    signed = fingerprint(compact(unsigned))
    signature = prove_exponent(chosen, f"sig|{signed}|", credential)
    text = compact({**unsigned, "signature": {"hash": signed, "proof": signature.plain()}})
    return Ballot(text, public, answers, signature, signed, signed)


def _unsigned(election: Election, public: int, answers: Sequence[Answer]) -> dict[str, Any]:
    return {
        "election_uuid": election.uuid,
        "election_hash": election.fingerprint,
        "credential": str(public),
        "answers": [answer.plain() for answer in answers],
    }


def _answer(election: Election, question: Question, context: str, choice: Sequence[int]) -> Answer:
    chosen, key, r = election.group, election.key, election.group.random()
    if isinstance(question, Summed):
        return _summed(chosen, key, question, context, choice)
    if len(choice) != len(question.answers):
        raise ValueError("a number for each answer")
    pair = Ciphertext(chosen.secret(chosen.g, r), chosen.secret(key, r) * chosen.embed(list(choice)) % chosen.p)
    return RankedAnswer(pair, prove_exponent(chosen, f"raweg|{context}|{key},{pair.alpha},{pair.beta}|", r))


def _summed(chosen: Group, key: Number, question: Summed, context: str, choice: Sequence[int]) -> SummedAnswer:
    marks = list(choice)
    blank = bool(question.blank and marks and marks[0])
    chosen_answers = sum(marks[question.blank :])
    allowed = chosen_answers == 0 if blank else question.least <= chosen_answers <= question.most
    if len(marks) != question.length or not set(marks) <= {0, 1} or not allowed:
        raise ValueError("choices that the question does not allow")
    secrets = [chosen.random() for _ in marks]
    pairs = [encrypt(chosen, key, mark, r) for mark, r in zip(marks, secrets, strict=True)]
    individual = tuple(
        tuple(prove_one(chosen, _prefix(context, pair), key, [Claim(pair, 0), Claim(pair, 1)], mark, r))
        for pair, mark, r in zip(pairs, marks, secrets, strict=True)
    )
    whole = f"{context}|{_joined(pairs)}"
    total, r_total = _total(chosen, question, pairs), sum(secrets[question.blank :]) % int(chosen.q)
    sums = [Claim(total, count) for count in range(question.least, question.most + 1)]
    if not question.blank:
        place = chosen_answers - question.least
        return SummedAnswer(
            tuple(pairs), individual, tuple(prove_one(chosen, _prefix(whole, total), key, sums, place, r_total))
        )
    first = pairs[0]
    overall = prove_one(
        chosen, f"bproof1|{whole}|", key, [Claim(first, 1), *sums],
        0 if blank else 1 + chosen_answers - question.least, secrets[0] if blank else r_total,
    )  # fmt: skip
    either = prove_one(
        chosen,
        f"bproof0|{whole}|",
        key,
        [Claim(first, 0), Claim(total, 0)],
        int(blank),
        r_total if blank else secrets[0],
    )
    return SummedAnswer(tuple(pairs), individual, tuple(overall), tuple(either))


def _prefix(context: str, pair: Ciphertext) -> str:
    return f"prove|{context}|{','.join(pair.texts)}|"


def _joined(pairs: Sequence[Ciphertext]) -> str:
    return ",".join([text for pair in pairs for text in pair.texts])


def _total(chosen: Group, question: Summed, pairs: Sequence[Ciphertext]) -> Ciphertext:
    """Of the answers proper, without the blank one."""
    answers = pairs[question.blank :]
    return Ciphertext(product((a.alpha for a in answers), chosen.p), product((a.beta for a in answers), chosen.p))


def read_ballot(election: Election, text: str) -> Ballot:
    """A ballot of this election in its one form; MalformedError for anything else. Proofs are not looked at here."""
    found = fields(read(text), "ballot", ("election_uuid", "election_hash", "credential", "answers", "signature"))
    if found["election_uuid"] != election.uuid or found["election_hash"] != election.fingerprint:
        raise MalformedError("ballot: of another election")
    values = rows(found["answers"], "answers", len(election.questions))
    answers = tuple(_read_answer(question, value) for question, value in zip(election.questions, values, strict=True))
    signature = fields(found["signature"], "signature", ("hash", "proof"))
    proof = read_proof(signature["proof"], "signature")
    credential = number(found["credential"], "credential")
    unsigned = compact(_unsigned(election, credential, answers))
    signed_by = compact({"signature": {"hash": signature["hash"], "proof": proof.plain()}})
    if f"{unsigned[:-1]},{signed_by[1:]}" != text:
        raise MalformedError("ballot: not in canonical form")
    return Ballot(text, credential, answers, proof, fingerprint(unsigned), signature["hash"])


def _read_answer(question: Question, value: Any) -> Answer:
    if isinstance(question, Ranked):
        found = fields(value, "answer", ("choices", "proof"))
        return RankedAnswer(read_ciphertext(found["choices"], "choice"), read_proof(found["proof"], "proof"))
    names = ("choices", "individual_proofs", "overall_proof", *(["blank_proof"] if question.blank else []))
    found = fields(value, "answer", names)
    choices = rows(found["choices"], "choices", question.length)
    pairs = rows(found["individual_proofs"], "proofs", question.length)
    overall = rows(found["overall_proof"], "overall proof", question.most - question.least + 1 + question.blank)
    return SummedAnswer(
        tuple(read_ciphertext(choice, "choice") for choice in choices),
        tuple(tuple(read_proof(one, "proof") for one in rows(pair, "proof", 2)) for pair in pairs),
        tuple(read_proof(one, "overall proof") for one in overall),
        tuple(read_proof(one, "blank proof") for one in rows(found["blank_proof"], "blank proof", 2))
        if question.blank
        else None,
    )


@dataclass
class Asked:
    """A ballot of which every power was asked for: what must hold, in this order, and what is said when it does not."""

    raised: list[Raised]
    steps: list[tuple[str, Later]]

    def wrong(self) -> str:
        """The first that does not hold, empty when all do."""
        return next((words for words, holds in self.steps if not holds()), "")


def check_ballot(election: Election, ballot: Ballot) -> None:
    """Every proof of a ballot and that every number is an element; BallotError names the first that fails.

    Whether the credential is on the roll is another question (`Box`).
    """
    if wrong := check_ballots(election, [ballot])[0]:
        raise BallotError(wrong)


def check_ballots(election: Election, ballots: Sequence[Ballot]) -> list[str]:
    """The same of many, for the price of fewer: what is wrong with each, empty for those that hold."""
    asked = [_ask(election, ballot) for ballot in ballots]
    answer(election.group, election.key, (one for ballot in asked for one in ballot.raised))
    return [ballot.wrong() for ballot in asked]


def _ask(election: Election, ballot: Ballot) -> Asked:
    chosen, public = election.group, Raised(ballot.credential)
    known = exponent_asked(chosen, f"sig|{ballot.claimed}|", public, ballot.signature)
    asked = Asked([public], [("the signature does not hold", lambda: ballot.claimed == ballot.signed and known())])
    context = f"{election.fingerprint}|{ballot.credential}"
    for question, given in zip(election.questions, ballot.answers, strict=True):
        if isinstance(question, Summed) and isinstance(given, SummedAnswer):
            _ask_summed(asked, chosen, question, context, given)
        elif isinstance(given, RankedAnswer):
            _ask_ranked(asked, chosen, election.key, context, given)
    return asked


def _ask_ranked(asked: Asked, chosen: Group, key: Number, context: str, given: RankedAnswer) -> None:
    pair = Pair(given.choice)
    asked.raised += [pair.alpha, pair.beta]
    alpha, beta = given.choice.texts
    known = exponent_asked(chosen, f"raweg|{context}|{key},{alpha},{beta}|", pair.alpha, given.proof)
    asked.steps += [
        ("a ciphertext is no pair of elements", pair.inside(chosen)),
        ("the proof of a ranked answer does not hold", known),
    ]


def _ask_summed(asked: Asked, chosen: Group, question: Summed, context: str, given: SummedAnswer) -> None:
    pairs = [Pair(choice) for choice in given.choices]
    total = Pair(_total(chosen, question, given.choices))
    asked.raised += [side for pair in (*pairs, total) for side in (pair.alpha, pair.beta)]
    asked.steps += [("a ciphertext is no pair of elements", pair.inside(chosen)) for pair in pairs]
    for pair, proofs in zip(pairs, given.individual, strict=True):
        either = one_asked(chosen, _prefix(context, pair.pair), [(pair, 0), (pair, 1)], proofs)
        asked.steps.append(("a choice is neither chosen nor not chosen", either))
    whole = f"{context}|{_joined(given.choices)}"
    sums = [(total, count) for count in range(question.least, question.most + 1)]
    if question.blank and given.blank is not None:
        none = one_asked(chosen, f"bproof0|{whole}|", [(pairs[0], 0), (total, 0)], given.blank)
        asked.steps.append(("a blank vote with choices", none))
        allowed = one_asked(chosen, f"bproof1|{whole}|", [(pairs[0], 1), *sums], given.overall)
    else:
        allowed = one_asked(chosen, _prefix(whole, total.pair), sums, given.overall)
    asked.steps.append(("more or fewer choices than allowed", allowed))
