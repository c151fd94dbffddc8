"""What a line names may not be its reader's any more when the mail leaves: 回避 was registered, a duty ended.

Rooms whose desk keeps somebody away from single matters register their question; for every other page of the desk it is
asked whether the reader still has a duty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lianxin.foundation.accounts.queries import actor_of
from lianxin.kernel.actor import Actor

from .models import Notice

DESK = "/workbench/"
#: (reader, addresses that begin as registered) -> those that the reader may open now
May = Callable[[Actor, set[str]], set[str]]
_asked: dict[str, May] = {}


def register_still(beginning: str, may: May) -> None:
    """Called by a room when it loads: ``register_still("/workbench/letters/", desk.still_open)``."""
    if not beginning.startswith(DESK):
        raise ValueError(f"{beginning} is no page of the desk")
    _asked[beginning] = may


def out_of_reach(lines: Iterable[Notice]) -> set[int]:
    """Numbers of those lines about pages of the desk that their reader may not open any more.

    One statement for each reader of such lines, and what a registered room asks.
    """
    by_reader: dict[int, list[Notice]] = {}
    for line in lines:
        if line.url.startswith(DESK):
            by_reader.setdefault(line.person_id, []).append(line)
    found: set[int] = set()
    for mine in by_reader.values():
        closed = _closed_to(actor_of(mine[0].person), {line.url for line in mine})
        found |= {line.pk for line in mine if line.url in closed}
    return found


def _closed_to(actor: Actor, addresses: set[str]) -> set[str]:
    if actor.kind != "staff":
        return addresses
    closed: set[str] = set()
    for beginning, may in _asked.items():
        asked = {address for address in addresses if address.startswith(beginning)}
        if asked:
            closed |= asked - may(actor, asked)
    return closed
