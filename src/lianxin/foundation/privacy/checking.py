"""Compares the list with the models: nothing personal is stored that nobody thought about (P01, P02).

Which fields must be listed: every concrete field of every model of ours, except those whose kind or
closed vocabulary leaves no room for a person: own primary keys, booleans, fields with `choices`, the
path of the responsible organisation, and links to models that are not a person or an account.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models

from lianxin.foundation.rules.registry import find_rule
from lianxin.foundation.spine.scope import OrgPathField
from lianxin.foundation.spine.sealed import SealedTextField

from .consents import PURPOSES
from .listing import Listed, listed

_PERSONS = {"accounts.Person", "accounts.Account"}
_PREFIX = "lianxin."


def own_models() -> list[type[models.Model]]:
    """Every model of the house, tables between models included."""
    ours = (m for m in apps.get_models(include_auto_created=True) if _home(m).startswith(_PREFIX))
    return sorted(ours, key=lambda m: m._meta.label)


def _home(model: type[models.Model]) -> str:
    return model._meta.app_config.name if model._meta.app_config else ""


def must_be_listed(field: models.Field) -> bool:
    """True when the field could hold something about a person."""
    if isinstance(field, models.AutoField | models.BooleanField | OrgPathField) or field.choices:
        return False
    if field.is_relation:
        target = field.related_model
        return isinstance(target, type) and target._meta.label in _PERSONS
    return True


def fields_to_list(model: type[models.Model]) -> list[str]:
    """Names of the fields of a model that need an entry."""
    return [f.name for f in model._meta.concrete_fields if must_be_listed(f)]


def missing(ours: Iterable[type[models.Model]] | None = None, said: Listed | None = None) -> dict[str, list[str]]:
    """Fields that nobody listed, by model label (P01)."""
    known = said or listed()
    found = {
        m._meta.label: [n for n in fields_to_list(m) if not known.knows(m._meta.label, n)] for m in ours or own_models()
    }
    return {label: names for label, names in found.items() if names}


def skeleton(gaps: dict[str, list[str]]) -> str:
    """Lines to paste into the list. Everything stands under ``plain``; move what is personal below it."""
    lines: list[str] = []
    for label, names in gaps.items():
        room, model = label.split(".")
        words = ", ".join(f'"{name}"' for name in names)
        lines += [f"# fields/{room}.toml", f"[model.{model}]", f"plain = [{words}]", f"[model.{model}.personal]"]
        lines += ['# name = { purpose = "…", basis = "PIP-01", kept = "…" }', ""]
    return "\n".join(lines)


def contradictions(ours: Iterable[type[models.Model]] | None = None, said: Listed | None = None) -> list[str]:
    """What the list says and the models do not keep: stale lines, unsealed fields (P02), unknown grounds."""
    known = said or listed()
    by_label = {m._meta.label: m for m in ours or own_models()}
    return [*_stale(by_label, known), *_unsealed(by_label, known), *_groundless(known)]


def _stale(by_label: dict[str, type[models.Model]], known: Listed) -> Iterator[str]:
    installed = {c.label for c in apps.get_app_configs()}
    for label, names in known.plain.items():
        if label.split(".")[0] not in installed:
            continue
        personal = {e.name for e in known.of_model(label)}
        model = by_label.get(label)
        real = {f.name for f in model._meta.concrete_fields} if model else set()
        yield from (f"{label}.{name} is listed but does not exist" for name in sorted((names | personal) - real))


def _unsealed(by_label: dict[str, type[models.Model]], known: Listed) -> Iterator[str]:
    for label, model in by_label.items():
        for field in model._meta.concrete_fields:
            entry = known.entry(label, field.name)
            sealed = isinstance(field, SealedTextField)
            if sealed and (entry is None or not entry.sealed):
                yield f"{label}.{field.name} is a sealed field and must be listed as personal and sealed"
            if entry is not None and entry.sealed and not sealed:
                yield f"{label}.{field.name} is listed as sealed and is not a SealedTextField"


def _groundless(known: Listed) -> Iterator[str]:
    for entry in known.entries.values():
        kind, _, purpose = entry.basis.partition(":")
        if kind == "consent":
            if purpose not in PURPOSES:
                yield f"{entry.key}: no consent is called {purpose}"
        elif find_rule(entry.basis) is None:
            yield f"{entry.key}: no rule is called {entry.basis}"
