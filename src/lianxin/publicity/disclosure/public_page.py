"""What visitors chose in the list, the items that fit, and the links to choose otherwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from lianxin.foundation.organisations.queries import by_code
from lianxin.kernel.actor import Actor

from . import policies
from .models import Item, ItemStep
from .queries import reading
from .queries.reading import Filters, Reading

SIZE = 20
DEEPEST = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands in the address."""

    filters: Filters
    words: str = ""
    page: int = 1

    def query(self, **changes: str) -> str:
        """The address with some of it changed; what is empty falls away."""
        f = self.filters
        now = {
            "q": self.words, "org": f.organisation.code if f.organisation else "", "matter": f.matter,
            "year": str(f.year or ""), "scope": "inside" if f.inside else "",
        }  # fmt: skip
        kept = {k: v for k, v in {**now, **changes}.items() if v}
        return f"/disclosure/?{urlencode(kept)}" if kept else "/disclosure/"

    @property
    def narrowed(self) -> bool:
        return replace(self.filters, inside=False) != Filters() or bool(self.words)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of items; number, last and total are what the pagination reads."""

    items: list[Item]
    number: int
    last: int
    total: int


def choice_of(data: QueryDict, actor: Actor) -> Choice:
    """Read an address; what is unknown is left out. Only members and who has an appointment look inside."""
    code, matter, year, page = (data.get(name, "")[:40] for name in ("org", "matter", "year", "page"))
    filters = Filters(
        organisation=by_code(code) if code and "\x00" not in code else None,
        matter=matter.replace("\x00", ""),
        year=int(year) if year.isascii() and year.isdigit() and 1900 < int(year[:5]) < 3000 else None,
        inside=data.get("scope") == "inside" and policies.belongs(actor),
    )
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Choice(filters, data.get("q", "").replace("\x00", "").strip()[:100], min(max(1, number), DEEPEST))


def listing_of(choice: Choice, actor: Actor) -> Listing:
    """The page that was asked for; beyond the end it is the last one."""
    if choice.words and not choice.filters.inside:
        return _found(choice)
    rows = (
        reading.search_inside(actor, choice.words, choice.filters)
        if choice.words
        else reading.listing(actor, choice.filters)
    )
    total = rows.count()
    last = min(max(1, -(-total // SIZE)), DEEPEST)
    number = min(choice.page, last)
    return Listing(list(rows[(number - 1) * SIZE : number * SIZE]), number, last, total)


def _found(choice: Choice) -> Listing:
    number = min(choice.page, reading.MOST_HITS // SIZE)
    page = reading.search(choice.words, choice.filters, limit=SIZE, offset=(number - 1) * SIZE)
    last = max(1, -(-page.total // SIZE))
    return Listing(reading.in_order(page.ids), min(number, last), last, page.total)


def time_line(found: Reading) -> list[dict[str, object]]:
    """The four steps and what came after, as the time line prints them: organisations, never persons."""
    lines = [_line(step) for step in found.steps]
    item = found.item
    if found.text and item.state == "inner" and item.scope == "public":
        clock = item.clocks.filter(name="inner").last()
        day = timezone.localdate(clock.due_at) if clock else None
        text = f"党内公开满期（{day.month}月{day.day}日）以后" if day else ""
        lines.append({"title": "向社会公开", "when": None, "text": text, "done": False, "tone": ""})
    return lines


def _line(step: ItemStep) -> dict[str, object]:
    office = step.organisation.short_name if step.organisation else ""
    note = step.public_note if step.event in ("apply_correction", "withdraw") else ""
    text = " · ".join(part for part in (office, note) if part)
    tone = "late" if step.event == "withdraw" else ""
    return {"title": step.public_label, "when": step.at, "text": text, "done": True, "tone": tone}
