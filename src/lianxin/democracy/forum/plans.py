"""选题变话题: a topic that stands on a planning table which this room does not know (R112).

Whoever joins the two rooms installs a port; until then nothing is offered. A plan is named by its number there and taken
only by somebody who may read it there; it brings its words, and once its item is out, readers of the topic find it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan brings. angle: what it should make clear; url: its page at the other desk."""

    number: int
    title: str
    angle: str
    organisation: int
    org_path: str
    url: str


class Port(Protocol):
    """The other room."""

    def plan(self, actor: Actor, number: int) -> Plan | None:
        """A plan that the actor may read and that was not given up."""
        ...

    def items(self, numbers: Iterable[int]) -> Mapping[int, tuple[str, str]]:
        """Number -> (title, address) of the item that answers it, while readers see it."""
        ...


_ports: list[Port] = []


def install(port: Port) -> None:
    """Join the other room; a second call replaces the first."""
    _ports[:] = [port]


def plan(actor: Actor, number: int | None) -> Plan | None:
    """None when there is none, or it is nothing to the actor."""
    return _ports[0].plan(actor, number) if _ports and number else None


def taken(actor: Actor, number: int | None, organisation: Organisation) -> int | None:
    """The number, once it is sure that the plan stands at the organisation or above it. Raises `Refused`."""
    if number is None:
        return None
    found = plan(actor, number)
    if found is None or not organisation.path.startswith(found.org_path):
        raise Refused(Denied("这个选题不在您管的范围里，或者已经不做了。", code="plan", remedy="请从选题页重新发起。"))
    return found.number


def item(number: int | None) -> tuple[str, str] | None:
    """(title, address) of what was published for a plan."""
    return _ports[0].items([number]).get(number) if _ports and number else None
