"""A paper out of a pool by a seed: plain Python, the same seed gives the same paper on every machine.

Everything is ordered by HMAC-SHA256 under the seed, so that nobody who draws can choose, and everybody who is shown the
seed afterwards can draw again.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lianxin.kernel.canonical import canonical_json
from lianxin.learning.questions.words import KINDS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be drawn. version: its key; options: how many; blanks: how many, for a text to be filled in."""

    version: int
    kind: str
    options: int
    blanks: int = 0
    keep_order: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a paper. order: which option stands first, second …; empty for a text to be filled in."""

    version: int
    kind: str
    order: tuple[int, ...]
    blanks: int

    def kept(self) -> dict[str, object]:
        """As it stands in the row of an attempt."""
        return {"v": self.version, "k": self.kind, "o": list(self.order), "n": self.blanks}

    @staticmethod
    def read(row: Mapping[str, object]) -> Place:
        """`kept` again."""
        version, kind, order, blanks = row["v"], row["k"], row["o"], row["n"]
        assert isinstance(version, int) and isinstance(order, list) and isinstance(blanks, int)  # noqa: PT018 - as `kept` wrote it
        return Place(version, str(kind), tuple(order), blanks)


def commitment(seed: str, pool: Iterable[Candidate]) -> str:
    """SHA-256 (64 hex digits) over the seed and the pool: shown beforehand, it binds both. seed: 64 hex digits."""
    rows = [[c.version, c.kind, c.options, c.blanks, c.keep_order] for c in sorted(pool, key=lambda c: c.version)]
    return hashlib.sha256(canonical_json([seed, rows])).hexdigest()


def seed_of(seed: str, ticket: str) -> str:
    """The seed of one attempt (64 hex digits) out of that of the round and the ticket of the attempt."""
    return _mac(seed, f"attempt:{ticket}").hex()


def draw(seed: str, pool: Sequence[Candidate], counts: Mapping[str, int]) -> list[Place]:
    """So many of each kind, kinds in the order of `KINDS`, the rest in the order of the seed.

    ValueError when the pool has too few of a kind.
    """
    places: list[Place] = []
    for kind in KINDS:
        wanted = counts.get(kind, 0)
        found = sorted(
            (c for c in pool if c.kind == kind), key=lambda c: (_mac(seed, f"question:{c.version}"), c.version)
        )
        if len(found) < wanted:
            raise ValueError(f"{kind}: {wanted} wanted, {len(found)} there")
        places += [Place(c.version, kind, _order(seed, c), c.blanks) for c in found[:wanted]]
    return places


def _order(seed: str, candidate: Candidate) -> tuple[int, ...]:
    places = range(candidate.options)
    if candidate.keep_order or candidate.kind == "truth":
        return tuple(places)
    return tuple(sorted(places, key=lambda at: _mac(seed, f"option:{candidate.version}:{at}")))


def _mac(seed: str, label: str) -> bytes:
    return hmac.new(bytes.fromhex(seed), label.encode(), hashlib.sha256).digest()
