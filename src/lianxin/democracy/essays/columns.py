"""用稿转给门户: a text that was taken is handed to a room that this one does not know.

Whoever joins the two rooms installs a port; until then nothing is handed over and the step says so. What is handed over is a
draft there: it is reviewed as everything is, and shown by that room alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused


@dataclass(frozen=True, slots=True)
class Text:
    """What goes over. signed: the author as readers see them; source: 来源; writer: whose words they are, so that the same
    person does not review them there (M04)."""

    title: str
    body: str
    signed: str
    source: str
    writer: int


class Port(Protocol):
    """The other room."""

    def columns(self, actor: Actor) -> list[tuple[str, str]]:
        """Where the actor may write: (key, words)."""
        ...

    def draft(self, actor: Actor, column: str, text: Text) -> int:
        """A draft there; answers its number. Raises `Refused`."""
        ...

    def shown(self, pages: Iterable[int]) -> Mapping[int, str]:
        """Number -> address of those that readers see now. One statement however many."""
        ...

    def desk(self, page: int) -> str:
        """Where its editors find it."""
        ...


_ports: list[Port] = []


def install(port: Port) -> None:
    """Join the other room; a second call replaces the first."""
    _ports[:] = [port]


def offered(actor: Actor) -> list[tuple[str, str]]:
    """Columns in which the actor may write, none while nobody has joined the rooms."""
    return _ports[0].columns(actor) if _ports else []


def draft(actor: Actor, column: str, text: Text) -> int:
    """Hand a text over. Raises `Refused`."""
    if not _ports or column not in dict(offered(actor)):
        raise Refused(
            Denied("您不能在这个栏目里写稿。", code="choice", field="column", remedy="请由这个站点的编辑来转。")
        )
    return _ports[0].draft(actor, column, text)


def shown(pages: Iterable[int | None]) -> Mapping[int, str]:
    """What readers see of it now."""
    wanted = [page for page in pages if page]
    return _ports[0].shown(wanted) if _ports and wanted else {}


def desk(page: int | None) -> str:
    """Its page at the other desk, or ""."""
    return _ports[0].desk(page) if _ports and page else ""
