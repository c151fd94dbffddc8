"""From the data files to rules, with every contradiction found before the house opens.

One file per regulation. The head says what the regulation is; each ``[[rule]]`` is one version of
one rule. ``version``, ``since``, ``until`` and ``wing`` of the head hold for its rules unless a
rule says otherwise. A missing ``since`` means that the day of force was not verified.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from lianxin.kernel.clocks import Period

from .figures import Amount, Figure, Items, Number, Rows, RuleError, Share, make_figure
from .levels import HOUSE, LEVELS, TONES, WINGS
from .numerals import articles_in

F = TypeVar("F", Amount, Share, Rows, Items)

FOLDER = Path(__file__).parent / "regulations"
_HEAD = {"slug", "name", "issued_by", "wing", "version", "since", "until", "note", "rule"}
_RULE = {"id", "title", "wording", "clause", "level", "wing", "version", "since", "until", "figures"}
#: units that the clocks of the kernel do not have, in units that they do
_AS_CLOCK = {"year": ("month", 12)}


@dataclass(frozen=True, slots=True)
class Source:
    """A regulation, as far as the registry needs it. ``slug`` is the name of its page."""

    slug: str
    name: str
    issued_by: str
    version: str
    since: date | None
    until: date | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule.

    ``since`` and ``until`` are both in force; None means "not verified" and "still in force".
    ``figures`` maps names to `Amount`, `Share`, `Rows` or `Items`.
    """

    id: str
    title: str
    wording: str
    clause: str
    source: Source
    level: str
    wing: str
    version: str
    since: date | None
    until: date | None
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}), hash=False)

    @property
    def regulation(self) -> str:
        """Name of the regulation, e.g. ``信访工作条例``."""
        return self.source.name

    @property
    def cited(self) -> str:
        """How a page cites it: ``《信访工作条例》第三十四条`` or ``平台约定 LX-01``."""
        if self.level == HOUSE:
            return f"平台约定 {self.id}"
        return f"《{self.regulation}》{self.clause}"

    @property
    def level_word(self) -> str:
        """The level of verification as a word."""
        return LEVELS[self.level][0]

    @property
    def level_help(self) -> str:
        """What that level means, one sentence."""
        return LEVELS[self.level][1]

    @property
    def level_tone(self) -> str:
        """Colour of the level's mark; the word stands beside it."""
        return TONES.get(self.level, "")

    @property
    def articles(self) -> tuple[int, ...]:
        """Article numbers that the clause names."""
        return articles_in(self.clause)

    @property
    def page(self) -> str:
        """The rule's own page."""
        return f"/rules/{self.id}/"

    @property
    def url(self) -> str:
        """The article's anchor when its text was imported, else the rule's own page.

        A version that is over leads to the text that was in force in its time.
        """
        from lianxin.foundation.spine.moment import today

        return self.url_on(self.until if self.until and self.until < today() else None)

    def url_on(self, day: date | None) -> str:
        """The same in the text that was in force on the day of a case."""
        from .anchors import anchor_url

        return anchor_url(self.source, self.articles, day) or self.page

    def in_force(self, day: date) -> bool:
        """True when this version holds on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def period(self, name: str) -> Period:
        """A span of time for the clocks; raises `RuleError` for anything that clocks cannot count."""
        figure = self._figure(name, Amount)
        unit, factor = _AS_CLOCK.get(figure.unit, (figure.unit, 1))
        if unit not in {"workhour", "day", "workday", "month"} or not isinstance(figure.amount, int):
            raise RuleError(f"{self.id}.{name} is counted in {figure.unit}, which the clocks do not know")
        return Period(figure.amount * factor, unit)

    def number(self, name: str) -> Number:
        """The bare number of an amount."""
        return self._figure(name, Amount).amount

    def count(self, name: str) -> int:
        """The number of an amount that is whole, e.g. how many times something may happen."""
        amount = self.number(name)
        if not isinstance(amount, int):
            raise RuleError(f"{self.id}.{name} is not a whole number")
        return amount

    def share(self, name: str) -> Fraction:
        """An exact fraction."""
        return self._figure(name, Share).ratio

    def rows(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """The rows of a table; numbers in it are int or Decimal."""
        return self._figure(name, Rows).rows

    def items(self, name: str) -> tuple[str, ...]:
        """The words of a list."""
        return self._figure(name, Items).items

    def _figure(self, name: str, kind: type[F]) -> F:
        figure = self.figures.get(name)
        if not isinstance(figure, kind):
            raise RuleError(f"{self.id} has no {kind.__name__.lower()} called {name}; it has {sorted(self.figures)}")
        return figure


def load(folder: Path = FOLDER) -> dict[str, tuple[Rule, ...]]:
    """All versions of every rule by id, oldest first. Raises `RuleError` for any contradiction."""
    by_id: dict[str, list[Rule]] = {}
    slugs: set[str] = set()
    for path in sorted(folder.glob("*.toml")):
        source, rules = read(path)
        if source.slug in slugs:
            raise RuleError(f"{path.name}: another file has the slug {source.slug}")
        slugs.add(source.slug)
        for rule in rules:
            by_id.setdefault(rule.id, []).append(rule)
    registry = {key: _in_order(key, rules) for key, rules in sorted(by_id.items())}
    _check_references(registry)
    return registry


def read(path: Path) -> tuple[Source, list[Rule]]:
    """One data file: its regulation and its rules. Numbers with a point become Decimal."""
    try:
        head = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path.name}: {error}") from error
    _known(head, _HEAD, {"slug", "name", "wing"}, path.name)
    since, until = _days(head, path.name)
    source = Source(
        slug=head["slug"],
        name=head["name"],
        issued_by=head.get("issued_by", ""),
        version=str(head.get("version", "")),
        since=since,
        until=until,
        note=head.get("note", ""),
    )
    seen: set[tuple[str, str]] = set()
    rules = []
    for table in head.get("rule", []):
        rule = _rule(table, source, head, path.name)
        if (rule.id, rule.version) in seen:
            raise RuleError(f"{path.name}: {rule.id} version {rule.version!r} stands twice")
        seen.add((rule.id, rule.version))
        rules.append(rule)
    return source, rules


def _rule(table: dict[str, Any], source: Source, head: dict[str, Any], where: str) -> Rule:
    where = f"{where}: {table.get('id', '(a rule without id)')}"
    _known(table, _RULE, {"id", "title", "wording", "level"}, where)
    if table["level"] not in LEVELS:
        raise RuleError(f"{where}: unknown level {table['level']}")
    wing = table.get("wing", head["wing"])
    if wing not in WINGS:
        raise RuleError(f"{where}: unknown wing {wing}")
    since, until = _days({**{k: head[k] for k in ("since", "until") if k in head}, **table}, where)
    figures = {name: make_figure(name, figure, where) for name, figure in table.get("figures", {}).items()}
    return Rule(
        id=table["id"],
        title=table["title"],
        wording=table["wording"],
        clause=table.get("clause", ""),
        source=source,
        level=table["level"],
        wing=wing,
        version=str(table.get("version", source.version)),
        since=since,
        until=until,
        figures=MappingProxyType(figures),
    )


def _known(table: dict[str, Any], allowed: set[str], needed: set[str], where: str) -> None:
    if unknown := set(table) - allowed:
        raise RuleError(f"{where}: unknown keys {sorted(unknown)}")
    if missing := {key for key in needed if not table.get(key)}:
        raise RuleError(f"{where}: missing keys {sorted(missing)}")


def _days(table: dict[str, Any], where: str) -> tuple[date | None, date | None]:
    since, until = table.get("since"), table.get("until")
    for day in (since, until):
        if day is not None and type(day) is not date:
            raise RuleError(f"{where}: {day!r} is not a day")
    if since and until and until < since:
        raise RuleError(f"{where}: ends before it begins")
    return since, until


def _in_order(key: str, rules: Iterable[Rule]) -> tuple[Rule, ...]:
    ordered = sorted(rules, key=lambda rule: rule.since or date.min)
    for earlier, later in pairwise(ordered):
        if earlier.until is None or later.since is None or earlier.until >= later.since:
            raise RuleError(f"{key}: versions {earlier.version!r} and {later.version!r} overlap")
    return tuple(ordered)


def _check_references(registry: Mapping[str, tuple[Rule, ...]]) -> None:
    """A row that points at another rule (`rule`, `figure`) must find it."""
    for versions in registry.values():
        for rule in versions:
            for figure in rule.figures.values():
                for row in figure.rows if isinstance(figure, Rows) else ():
                    target = registry.get(row.get("rule", rule.id))
                    if target is None or ("figure" in row and row["figure"] not in target[-1].figures):
                        raise RuleError(f"{rule.id}.{figure.name}: nothing is found for {dict(row)}")
