"""Two persons that are one (R021): every room says how its rows move, and what it says is true of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine import joining, rooms
from lianxin.foundation.spine.joining import Move, Stay
from lianxin.membership.dossiers.models import Member

JOINED = (Person, Member)


@pytest.fixture(autouse=True)
def _every_room_has_spoken() -> None:
    """Whatever test comes first: what a test declares is not taken for a room's word."""
    joining.way_of("dues.Posting.member")


def keys() -> Iterator[tuple[str, type[models.Model], models.Field]]:
    """What Django itself knows about foreign keys, asked without the module under test."""
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.get_fields(include_hidden=True):
            if column.is_relation and column.concrete and column.related_model in JOINED:
                yield f"{model._meta.app_label}.{model.__name__}.{column.name}", model, column  # type: ignore[misc]  # a column


def test_every_room_has_said_how_its_rows_move() -> None:
    silent = []
    for key, _, _ in keys():
        try:
            joining.way_of(key)
        except KeyError:
            silent.append(key)
    assert not silent, f"say in the joining module of the room how these rows move (spine.joining): {silent}"


def test_nothing_is_said_of_what_is_not_there() -> None:
    there = {key for model in JOINED for key, _, _ in joining.keys_to(model)}
    assert set(joining.WAYS) - there == set(), "declared, and no column"


def test_numbers_of_persons_that_are_no_foreign_keys_are_declared_too() -> None:
    loose = {
        f"{model._meta.app_label}.{model.__name__}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if not column.is_relation and column.name in ("person_id", "member_id")
    }
    assert "letters.LetterStep.person_id" in loose
    assert loose <= set(joining.WAYS), loose - set(joining.WAYS)


def unique_with(model: type[models.Model], column: str) -> Iterator[tuple[str, ...]]:
    """The other columns of each unique key in which the column takes part."""
    found = model._meta.get_field(column)
    if getattr(found, "unique", False):
        yield ()
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and column in constraint.fields:
            yield tuple(sorted(name for name in constraint.fields if name != column))
    for together in model._meta.unique_together:
        if column in together:
            yield tuple(sorted(name for name in together if name != column))


@pytest.mark.parametrize("target", JOINED)
def test_what_may_exist_once_is_said_for_every_unique_key(target: type[models.Model]) -> None:
    """Else the joining of two people who both have such a row ends in an error of the database."""
    wrong = []
    for key, model, column in joining.keys_to(target):
        way = joining.way_of(key)
        once = {tuple(sorted(columns)) for columns in way.once} if isinstance(way, Move) else set()
        needed = set(unique_with(model, column))
        if isinstance(way, Move) and not needed <= once:
            wrong.append((key, needed - once))
    assert not wrong


def test_a_reason_stands_beside_everything_that_stays() -> None:
    assert all(way.reason for way in joining.WAYS.values() if isinstance(way, Stay))


def test_the_same_key_is_not_declared_in_two_ways() -> None:
    rooms.speak("joining")  # else this word stands first, and the room's own is the second
    with pytest.raises(ValueError, match="declared twice"):
        joining.declare({"dues.Posting.member": Stay("no")})
    joining.declare({"dues.Posting.member": Move()})  # again the same is no fault


def test_the_targets_differ() -> None:
    """A column cannot belong to two of the models that are joined."""
    found = [{key for key, _, _ in joining.keys_to(model)} for model in JOINED]
    assert all(not one & other for one, other in combinations(found, 2))
    assert Q() == Move().where
