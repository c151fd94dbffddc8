"""Chinese text as a machine compares it: folding, two-character sequences, overlap.

Chinese is written without spaces; overlapping pairs of characters (bigrams) find every word of two
characters without a dictionary. Latin words and numbers stay whole.
"""

from __future__ import annotations

import re
import unicodedata

#: ideographs (extension A, the basic block, compatibility, later planes), 〇 and the repeat mark 々
_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """The form in which texts are compared.

    Compatibility forms unified (NFKC: full width to half width), lower case, every run of white
    space one space, none at the ends. Folding twice changes nothing.
    """
    once = unicodedata.normalize("NFKC", text).lower()
    # lower case may leave a decomposed letter behind, e.g. of a dotted capital I
    return _SPACE.sub(" ", unicodedata.normalize("NFKC", once)).strip()


def bigrams(text: str) -> list[str]:
    """Search tokens in the order of the text, repeated as they occur.

    A run of ideographs gives its overlapping pairs (a single one gives itself); a run of other
    letters or digits gives one word. Punctuation and spaces separate.
    """
    tokens: list[str] = []
    for match in _RUN.finditer(fold(text)):
        run = match.group()
        if match.group("han") and len(run) > 1:
            tokens += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            tokens.append(run)
    return tokens


def shared(a: str, b: str) -> set[str]:
    """Tokens that two texts have in common."""
    return set(bigrams(a)) & set(bigrams(b))


def overlap(a: str, b: str) -> float:
    """Likeness of two texts: common tokens over those of the smaller set, 0.0 to 1.0; 0.0 when one is empty."""
    ours, theirs = set(bigrams(a)), set(bigrams(b))
    smaller = min(len(ours), len(theirs))
    return len(ours & theirs) / smaller if smaller else 0.0
