"""The append-only file of one election (specification, section 4.3): records, and the chain of events through them.

A `.bel` file is an old tar without an end: header, data, padding, again. Whoever has an older copy sees at once
whether a newer one only grew.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from .texts import MalformedError, compact, fields, read

BLOCK = 512
_NAME, _SIZE, _MTIME, _SUM = slice(0, 100), slice(124, 136), slice(136, 148), slice(148, 156)
_HEAD = "BELENIOS"
_DATA = re.compile(r"([0-9a-f]{64})\.(data|event)\.json")
#: which event may follow which; a shuffle or a decryption may be one of several
FOLLOWS = {
    None: {"Setup"},
    "Setup": {"Ballot", "EndBallots"},
    "Ballot": {"Ballot", "EndBallots"},
    "EndBallots": {"EncryptedTally"},
    "EncryptedTally": {"Shuffle", "EndShuffles", "PartialDecryption"},
    "Shuffle": {"Shuffle", "EndShuffles"},
    "EndShuffles": {"PartialDecryption"},
    "PartialDecryption": {"PartialDecryption", "Result"},
    "Result": set(),
}
_NAMING = ("election", "trustees", "credentials", "encrypted_tally", "payload")
WITHOUT_PAYLOAD = {"EndBallots", "EndShuffles"}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Event:
    """One step of an election: its kind, what it points to, the event before it."""

    kind: str
    height: int
    parent: str | None = None
    payload: str | None = None

    @cached_property
    def text(self) -> str:
        body: dict[str, Any] = {"parent": self.parent} if self.parent is not None else {}
        body |= {"height": self.height, "type": self.kind}
        return compact(body | ({"payload": self.payload} if self.payload is not None else {}))

    @cached_property
    def hash(self) -> str:
        return digest(self.text)


@dataclass
class Archive:
    """An election's file in memory. `data`: texts by their hash."""

    timestamp: str
    events: list[Event] = field(default_factory=list)
    data: dict[str, str] = field(default_factory=dict)
    #: texts in the order in which they were put in, each before the event that needs it
    records: list[tuple[str, str]] = field(default_factory=list)

    @property
    def head(self) -> str | None:
        """Hash of the last event: whoever published it can show later that nothing before it changed."""
        return self.events[-1].hash if self.events else None

    def put(self, text: str, name: str | None = None) -> str:
        """Keep a text; its hash, which who computed it before may say. Handed in again, it stands in the file again:
        where there is nothing to decrypt, everybody's part looks alike."""
        name = name or digest(text)
        self.data[name] = text
        self.records.append((f"{name}.data.json", text))
        return name

    def add(self, kind: str, payload: str | None = None) -> Event:
        """The next event. payload: the text it points to. ValueError for one that may not follow the last."""
        self._may_follow(kind, payload is not None)
        name = digest(payload) if payload is not None else None
        if payload is not None and (not self.records or self.records[-1][0] != f"{name}.data.json"):
            self.put(payload, name)
        return self.append(kind, name)

    def append(self, kind: str, name: str | None) -> Event:
        """The next event, pointing to a text that is kept already. ValueError as for `add`."""
        last = self._may_follow(kind, name is not None)
        event = Event(kind, last.height + 1 if last else 0, last.hash if last else None, name)
        self.events.append(event)
        self.records.append((f"{event.hash}.event.json", event.text))
        return event

    def _may_follow(self, kind: str, pointing: bool) -> Event | None:
        """The last event; ValueError when one of this kind may not come after it."""
        last = self.events[-1] if self.events else None
        if kind not in FOLLOWS[last.kind if last else None] or pointing == (kind in WITHOUT_PAYLOAD):
            raise ValueError(f"{kind} may not follow {last.kind if last else 'nothing'}")
        return last

    def pairs(self) -> Iterator[tuple[Event, str]]:
        """Each event with the text it points to, empty where there is none."""
        for event in self.events:
            yield event, self.data[event.payload] if event.payload else ""

    def of(self, kind: str) -> list[str]:
        """The payloads of all events of a kind."""
        return [text for event, text in self.pairs() if event.kind == kind]

    def parts(self) -> Iterator[bytes]:
        """The file, record by record."""
        yield header(self.timestamp)
        for name, text in self.records:
            yield record(name, text, self.timestamp)

    def dump(self) -> bytes:
        return b"".join(self.parts())


def setup(archive: Archive, election: str, trustees: str, credentials: str) -> Event:
    """The first event: the three texts that everything else rests on."""
    hashes = {
        name: archive.put(text)
        for name, text in (("election", election), ("trustees", trustees), ("credentials", credentials))
    }
    return archive.add("Setup", compact(hashes))


