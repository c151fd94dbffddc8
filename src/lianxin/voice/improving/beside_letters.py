"""What this room says beside a letter, and the link at its desk."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.voice.letters import beside
from lianxin.voice.letters.beside import Beside
from lianxin.voice.letters.models import Letter

from . import reading
from .announcing import DESK
from .lifecycle import SET

#: letters that wait for review, or were not taken, are no problem of anybody yet
_NOT_YET = ("submitted", "refused", "appealed", "withdrawn")


def said(letter: int) -> list[Beside]:
    """Released problems that came from a letter."""
    return [Beside("已列入整改", title, url) for url, title in reading.of_letter(letter)]


def link(actor: Actor, letter: Letter) -> tuple[str, str] | None:
    """列入整改, for those who may set a problem there."""
    if letter.state in _NOT_YET or not actor.may(SET, letter.org_path):
        return None
    return "列入整改", f"{DESK}new/?letter={letter.pk}"


def connect() -> None:
    """Called when the room loads."""
    beside.register("improving", said=said, link=link)
