"""Sums of ballots, their decryption by the trustees, the result (specification, sections 4.16, 4.18 and 4.19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import gmpy2
from gmpy2 import mpz

from .asking import answer
from .credentials import LARGEST_PLAIN_WEIGHT
from .groups import Group
from .numbers import Number
from .proofs import Ciphertext, Proof, decryption_asked, prove_decryption, read_ciphertext, read_proof
from .questions import Election, Ranked, Summed
from .texts import MalformedError, decimal, fields, rows
from .trustees import Pedersen, Trustee

#: for each question its ciphertexts: one for each answer, or one for each ballot where they are ranked
Table = tuple[tuple[Ciphertext, ...], ...]
#: for each question the sums of its answers, or the numbers on each ballot
Result = list[list[int]] | list[list[int] | list[list[int]]]


class OpeningError(ValueError):
    """A table does not open: too few trustees, or what comes out is no result."""


class Countable(Protocol):
    """What a tally needs of a ballot."""

    @property
    def credential(self) -> Number: ...

    def pairs(self, place: int) -> tuple[Ciphertext, ...]:
        """The ciphertexts of one question."""


C = TypeVar("C", bound=Countable)


def last_ballots(ballots: Sequence[C]) -> list[C]:
    """Of each credential the last one, in the order in which they came (specification, 4.15)."""
    found: dict[int, C] = {}
    for ballot in ballots:
        found.pop(int(ballot.credential), None)
        found[int(ballot.credential)] = ballot
    return list(found.values())


def encrypted_tally(election: Election, ballots: Sequence[Countable], weights: Mapping[int, int]) -> Table:
    """Of the ballots that count. Ranked ones are sorted by their numbers, which the proofs of the shuffles rest on.

    ValueError when a ranked ballot weighs more than one.
    """
    found: list[tuple[Ciphertext, ...]] = []
    for place, question in enumerate(election.questions):
        if isinstance(question, Summed):
            found.append(_summed(election.group, question, place, ballots, weights))
            continue
        if any(weights[int(ballot.credential)] != 1 for ballot in ballots):
            raise ValueError("ranked ballots all weigh one")
        pairs = [pair for ballot in ballots for pair in ballot.pairs(place)]
        found.append(tuple(sorted(pairs, key=lambda pair: (pair.alpha, pair.beta))))
    return tuple(found)


def _summed(
    group: Group, question: Summed, place: int, ballots: Sequence[Countable], weights: Mapping[int, int]
) -> tuple[Ciphertext, ...]:
    sums = [Ciphertext(mpz(1), mpz(1))] * question.length
    for ballot in ballots:
        pairs, weight = ballot.pairs(place), weights[int(ballot.credential)]
        if len(pairs) != question.length:
            raise TypeError("a ballot of another election")
        for at, choice in enumerate(pairs):
            raised = choice if weight == 1 else _raised(group, choice, weight)
            sums[at] = sums[at].times(raised, group.p)
    return tuple(sums)


def _raised(group: Group, pair: Ciphertext, weight: int) -> Ciphertext:
    return Ciphertext(group.power(pair.alpha, weight), group.power(pair.beta, weight))


def plain_table(table: Table) -> list[list[dict[str, str]]]:
    return [[pair.plain() for pair in question] for question in table]


def read_table(value: Any) -> Table:
    return tuple(
        tuple(read_ciphertext(pair, "tally") for pair in rows(question, "tally")) for question in rows(value, "tally")
    )


def with_ranked(election: Election, table: Table, mixed: Sequence[Sequence[Ciphertext]]) -> Table:
    """The table with its ranked questions in the order in which the last shuffle left them."""
    new = dict(zip(election.ranked, mixed, strict=True))
    return tuple(tuple(new.get(place, question)) for place, question in enumerate(table))


@dataclass(frozen=True)
class Decryption:
    """What one trustee takes out of every ciphertext, and the proof that their key took it."""

    factors: tuple[tuple[Number, ...], ...]
    proofs: tuple[tuple[Proof, ...], ...]

    def plain(self) -> dict[str, Any]:
        return {
            "decryption_factors": [[str(one) for one in question] for question in self.factors],
            "decryption_proofs": [[one.plain() for one in question] for question in self.proofs],
        }


def read_decryption(value: Any, table: Table) -> Decryption:
    found = fields(value, "decryption", ("decryption_factors", "decryption_proofs"))
    factors = rows(found["decryption_factors"], "factors", len(table))
    proofs = rows(found["decryption_proofs"], "proofs", len(table))
    shapes = [len(question) for question in table]
    return Decryption(
        tuple(
            tuple(mpz(decimal(one, "factor")) for one in rows(question, "factors", n))
            for question, n in zip(factors, shapes, strict=True)
        ),
        tuple(
            tuple(read_proof(one, "proof") for one in rows(question, "proofs", n))
            for question, n in zip(proofs, shapes, strict=True)
        ),
    )


def decrypt(election: Election, table: Table, secret: int) -> Decryption:
    """A trustee's part. The caller has checked the table: a trustee opens sums, never a single ballot."""
    group, phi = election.group, election.fingerprint
    public = group.secret(group.g, secret)
    factors = tuple(tuple(group.secret(pair.alpha, secret) for pair in question) for question in table)
    proofs = tuple(
        tuple(prove_decryption(group, f"decrypt|{phi}|{public}|", secret, pair.alpha) for pair in question)
        for question in table
    )
    return Decryption(factors, proofs)