def header(timestamp: str) -> bytes:
    """First record of a file."""
    return record(_HEAD, compact({"version": 1, "timestamp": timestamp}), timestamp)


def record(name: str, text: str, timestamp: str) -> bytes:
    """One record: 512 bytes of head, the text, zeros up to the next block. A file grows by appending these."""
    raw = text.encode()
    head = bytearray(BLOCK)
    head[: len(name)] = name.encode()
    head[100:107], head[108:115], head[116:123] = b"0000644", b"0000000", b"0000000"
    head[124:135], head[136:147] = f"{len(raw):011o}".encode(), f"{int(timestamp):011o}".encode()
    head[_SUM], head[156] = b" " * 8, ord("0")
    head[_SUM] = f"{sum(head):06o}\0 ".encode()
    return bytes(head) + raw + bytes(-len(raw) % BLOCK)


def load(raw: bytes) -> Archive:
    """A file as it lies there. MalformedError unless writing it again gives the very same bytes.

    So every name is the hash of its text, every event follows the one before, every text is used, nothing stands
    between or behind.
    """
    records = list(_records(raw))
    if not records or records[0][0] != _HEAD:
        raise MalformedError("archive: no head")
    head = fields(read(records[0][1]), "head", ("version", "timestamp"))
    if head["version"] != 1 or not isinstance(head["timestamp"], str) or not head["timestamp"].isdecimal():
        raise MalformedError("archive: unknown version")
    found, waiting = Archive(head["timestamp"]), {}  # type: Archive, dict[str, str]
    for name, text in records[1:]:
        match = _DATA.fullmatch(name)
        if not match or digest(text) != match[1]:
            raise MalformedError(f"archive: {name[:16]}… is not what its name says")
        if match[2] == "data":
            if match[1] in waiting:
                raise MalformedError("archive: a text twice for one event")
            waiting[match[1]] = text
            found.put(text, match[1])
        else:
            _follow(found, waiting, text)
    if waiting:
        raise MalformedError("archive: texts that no event needs")
    if not _is(raw, found.parts()):
        raise MalformedError("archive: not written in its one form")
    return found


def _is(raw: bytes, parts: Iterable[bytes]) -> bool:
    """Whether the parts together are the file, without a second copy of it."""
    at, view = 0, memoryview(raw)
    for part in parts:
        if view[at : at + len(part)] != part:
            return False
        at += len(part)
    return at == len(raw)


def _follow(found: Archive, waiting: dict[str, str], text: str) -> None:
    """Take an event of the file; the texts it points to come directly before it."""
    body = fields(read(text), "event", ("height", "type"), ("parent", "payload"))
    payload = body.get("payload")
    if payload is not None and payload not in found.data:
        raise MalformedError("archive: an event points to nothing")
    try:
        event = found.append(body["type"], payload)
    except (ValueError, KeyError, TypeError):
        raise MalformedError(f"archive: {body['type']!r} at the wrong place") from None
    if event.text != text:
        raise MalformedError("archive: an event does not follow the one before")
    waiting.pop(payload or "", None)
    for name in _named(event.kind, payload and found.data[payload]):
        waiting.pop(name, None)


def _named(kind: str, text: str | None) -> list[str]:
    """Hashes that a payload names in its turn: the three of a setup, the table of a size, what an owner hands in."""
    if kind == "Ballot" and text and "\\" not in text and not any(f'"{name}"' in text for name in _NAMING):
        return []  # long, and read later
    found = read(text) if text else None
    if not isinstance(found, dict):
        return []
    return [found[name] for name in _NAMING if isinstance(found.get(name), str)]


def _records(raw: bytes) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(raw):
        head = raw[at : at + BLOCK]
        if len(head) < BLOCK:
            raise MalformedError("archive: cut off")
        try:
            name = head[_NAME].rstrip(b"\0").decode("ascii")
            size = int(head[_SIZE].rstrip(b"\0 "), 8)
            text = raw[at + BLOCK : at + BLOCK + size].decode()
        except (ValueError, UnicodeDecodeError):
            raise MalformedError("archive: a record that is none") from None
        if at + BLOCK + size > len(raw):
            raise MalformedError("archive: cut off")
        yield name, text
        at += BLOCK + size + -size % BLOCK


def grew_from(older: bytes, newer: bytes) -> bool:
    """Whether the newer file is the older one and more: what a monitor asks every time."""
    return newer.startswith(older)
