"""Words and filters together at the desk.

What the index knows (kind, topic, queue, handler, organisation) narrows the search itself. What it
cannot know — what is late by now, later words that wait, whom the actor keeps away from — is asked of
the letters that were found, for the newest `EXAMINED` of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from lianxin.foundation.search.queries import DEEPEST, Page, find
from lianxin.kernel.actor import Actor

from .indexing import HELPED, KIND
from .models import Letter
from .queries import desk, worklist
from .queries.worklist import Wanted

SIZE = 20
#: hits at once, and how many are looked at where the index alone cannot answer
AT_ONCE, EXAMINED = 200, 1000
#: co-handled letters that stand below the first page
HELPED_SHOWN = 10
LAST_PAGE = DEEPEST // SIZE


@dataclass(frozen=True)
class Found:
    """One page. total is exact unless `capped` ("at least so many"); cut: only the newest were examined."""

    ids: Sequence[int]
    number: int
    last: int
    total: int
    capped: bool = False
    cut: bool = False
    helped: Sequence[int] = field(default_factory=tuple)

    @property
    def total_label(self) -> str:
        return f"{self.total}+" if self.capped else str(self.total)


@dataclass(frozen=True)
class Asked:
    """Who looks for which words in which queue, with which filters."""

    actor: Actor
    words: str
    queue: str
    wanted: Wanted
    now: datetime

    @property
    def paths(self) -> list[str]:
        """Where the queue's verb reaches, no further than the chosen organisation."""
        verb = worklist.verb_of(self.queue)
        mine, chosen = self.actor.paths_for(verb), self.wanted.organisation
        if chosen is None or self.queue == "helping":
            return list(mine)
        if any(chosen.org_path.startswith(path) for path in mine):
            return [chosen.org_path]
        return [path for path in mine if path.startswith(chosen.org_path)]

    @property
    def facets(self) -> dict[str, str]:
        wanted = self.wanted
        found = {"kind": wanted.kind, "queue": self.queue if self.queue in desk.QUEUES else ""}
        if wanted.topic:
            found[f"t{wanted.topic.level}"] = wanted.topic.code
        if wanted.handler or wanted.mine:
            found["handler"] = str(wanted.handler or self.actor.person_id)
        return {name: value for name, value in found.items() if value}

    @property
    def must_look(self) -> bool:
        """Whether the index alone cannot tell which letters fit."""
        wanted = self.wanted
        both = wanted.mine and wanted.handler not in (None, self.actor.person_id)
        return bool(wanted.overdue or both or self.queue in desk.BESIDE) or desk.has_conflicts(self.actor)

    def page(self, limit: int, offset: int, *, counted: bool = True) -> Page:
        kind = HELPED if self.queue == "helping" else KIND
        return find(
            self.words, kinds=[kind], audience="staff", paths=self.paths, facets=self.facets, limit=limit,
            offset=offset, counted=counted,
        )  # fmt: skip


def search(asked: Asked, page: int) -> Found:
    """The letters of one page; beyond the end it is the last one."""
    number = min(max(page, 1), LAST_PAGE)
    found = _looked_at(asked, number) if asked.must_look else _by_index(asked, number)
    if found.number > 1 or asked.queue != "all":
        return found
    return Found(found.ids, found.number, found.last, found.total, found.capped, found.cut, _helped(asked))


def all_of(asked: Asked) -> QuerySet[Letter]:
    """Everything that fits, for the export: at most as many as the search hands out."""
    ids = [pk for hits in _hits(asked, DEEPEST) for pk in hits]
    return worklist.listing(asked.actor, asked.queue, asked.wanted, asked.now).filter(pk__in=ids)


def _by_index(asked: Asked, number: int) -> Found:
    page = asked.page(SIZE, (number - 1) * SIZE)
    if not page.hits and number > 1:
        number = max(1, -(-page.total // SIZE))
        page = asked.page(SIZE, (number - 1) * SIZE)
    last = max(number, -(-page.total // SIZE))
    if page.capped and last == number and number < LAST_PAGE:
        last = number + 1
    return Found(page.ids, number, last, page.total, page.capped)


def _looked_at(asked: Asked, number: int) -> Found:
    rows = worklist.listing(asked.actor, asked.queue, asked.wanted, asked.now).order_by()
    fitting: list[int] = []
    examined = 0
    for hits in _hits(asked, EXAMINED):
        fits = set(rows.filter(pk__in=hits).values_list("pk", flat=True))
        fitting += [pk for pk in dict.fromkeys(hits) if pk in fits and pk not in fitting]
        examined += len(hits)
    last = max(1, -(-len(fitting) // SIZE))
    number = min(number, last)
    return Found(
        fitting[(number - 1) * SIZE : number * SIZE], number, last, len(fitting), cut=examined >= EXAMINED
    )  # fmt: skip


def _hits(asked: Asked, most: int) -> Iterator[list[int]]:
    """Ids of letters that hold the words, newest first, some at a time."""
    for offset in range(0, most, AT_ONCE):
        page = asked.page(AT_ONCE, offset, counted=False)
        if page.hits:
            yield [int(hit.facets.get("letter", hit.object_id)) for hit in page.hits]
        if len(page.hits) < AT_ONCE:
            return


def _helped(asked: Asked) -> list[int]:
    """The newest co-handled letters that hold the words, in whatever state they are."""
    beside = Asked(asked.actor, asked.words, "helping", asked.wanted, asked.now)
    hits = next(_hits(beside, AT_ONCE), [])
    if not hits:
        return []
    rows = worklist.narrowed(asked.actor, desk.helping(asked.actor).filter(pk__in=hits), asked.wanted, asked.now)
    fits = set(rows.values_list("pk", flat=True))
    return [pk for pk in dict.fromkeys(hits) if pk in fits][:HELPED_SHOWN]
