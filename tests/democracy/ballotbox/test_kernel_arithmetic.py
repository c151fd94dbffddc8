"""The kernel in C says what GMP says, on every value where limbs, carries or rows of zeros could go wrong (decision 0025)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import gmpy2
import pytest
from gmpy2 import mpz

from lianxin.democracy.ballotbox import asking
from lianxin.democracy.ballotbox.groups import BELENIOS_2048, RFC_3526_2048, Group
from lianxin.democracy.ballotbox.lanes import build as building
from lianxin.democracy.ballotbox.lanes import loading
from lianxin.democracy.ballotbox.lanes.loading import Kernel, Modulus
from lianxin.democracy.ballotbox.numbers import product
from lianxin.democracy.ballotbox.tallies import decrypt
from tests.democracy.ballotbox.building import MARKED, MARKS, YES_OR_NO, prepared
from tests.democracy.ballotbox.routes import with_kernel

DRAW = random.Random(25)
BOTH = pytest.mark.parametrize("group", [BELENIOS_2048, RFC_3526_2048], ids=lambda group: group.name)


@pytest.fixture(scope="module")
def found() -> Iterator[Kernel]:
    with with_kernel() as kernel:
        yield kernel


def edges(group: Group) -> list[mpz]:
    """Numbers whose limbs of 52 bits are empty, full, or carry all the way."""
    p = group.p
    full = [mpz(1) << (52 * n) for n in (1, 20, 39)]
    return [
        mpz(0),
        mpz(1),
        mpz(2),
        p - 1,
        p - 2,
        p // 2,
        p - (mpz(1) << 1024),
        *full,
        *(x - 1 for x in full),
        (mpz(1) << 2047) % p,
    ]


def drawn(bits: int) -> int:
    return DRAW.getrandbits(bits)


@BOTH
def test_powers_are_those_of_gmp(group: Group, found: Kernel) -> None:
    """Edges and random numbers, raised to edges and random exponents, alone and with one and two tables."""
    p, q = group.p, int(group.q)
    bases = [*edges(group), p, *(mpz(drawn(2048)) % p for _ in range(7))]  # p is 0 written in another way
    short = [0, 1, 2, (1 << 256) - 1, int(BELENIOS_2048.q) - 1, int(BELENIOS_2048.q), 1 << 255, 0xFFFF, drawn(256)]
    long = [0, 1, q - 1, q, drawn(q.bit_length()), (1 << q.bit_length()) - 1]
    exponents = [short[i % len(short)] for i in range(3 * len(bases))]
    g, y = group.g, gmpy2.powmod(group.g, drawn(200), p)
    a, b = ([long[(i * step) % len(long)] for i in range(len(exponents))] for step in (1, 5))
    modulus = found.of(p)
    own = [gmpy2.powmod(bases[i // 3], e, p) for i, e in enumerate(exponents)]
    by_g, by_y = [gmpy2.powmod(g, e, p) for e in a], [gmpy2.powmod(y, e, p) for e in b]
    assert modulus.powers(bases, exponents) == own
    assert modulus.powers(bases, exponents, [(g, a)]) == [x * z % p for x, z in zip(own, by_g, strict=True)]
    both = modulus.powers(bases, exponents, [(g, a), (y, b)])
    assert both == [x * z * w % p for x, z, w in zip(own, by_g, by_y, strict=True)]


@pytest.mark.parametrize("count", [1, 7, 8, 9, 129])
def test_batches_that_do_not_fill_the_lanes(count: int, found: Kernel) -> None:
    """One number, one lane less or more than eight, and one more than a product takes abreast."""
    p = RFC_3526_2048.p
    bases = [mpz(drawn(2048)) % p for _ in range(count)]
    short, long = [drawn(256) for _ in bases], [drawn(2047) for _ in bases]
    modulus = found.of(p)
    assert modulus.powers(bases, short) == [gmpy2.powmod(x, e, p) for x, e in zip(bases, short, strict=True)]
    for exponents in (short, long if count < 10 else short):
        wanted = product((gmpy2.powmod(x, e, p) for x, e in zip(bases, exponents, strict=True)), p)
        assert modulus.product(bases, exponents) == wanted


def test_products_of_edges(found: Kernel) -> None:
    for group in (BELENIOS_2048, RFC_3526_2048):
        p, bases = group.p, [x for x in edges(group) if x]
        exponents = [(0, 1, int(group.q), (1 << 256) - 1)[i % 4] for i in range(len(bases))]
        wanted = product((gmpy2.powmod(x, e, p) for x, e in zip(bases, exponents, strict=True)), p)
        assert found.of(p).product(bases, exponents) == wanted
        assert found.of(p).product([*bases, mpz(0)], [*exponents, 3]) == 0
        assert found.of(p).product([], []) == 1


@BOTH
def test_many_squarings_in_a_row(group: Group, found: Kernel) -> None:
    """Squares of squares of random numbers, where a lost carry would show sooner or later."""
    bases = [mpz(drawn(2048)) % group.p for _ in range(64)]
    exponent = 1 << 2040
    assert found.of(group.p).powers(bases, [exponent] * 64) == [gmpy2.powmod(x, exponent, group.p) for x in bases]


def test_membership_is_asked_of_every_number(found: Kernel) -> None:
    """x^q = 1 for each, not for a batch: one stranger among many is the one who is named."""
    group = BELENIOS_2048
    members = [group.power(group.g, drawn(256)) for _ in range(19)]
    values = [*members[:11], group.p - members[11], *members[12:], 0, group.p, group.p + 1, int(group.p) << 60]
    assert group.all_hold(values) == [group.holds(x) for x in values]
    assert [place for place, holds in enumerate(group.all_hold(values)) if not holds] == [11, 19, 20, 21, 22]


def test_what_it_cannot_do_it_refuses(found: Kernel) -> None:
    modulus = found.of(BELENIOS_2048.p)
    with pytest.raises(ValueError, match="exponent"):
        modulus.powers([mpz(2)], [1 << 2048])
    with pytest.raises(ValueError, match="exponent"):
        modulus.product([mpz(2)], [-1])
    with pytest.raises(ValueError, match="each base"):
        modulus.powers([mpz(2), mpz(3)], [1, 2, 3])
    with pytest.raises(OverflowError):
        modulus.powers([mpz(1) << 2048], [1])
    for wrong in (BELENIOS_2048.p + 1, (mpz(1) << 2048) + 1):
        with pytest.raises(ValueError, match="modulus"):
            Modulus(found, wrong)


def test_a_kernel_that_errs_once_is_never_used(found: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    """A verdict must not hang on a compiler: what gives one wrong trial is as good as none."""
    right = Modulus._powers

    def wrong(self: Modulus, *given: object, **more: object) -> list[mpz]:
        answers = right(self, *given, **more)  # type: ignore[arg-type]  # handed on as it came
        return [*answers[:-1], answers[-1] ^ 1]

    assert loading._honest(found)
    monkeypatch.setattr(Modulus, "_powers", wrong)
    assert not loading._honest(found)


@pytest.mark.parametrize("how", ["processor", "damaged", "missing"])
def test_where_it_cannot_run_it_is_not_there(
    how: str, found: Kernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A processor without the instructions, a file that is no library, a file that lacks a function: never an error."""
    if how == "damaged":
        (tmp_path / "kernel.so").write_bytes(b"no library")
        monkeypatch.setattr(loading, "built", lambda: tmp_path / "kernel.so")
    else:
        library = SimpleNamespace(lanes_possible=lambda: how == "missing")
        monkeypatch.setattr("ctypes.CDLL", lambda path: library)
    loading.kernel.cache_clear()
    assert loading.kernel() is None
    loading.kernel.cache_clear()


