"""Proofs without a conversation, stored as challenge and response (specification, sections 4.2 to 4.9).

Each function writes the text that it hashes where it hashes it. A proof never names its secret: nonces are drawn anew
for each, and powers of secrets take the constant-time route.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .asking import Raised
from .groups import Group
from .numbers import Number
from .texts import decimal, fields, joined, number

#: whether a proof holds, to be asked once the powers it needs are there
Later = Callable[[], bool]


@dataclass(frozen=True)
class Proof:
    """Challenge and response, both modulo q."""

    challenge: int
    response: int

    def plain(self) -> dict[str, str]:
        return {"challenge": str(self.challenge), "response": str(self.response)}

    def fits(self, group: Group) -> bool:
        return group.is_scalar(self.challenge) and group.is_scalar(self.response)


def read_proof(value: Any, what: str) -> Proof:
    found = fields(value, what, ("challenge", "response"))
    return Proof(decimal(found["challenge"], what), decimal(found["response"], what))


@dataclass(frozen=True)
class Ciphertext:
    """α = g^r, β = y^r · m of ElGamal; multiplied with another the messages multiply."""

    alpha: Number
    beta: Number
    #: both as they stand in the text that was read: decimals of two thousand bits take their time
    shown: tuple[str, str] | None = field(default=None, compare=False, repr=False)

    @property
    def texts(self) -> tuple[str, str]:
        return self.shown or (str(self.alpha), str(self.beta))

    def plain(self) -> dict[str, str]:
        alpha, beta = self.texts
        return {"alpha": alpha, "beta": beta}

    def times(self, other: Ciphertext, p: int) -> Ciphertext:
        return Ciphertext(self.alpha * other.alpha % p, self.beta * other.beta % p)


def read_ciphertext(value: Any, what: str) -> Ciphertext:
    found = fields(value, what, ("alpha", "beta"))
    alpha, beta = number(found["alpha"], what), number(found["beta"], what)
    return Ciphertext(alpha, beta, (found["alpha"], found["beta"]))


def encrypt(group: Group, key: Number, message: int, r: int) -> Ciphertext:
    """Of g^message, so that sums can be taken. message: 0 or 1, both are made; r: secret, 1 … q-1, never used twice."""
    mask = group.secret(key, r)
    return Ciphertext(group.secret(group.g, r), (mask, mask * group.g % group.p)[message])


def prove_exponent(group: Group, prefix: str, secret: int, base: Number | None = None) -> Proof:
    """Knowledge of x with X = base^x (base g unless named). `prefix` goes before the commitment in the hashed text."""
    w = group.random()
    challenge = group.scalar(f"{prefix}{group.secret(base or group.g, w)}")
    return Proof(challenge, (w - secret * challenge) % int(group.q))


def exponent_known(group: Group, prefix: str, public: Number, proof: Proof) -> bool:
    """Whether that proof, for base g, holds."""
    if not proof.fits(group):
        return False
    commitment = group.fixed(group.g, proof.response) * group.power(public, proof.challenge) % group.p
    return proof.challenge == group.scalar(f"{prefix}{commitment}")


def prove_decryption(group: Group, prefix: str, secret: int, alpha: Number) -> Proof:
    """That X = g^x and F = α^x hide the same x (Chaum and Pedersen)."""
    w = group.random()
    challenge = group.scalar(f"{prefix}{group.secret(group.g, w)},{group.secret(alpha, w)}")
    return Proof(challenge, (w - secret * challenge) % int(group.q))


@dataclass(frozen=True)
class Claim:
    """One way a proof of several claims may be true: `pair` encrypts g^message."""

    pair: Ciphertext
    message: int


def prove_one(group: Group, prefix: str, key: Number, claims: Sequence[Claim], true: int, r: int) -> list[Proof]:
    """One of the claims is true and nobody sees which (Cramer, Damgård, Schoenmakers 1994).

    true: index of the claim that holds; r: the secret of its ciphertext. Whoever knows the secrets of the other
    ciphertexts as well writes their false commitments as powers of g and key; here they are made from the pairs.
    """
    q = int(group.q)
    made = [Proof(group.random(), group.random()) for _ in claims]
    w = group.random()
    commitments: list[Number] = []
    # of the true claim too: messages have different prices, and the sum of them must not tell which one is left out
    bare = [claim.pair.beta * group.power(group.g, -claim.message) % group.p for claim in claims]
    for place, (claim, beta, proof) in enumerate(zip(claims, bare, made, strict=True)):
        if place == true:
            commitments += [group.secret(group.g, w), group.secret(key, w)]
        else:
            commitments += _commitments(group, key, claim.pair.alpha, beta, proof)
    total = group.scalar(f"{prefix}{joined(commitments)}")
    others = sum(proof.challenge for place, proof in enumerate(made) if place != true)
    challenge = (total - others) % q
    made[true] = Proof(challenge, (w - r * challenge) % q)
    return made


def _commitments(group: Group, key: Number, alpha: Number, beta: Number, proof: Proof) -> tuple[Number, Number]:
    """A = g^r·α^c and B = y^r·β^c, β without its g^m, by the secret-safe route: the challenge of a false claim is a
    secret too."""
    p, c = group.p, proof.challenge
    return (
        group.secret(group.g, proof.response) * group.secret(alpha, c) % p,
        group.secret(key, proof.response) * group.secret(beta, c) % p,
    )


class Pair:
    """A ciphertext of which several powers are asked for while its proofs are checked."""

    def __init__(self, pair: Ciphertext) -> None:
        self.pair = pair
        self.alpha, self.beta = Raised(pair.alpha), Raised(pair.beta)

    def inside(self, group: Group) -> Later:
        """Whether both numbers are elements of the group."""
        sides = (self.alpha, self.beta)
        if not all(0 < side.x < group.p for side in sides):
            return _never
        if group.safe:
            return lambda: all(group.holds(side.x) for side in sides)
        places = [side.ask(int(group.q)) for side in sides]
        return lambda: all(side.found[place] == 1 for side, place in zip(sides, places, strict=True))


def _never() -> bool:
    return False


def exponent_asked(group: Group, prefix: str, public: Raised, proof: Proof) -> Later:
    """`exponent_known`, its powers asked for now."""
    if not proof.fits(group):
        return _never
    place = public.ask(proof.challenge, proof.response)
    return lambda: proof.challenge == group.scalar(f"{prefix}{public.found[place]}")


def decryption_asked(
    group: Group, prefix: str, public: Number, alpha: Number, factor: Number, proof: Proof
) -> tuple[list[Raised], Later]:
    """Whether the exponent of X is that of the factor: g^r·X^c and α^r·F^c are asked for."""
    if not proof.fits(group):
        return [], _never
    p, c, r = group.p, proof.challenge, proof.response
    key, pair, taken = Raised(public), Raised(alpha), Raised(factor)
    key.ask(c, r)
    pair.ask(r)
    taken.ask(c)

    def holds() -> bool:
        other = pair.found[0] * taken.found[0] % p
        return c == group.scalar(f"{prefix}{key.found[0]},{other}")

    return [key, pair, taken], holds


def one_asked(group: Group, prefix: str, claims: Sequence[tuple[Pair, int]], proofs: Sequence[Proof]) -> Later:
    """Whether one of the claims (pair, message) is true. Each g^-m is a power of g by what its challenge adds."""
    if len(claims) != len(proofs) or not all(proof.fits(group) for proof in proofs):
        return _never
    q = int(group.q)
    places: list[tuple[Raised, int]] = []
    for (pair, message), proof in zip(claims, proofs, strict=True):
        c, r = proof.challenge, proof.response
        places.append((pair.alpha, pair.alpha.ask(c, r)))
        places.append((pair.beta, pair.beta.ask(c, -c * message % q, r)))
    total = sum(proof.challenge for proof in proofs) % q
    return lambda: group.scalar(prefix + ",".join([str(side.found[at]) for side, at in places])) == total
