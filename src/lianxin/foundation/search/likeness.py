"""How alike two texts are, weighed by how rare their common pairs and words are."""

from __future__ import annotations

from math import log

from .models import SearchTerm
from .text import GAP, as_marked, canonical, tokens

#: characters of a text that are considered while somebody types
CONSIDERED = 800
#: share given to a token that the sample has not seen
UNSEEN = 0.0003
#: tokens in more than this share of all entries say nothing about a matter
EVERYDAY = 0.12


def weigh(text: str) -> dict[str, float]:
    """Weight by token for a text: the rarer, the heavier. Everyday tokens and single signs are left out."""
    distinct = {t for t in tokens(canonical(text[:CONSIDERED])) if len(t) > 1 and t != GAP}
    shares = dict(SearchTerm.objects.filter(term__in=distinct).values_list("term", "share"))
    return {t: log(1 / max(shares.get(t, 0.0), UNSEEN)) for t in distinct if shares.get(t, 0.0) <= EVERYDAY}


def likeness(weights: dict[str, float], marked: str) -> float:
    """Share of the weight that a canonical text has too, 0.0 to 1.0.

    A long text meets more of a short one by chance; what it has in its title counts in full, what
    stands in the body nine tenths.
    """
    whole = sum(weights.values())
    if not whole:
        return 0.0
    title = marked.partition("\n")[0]
    got = 0.0
    for token, weight in weights.items():
        needle = as_marked(token)
        if needle in marked:
            got += weight * (1.0 if needle in title else 0.9)
    return got / whole
