"""Seals everything again under the newest key, batch by batch (P02).

Stateless: a token under the newest key is done, so a run that was killed is simply started again.
Each row is written only if its token is still the one that was read; a row that somebody changed
meanwhile is looked at again in the next pass.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.conf import settings
from django.db import models

from lianxin.foundation.spine.actions import action, record
from lianxin.foundation.spine.sealed import SealedTextField, SealedToken, open_text, seal_text
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.sealing import SealingError, key_of, newest

BATCH = 500
_PASSES = 5


@dataclass
class Rotated:
    """Counts over all sealed fields, in values. unreadable: ``"room.Model.field:pk"``, at most 100."""

    sealed_anew: int = 0
    already: int = 0
    left: int = 0
    unreadable: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not (self.left or self.unreadable)


def sealed_fields() -> list[tuple[type[models.Model], list[str]]]:
    """Models that have sealed fields, with their names, in stable order."""
    found = []
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.label):
        names = [f.attname for f in model._meta.concrete_fields if isinstance(f, SealedTextField)]
        if names and not model._meta.proxy:
            found.append((model, names))
    return found


def count_by_key() -> dict[str, int]:
    """How many stored values each key seals; a key without values can be retired."""
    counts: Counter[str] = Counter()
    for model, names in sealed_fields():
        for batch in _batches(model, names):
            counts.update(_key(token) for _, tokens in batch for token in tokens if token)
    return dict(counts)


def rotate(*, batch: int = BATCH, progress: Callable[[int, int], None] | None = None) -> Rotated:
    """Bring every sealed value under the newest key. progress(done, total) is told in rows."""
    result = Rotated()
    total = sum(model._base_manager.count() for model, _ in sealed_fields())
    done = 0
    for model, names in sealed_fields():
        for rows in _batches(model, names, batch):
            _bring_up(model, names, rows, result)
            done += len(rows)
            if progress:
                progress(done, total)
    return result


Rows = list[tuple[object, list[str | None]]]


def _batches(model: type[models.Model], names: list[str], batch: int = BATCH) -> Iterator[Rows]:
    last: object = None
    while True:
        query = model._base_manager.order_by("pk")
        if last is not None:
            query = query.filter(pk__gt=last)
        rows: Rows = [(row[0], list(row[1:])) for row in query.values_list("pk", *names)[:batch]]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def _bring_up(model: type[models.Model], names: list[str], rows: Rows, result: Rotated) -> None:
    """One batch; passes again over rows that changed under our hands."""
    key = newest(settings.FIELD_KEYS)
    result.already += sum(1 for _, tokens in rows for token in tokens if token and _key(token) == key)
    pending = _old(rows, key)
    for _ in range(_PASSES):
        if not pending:
            return
        result.sealed_anew += reseal_batch(actor=SYSTEM, model=model, names=names, rows=pending, result=result)
        again = model._base_manager.filter(pk__in=[pk for pk, _ in pending]).values_list("pk", *names)
        known = set(result.unreadable)
        pending = [
            (pk, tokens)
            for pk, tokens in _old([(row[0], list(row[1:])) for row in again], key)
            if not any(_place(model, name, pk) in known for name in names)
        ]
    result.left += len(pending)


def _key(token: str) -> str:
    """Key of a token; ``?`` for a value that is no token, which then shows up as unreadable."""
    try:
        return key_of(token)
    except SealingError:
        return "?"


def _old(rows: Rows, key: str) -> Rows:
    return [(pk, tokens) for pk, tokens in rows if any(token and _key(token) != key for token in tokens)]


@action("privacy.rotate")
def reseal_batch(*, actor: Actor, model: type[models.Model], names: list[str], rows: Rows, result: Rotated) -> int:
    """Seal the old tokens of some rows anew in one transaction; gives the number of values written."""
    key = newest(settings.FIELD_KEYS)
    written = 0
    for pk, tokens in rows:
        for name, token in zip(names, tokens, strict=True):
            if not token or _key(token) == key:
                continue
            try:
                fresh = seal_text(open_text(token))
            except SealingError:
                _note(result, _place(model, name, pk))
                continue
            same = model._base_manager.filter(pk=pk, **{name: SealedToken(token)})
            written += same.update(**{name: fresh})
    record("privacy.rotate", actor=actor, subject=model._meta.label, count=written)
    return written


def _note(result: Rotated, place: str) -> None:
    if place not in result.unreadable and len(result.unreadable) < 100:
        result.unreadable.append(place)


def _place(model: type[models.Model], name: str, pk: object) -> str:
    return f"{model._meta.label}.{name}:{pk}"
