"""转成群众留言: a matter of one person is handed to a room that this one does not know.

Whoever joins the two rooms registers an address; until then the words stay where their author finds them, with a button to
copy. Nothing is sent by itself: the author, or who writes it down for them, looks at it and sends it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Handoff:
    """What goes over. kind: word of the other room ("consult", "help", ...); source: ``"talk:12"``, ``"visit:7"``.

    assisted: written down by staff for a visitor (A02), so the address leads to the desk.
    """

    kind: str
    title: str
    text: str
    source: str
    organisation: str = ""
    assisted: bool = False


#: answers the path of a form that is filled in with what is handed over
Port = Callable[[Handoff], str]
_ports: list[Port] = []


def register_handoff(port: Port) -> None:
    """Join the other room; a second call replaces the first."""
    _ports[:] = [port]


def address_of(handoff: Handoff) -> str:
    """Where the author goes on, or "" while nobody has joined the rooms."""
    return _ports[0](handoff) if _ports else ""
