"""The two groups of prime order in which elections are held (specification, section 4.1 and appendix)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import gmpy2
from gmpy2 import mpz

from .lanes.loading import kernel
from .numbers import Comb, Number, Table, inverses, secret_power

#: tables are kept for the generator, the election key and little else
_TABLES_KEPT = 6


@dataclass(frozen=True, eq=False)
class Embedding:
    """How a list of small numbers hides inside a group element: bits left over for padding, bits of one number."""

    padding: int
    bits: int


@dataclass(frozen=True, eq=False)
class Group:
    """The subgroup of order q of the multiplicative group modulo p, and its generator g."""

    name: str
    p: Number
    q: Number
    g: Number
    embedding: Embedding | None = None
    _tables: dict[Number, Table] = field(default_factory=dict, repr=False)

    def holds(self, x: int) -> bool:
        """Whether x is an element. Where p = 2q + 1, the elements are the squares and the Jacobi symbol tells."""
        if not 0 < x < self.p:
            return False
        if self.safe:
            return gmpy2.jacobi(x, self.p) == 1
        return self.power(x, self.q) == 1

    def all_hold(self, values: Sequence[int]) -> list[bool]:
        """`holds` of each, eight at a time where the kernel is there."""
        found = None if self.safe else kernel()
        if found is None:
            return [self.holds(x) for x in values]
        powers = found.of(self.p).powers([mpz(x % self.p) for x in values], [int(self.q)] * len(values))
        return [0 < x < self.p and power == 1 for x, power in zip(values, powers, strict=True)]

    @cached_property
    def safe(self) -> bool:
        """Whether p = 2q + 1."""
        return bool(self.p == 2 * self.q + 1)

    def power(self, x: int, exponent: int) -> Number:
        """x to a public exponent, which may be negative."""
        return gmpy2.powmod(x, exponent, self.p)

    def secret(self, x: int, exponent: int) -> Number:
        """x to an exponent that nobody may learn; it is shifted by q where the route needs a positive one."""
        return secret_power(mpz(x), exponent or self.q, self.p)

    def fixed(self, x: int, exponent: int) -> Number:
        """x to a public exponent in 0 … q-1, for an x that comes again and again: the generator, the key."""
        base = mpz(x)
        table = self._tables.get(base)
        if table is None:
            if len(self._tables) >= _TABLES_KEPT:
                self._tables.pop(next(iter(self._tables)))
            table = self._tables[base] = Table(base, self.p, self.q.bit_length())
        return table.power(exponent)

    def comb(self, x: int) -> Comb:
        """Several powers of an x that comes once."""
        return Comb(mpz(x), self.p, self.q.bit_length())

    def over(self, x: int, y: int) -> Number:
        """x / y"""
        return mpz(x) * gmpy2.invert(y, self.p) % self.p

    def inverses(self, values: list[Number]) -> list[Number]:
        """1 / x of each."""
        return inverses(values, self.p)

    def scalar(self, text: str) -> int:
        """The challenge of a proof: SHA-256 of the text as a number modulo q."""
        return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % int(self.q)

    def random(self) -> int:
        """A secret exponent, every one of 1 … q-1 equally likely."""
        return 1 + secrets.randbelow(int(self.q) - 1)

    def is_scalar(self, value: int) -> bool:
        return 0 <= value < self.q

    def embed(self, values: list[int]) -> Number:
        """The element that stands for numbers of one byte each (specification, 4.1: the smallest padding that fits).

        ValueError where the group embeds nothing, a number has more bits, or they are too many.
        """
        rule = self._rule()
        if any(not 0 <= value < 1 << rule.bits for value in values):
            raise ValueError("a number does not fit")
        if (len(values) + 1) * rule.bits + rule.padding > self.p.bit_length():
            raise ValueError("too many numbers for one element")
        packed = 0
        for value in values:
            packed = packed << rule.bits | value
        first = packed << rule.padding
        for epsilon in range(1 << rule.padding):
            if self.holds(first + epsilon):
                return mpz(first + epsilon)
        raise ValueError("no element for these numbers")

    def read(self, element: int, count: int) -> list[int]:
        """The last `count` numbers that an element hides: whoever hid more with a program of their own spoils their own
        ballot, never the count of all."""
        rule = self._rule()
        packed = int(element) >> rule.padding
        mask = (1 << rule.bits) - 1
        return [packed >> (rule.bits * place) & mask for place in reversed(range(count))]

    def _rule(self) -> Embedding:
        if self.embedding is None:
            raise ValueError(f"{self.name} embeds no messages")
        return self.embedding


def group(name: str) -> Group:
    """By the name that stands in an election; ValueError for others."""
    if name not in GROUPS:
        raise ValueError(f"unknown group {name!r}")
    return GROUPS[name]


def _number(*digits: str) -> Number:
    return mpz("".join(digits), 16)


#: for questions that are only summed up; q has 256 bits, no messages inside elements
BELENIOS_2048 = Group(
    "BELENIOS-2048",
    p=_number(
        "A3EF2D011FEFB1B6E39E568FCCDFFB0FB7DC7EF3A791B6862791811D21FC35F21E6D36856B428030421F514ED40BFD4C06E092A4"
        "95AF8D79A2F85E0FB11C0EDE07DD973F9C53E50930C6E82AC36DE1AE3FB8C3AABFFF12CE27A5022DDD8912D107435012768A2CDD"
        "0A4091D8FA447F6C7EBC15A349FA318A6B4FE17D8D47E843A3E14DFA9B2162F4D7229ABE93A188B46B006517D6F6747EBBB29C9E"
        "C3099B607F18FB1A8BC858279AA8599411D998D3E3FADA9E010840D082D8C31911ACDD4A0E7992D0F18CC759CB5DE0ACF66A3882"
        "555BC810941E021B6A4CCFA04EE4008F878AFFA2375E2999B44F6CEF17D707301E59E0E6351E051ED9CEC4157646E64F"
    ),
    q=_number("ADB6066A73522565F4DAA0F2579DB7F2F0FA90C2168BC709E20263387D55C491"),
    g=_number(
        "1307C1AB5F295885D7CAA3A78A42415E31FD1C5807B61FB1E781878A52230A51988B98C259597F9C5A9DFD001D26BA31D9D8976F"
        "01D95A1C8262EE68A0E92CEA541E5219E0D0D094301B894236823FE1D4BC04E29F3748AEFD4F10D5B1A356A8643E673FD9D215FC"
        "8FE5FB9CF9FDB8EA88FDB1A3381A697FDF9C2458570B06D26AEF1BE365FDD90165F397C6B870DF8C1B9E519EDCEE8BB0F74B7A16"
        "15A274BA60A7EA574A61F552D2DDE0CE514E0927C4FF49B1964C4A913731AE4268D60D7F22127B6CBBA44D453AC8B72FD04E0991"
        "B7AEFF04867D8724AC638F5F34100D2D47AA680D43771902743D663F42D853C041E1C91FE3823F4BCF284308F1D7E653"
    ),
)
_SAFE_PRIME = _number(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3"
    "CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5"
    "AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356"
    "208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28F"
    "B5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AACAA68FFFFFFFFFFFFFFFF"
)
#: for an election with a ranked question: the 2048-bit group of RFC 3526, section 3; q has 2047 bits
RFC_3526_2048 = Group(
    "RFC-3526-2048", p=_SAFE_PRIME, q=_SAFE_PRIME // 2, g=mpz(2), embedding=Embedding(padding=8, bits=8)
)
GROUPS = {known.name: known for known in (BELENIOS_2048, RFC_3526_2048)}
