"""Where the imported text of an article stands, answered from memory.

Pages with a refusal or a clock ask for this on every request, so one query fetches the article
numbers of all texts and keeps them for a short while. Several processes agree within `KEEP` seconds.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from .texts import name_key

if TYPE_CHECKING:
    from .loading import Source

#: seconds that an answer is kept; an import is seen by every process after at most this long
KEEP = 20.0


@dataclass(frozen=True, slots=True)
class Stored:
    """One imported version as citations need it. current: the one that its page shows by default."""

    slug: str
    version: str
    since: date | None
    current: bool
    numbers: frozenset[int]
    long: bool


_Texts = dict[str, tuple[Stored, ...]]
#: at most one entry, the last answer with the moment it was read
_memory: dict[str, tuple[float, _Texts]] = {}


def anchor_url(source: Source, articles: tuple[int, ...], on: date | None = None) -> str:
    """``/regulations/<slug>/#art-23`` for the first named article, or ``""`` when it was not imported.

    on: the day of the case; the text is the version that was in force then, the present one without a day.
    """
    if not articles:
        return ""
    known = _texts().get(name_key(source.name), ())
    found = _version(known, on)
    if found is None or articles[0] not in found.numbers:
        return ""
    return address(found.slug, f"art-{articles[0]}", "" if found.current else found.version, long=found.long)


def address(slug: str, anchor: str, version: str = "", *, long: bool = False) -> str:
    """Address of an article. A long text is shown in parts, so the part has to be named."""
    query = {"version": version} if version else {}
    if long:
        query["at"] = anchor
    return f"/regulations/{slug}/" + (f"?{urlencode(query)}" if query else "") + f"#{anchor}"


def _version(known: tuple[Stored, ...], on: date | None) -> Stored | None:
    """The version in force on a day: the latest that had begun; a text without a date holds from the beginning."""
    current = next((x for x in known if x.current), None)
    if on is None or len(known) < 2:
        return current
    begun = [x for x in known if x.since is None or x.since <= on]
    return max(begun, key=lambda x: x.since or date.min) if begun else current


def forget() -> None:
    """Ask the database again next time; called after an import has been committed."""
    _memory.clear()


def _texts() -> _Texts:
    """name key -> all imported versions."""
    kept = _memory.get("last")
    if kept is None or time.monotonic() - kept[0] > KEEP:
        from .queries import stored_texts

        kept = _memory["last"] = (time.monotonic(), stored_texts())
    return kept[1]
