"""Where the imported text of an article stands, answered from memory.

Pages with a refusal or a clock ask for this on every request, so one query fetches the article
numbers of all texts and keeps them for a short while. Several processes agree within `KEEP` seconds.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .texts import name_key

if TYPE_CHECKING:
    from .loading import Source

#: seconds that an answer is kept; an import is seen by every process after at most this long
KEEP = 20.0

_Texts = dict[str, tuple[str, frozenset[int]]]
#: at most one entry, the last answer with the moment it was read
_memory: dict[str, tuple[float, _Texts]] = {}


def anchor_url(source: Source, articles: tuple[int, ...]) -> str:
    """``/regulations/<slug>/#art-23`` for the first named article, or ``""`` when it was not imported."""
    if not articles:
        return ""
    found = _texts().get(name_key(source.name))
    if found is None or articles[0] not in found[1]:
        return ""
    return f"/regulations/{found[0]}/#art-{articles[0]}"


def forget() -> None:
    """Ask the database again next time; called after an import has been committed."""
    _memory.clear()


def _texts() -> _Texts:
    """name key -> (slug, article numbers) of the version that the page shows by default."""
    kept = _memory.get("last")
    if kept is None or time.monotonic() - kept[0] > KEEP:
        from .queries import article_numbers

        kept = _memory["last"] = (time.monotonic(), article_numbers())
    return kept[1]
