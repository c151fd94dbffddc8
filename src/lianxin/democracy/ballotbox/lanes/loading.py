"""The compiled kernel in this process: found, tried against gmpy2, called."""

from __future__ import annotations

import ctypes
import hashlib
import os
import weakref
from collections.abc import Mapping, Sequence
from functools import lru_cache

import gmpy2
from gmpy2 import mpz

from ..numbers import Number, product
from .build import built, fits

#: bytes of a number, lowest first
NUMBER = 256
#: bytes of an exponent: of most, and of those in a group whose order is as long as its modulus
SHORT, LONG = 32, 256
_LANES = 8
_SQUARE_BITS = 4160  # the kernel's R is 2^2080
_TABLES = 2
_TABLES_KEPT = 6
_VARIABLE = "LIANXIN_BALLOT_KERNEL"
_POINTER = ctypes.c_void_p


class Kernel:
    """The functions of the shared object."""

    def __init__(self, library: ctypes.CDLL) -> None:
        size, raw = ctypes.c_size_t, ctypes.c_char_p
        self.modulus, self.table, self.free = library.lanes_modulus, library.lanes_table, library.lanes_free
        self.powers, self.product = library.lanes_powers, library.lanes_product
        self.modulus.restype = self.table.restype = _POINTER
        self.modulus.argtypes = [raw, raw]
        self.table.argtypes = [_POINTER, raw, size]
        self.powers.argtypes = [_POINTER, size, size, size, raw, raw, _POINTER, _POINTER, raw]
        self.product.argtypes = [_POINTER, size, size, raw, raw, raw]
        self.free.argtypes = [_POINTER]
        self.free.restype = None
        self._moduli: dict[Number, Modulus] = {}

    def of(self, p: Number) -> Modulus:
        """The arithmetic modulo an odd p of at most 2,048 bits; there are few of them, they are kept."""
        if p not in self._moduli:
            self._moduli[p] = Modulus(self, p)
        return self._moduli[p]


class Owned:
    """Memory that the kernel gave; it goes back with this object."""

    def __init__(self, kernel: Kernel, pointer: int | None) -> None:
        if not pointer:
            raise MemoryError("the kernel of ballots found no room")
        self.pointer = pointer
        weakref.finalize(self, kernel.free, pointer).atexit = False


class Modulus:
    """Powers modulo one number. Public exponents only."""

    def __init__(self, kernel: Kernel, p: Number) -> None:
        """ValueError for a p that is even or too long; MemoryError."""
        if p % 2 == 0 or p.bit_length() > 8 * NUMBER:
            raise ValueError("no modulus of the kernel")
        self.p, self._kernel = mpz(p), kernel
        self._own = Owned(kernel, kernel.modulus(_packed([p]), _packed([gmpy2.powmod(2, _SQUARE_BITS, p)])))
        self._tables: Mapping[tuple[Number, int], Owned] = {}

    def powers(
        self, bases: Sequence[Number], exponents: Sequence[int], fixed: Sequence[tuple[Number, Sequence[int]]] = (),
    ) -> list[Number]:  # fmt: skip
        """For each base x the same number k of entries x^e · g^a · y^b, in the order of `exponents`.

        bases: 0 … p-1; exponents: k for each base, of at most 2,048 bits, the longest sets the price of all. fixed: at
        most two pairs of a base that comes again and again (g, y) and its exponents, as many as `exponents`.
        """
        entries = len(exponents)
        if not bases:
            return []
        if entries % len(bases) or len(fixed) > _TABLES or any(len(more) != entries for _, more in fixed):
            raise ValueError("as many exponents for each base")
        width, wide = _width(exponents), max((_width(more) for _, more in fixed), default=0)
        if wide in (0, width):
            return self._powers(len(bases), width, fixed, bases, exponents)
        # exponents of two lengths have no squarings to share
        pairs = zip(
            self._powers(len(bases), width, (), bases, exponents), self._powers(entries, wide, fixed), strict=True
        )
        return [one * other % self.p for one, other in pairs]

    def _powers(
        self, count: int, width: int, fixed: Sequence[tuple[Number, Sequence[int]]],
        bases: Sequence[Number] = (), exponents: Sequence[int] = (),
    ) -> list[Number]:  # fmt: skip
        """All of one width; without bases the powers of the tables alone."""
        tables, more = (_POINTER * _TABLES)(), (ctypes.c_char_p * _TABLES)()
        held = [self._table(base, width) for base, _ in fixed]  # not let go before the end of the call
        for place, (_, others) in enumerate(fixed):
            tables[place], more[place] = held[place].pointer, _packed(others, width)
        entries = len(exponents) or count
        out, own = ctypes.create_string_buffer(entries * NUMBER), (_packed(bases), _packed(exponents, width))
        raw_bases, raw_exponents = own if bases else (None, None)
        if self._kernel.powers(
            self._own.pointer, count, entries // count, width, raw_bases, raw_exponents, tables, more, out
        ):
            raise MemoryError("the kernel of ballots found no room")
        return _numbers(out.raw)

    def product(self, bases: Sequence[Number], exponents: Sequence[int]) -> Number:
        """x1^e1 · x2^e2 · …, 1 for none; exponents of at most 2,048 bits."""
        if len(bases) != len(exponents):
            raise ValueError("an exponent for each base")
        out, width = ctypes.create_string_buffer(_LANES * NUMBER), _width(exponents)
        if self._kernel.product(self._own.pointer, len(bases), width, _packed(bases), _packed(exponents, width), out):
            raise MemoryError("the kernel of ballots found no room")
        return product(_numbers(out.raw), self.p)

    def ready(self, base: Number, bits: int) -> None:
        """Make the table of a base now: before a process is forked, say."""
        self._table(base, SHORT if bits <= 8 * SHORT else LONG)

    def _table(self, base: Number, width: int) -> Owned:
        """From those that are kept, or made. The mapping is never changed, only replaced: several threads may be here."""
        name, kept = (mpz(base), width), self._tables
        if name not in kept:
            made = Owned(self._kernel, self._kernel.table(self._own.pointer, _packed([base]), width))
            self._tables = kept = dict([*list(kept.items())[1 - _TABLES_KEPT :], (name, made)])
        return kept[name]


