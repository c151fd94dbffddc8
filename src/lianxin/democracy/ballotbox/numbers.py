"""Powers of numbers of two thousand bits: the one place that knows what is fast and what must not show its time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

import gmpy2
from gmpy2 import mpz

#: an integer; at run time an `mpz` of GMP, which behaves like one
Number = int

#: bits of an exponent that one look into a table covers
_WINDOW = 10
#: for exponents of more bits the tables would not fit the memory of a small server
_SMALL_WINDOW, _LONG = 6, 512
_TEETH = 6


def secret_power(base: Number, exponent: int, modulus: Number) -> Number:
    """``base ** exponent % modulus`` for an exponent that nobody may learn: the time does not follow its bits.

    ValueError for exponents below 1 (GMP's constant-time route asks for a positive one).
    """
    return gmpy2.powmod_sec(base, exponent, modulus)


class Table:
    """Powers of one base that comes again and again: no squarings, one multiplication for ten bits.

    For public exponents only: which rows are read shows in the cache of the processor.
    """

    def __init__(self, base: Number, modulus: Number, bits: int) -> None:
        """bits: the longest exponent that will be asked for."""
        self._modulus, self._bits = modulus, bits
        self._window = _SMALL_WINDOW if bits > _LONG else _WINDOW
        self._rows: list[list[Number]] = []
        for _ in range(0, bits, self._window):
            row = [mpz(1)]
            for _ in range((1 << self._window) - 1):
                row.append(row[-1] * base % modulus)
            self._rows.append(row)
            base = row[-1] * base % modulus

    def power(self, exponent: int) -> Number:
        """``base ** exponent % modulus`` for ``0 <= exponent < 2 ** bits``; ValueError beyond."""
        if exponent < 0 or exponent >> self._bits:
            raise ValueError("exponent outside the table")
        found, modulus, mask = mpz(1), self._modulus, (1 << self._window) - 1
        left = int(exponent)
        for row in self._rows:
            if not left:
                break
            if digit := left & mask:
                found = found * row[digit] % modulus
            left >>= self._window
        return found


class Comb:
    """A few powers of one base that comes once: its squarings are made once for all of them.

    An exponent of n bits is cut into six strips that lie under one another (Lim and Lee 1994); a column of six bits is
    one multiplication. For public exponents only.
    """

    def __init__(self, base: Number, modulus: Number, bits: int) -> None:
        self._modulus, self._strip = modulus, -(-bits // _TEETH)
        teeth, step = [base], mpz(1) << self._strip
        for _ in range(_TEETH - 1):
            teeth.append(gmpy2.powmod(teeth[-1], step, modulus))
        self._columns = [mpz(1)]
        for tooth in teeth:
            self._columns += [tooth * known % modulus for known in self._columns]

    def power(self, exponent: int) -> Number:
        """``base ** exponent % modulus`` for ``0 <= exponent < 2 ** bits``; ValueError beyond."""
        if exponent < 0 or exponent >> (self._strip * _TEETH):
            raise ValueError("exponent outside the comb")
        modulus, columns = self._modulus, self._columns
        found = mpz(1)
        for column in _columns(int(exponent), self._strip):
            found = found * found % modulus
            if column:
                found = found * columns[column] % modulus
        return found


def _columns(exponent: int, strip: int) -> Iterable[int]:
    """The six strips read from the top, one bit of each at a time."""
    width = f"0{strip}b"
    mask = (1 << strip) - 1
    strips = [format(exponent >> (strip * tooth) & mask, width) for tooth in reversed(range(_TEETH))]
    return [int("".join(bits), 2) for bits in zip(*strips, strict=True)]


def product(factors: Iterable[Number], modulus: Number) -> Number:
    """Of all of them, 1 when there are none."""
    return reduce(lambda one, other: one * other % modulus, factors, mpz(1))


def inverses(values: Sequence[Number], modulus: Number) -> list[Number]:
    """``1 / value`` of each for the price of one inversion; ZeroDivisionError when one has none."""
    before = [mpz(1)]
    for value in values:
        before.append(before[-1] * value % modulus)
    rest = gmpy2.invert(before[-1], modulus)
    found = []
    for value, known in zip(reversed(values), reversed(before[:-1]), strict=True):
        found.append(rest * known % modulus)
        rest = rest * value % modulus
    return found[::-1]
