"""What the page "my data" tells: everything listed, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.rules.registry import find_rule

from .consents import PURPOSES
from .listing import Entry, label_of, listed
from .masking import mask


@dataclass(frozen=True)
class Line:
    """One field: its word, what for, on which ground (with a link where there is one), how long.

    record: what kind of record it stands in; value: masked, only for the person's own few fields.
    """

    label: str
    purpose: str
    basis: str
    basis_url: str
    kept: str
    sensitive: bool
    sealed: bool
    record: str
    value: str = ""


@dataclass(frozen=True)
class Group:
    """All listed fields of one room."""

    label: str
    lines: list[Line]


def what_we_keep(person: Person | None = None) -> list[Group]:
    """Groups in the order of the rooms. With a person, their own few fields stand masked beside."""
    rooms = {config.label for config in apps.get_app_configs()}
    groups: dict[str, list[Line]] = {}
    for entry in listed().entries.values():
        if entry.room not in rooms:
            continue
        own = person if person and entry.key.startswith("accounts.Person.") else None
        value = mask(getattr(own, entry.name), entry.mask) if own else ""
        label = str(apps.get_app_config(entry.room).verbose_name)
        groups.setdefault(label, []).append(_line(entry, value))
    return [Group(label, lines) for label, lines in groups.items()]


def _line(entry: Entry, value: str) -> Line:
    kind, _, purpose = entry.basis.partition(":")
    if kind == "consent":
        basis, url = f"您的同意（{PURPOSES[purpose].label}）", "#consents"
    else:
        rule = find_rule(entry.basis)
        basis, url = (rule.cited, rule.url) if rule else (entry.basis, "")
    record = listed().label_of_model(entry)
    return Line(label_of(entry), entry.purpose, basis, url, entry.kept, entry.sensitive, entry.sealed, record, value)
