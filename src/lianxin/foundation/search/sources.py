"""What the rooms offer to be indexed anew, and how common each token is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from .actions import Entry
from .engines import plan
from .models import SearchDocument, SearchTerm
from .text import GAP, tokens

Source = Callable[[], Iterable[Entry]]
#: a sample of this size tells a share of one in two hundred from one in a thousand
SAMPLE = 4000
#: tokens of fewer sampled entries are left out: they are rare
SEEN_IN = 4


@dataclass(frozen=True, slots=True)
class Registered:
    """A kind that a room can list completely. size: how many there are, for the progress line."""

    kind: str
    entries: Source
    size: Callable[[], int] | None = None


SOURCES: dict[str, Registered] = {}


def register_source(kind: str, entries: Source, *, size: Callable[[], int] | None = None) -> None:
    """Called by each room when it loads; `entries()` yields everything of the kind that may be found."""
    SOURCES[kind] = Registered(kind, entries, size)


def refresh_frequencies() -> int:
    """Estimate anew how common tokens are, on a sample spread over all entries; returns how many are kept."""
    ids = list(SearchDocument.objects.order_by("pk").values_list("pk", flat=True))
    step = max(1, len(ids) // SAMPLE)
    chosen = ids[::step]
    seen: Counter[str] = Counter()
    public: dict[str, Counter[str]] = {}
    for start in range(0, len(chosen), 500):
        rows = SearchDocument.objects.filter(pk__in=chosen[start : start + 500])
        for kind, audience, text in rows.values_list("kind", "audience", "text"):
            parts = set(tokens(text)) - {GAP}
            parts |= {part[0] for part in parts if not part[0].isascii()}
            seen.update(parts)
            if audience == "public":
                public.setdefault(kind, Counter()).update(parts)
    terms = [
        SearchTerm(
            term=term,
            share=n / len(chosen),
            public={kind: many[term] / len(chosen) for kind, many in public.items() if many[term]},
        )
        for term, n in seen.items()
        if n >= SEEN_IN
    ]
    with transaction.atomic():
        SearchTerm.objects.all().delete()
        SearchTerm.objects.bulk_create(terms, batch_size=2000)
    plan.forget()
    return len(terms)
