"""The library of regulations: which texts there are, of which kind and in which state, and where a word stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from .anchors import address
from .models import Article, Regulation
from .queries import current_texts, stored_texts

#: kind -> word; a text is of the first kind whose signs it bears
KINDS = {"law": "法律", "party": "党内法规", "state": "行政法规", "other": "其他文件"}
_SIGNS = (
    ("law", ("全国人民代表大会",)),
    ("party", ("中国共产党", "中共", "党中央", "党组", "信访工作条例")),
    ("state", ("国务院",)),
)
STATES = {"in_force": "现行", "waiting": "尚未施行", "over": "已被替代"}
STATE_TONES = {"in_force": "ok", "waiting": "wait", "over": ""}
HITS, AROUND = 60, 40


@dataclass(frozen=True, slots=True)
class Shelved:
    """One version on the shelf. until: the last day before the next version, where one is known."""

    text: Regulation
    state: str
    until: date | None

    @property
    def word(self) -> str:
        """The state in a word."""
        return STATES[self.state]

    @property
    def tone(self) -> str:
        """Colour of that word."""
        return STATE_TONES[self.state]

    @property
    def kind(self) -> str:
        """One of `KINDS`."""
        return kind_of(self.text)

    @property
    def kind_word(self) -> str:
        """The kind in a word."""
        return KINDS[self.kind]

    @property
    def url(self) -> str:
        """Page of this very version."""
        return self.text.page if self.state == "in_force" else f"{self.text.page}?version={self.text.version}"


@dataclass(frozen=True, slots=True)
class Found:
    """An article in which the words stand."""

    title: str
    heading: str
    url: str
    excerpt: str


def kind_of(text: Regulation) -> str:
    """By who adopted it and what it calls itself."""
    says = f"{text.title}\n{text.adopted}"
    return next((kind for kind, signs in _SIGNS if any(sign in says for sign in signs)), "other")


def shelve(texts: list[Regulation]) -> list[Shelved]:
    """Versions of one text with the state of each, the newest first."""
    ordered = sorted(texts, key=lambda t: t.begins or date.min)
    today = timezone.localdate()
    begun = [t for t in ordered if t.begins is None or t.begins <= today]
    made = []
    for place, text in enumerate(ordered):
        following = ordered[place + 1].begins if place + 1 < len(ordered) else None
        state = "waiting" if text not in begun else "in_force" if text is begun[-1] else "over"
        made.append(Shelved(text, state, following - timedelta(days=1) if following else None))
    return made[::-1]


def shelf(kind: str = "", state: str = "") -> list[Shelved]:
    """Everything on the shelf by title; unknown kinds and states were dropped before."""
    by_slug: dict[str, list[Regulation]] = {}
    for text in Regulation.objects.order_by("title", "slug"):
        by_slug.setdefault(text.slug, []).append(text)
    rows = [row for texts in by_slug.values() for row in shelve(texts)]
    return [r for r in rows if kind in ("", r.kind) and state in ("", r.state)]


def counts() -> tuple[Mapping[str, int], Mapping[str, int]]:
    """How many versions of each kind and in each state."""
    kinds, states = dict.fromkeys(KINDS, 0), dict.fromkeys(STATES, 0)
    for row in shelf():
        kinds[row.kind] += 1
        states[row.state] += 1
    return kinds, states


def search(words: str, slug: str = "") -> list[Found]:
    """Articles of the present texts (or of one) that hold every word."""
    texts = {t.pk: t for t in current_texts() if slug in ("", t.slug)}
    rows = Article.objects.filter(regulation__in=texts)
    terms = [term for term in words.replace("\x00", "").split() if term][:6]
    for term in terms:
        rows = rows.filter(text__icontains=term)
    if not terms:
        return []
    long = {x.slug for known in stored_texts().values() for x in known if x.long}
    found = rows.order_by("regulation__title", "position")[:HITS]
    return [_found(texts[a.regulation_id], a, terms[0], long=texts[a.regulation_id].slug in long) for a in found]


def _found(text: Regulation, article: Article, term: str, *, long: bool) -> Found:
    flat = " ".join(article.text.split())
    at = max(0, flat.lower().find(term.lower()) - AROUND)
    piece = ("…" if at else "") + flat[at : at + 3 * AROUND] + ("…" if at + 3 * AROUND < len(flat) else "")
    return Found(text.title, article.heading, address(text.slug, article.anchor, long=long), piece)
