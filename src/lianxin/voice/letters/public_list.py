"""The public list: what a visitor chose, the letters that fit, and the links to choose otherwise.

Choices that rarely change (offices, topics, years, counts) are kept for `KEPT` seconds, so that a
page of the list asks the database for its rows and for nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import Count, Min
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from lianxin.foundation.organisations.queries import by_code, receiving
from lianxin.foundation.search.queries import Page
from lianxin.ui.templatetags.ui import tag_mark, when

from .models import Letter, Topic
from .public_page import taken
from .queries import public
from .queries.public import Filters
from .words import KINDS, RATINGS, STAGES

KEPT = 60
SIZE = 20
#: nobody leafs further than this; the filters lead to older letters
DEEPEST = 500
#: stages that a published letter can be in, in the order of its way
SHOWN_STAGES = ("accepted", "working", "asking", "answered", "redoing", "solved", "closed", "merged")
YEARS = "letters.filter.years"
#: topics shallow enough for a filter
FILTER_LEVEL = 2


@dataclass(frozen=True)
class Choice:
    """What stands in the address: filters, words to look for, page."""

    filters: Filters
    words: str = ""
    page: int = 1

    def query(self, **changes: str) -> str:
        """The address with some of it changed; empty values and page 1 fall away."""
        f = self.filters
        now = {
            "q": self.words,
            "kind": f.kind,
            "stage": f.stage,
            "org": f.organisation.code if f.organisation else "",
            "topic": f.topic.code if f.topic else "",
            "year": str(f.year or ""),
        }
        kept = {k: v for k, v in {**now, **changes}.items() if v}
        return f"/letters/?{urlencode(kept)}" if kept else "/letters/"

    @property
    def export(self) -> str:
        """The query string of the same letters, for the download and the feed."""
        return self.query().removeprefix("/letters/")

    @property
    def narrowed(self) -> bool:
        """True when anything was chosen."""
        return self.filters != Filters() or bool(self.words)


@dataclass(frozen=True, slots=True)
class Line:
    """One letter of the list, in words. A page prints twenty, so all of it is ready before the template."""

    letter: Letter
    said: str
    marks: SafeString
    when: SafeString | str


@dataclass(frozen=True)
class Listing:
    """A page of lines. `number`, `last` and `total` are what the pagination tag reads."""

    lines: list[Line]
    number: int
    last: int
    total: int
    capped: bool = False


def choice_of(data: QueryDict) -> Choice:
    """Read an address. What is unknown is left out rather than refused: old links go on working."""
    kind, stage, year = data.get("kind", ""), data.get("stage", ""), data.get("year", "")
    org = (data.get("org") or data.get("organisation") or "")[:32]
    topic = data.get("topic", "")[:40]
    filters = Filters(
        kind=kind if kind in KINDS else "",
        stage=stage if stage in SHOWN_STAGES else "",
        organisation=by_code(org) if org else None,
        topic=Topic.objects.filter(code=topic).first() if topic else None,
        year=int(year) if year.isascii() and year.isdigit() and date.min.year < int(year[:5]) < date.max.year else None,
    )
    page = data.get("page", "")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Choice(filters, data.get("q", "").strip()[:100], min(max(1, number), DEEPEST))


def listing_of(choice: Choice) -> Listing:
    """The page that was asked for; beyond the end it is the last one."""
    if choice.words:
        return _found(choice)
    total = _count(choice)
    last = min(max(1, -(-total // SIZE)), DEEPEST)
    number = min(choice.page, last)
    rows = public.part(choice.filters, (number - 1) * SIZE, number * SIZE)
    return Listing(_lines(rows), number, last, total)


def _found(choice: Choice) -> Listing:
    """Hits of the words. How many there are is exact, or "so many at least" with a page after this one."""
    # the search goes no deeper; other words, or a filter more, lead on
    deepest = max(1, public.MOST_HITS // SIZE)
    number = min(choice.page, deepest)
    page = _hits(choice, number)
    if not page.hits and number > 1:  # beyond the end: the last page, as without words
        number = max(1, -(-page.total // SIZE)) if page.total else 1
        page = _hits(choice, number)
    last = max(number, -(-page.total // SIZE))
    if page.capped and last == number and number < deepest:
        last = number + 1
    return Listing(_lines(public.in_order(page.ids)), number, last, page.total, page.capped)


def _hits(choice: Choice, number: int) -> Page:
    return public.search(choice.words, choice.filters, limit=SIZE, offset=(number - 1) * SIZE)


def _count(choice: Choice) -> int:
    key = _safe(f"letters.count:{replace(choice, page=1).query()}")
    total = cache.get(key)
    if total is None:
        rows = public.listing(choice.filters).order_by()
        if choice.narrowed:
            total = rows.count()
        else:  # the years of the filter come along with the whole count
            found = rows.aggregate(n=Count("pk"), first=Min("published_at"))
            total = found["n"]
            cache.set(YEARS, _years(found["first"]), KEPT)
        cache.set(key, total, KEPT)
    return int(total)


def _safe(key: str) -> str:
    return key.replace(" ", "+")[:200]


def _lines(rows: Any) -> list[Line]:
    now = timezone.now()
    return [_line(letter, now) for letter in rows]


def _line(letter: Letter, now: datetime) -> Line:
    said, late = _said(letter, now)
    label, tone = STAGES[letter.stage]
    marks = tag_mark(label, tone) + tag_mark(KINDS[letter.kind])
    return Line(letter, said, marks + tag_mark(late, "late") if late else marks, when(letter.published_at, "date"))


def _said(letter: Letter, now: Any) -> tuple[str, str]:
    """ "镇建设办 · 4 个工作日答复 · 评价 满意", and what is late."""
    parts = [letter.organisation.short_name]
    late = ""
    if letter.answered_at:
        days = taken(letter)
        parts.append(f"{days} 个工作日答复" if days else "当天答复")
        if letter.rating:
            parts.append(f"评价 {RATINGS[letter.rating]}")
        elif letter.state == "replied":
            parts.append("等待评价")
    if letter.due_at and letter.state not in ("replied", "callback"):
        due = timezone.localtime(letter.due_at)
        if letter.due_at < now:
            late = "已逾期"
        else:
            parts.append(f"下一步最迟 {due.month}月{due.day}日")
    return " · ".join(parts), late


def kind_chips(choice: Choice) -> list[tuple[str, str, bool]]:
    """(word, address, chosen) for each kind."""
    return _chips(choice, "kind", KINDS, choice.filters.kind, "全部类型")


def stage_chips(choice: Choice) -> list[tuple[str, str, bool]]:
    """(word, address, chosen) for each stage."""
    return _chips(choice, "stage", {s: STAGES[s][0] for s in SHOWN_STAGES}, choice.filters.stage, "全部情况")


def _chips(choice: Choice, name: str, words: dict[str, str], chosen: str, all_: str) -> list[tuple[str, str, bool]]:
    first = (all_, choice.query(**{name: ""}), not chosen)
    return [first, *((word, choice.query(**{name: key}), key == chosen) for key, word in words.items())]


def options(choice: Choice) -> dict[str, SafeString]:
    """The three selects of the filter form as ready ``<option>`` texts."""
    f = choice.filters
    return {
        "orgs": _marked("letters.filter.orgs", _organisations, f.organisation.code if f.organisation else ""),
        "topics": _marked("letters.filter.topics", _topics, f.topic.code if f.topic else ""),
        "years": _marked(YEARS, _years, str(f.year or "")),
    }


def office_options(chosen: Any) -> SafeString:
    """Offices as ready ``<option>`` texts, the chosen one marked."""
    return _marked("letters.filter.orgs", _organisations, chosen.code if chosen else "")


def _marked(key: str, make: Any, chosen: str) -> SafeString:
    text = cache.get(key)
    if text is None:
        text = str(make())
        cache.set(key, text, KEPT)
    if not chosen:
        return mark_safe(text)  # noqa: S308 - made by format_html below
    value = f'value="{escape(chosen)}"'
    if value not in text:  # e.g. an office that was closed meanwhile: the choice stays visible
        return mark_safe(f"<option {value} selected>{escape(chosen)}</option>{text}")  # noqa: S308 - both parts escaped
    return mark_safe(text.replace(value, f"{value} selected", 1))  # noqa: S308 - made by format_html below


def _organisations() -> str:
    rows = receiving().only("code", "short_name", "depth")
    return format_html_join(
        "", '<option value="{}">{}{}</option>', ((r.code, "　" * (r.depth - 1), r.short_name) for r in rows)
    )


def _topics() -> str:
    rows = Topic.objects.filter(level__lte=FILTER_LEVEL, retired=False)
    return format_html_join(
        "", '<option value="{}">{}{}</option>', ((r.code, "　" * (r.level - 1), r.name) for r in rows)
    )


def _years(first: datetime | None = None) -> str:
    first = first or public.published().aggregate(first=Min("published_at"))["first"]
    this = timezone.localdate().year
    years = range(this, timezone.localdate(first).year - 1, -1) if first else ()
    return str(format_html_join("", '<option value="{}">{} 年</option>', ((y, y) for y in years)))


def canonical(choice: Choice, number: int) -> str:
    """The one address of this page of the list, without spelling variants."""
    return choice.query(page=str(number) if number > 1 else "")
