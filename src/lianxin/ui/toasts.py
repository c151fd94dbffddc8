"""Messages after an action, with an undo where the action can be taken back.

They stand in the page above the content, never float over it, and stay until the next page.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

LEVELS = {"ok": messages.SUCCESS, "info": messages.INFO, "wait": messages.WARNING, "late": messages.ERROR}
_UNDO = "undo:"


@dataclass(frozen=True, slots=True)
class Toast:
    """What the template prints: text, tone and the address that an undo posts to (or empty)."""

    text: str
    tone: str
    undo: str


def say(request: HttpRequest, text: str, *, tone: str = "ok", undo_url: str = "") -> None:
    """Tell the person on the next page. undo_url: a path of this site that takes POST."""
    if undo_url and (not undo_url.startswith("/") or undo_url.startswith("//")):
        raise ValueError("undo_url is a path of this site")
    messages.add_message(request, LEVELS[tone], text, extra_tags=_UNDO + undo_url if undo_url else "")


def read(message: Message) -> Toast:
    """Take a stored message apart; messages of other apps (allauth) are shown as they are."""
    tags = message.extra_tags or ""
    tone = next((t for t, level in LEVELS.items() if level == message.level), "info")
    return Toast(str(message.message), tone, tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else "")