def test_tables_go_and_come_again_while_others_compute(found: Kernel) -> None:
    """More bases than tables are kept, from several threads: each gets its own powers."""
    modulus, p = found.of(BELENIOS_2048.p), BELENIOS_2048.p

    def asked(base: int) -> bool:
        exponents = [drawn(256) for _ in range(16)]
        powers = modulus.powers([mpz(1)] * 16, [0] * 16, [(mpz(base), exponents)])
        return powers == [gmpy2.powmod(base, e, p) for e in exponents]

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(asked, [2 + i % 9 for i in range(27)]))
    assert len(modulus._tables) <= loading._TABLES_KEPT


def test_turned_off_it_answers_nothing(found: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the same numbers come by the other way."""
    group, x = BELENIOS_2048, mpz(drawn(2000))

    def answers() -> list[mpz]:
        one = asking.Raised(x)
        for e, a, b in ((5, 0, 0), (drawn_e, 7, 0), (int(group.q), drawn_e, 9)):
            one.ask(e, a, b)
        asking.answer(group, group.power(group.g, 3), [one])
        return one.found

    drawn_e = drawn(255)
    with_it = answers()
    monkeypatch.setenv("LIANXIN_BALLOT_KERNEL", "off")
    loading.kernel.cache_clear()
    assert loading.kernel() is None
    assert answers() == with_it
    loading.kernel.cache_clear()


def test_no_secret_comes_near_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ballots filled in, keys, shuffles and decryptions of our own: whoever holds a secret never asks the kernel."""

    def refused(*given: object) -> None:
        raise AssertionError("a secret met the kernel")

    held = prepared([YES_OR_NO], weights=(1,), threshold=(2, 2))
    marked = prepared([MARKS], weights=(1, 1), group=RFC_3526_2048)
    tables = []
    monkeypatch.setattr(Modulus, "powers", refused)
    monkeypatch.setattr(Modulus, "product", refused)
    held.vote(0, [[0, 1, 0]])
    tables.append(held.close())
    for voter in (0, 1):
        marked.vote(voter, MARKED[voter])
    tables.append(marked.mix(marked.close()))
    for one, table in zip((held, marked), tables, strict=True):
        decrypt(one.election, table, one.secrets[1])


def test_without_a_compiler_there_is_a_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written and nobody is stopped; a compiler that fails is a note as well, and leaves nothing behind."""
    target = tmp_path / "lib" / "kernel.so"
    monkeypatch.setattr(building, "built", lambda: target)
    monkeypatch.setattr(building, "fits", lambda: True)
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setattr(building, "compiler", lambda: None)
    assert "没有 C 编译器" in building.build()
    monkeypatch.setattr(building, "compiler", lambda: "/bin/false")
    assert "编译没有成功" in building.build()
    assert list(target.parent.iterdir()) == []
    assert building.main() == 0


def test_a_changed_source_is_another_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old file never meets new calls: its name is the hash of all its source."""
    here, now = building._HERE, building.built()
    for name in building.SOURCES + building.HEADERS:
        (tmp_path / name).write_bytes((here / name).read_bytes())
    monkeypatch.setattr(building, "_HERE", tmp_path)
    assert building.built() == now
    assert {path.name for path in here.glob("*.[ch]")} == set(building.SOURCES + building.HEADERS)
    (tmp_path / "tables.h").write_text("/* changed */")
    assert building.built() != now
