"""What a channel must offer, and the register of those that are plugged in.

A channel for text messages would be one more class here, for instance an HTTP adapter that posts
``{"id": message.key, "to": message.address, "text": …}`` to the provider and answers a refusal of
the number with `Undeliverable`. It is registered in an app's ``ready()`` and then accepted by
`lianxin.foundation.notices.actions.send_to_address(channel="sms", …)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Message:
    """One message ready to leave.

    key: the same for every attempt; a channel derives its own message id from it, so that a receiver
    can tell a repetition. address: what the channel understands (mail address, number).
    """

    key: str
    address: str
    title: str
    text: str


class Undeliverable(Exception):  # noqa: N818 - an answer of the other side, trying again is of no use
    """The message can never arrive there. The text is shown to administrators: no address in it."""


class Channel(Protocol):
    """A way out. `send` returns when the other side took the message over.

    It raises `Undeliverable` when trying again is useless; every other exception means later again.
    It must give up by itself within a minute: a claim on a message lasts five.
    """

    code: str
    label: str

    def send(self, message: Message) -> None: ...


CHANNELS: dict[str, Channel] = {}


def register(channel: Channel) -> None:
    """Plug a channel in; a second one of the same code replaces the first."""
    CHANNELS[channel.code] = channel
