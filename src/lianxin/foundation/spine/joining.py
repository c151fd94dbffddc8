"""Two rows that mean one thing become one: every room says how its rows move.

A person or a file was made twice; everything that points to the one must point to the other afterwards. This module
knows no room: it walks all foreign keys to the model and asks what was declared for each, in the ``joining`` module of
the room. A key that nobody declared stops the joining, and a test fails before that.

What moved is handed back key by key, so that it can be written down and taken apart again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from .rooms import speak

#: ``"dues.Posting.member"`` -> primary keys that moved; of a `Part` whatever it must know to go back
Moved = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Move:
    """The rows move. once: columns that say, with the key, what may exist once (each a tuple; an empty one: a single
    row); a row that has its like at the other stays where it is, or, with `refuse`, stops the joining by this sentence.
    where: only rows like this fall under `once`.
    """

    once: Sequence[tuple[str, ...]] = ()
    refuse: str = ""
    where: Q = field(default_factory=Q)


@dataclass(frozen=True, slots=True)
class Stay:
    """The rows stay where they are, and why; or the room moves them itself (`register_part`)."""

    reason: str


Way = Move | Stay
#: says why two rows may not be joined, in Chinese sentences
Objection = Callable[[Any, Any], Sequence[str]]
#: moves what no foreign key shows, from the first to the second; answers what it moved
Part = Callable[[Any, Any], Moved]
#: takes a `Part` back: (the first, the second, what it had answered)
Back = Callable[[Any, Any, Moved], None]

WAYS: dict[str, Way] = {}
_loose: dict[str, str] = {}
_objections: dict[tuple[str, str], Objection] = {}
_parts: dict[tuple[str, str], tuple[Part, Back]] = {}


def declare(ways: Mapping[str, Way]) -> None:
    """Say how rows move. Key: ``"<app>.<Model>.<field>"``. Declared twice differently is an error."""
    for key, way in ways.items():
        if WAYS.setdefault(key, way) != way:
            raise ValueError(f"{key} is declared twice")


def moving(*keys: str) -> dict[str, Way]:
    """Keys whose rows simply move."""
    return dict.fromkeys(keys, Move())


def declare_loose(label: str, ways: Mapping[str, Way]) -> None:
    """The same for columns that hold the number of such a row without being a foreign key. label: ``"accounts.Person"``."""
    _loose.update(dict.fromkeys(ways, label))
    declare(ways)


def register_objection(room: str, label: str, objection: Objection) -> None:
    """Let a room say when people must decide first. label: model of the two rows."""
    _objections[room, label] = objection


def register_part(room: str, label: str, part: Part, back: Back) -> None:
    """Let a room move what no column shows, and take it back."""
    _parts[room, label] = part, back


def way_of(key: str) -> Way:
    """What was declared. Raises KeyError for a key of which no room spoke."""
    speak("joining")
    return WAYS[key]


def keys_to(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model], str]]:
    """(key, model, name of the column) of everything that points to a model, in all rooms, loose columns included."""
    speak("joining")
    for other in apps.get_models(include_auto_created=True):
        for column in other._meta.concrete_fields:
            key = f"{other._meta.app_label}.{other.__name__}.{column.name}"
            if column.related_model is model or _loose.get(key) == model._meta.label:
                yield key, other, column.name


def objections(gone: models.Model, kept: models.Model) -> list[str]:
    """Why the two may not be joined before people have decided something; empty when they may."""
    speak("joining")
    label = gone._meta.label
    found = [word for (_, kind), objection in _objections.items() if kind == label for word in objection(gone, kept)]
    for key, model, column in keys_to(type(gone)):
        way = way_of(key)
        if isinstance(way, Move) and way.refuse and _clashing(model, column, way, gone, kept).exists():
            found.append(way.refuse)
    return found


def move(gone: models.Model, kept: models.Model) -> Moved:
    """Everything that points to `gone` points to `kept`; answers what moved. Call it inside an action, both locked."""
    moved: Moved = {}
    for key, model, column in keys_to(type(gone)):
        way = way_of(key)
        if isinstance(way, Stay):
            continue
        staying = list(_clashing(model, column, way, gone, kept).values_list("pk", flat=True))
        rows = _rows(model).filter(**{column: gone.pk}).exclude(pk__in=staying)
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys:
            _rows(model).filter(pk__in=keys).update(**{column: kept.pk})
            moved[key] = keys
    for (room, label), (part, _) in _parts.items():
        if label == gone._meta.label:
            moved |= {f"{room}:{name}": keys for name, keys in part(gone, kept).items() if keys}
    return moved


def move_back(gone: models.Model, kept: models.Model, moved: Moved) -> None:
    """Undo `move`: what it moved, as far as it still belongs to `kept`, points to `gone` again."""
    for (room, label), (_, back) in _parts.items():
        if label == gone._meta.label:
            back(
                gone,
                kept,
                {name.partition(":")[2]: keys for name, keys in moved.items() if name.startswith(f"{room}:")},
            )
    for key, model, column in keys_to(type(gone)):
        if key in moved:
            _rows(model).filter(pk__in=moved[key], **{column: kept.pk}).update(**{column: gone.pk})


def _clashing(model: type[models.Model], column: str, way: Move, gone: models.Model, kept: models.Model) -> Any:
    """Rows of the one that have their like at the other."""
    clash = Q(pk__in=[])
    for columns in way.once:
        like = _rows(model).filter(way.where, **{column: kept.pk}, **{name: OuterRef(name) for name in columns})
        clash |= Q(Exists(like))
    return _rows(model).filter(way.where, **{column: gone.pk}).filter(clash)


def _rows(model: type[models.Model]) -> models.QuerySet[Any]:
    """All rows: a joining reaches into every organisation, its right was asked before."""
    return models.QuerySet(model)