def decryption_is_of(election: Election, table: Table, public: Number, found: Decryption) -> bool:
    """Whether every factor was taken out with the key behind `public`."""
    group, prefix = election.group, f"decrypt|{election.fingerprint}|{public}|"
    if not all(group.all_hold([factor for factors in found.factors for factor in factors])):
        return False
    asked = [
        decryption_asked(group, prefix, public, pair.alpha, factor, proof)
        for question, factors, proofs in zip(table, found.factors, found.proofs, strict=True)
        for pair, factor, proof in zip(question, factors, proofs, strict=True)
    ]
    answer(group, election.key, [one for raised, _ in asked for one in raised])
    return all(holds() for _, holds in asked)


def owners(trustees: Sequence[Trustee]) -> list[Number]:
    """Public key of each who may decrypt, in the order of their numbers (owner 1 is the first)."""
    return [key for trustee in trustees for key in trustee.verification_keys]


def result(
    election: Election, trustees: Sequence[Trustee], table: Table, parts: Mapping[int, Decryption], total: int
) -> Result:
    """The opened table. parts: decryption by owner number, each one checked; total: weight of all ballots.

    OpeningError when a needed trustee is missing or the table holds what no ballots sum up to.
    """
    group = election.group
    combined = _combine(group, trustees, table, parts)
    found: list[Any] = []
    for question, pairs, factors in zip(election.questions, table, combined, strict=True):
        values = [pair.beta * one % group.p for pair, one in zip(pairs, group.inverses(factors), strict=True)]
        if isinstance(question, Ranked):
            found.append([_read(group, value, len(question.answers)) for value in values])
        else:
            logarithm = Logarithm(group, total)
            found.append([logarithm.of(value) for value in values])
    return found


def _read(group: Group, value: Number, count: int) -> list[int]:
    try:
        return group.read(value, count)
    except ValueError as wrong:
        raise OpeningError(str(wrong)) from None


def _combine(
    group: Group, trustees: Sequence[Trustee], table: Table, parts: Mapping[int, Decryption]
) -> list[list[Number]]:
    """For each ciphertext the product of what every entry of the trustees takes out."""
    found = [[mpz(1)] * len(question) for question in table]
    number = 1
    for trustee in trustees:
        size = len(trustee.verification_keys)
        given = {place: parts[number + place] for place in range(size) if number + place in parts}
        number += size
        needed = trustee.threshold if isinstance(trustee, Pedersen) else 1
        if len(given) < needed:
            raise OpeningError("a needed decryption is missing")
        chosen = dict(list(given.items())[:needed])
        for place, part in chosen.items():
            exponent = _lagrange(place + 1, [other + 1 for other in chosen], int(group.q))
            for row, factors in zip(found, part.factors, strict=True):
                for at, factor in enumerate(factors):
                    row[at] = row[at] * (factor if exponent == 1 else group.power(factor, exponent)) % group.p
    return found


def _lagrange(delta: int, chosen: Sequence[int], q: int) -> int:
    found = 1
    for k in chosen:
        if k != delta:
            found = found * k * pow(k - delta, -1, q) % q
    return found


class Logarithm:
    """m from g^m for 0 <= m <= most: small steps in a table, then large ones (Shanks)."""

    def __init__(self, group: Group, most: int) -> None:
        self._group, self._most = group, most
        self._step = int(gmpy2.isqrt(most)) + 1
        self._small: dict[int, int] = {}
        value = mpz(1)
        for m in range(self._step):
            self._small[int(value)] = m
            value = value * group.g % group.p
        self._back = gmpy2.invert(value, group.p)

    def of(self, value: Number) -> int:
        """OpeningError when no such m exists."""
        for large in range(self._step + 1):
            if (small := self._small.get(int(value))) is not None and large * self._step + small <= self._most:
                return large * self._step + small
            value = value * self._back % self._group.p
        raise OpeningError("the sum is larger than all ballots together")


def weight_text(value: int) -> int | str:
    """As results and sizes write it: large ones as text."""
    return value if value <= LARGEST_PLAIN_WEIGHT else str(value)


def plain_result(found: Result) -> dict[str, Any]:
    def written(value: Any) -> Any:
        return [written(one) for one in value] if isinstance(value, list) else weight_text(value)

    return {"result": written(list(found))}


@dataclass(frozen=True)
class Sized:
    """How many ballots a table counts, what they weigh, and the hash of the table."""

    ballots: int
    weight: int
    table: str

    def plain(self) -> dict[str, Any]:
        return {"num_tallied": self.ballots, "total_weight": weight_text(self.weight), "encrypted_tally": self.table}


def read_sized(value: Any) -> Sized:
    found = fields(value, "tally", ("num_tallied", "total_weight", "encrypted_tally"))
    ballots, weight = found["num_tallied"], found["total_weight"]
    if isinstance(weight, str):
        weight = decimal(weight, "weight")
    if type(ballots) is not int or type(weight) is not int or not isinstance(found["encrypted_tally"], str):
        raise MalformedError("tally: not the size of a table")
    return Sized(ballots, weight, found["encrypted_tally"])
