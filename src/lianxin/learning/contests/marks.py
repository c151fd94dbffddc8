"""What a whole paper earns; plain Python."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lianxin.learning.questions.marking import CENTS, earned, share

from .drawing import Place


@dataclass(frozen=True, slots=True)
class Result:
    """each: hundredths of a point for every place, None for a struck one; cents and full: the sums of the others."""

    each: tuple[int | None, ...]
    cents: int
    full: int

    def reaches(self, percent: int) -> bool:
        """Passed. A paper of which everything was struck is passed: nobody can be held to it."""
        return self.cents * 100 >= percent * self.full


def mark(
    paper: Sequence[Place], answers: Mapping[int, Sequence[Any]], keys: Mapping[int, Sequence[Any]], points: Mapping[str, int],
    struck: Collection[int] = (),
) -> Result:  # fmt: skip
    """Mark a paper. answers: place -> answer; keys: version -> key; points: kind -> points; struck: versions that do not count."""
    each = tuple(
        None if place.version in struck
        else earned(points[place.kind], share(place.kind, keys[place.version], answers.get(at, ())))
        for at, place in enumerate(paper)
    )  # fmt: skip
    full = sum(points[place.kind] * CENTS for place in paper if place.version not in struck)
    return Result(each, sum(cents for cents in each if cents is not None), full)


def words(cents: int) -> str:
    """Points as people write them: ``"8.33"``, ``"8"``."""
    whole, rest = divmod(cents, CENTS)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
