"""Where rooms plug themselves into the frame, so that the frame need not know any room.

Called from a room's ``apps.ready()``. Registering the same key again replaces the line, which keeps
reloads and tests harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from lianxin.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a navigation.

    key:   stable name, also the key under which a count is looked up.
    label: the word people see.
    url:   path beginning with a slash.
    icon:  name of the icon set (`lianxin.ui.icons`).
    verb:  right without which a workbench line is not shown; empty for everybody.
    order: smaller stands further up.
    tab:   also shown among the tabs at the bottom of a phone.
    short: shorter word for the tab.
    group: key of `GROUPS`, under whose word a workbench line stands.
    """

    key: str
    label: str
    url: str
    icon: str = "dot"
    verb: str = ""
    order: int = 50
    tab: bool = False
    short: str = ""
    group: str = ""


#: the rail of the workbench from above: a secretary has two dozen lines
GROUPS = {"": "", "party": "组织建设", "public": "宣传公开", "house": "平台管理"}


@dataclass(frozen=True, slots=True)
class Site:
    """Who stands behind the installation; every line may be empty and is then left out."""

    name: str = "连心桥"
    organisation: str = ""
    sponsor: str = ""
    operator: str = ""
    contact: str = ""
    records: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """One appointment in the switch of the workbench: "渡口村党支部 · 书记" and the page that takes it."""

    label: str
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """What a refusal prints about the rule behind it: short title, clause, page of the rule."""

    title: str
    clause: str
    url: str


DESK: dict[str, Item] = {}
PUBLIC: dict[str, Item] = {}
_ports: dict[str, Callable[..., Any]] = {}


def add_desk_item(item: Item) -> None:
    """Put a line into the left rail of the workbench."""
    DESK[item.key] = item


def add_public_item(item: Item) -> None:
    """Put a line into the main navigation of the public site."""
    PUBLIC[item.key] = item


def install_site(provide: Callable[[], Site]) -> None:
    """Name the installation; the provider caches what it reads."""
    _ports["site"] = provide


def install_counts(provide: Callable[[Actor], Mapping[str, int]]) -> None:
    """Open work per rail line, asked once a workbench page: ``{"letters": 3, "notices": 2}``.

    The key ``"notices"`` feeds the badge of the bell.
    """
    _ports["counts"] = provide


def install_seats(provide: Callable[[HttpRequest], Sequence[Seat]]) -> None:
    """The appointments of the person who is signed in, for the top bar of the workbench."""
    _ports["seats"] = provide


def install_clause(provide: Callable[[str], Clause | None]) -> None:
    """Find the clause behind a rule id, for refusal boxes."""
    _ports["clause"] = provide


def port(name: str) -> Callable[..., Any] | None:
    """The provider that a room installed, or None."""
    return _ports.get(name)


def ordered(items: Mapping[str, Item]) -> list[Item]:
    """Lines in the order in which people see them."""
    groups = list(GROUPS)
    return sorted(items.values(), key=lambda item: (groups.index(item.group), item.order, item.key))
