"""What the rooms offer to be indexed anew, and how common each token is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from lianxin.foundation.spine.bulk import insert_rows

from .actions import Entry
from .engines import engine, plan
from .grams import ANYWHERE, IN_TITLE
from .models import SearchDocument, SearchTerm
from .text import GAP, tokens

Source = Callable[[], Iterable[Entry]]
#: a sample of this size tells a share of one in two hundred from one in a thousand
SAMPLE = 4000
#: tokens of fewer sampled entries are left out: they are rare
SEEN_IN = 4
#: of more different ones those are forgotten that were seen once
REMEMBERED = 500_000


@dataclass(frozen=True, slots=True)
class Registered:
    """A kind that a room can list completely. size: how many there are, for the progress line.

    label: what readers call the kind; empty for what only the desk finds.
    """

    kind: str
    entries: Source
    size: Callable[[], int] | None = None
    label: str = ""


SOURCES: dict[str, Registered] = {}


def register_source(kind: str, entries: Source, *, size: Callable[[], int] | None = None, label: str = "") -> None:
    """Called by each room when it loads; `entries()` yields everything of the kind that may be found."""
    SOURCES[kind] = Registered(kind, entries, size, label)


def kinds_for_readers() -> dict[str, str]:
    """Kind -> label of everything that the search of the whole house looks through, in the order of registration."""
    return {kind: source.label for kind, source in SOURCES.items() if source.label}


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
            seen.update(engine().also_counted(text))
            if audience == "public":
                public.setdefault(kind, Counter()).update(parts)
        if len(seen) > REMEMBERED:
            seen = Counter({term: n for term, n in seen.items() if n > 1})
    kept = [
        (term, n / len(chosen))
        for term, n in seen.items()
        if n >= (plan.NOTED * len(chosen) if term[0] in (ANYWHERE, IN_TITLE) else SEEN_IN)
    ]
    shares = [
        (term, share, {kind: many[term] / len(chosen) for kind, many in public.items() if term in many})
        for term, share in kept
    ]
    with transaction.atomic():
        SearchTerm.objects.all().delete()
        insert_rows(SearchTerm, {}, ("term", "share", "public"), shares)
    plan.forget()
    return len(kept)
