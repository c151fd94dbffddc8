"""经过: everything that happened to a person, the file's own lines and those of the rooms above.

A room that tells something registers a source in its module ``happenings``; it is asked with one statement a page. Who may not read
that room does not see its lines; the person sees all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from lianxin.foundation.spine.rooms import speak
from lianxin.kernel.actor import Actor

from .models import Member

#: as many lines as a page bears; the rest is in the rooms themselves
MOST = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. url: where it is seen at the desk; label: the room's word."""

    on: date
    text: str
    label: str = ""
    url: str = ""


Tell = Callable[[Member], Iterable[Line]]


@dataclass(frozen=True, slots=True)
class Source:
    """verb: who reads the room; tell: its lines about a file, in one statement."""

    label: str
    verb: str
    tell: Tell


SOURCES: dict[str, Source] = {}


def register_source(name: str, *, label: str, verb: str, tell: Tell) -> None:
    """Make a room take part; the same name again replaces it."""
    SOURCES[name] = Source(label, verb, tell)


def everything(actor: Actor, member: Member) -> list[Line]:
    """What the actor may read of what happened, the newest first."""
    speak("happenings")
    own = actor.is_person(member.person_id)
    lines = [Line(e.on, e.text, e.get_kind_display()) for e in member.events.all()[:MOST]]
    for source in SOURCES.values():
        if own or actor.may(source.verb, member.org_path):
            lines += [
                Line(line.on, line.text, line.label or source.label, "" if own else line.url)
                for line in source.tell(member)
            ]
    # a stable sort: lines of one day stay in the order in which their rooms tell them
    return sorted(lines, key=lambda line: line.on, reverse=True)[:MOST]
