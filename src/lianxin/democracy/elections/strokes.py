"""姓氏笔画为序 (ELE-12): names in the order of strokes, as they stand on a ballot.

`data/strokes.txt` has the ideographs from U+4E00 to U+9FFF in the order of their strokes, fewest first, made by
`Intl.Collator("zh-u-co-stroke")` of Node.js 20 (Unicode CLDR): how many strokes, then which come first. People may
set another order where they know better.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "strokes.txt"


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    return {sign: at for at, sign in enumerate(_DATA.read_text(encoding="utf-8").replace("\n", ""))}


def key(name: str) -> tuple[int, ...]:
    """Sort key of a name: the surname first, then sign by sign; what has no strokes stands behind, by its code."""
    ranks = _ranks()
    return tuple(ranks.get(sign, len(ranks) + ord(sign)) for sign in name if not sign.isspace())


def by_strokes(names: list[str]) -> list[str]:
    """In the order of the ballot; equal names keep theirs."""
    return sorted(names, key=key)
