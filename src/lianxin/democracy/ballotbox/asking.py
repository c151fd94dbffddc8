"""Powers that proofs ask for: gathered from one ballot or from many, answered together, looked at afterwards.

Every proof here recomputes its commitments as x^e · g^a · y^b: x a number that comes once, g the generator, y the key of
the election, all public, all exponents public. Asked for together they keep eight lanes of the kernel busy (`lanes`);
without it gmpy2 answers, with the squarings of each x made once for all its powers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import gmpy2

from .groups import Group
from .lanes.loading import Modulus, kernel
from .numbers import Number, product

#: bits of most exponents; longer ones have a price of their own
_SHORT = 256


class Raised:
    """One number x, what is asked of it, and the answers once `answer` was called."""

    __slots__ = ("asked", "found", "x")

    def __init__(self, x: Number) -> None:
        self.x = x
        self.asked: list[tuple[int, int, int]] = []
        self.found: list[Number] = []

    def ask(self, e: int, a: int = 0, b: int = 0) -> int:
        """For x^e · g^a · y^b, exponents 0 … q; the place of the answer."""
        self.asked.append((e, a, b))
        return len(self.asked) - 1

    @property
    def kind(self) -> tuple[object, ...]:
        """What it needs beside x, and whether its exponents are long: numbers of one kind are answered together."""
        return (any(e >> _SHORT for e, _, _ in self.asked), *[(not a, not b) for _, a, b in self.asked])


def answer(group: Group, key: Number, raised: Iterable[Raised]) -> None:
    """Fill in what was asked for; every x is taken modulo p."""
    found = kernel()
    if found is None:
        for one in raised:
            _alone(group, key, one)
        return
    kinds: dict[tuple[object, ...], list[Raised]] = {}
    for one in raised:
        if one.asked:
            kinds.setdefault(one.kind, []).append(one)
    for same in kinds.values():
        _together(found.of(group.p), group, key, same)


def product_of_powers(group: Group, bases: Sequence[Number], exponents: Sequence[int]) -> Number:
    """x1^e1 · x2^e2 · … for public exponents 0 … q."""
    found = kernel()
    if found is not None:
        return found.of(group.p).product(bases, exponents)
    return product((group.power(x, e) for x, e in zip(bases, exponents, strict=True)), group.p)


def ready(group: Group, key: Number) -> None:
    """Make the tables of g and y now, for whichever route answers here."""
    found = kernel()
    for base in (group.g, key):
        if found is not None:
            found.of(group.p).ready(base, group.q.bit_length())
        else:
            group.fixed(base, 1)


def _together(modulus: Modulus, group: Group, key: Number, same: Sequence[Raised]) -> None:
    asked = [want for one in same for want in one.asked]
    fixed = [
        (base, exponents)
        for base, exponents in ((group.g, [a for _, a, _ in asked]), (key, [b for _, _, b in asked]))
        if any(exponents)
    ]
    bases = [one.x % group.p for one in same]
    found = modulus.powers(bases, [e for e, _, _ in asked], fixed)
    each = len(same[0].asked)
    for place, one in enumerate(same):
        one.found = found[place * each : (place + 1) * each]


def _alone(group: Group, key: Number, one: Raised) -> None:
    p = group.p
    comb = group.comb(one.x % p) if len(one.asked) > 1 else None
    for e, a, b in one.asked:
        found = comb.power(e) if comb is not None else gmpy2.powmod(one.x, e, p)
        if a:
            found = found * group.fixed(group.g, a) % p
        if b:
            found = found * group.fixed(key, b) % p
        one.found.append(found)
