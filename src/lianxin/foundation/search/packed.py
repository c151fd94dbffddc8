"""Every stretch of one to three characters of a text as a number, for PostgreSQL's index of the search of the whole house.

A word of a query holds no white space, so neither do the stretches. One and two characters are written into the number
as they are: a text has the number exactly when it holds them. Of three characters there are far too many different ones;
their number says only which of `BUCKETS` they fall into, and the text itself decides. What stands in a title has its
number once more, negative. A `Needle` of the same length is looked up by the same numbers.
"""

from __future__ import annotations

from functools import lru_cache
from operator import add
from zlib import crc32

#: bits of one code point, and of all buckets
_POINT, _BUCKET = 21, 20
BUCKETS = 1 << _BUCKET
#: above every pair
_TRIPLES = 1 << (2 * _POINT)
LONGEST = 3
#: stretches of a long word that are looked up; the text itself is read afterwards
ENOUGH = 8


@lru_cache(maxsize=1 << 17)
def _pair(two: str) -> int:
    return ord(two[0]) << _POINT | ord(two[1])


def _triple(three: str) -> int:
    return _TRIPLES | crc32(three.encode()) & (BUCKETS - 1)


def number(stretch: str) -> int:
    """The number of one to three characters; the same in every process and for ever (the index holds it)."""
    return (ord, _pair, _triple)[len(stretch) - 1](stretch)


def stretches(plain: str) -> tuple[set[str], set[str], set[str]]:
    """All stretches of one, two and three characters of a readable text that hold no white space."""
    ones, twos, threes = set[str](), set[str](), set[str]()
    for chunk in plain.split():
        pairs = list(map(add, chunk, chunk[1:]))
        ones.update(chunk)
        twos.update(pairs)
        threes.update(map(add, pairs, chunk[2:]))
    return ones, twos, threes


def numbers(plain: str) -> set[int]:
    """The numbers of a readable text, those of its title (the first line) once more as negative ones."""
    title = plain.partition("\n")[0]
    return _numbers(plain) | {-one for one in _numbers(title)}


def _numbers(plain: str) -> set[int]:
    ones, twos, threes = stretches(plain)
    found = {*map(ord, ones), *map(_pair, twos)}
    found.update([_TRIPLES | crc32(three.encode()) & (BUCKETS - 1) for three in threes])
    return found


def looked_up(word: str) -> list[str]:
    """The stretches that find a word: each hangs together with the next, so that little else has all of them."""
    if len(word) < LONGEST:
        return [word]
    if len(word) == LONGEST:
        return [word, word[:2], word[1:]]
    last = len(word) - LONGEST
    return [word[at : at + LONGEST] for at in [*range(0, last, LONGEST - 1)[: ENOUGH - 1], last]]
