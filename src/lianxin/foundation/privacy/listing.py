"""The list of personal fields: what is kept, what for, on which ground, how long (P01, PIP-01).

One file per room under ``fields/``::

    room = "accounts"

    [model.Person]
    label = "人员"                              # only when the model has no Chinese name of its own
    plain = ["created_at"]                      # looked at, holds nothing personal

    [model.Person.personal]
    phone = { purpose = "…", basis = "PIP-02", kept = "…", sensitive = false, sealed = true, mask = "phone" }

`basis` is the id of a rule, or ``consent:<purpose>`` for something that the person may refuse.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps

FOLDER = Path(__file__).parent / "fields"
_NEEDED = {"purpose", "basis", "kept"}
_ALLOWED = _NEEDED | {"sensitive", "sealed", "mask", "label"}
MASKS = ("phone", "identity", "name", "email", "text")


class ListingError(ValueError):
    """A file of the list cannot be understood."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One personal field.

    purpose: what it is used for; basis: rule id or ``consent:<purpose>``; kept: how long, in words;
    sensitive: PIP-03 holds; sealed: encrypted at rest (P02); mask: how it looks when it is not shown.
    """

    room: str
    model: str
    name: str
    purpose: str
    basis: str
    kept: str
    sensitive: bool = False
    sealed: bool = False
    mask: str = "text"
    label: str = ""

    @property
    def key(self) -> str:
        return f"{self.room}.{self.model}.{self.name}"


@dataclass(frozen=True)
class Listed:
    """Everything that the files say. Keys: ``"accounts.Person"`` -> names of fields."""

    entries: Mapping[str, Entry] = field(default_factory=dict)
    plain: Mapping[str, frozenset[str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    def entry(self, model: str, name: str) -> Entry | None:
        return self.entries.get(f"{model}.{name}")

    def knows(self, model: str, name: str) -> bool:
        return f"{model}.{name}" in self.entries or name in self.plain.get(model, frozenset())

    def label_of_model(self, entry: Entry) -> str:
        """Chinese word of the record in which the field stands."""
        own = self.labels.get(f"{entry.room}.{entry.model}")
        return own or str(apps.get_model(entry.room, entry.model)._meta.verbose_name)

    def of_model(self, model: str) -> list[Entry]:
        return [e for e in self.entries.values() if f"{e.room}.{e.model}" == model]


@cache
def listed(folder: Path = FOLDER) -> Listed:
    """Read all files. Raises `ListingError` that names file, model and field."""
    entries: dict[str, Entry] = {}
    plain: dict[str, frozenset[str]] = {}
    labels: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        room = table.get("room")
        if room != path.stem or set(table) - {"room", "model"}:
            raise ListingError(f"{path.name}: the room must be {path.stem}, beside it only models")
        for model, fields in table.get("model", {}).items():
            where = f"{path.name} {model}"
            if set(fields) - {"plain", "personal", "label"}:
                raise ListingError(f"{where}: only label, plain and personal are known")
            labels[f"{room}.{model}"] = fields.get("label", "")
            plain[f"{room}.{model}"] = frozenset(fields.get("plain", []))
            for name, said in fields.get("personal", {}).items():
                entry = _entry(room, model, name, said, where)
                if name in plain[f"{room}.{model}"]:
                    raise ListingError(f"{where}: {name} is both plain and personal")
                entries[entry.key] = entry
    return Listed(entries, plain, labels)


def _entry(room: str, model: str, name: str, said: Any, where: str) -> Entry:
    if not isinstance(said, dict) or set(said) - _ALLOWED or not all(said.get(key) for key in _NEEDED):
        raise ListingError(f"{where}.{name}: needs {sorted(_NEEDED)}, may have {sorted(_ALLOWED - _NEEDED)}")
    if said.get("mask", "text") not in MASKS:
        raise ListingError(f"{where}.{name}: the masks are {MASKS}")
    return Entry(room=room, model=model, name=name, **said)


def label_of(entry: Entry) -> str:
    """Chinese word of a listed field: from the list, else the model's own."""
    model = apps.get_model(entry.room, entry.model)
    return entry.label or str(getattr(model._meta.get_field(entry.name), "verbose_name", entry.name))
