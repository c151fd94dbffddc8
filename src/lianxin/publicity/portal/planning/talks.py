"""选题与热点探讨: what people are asked to talk about because of a topic on the table (R112).

The talk lives in a room that this one does not know; whoever joins them installs a port. Until then nothing is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from lianxin.kernel.actor import Actor

from ..models import PlannedTopic


@dataclass(frozen=True, slots=True)
class Talk:
    """One of them, as somebody at the desk may see it. url: where it is read or worked on."""

    title: str
    url: str
    state: str
    tone: str


class Port(Protocol):
    """The other room."""

    def start(self, actor: Actor, topic: PlannedTopic) -> str:
        """Where the actor begins one with the words of the topic, or ""."""
        ...

    def about(self, actor: Actor, numbers: Iterable[int]) -> Mapping[int, list[Talk]]:
        """Number of a topic -> talks that the actor may see. One statement however many."""
        ...


_ports: list[Port] = []


def install(port: Port) -> None:
    """Join the other room; a second call replaces the first."""
    _ports[:] = [port]


def start(actor: Actor, topic: PlannedTopic) -> str:
    """Where one begins; "" for a topic that was given up or for whoever may not."""
    return _ports[0].start(actor, topic) if _ports and topic.state != "dropped" else ""


def about(actor: Actor, numbers: Iterable[int]) -> Mapping[int, list[Talk]]:
    """What is talked about because of these topics."""
    wanted = list(numbers)
    return _ports[0].about(actor, wanted) if _ports and wanted else {}