@lru_cache(maxsize=1)
def kernel() -> Kernel | None:
    """The kernel, when it is wanted, compiled for this source, possible on this processor and right about every trial."""
    path = built()
    if os.environ.get(_VARIABLE, "").lower() == "off" or not fits() or not path.exists():
        return None
    try:
        library = ctypes.CDLL(str(path))
        found = Kernel(library) if library.lanes_possible() else None
    except (OSError, AttributeError):
        return None
    return found if found is not None and _honest(found) else None


def _honest(found: Kernel) -> bool:
    """Whether fixed trials give what gmpy2 gives: a compiler's mistake must never become a verdict."""
    p = mpz((1 << 2048) - 159)
    some = [int.from_bytes(hashlib.sha512(bytes([i])).digest() * 4, "big") for i in range(8)]
    bases = [mpz(x) for x in (0, 1, p - 1, p - 2, 1 << 2047, *(x % p for x in some[:4]))]
    short = [0, 1, (1 << 256) - 1, *(x >> 1792 for x in some)]
    exponents = [short[i % len(short)] for i in range(2 * len(bases))]
    g, y = mpz(some[4]) % p, mpz(some[5]) % p
    a, b = ([short[(step * i + step) % len(short)] for i in range(2 * len(bases))] for step in (3, 7))
    wanted = [
        gmpy2.powmod(bases[i // 2], e, p) * gmpy2.powmod(g, a[i], p) * gmpy2.powmod(y, b[i], p) % p
        for i, e in enumerate(exponents)
    ]
    trial, once = Modulus(found, p), short[: len(bases)]
    return trial.powers(bases, exponents, [(g, a), (y, b)]) == wanted and trial.product(bases[2:], once[2:]) == product(
        (gmpy2.powmod(x, e, p) for x, e in zip(bases[2:], once[2:], strict=True)), p
    )


def _width(exponents: Sequence[int]) -> int:
    """Bytes in which each of them is handed over. ValueError for one of more than 2,048 bits or below 0."""
    bits = max((e.bit_length() for e in exponents), default=0)
    if bits > 8 * LONG or min(exponents, default=0) < 0:
        raise ValueError("no exponent for the kernel")
    return SHORT if bits <= 8 * SHORT else LONG


def _packed(values: Sequence[int], width: int = NUMBER) -> bytes:
    return b"".join([int(value).to_bytes(width, "little") for value in values])


def _numbers(raw: bytes) -> list[Number]:
    return [mpz.from_bytes(raw[at : at + NUMBER], "little") for at in range(0, len(raw), NUMBER)]
