"""Time as a leak: an exponent that nobody may learn takes GMP's constant-time route and no other (R066, V03).

Which function is called with which number is looked at, no clock: the measured figure stands in `docs/bench.md`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gmpy2
import pytest

from lianxin.democracy import ballotbox, elections, polls
from lianxin.democracy.ballotbox import numbers
from lianxin.democracy.ballotbox.ballots import fill_in
from lianxin.democracy.ballotbox.credentials import new_credential, public_of, secret_of
from lianxin.democracy.ballotbox.groups import BELENIOS_2048, RFC_3526_2048, Group
from lianxin.democracy.ballotbox.lanes.loading import Modulus
from lianxin.democracy.ballotbox.letters import keys_of, new_seed
from lianxin.democracy.ballotbox.mixing import shuffle
from lianxin.democracy.ballotbox.proofs import Ciphertext, Claim, encrypt, prove_one
from lianxin.democracy.ballotbox.tallies import decrypt
from lianxin.democracy.ballotbox.trustees import new_key
from tests.democracy.ballotbox.building import MARKED, Held, ceremony


@dataclass
class Seen:
    """Exponents by the way they went; drawn: every number that was drawn in secret."""

    kept: list[int] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    drawn: set[int] = field(default_factory=set)

    def leaked(self, group: Group, *more: int) -> set[int]:
        """Secrets, or their opposites, that went where the time follows the bits."""
        secrets = self.drawn | set(more) | set(self.kept)
        return secrets & {x for e in self.shown for x in (e, -e % int(group.q))}


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Every route by which a power is made, watched: gmpy2's two, the tables, the kernel."""
    found = Seen()

    def watch(owner: Any, name: str, note: Callable[..., None]) -> None:
        real = getattr(owner, name)

        def noted(*arguments: Any) -> Any:
            note(*arguments)
            return real(*arguments)

        monkeypatch.setattr(owner, name, noted)

    watch(gmpy2, "powmod_sec", lambda x, e, p: found.kept.append(int(e)))
    watch(gmpy2, "powmod", lambda x, e, p: found.shown.append(int(e)))
    for table in (numbers.Table, numbers.Comb):
        watch(table, "power", lambda self, e: found.shown.append(int(e)))
    watch(Modulus, "_powers", lambda self, count, width, fixed, bases=(), exponents=(): found.shown.extend(
        int(e) for part in (exponents, *[more for _, more in fixed]) for e in part))  # fmt: skip
    watch(Modulus, "product", lambda self, bases, exponents: found.shown.extend(int(e) for e in exponents))
    draw = Group.random

    def drawn(group: Group) -> int:
        found.drawn.add(made := draw(group))
        return made

    monkeypatch.setattr(Group, "random", drawn)
    return found


def test_keys_alone_and_together(seen: Seen) -> None:
    """A trustee's key; certificates, polynomials, letters and shares of a ceremony of three; a voter's credential."""
    group, uuid, slip = BELENIOS_2048, "HzpBBrJvRHGAR4", new_credential()
    lone, _ = new_key(group)
    seed = new_seed()
    pair = keys_of(seed, group)
    assert pair.verification != pair.encryption
    _, parts = ceremony(group, 3, 2)
    public_of(slip, uuid, group)
    assert {lone, pair.signing, pair.opening, *parts, secret_of(slip, uuid, group)} <= set(seen.kept)
    assert not seen.leaked(group)


def test_ballots_of_sums(seen: Seen, summed: Held) -> None:
    """Credential, randomness, challenges of what is not true: all of one and another vote by as many secret powers."""
    counts = []
    for choices in ([[1, 0, 1, 0], [0, 1, 0]], [[0, 1, 0, 1], [0, 0, 1]]):
        seen.kept.clear()
        seen.shown.clear()
        fill_in(summed.election, summed.secret(0), choices)
        assert not seen.leaked(summed.election.group, summed.secret(0))
        counts.append((len(seen.kept), sorted(seen.shown)))
    assert counts[0] == counts[1], "two votes differ in what is computed for them"
    assert summed.secret(0) in seen.kept


@pytest.mark.parametrize("message", [0, 1])
def test_what_is_chosen_is_no_exponent(message: int, seen: Seen) -> None:
    """0 and 1 are made by the same powers, and a proof leaves out nothing by which the true claim is known."""
    group, r = BELENIOS_2048, BELENIOS_2048.random()
    key = group.secret(group.g, 12345)
    seen.kept.clear()
    pair = encrypt(group, key, message, r)
    assert (seen.kept, seen.shown) == ([r, r], [])
    assert pair == Ciphertext(group.secret(group.g, r), group.secret(key, r) * group.g**message % group.p)
    prove_one(group, "x|", key, [Claim(pair, 0), Claim(pair, 1)], message, r)
    assert sorted(seen.shown) == [-1, 0]


def test_ranked_ballots_their_shuffle_and_their_opening(seen: Seen, ranked: Held) -> None:
    """Randomness, the order of a shuffle, a trustee's key: nothing of it goes through tables or the kernel."""
    election, group = ranked.election, ranked.election.group
    fill_in(election, ranked.secret(0), MARKED[0])
    pair = Ciphertext(group.secret(group.g, group.random()), group.secret(election.key, group.random()))
    seen.kept.clear()
    key = ranked.secrets[1]
    decrypt(election, ((pair, pair),), key)
    assert (seen.kept.count(key), len(seen.kept)) == (3, 3 + 2 * 2), "the key itself; two powers of each proof"
    shuffle(group, election.key, election.fingerprint, [[pair, pair, pair]])
    assert not seen.leaked(group, key, ranked.secret(0))


def test_secret_exponents_are_of_one_length(seen: Seen) -> None:
    """The time of the route follows the words of the exponent: 0 takes as many as any other, a negative one is refused."""
    for group in (BELENIOS_2048, RFC_3526_2048):
        assert group.secret(group.g, 0) == 1
        assert seen.kept[-1] == group.q
        with pytest.raises(ValueError, match="exponent"):
            group.secret(group.g, -1)


def test_no_secret_is_compared_by_equals() -> None:
    """What the server compares of a ballot is public: no code, seed, secret or token stands beside ==, where the time tells how much of
    it was right."""
    secret = re.compile(r"(^|_)(secret|token|seed|password|passphrase|served|private_key|mac)($|_)")
    for package in (ballotbox, elections, polls):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Compare):
                    continue
                sides = [side for side in (node.left, *node.comparators) if isinstance(side, ast.Name | ast.Attribute)]
                named = [side.id if isinstance(side, ast.Name) else side.attr for side in sides]
                assert not [name for name in named if secret.search(name)], (path.name, ast.unparse(node))
