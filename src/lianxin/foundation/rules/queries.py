"""Questions about imported texts and about the registry, for pages and other rooms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from . import registry
from .loading import Rule, Source
from .models import Article, Regulation
from .texts import name_key


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
    by_slug: dict[str, Regulation] = {}
    for text in Regulation.objects.order_by("title", "slug"):
        best = by_slug.get(text.slug)
        if best is None or _rank(text) > _rank(best):
            by_slug[text.slug] = text
    return list(by_slug.values())


def texts_of(slug: str) -> list[Regulation]:
    """All imported versions of one text, the one to show by default first."""
    return sorted(Regulation.objects.filter(slug=slug), key=_rank, reverse=True)


def article_numbers() -> dict[str, tuple[str, frozenset[int]]]:
    """name key -> (slug, article numbers) of the default version of every text. Two queries."""
    shown = {text.pk: text for text in current_texts()}
    numbers: dict[int, set[int]] = {pk: set() for pk in shown}
    rows: Iterable[tuple[int, int]] = Article.objects.filter(regulation__in=shown).values_list(
        "regulation_id", "number"
    )
    for pk, number in rows:
        numbers[pk].add(number)
    return {text.name_key: (text.slug, frozenset(numbers[pk])) for pk, text in shown.items()}


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
