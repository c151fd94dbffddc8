"""What stands in the address of a search, read and judged: nothing unclear is guessed, everything typed is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from lianxin.foundation.organisations.queries import by_code, lineage
from lianxin.foundation.search.everything import DEEPEST, Found, search
from lianxin.foundation.search.inside import KINDS, search_inside
from lianxin.foundation.search.inside import Found as Inside
from lianxin.foundation.search.sources import kinds_for_readers
from lianxin.foundation.search.text import QUERY_CHARACTERS, QUERY_TERMS
from lianxin.kernel.actor import Actor
from lianxin.kernel.workdays import SHANGHAI

SIZE, MOST = 20, 100
NAMES = ("q", "kind", "organisation", "since", "until", "page", "size")
#: ready-made spans: (days, word)
SPANS = ((7, "近一周"), (31, "近一个月"), (366, "近一年"))


@dataclass(frozen=True)
class Question:
    """A search as it was asked. typed: what stood in the address; errors: field -> what is wrong with it."""

    typed: dict[str, str]
    words: str = ""
    kind: str = ""
    organisation: Any = None
    since: date | None = None
    until: date | None = None
    number: int = 1
    size: int = SIZE
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def cut(self) -> bool:
        """More was typed than is looked for."""
        return len(self.words) > QUERY_CHARACTERS or len(self.words.split()) > QUERY_TERMS

    @property
    def narrowed(self) -> bool:
        """Something besides the words was chosen."""
        return bool(self.kind or self.organisation or self.since or self.until)

    def address(self, **changes: str) -> str:
        """The page with some of it changed; the number of the page falls away."""
        now = {name: self.typed.get(name, "") for name in NAMES if name not in ("page", "size")}
        kept = {name: value for name, value in {**now, **changes}.items() if value}
        return f"/search/?{urlencode(kept, errors='replace')}" if kept else "/search/"

    def found(self, *, last: bool = False) -> Found:
        """The hits. last: a page beyond the end becomes the last one."""
        found = self._ask(self.number)
        if last and self.number > 1 and not found.hits and found.total:
            return self._ask(-(-found.total // self.size))
        return found

    def _ask(self, number: int) -> Found:
        return search(
            self.words, kinds=[self.kind] if self.kind else (),
            paths=lineage(self.organisation) if self.organisation else None,
            since=_midnight(self.since), until=_midnight(self.until, days=1),
            limit=self.size, offset=(number - 1) * self.size,
        )  # fmt: skip

    def inside(self, actor: Actor, *, many: int, number: int = 1) -> Inside:
        """What is for the reader and not for everybody, narrowed in the same way."""
        label = kinds_for_readers().get(self.kind)
        kinds = [kind for kind, found in KINDS.items() if label in (None, found.label)]
        return search_inside(
            actor, self.words, kinds=kinds, since=_midnight(self.since),
            until=_midnight(self.until, days=1), paths=lineage(self.organisation) if self.organisation else None,
            limit=many, offset=(number - 1) * many,
        )  # fmt: skip


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    return datetime.combine(day + timedelta(days=days), time(), SHANGHAI) if day else None


def question_of(data: QueryDict) -> Question:
    """Read an address; each field that cannot be understood gets a sentence of its own."""
    typed = {name: data.get(name, "").strip()[:1000] for name in NAMES}
    errors: dict[str, str] = {}
    kind = typed["kind"]
    if kind and kind not in kinds_for_readers():
        errors["kind"] = f"没有“{kind[:20]}”这一类，可选：{'、'.join(kinds_for_readers())}。"
    organisation = by_code(typed["organisation"][:40]) if typed["organisation"] else None
    if typed["organisation"] and organisation is None:
        errors["organisation"] = f"没有代码为“{typed['organisation'][:20]}”的组织。"
    since, until = _day(typed, "since", errors), _day(typed, "until", errors)
    if since and until and since > until:
        errors["until"] = "结束日期早于开始日期。"
    size = _whole(typed, "size", SIZE, MOST, errors)
    number = _whole(typed, "page", 1, max(1, DEEPEST // size), errors)
    return Question(typed, typed["q"], kind, organisation, since, until, number, size, errors)


def _day(typed: dict[str, str], name: str, errors: dict[str, str]) -> date | None:
    text = typed[name]
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2200:
        errors[name] = f"“{text[:20]}”不是日期，请写成 2025-03-01 的样子。"
        return None
    return found


def _whole(typed: dict[str, str], name: str, usual: int, most: int, errors: dict[str, str]) -> int:
    text = typed[name]
    if not text:
        return usual
    if text.isascii() and text.isdigit() and len(text) < 9 and 1 <= int(text) <= most:
        return int(text)
    errors[name] = f"{name} 应当是 1 到 {most} 的整数。"
    return usual
