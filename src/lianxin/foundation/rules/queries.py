"""Questions about imported texts and about the registry, for pages and other rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Length
from django.utils import timezone

from . import registry
from .anchors import Stored
from .loading import Rule, Source
from .models import Article, Regulation
from .texts import name_key

#: characters above which a text is shown in parts: about 180 kB of a page
LONG = 45_000


@dataclass(frozen=True)
class Group:
    """The rules of one regulation that passed the filter, with its imported text if there is one."""

    source: Source
    rules: list[Rule]
    text: Regulation | None


@dataclass(frozen=True)
class Chapter:
    """A chapter with its articles in sections: [(section heading or "", articles)]."""

    title: str
    anchor: str
    sections: list[tuple[str, list[Article]]]

    @property
    def span(self) -> str:
        """``第一条—第六条`` for the table of contents."""
        first, last = self.sections[0][1][0], self.sections[-1][1][-1]
        return first.heading if first.pk == last.pk else f"{first.heading}—{last.heading}"

    @property
    def size(self) -> int:
        """Characters of its articles."""
        return sum(len(article.text) for _, articles in self.sections for article in articles)

    def holds(self, anchor: str) -> bool:
        """True for the chapter's own anchor and for that of each article in it."""
        return anchor == self.anchor or any(a.anchor == anchor for _, articles in self.sections for a in articles)


def grouped(wing: str = "") -> list[Group]:
    """Today's rules by regulation; house rules stand first. An unknown wing gives an empty list."""
    texts = {text.name_key: text for text in reversed(current_texts())}
    groups: dict[str, Group] = {}
    for rule in registry.all_rules():
        if wing in ("", rule.wing):
            made = groups.setdefault(rule.source.slug, Group(rule.source, [], texts.get(name_key(rule.source.name))))
            made.rules.append(rule)
    return sorted(groups.values(), key=lambda g: (g.rules[0].level != "house", g.rules[0].id))


def current_texts() -> list[Regulation]:
    """Every imported text in the version that its page shows by default, by title."""
    return _best(Regulation.objects.order_by("title", "slug"))


def _best(texts: Iterable[Regulation]) -> list[Regulation]:
    by_slug: dict[str, Regulation] = {}
    for text in texts:
        best = by_slug.get(text.slug)
        if best is None or _rank(text) > _rank(best):
            by_slug[text.slug] = text
    return list(by_slug.values())


def texts_of(slug: str) -> list[Regulation]:
    """All imported versions of one text, the one to show by default first."""
    return sorted(Regulation.objects.filter(slug=slug), key=_rank, reverse=True)


def stored_texts() -> dict[str, tuple[Stored, ...]]:
    """name key -> every imported version with its article numbers. Two queries."""
    texts = list(Regulation.objects.all())
    current = {text.pk for text in _best(texts)}
    numbers: dict[int, set[int]] = {text.pk: set() for text in texts}
    size: Counter[int] = Counter()
    rows = Article.objects.annotate(size=Length("text")).values_list("regulation_id", "number", "size")
    for pk, number, many in rows:
        numbers[pk].add(number)
        size[pk] += many
    found: dict[str, tuple[Stored, ...]] = {}
    for t in texts:
        made = Stored(
            t.slug, t.version, t.in_force or t.issued, t.pk in current, frozenset(numbers[t.pk]), size[t.pk] > LONG
        )
        found[t.name_key] = (*found.get(t.name_key, ()), made)
    return found


def chapters(text: Regulation) -> list[Chapter]:
    """The articles of a text, grouped as printed. One query."""
    made: list[Chapter] = []
    for article in text.articles.all():
        if not made or made[-1].title != article.chapter:
            made.append(Chapter(article.chapter, f"ch-{len(made) + 1}", []))
        sections = made[-1].sections
        if not sections or sections[-1][0] != article.section:
            sections.append((article.section, []))
        sections[-1][1].append(article)
    return made


def part_of(parts: list[Chapter], at: str) -> list[Chapter]:
    """The chapters to show: all of a text that is not long, else those around the article or chapter asked for."""
    if sum(chapter.size for chapter in parts) <= LONG:
        return parts
    here = next((n for n, chapter in enumerate(parts) if chapter.holds(at)), 0)
    shown = [parts[here]]
    for chapter in parts[here + 1 :]:
        if sum(c.size for c in shown) + chapter.size > LONG:
            break
        shown.append(chapter)
    return shown


def missing_numbers(parts: Iterable[Chapter]) -> list[int]:
    """Article numbers that the imported text leaves out."""
    present = {a.number for chapter in parts for _, articles in chapter.sections for a in articles}
    return [n for n in range(1, max(present, default=0) + 1) if n not in present]


def rules_citing(text: Regulation) -> list[Rule]:
    """Today's rules that rest on this text."""
    return [rule for rule in registry.all_rules() if name_key(rule.source.name) == text.name_key]


def _rank(text: Regulation) -> tuple[bool, str]:
    """In force before not yet in force; then the newest."""
    started = text.in_force is None or text.in_force <= timezone.localdate()
    return started, str(text.in_force or text.issued or "")
