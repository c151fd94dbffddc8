"""Parts of 决策参考 that other rooms bring: neighbours that this room may not import register here, through a face."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from lianxin.foundation.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure. value: None when too few stand behind it (LX-08). n: of how many; source: address where it is seen."""

    label: str
    value: float | None
    unit: str
    source: str
    n: int | None = None
    before: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table with its source."""

    cells: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper. method: how its figures are counted, in one or two sentences."""

    key: str
    title: str
    method: str
    facts: tuple[Fact, ...] = ()
    head: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    links: tuple[tuple[str, str], ...] = field(default=())

    def kept(self) -> dict[str, Any]:
        """As it is frozen with the paper."""
        return asdict(self)


#: (organisation with all below it, from, until exclusive) -> a section, or None when the room has nothing to say
Provider = Callable[[Organisation, date, date], Section | None]
_providers: dict[str, Provider] = {}


def register_section(room: str, provider: Provider) -> None:
    """Let a room add its part; the same name again replaces it."""
    _providers[room] = provider


def sections(organisation: Organisation, since: date, until: date) -> list[Section]:
    """The parts of all rooms in the order of their names."""
    found = (_providers[room](organisation, since, until) for room in sorted(_providers))
    return [section for section in found if section is not None]


@dataclass(frozen=True, slots=True)
class Plain:
    """A paper as cleaned HTML, for a face that lays it out as an official document. signer: full name."""

    title: str
    html: str
    signer: str
    on: date
    url: str


#: the layout of official papers belongs to a neighbour; a face brings it
Official = Callable[[Plain], bytes]
_official: list[Official] = []


def install_official(make: Official) -> None:
    """Bring the layout of GB/T 9704; the last one wins."""
    _official[:] = [make]


def official() -> Official | None:
    """The layout, when a face brought one."""
    return _official[0] if _official else None
