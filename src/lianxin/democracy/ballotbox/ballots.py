"""Filling in a ballot, signing it, checking it (specification, sections 4.12 and 4.13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gmpy2 import mpz

from .groups import Group
from .numbers import Number, product
from .proofs import (
    Ciphertext,
    Claim,
    Pair,
    Proof,
    encrypt,
    exponent_known,
    one_holds,
    prove_exponent,
    prove_one,
    read_ciphertext,
    read_proof,
)
from .questions import Election, Question, Ranked, Summed
from .texts import MalformedError, compact, decimal, fields, fingerprint, joined, read, rows


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
    signed: str

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
    return Ballot(text, public, answers, signature, signed)


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
    whole = f"{context}|{joined(_numbers(pairs))}"
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
    return f"prove|{context}|{pair.alpha},{pair.beta}|"


def _numbers(pairs: Sequence[Ciphertext]) -> Iterator[int]:
    for pair in pairs:
        yield pair.alpha
        yield pair.beta


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
    credential = decimal(found["credential"], "credential")
    unsigned = _unsigned(election, credential, answers)
    again = compact({**unsigned, "signature": {"hash": signature["hash"], "proof": proof.plain()}})
    if again != text:
        raise MalformedError("ballot: not in canonical form")
    return Ballot(text, mpz(credential), answers, proof, fingerprint(compact(unsigned)))


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


def check_ballot(election: Election, ballot: Ballot) -> None:
    """Every proof of a ballot and that every number is an element; BallotError names the first that fails.

    Whether the credential is on the roll is another question (`Box`).
    """
    chosen = election.group
    claimed = read(ballot.text)["signature"]["hash"]
    if claimed != ballot.signed or not exponent_known(chosen, f"sig|{claimed}|", ballot.credential, ballot.signature):
        raise BallotError("the signature does not hold")
    context = f"{election.fingerprint}|{ballot.credential}"
    for question, answer in zip(election.questions, ballot.answers, strict=True):
        if isinstance(question, Summed) and isinstance(answer, SummedAnswer):
            _check_summed(chosen, election.key, question, context, answer)
        elif isinstance(answer, RankedAnswer):
            _check_ranked(chosen, election.key, context, answer)


def _check_ranked(chosen: Group, key: Number, context: str, answer: RankedAnswer) -> None:
    pair = answer.choice
    if not (chosen.holds(pair.alpha) and chosen.holds(pair.beta)):
        raise BallotError("a ciphertext is no pair of elements")
    if not exponent_known(chosen, f"raweg|{context}|{key},{pair.alpha},{pair.beta}|", pair.alpha, answer.proof):
        raise BallotError("the proof of a ranked answer does not hold")


def _check_summed(chosen: Group, key: Number, question: Summed, context: str, answer: SummedAnswer) -> None:
    pairs = [Pair(chosen, choice) for choice in answer.choices]
    if not all(pair.inside() for pair in pairs):
        raise BallotError("a ciphertext is no pair of elements")
    for pair, proofs in zip(pairs, answer.individual, strict=True):
        if not one_holds(chosen, _prefix(context, pair.pair), key, [(pair, 0), (pair, 1)], proofs):
            raise BallotError("a choice is neither chosen nor not chosen")
    whole = f"{context}|{joined(_numbers(answer.choices))}"
    total = Pair(chosen, _total(chosen, question, answer.choices))
    sums = [(total, count) for count in range(question.least, question.most + 1)]
    if question.blank and answer.blank is not None:
        if not one_holds(chosen, f"bproof0|{whole}|", key, [(pairs[0], 0), (total, 0)], answer.blank):
            raise BallotError("a blank vote with choices")
        if not one_holds(chosen, f"bproof1|{whole}|", key, [(pairs[0], 1), *sums], answer.overall):
            raise BallotError("more or fewer choices than allowed")
    elif not one_holds(chosen, _prefix(whole, total.pair), key, sums, answer.overall):
        raise BallotError("more or fewer choices than allowed")
