"""What rooms understand: kind of message -> what is done with it, and with its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .models import Peer

Body = dict[str, Any]


class Unusable(Exception):  # noqa: N818 - what another instance sent, no fault of ours
    """A message that can never be carried out, however often it comes. The text says why, in plain Chinese without
    anything that stood in the message."""


@dataclass(frozen=True, slots=True)
class Kind:
    """hear: (peer, body) -> answer, inside the transaction that notes the message; a refusal is raised and becomes the answer,
    `Unusable` undoes the transaction and becomes a signed 400, after which the other side does not try again.

    answered: (peer, body, answer) inside the transaction that notes the delivery, once.
    """

    name: str
    hear: Callable[[Peer, Body], Body]
    answered: Callable[[Peer, Body, Body], None]


KINDS: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Raises ValueError for a name taken."""
    if KINDS.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"two rooms hear {kind.name}")
