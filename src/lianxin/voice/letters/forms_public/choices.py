"""Offices and topics that a letter can name, read once a minute."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.cache import cache

from lianxin.foundation.organisations.queries import receiving

from ..models import Topic

KEPT = 60


def offices() -> list[tuple[str, str]]:
    """(code, name) of organisations that take letters, in tree order and indented by depth."""
    return _kept("letters.form.offices", _offices)


def topics() -> list[tuple[str, list[tuple[str, str]]]]:
    """The third level in groups of the first two: ("城乡建设 · 市政", [(code, "路灯"), ...])."""
    return _kept("letters.form.topics", _topics)


def _kept(key: str, make: Any) -> Any:
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT)
    return found


def _offices() -> list[tuple[str, str]]:
    return [(o.code, f"{'　' * (o.depth - 1)}{o.name}") for o in receiving().only("code", "name", "depth")]


def _topics() -> list[tuple[str, list[tuple[str, str]]]]:
    """Only leaves can be chosen; a branch without leaves is one itself."""
    rows = list(Topic.objects.filter(retired=False).values_list("pk", "parent_id", "code", "name", "path"))
    parents = {parent for _, parent, *_ in rows}
    leaves = [(path, code, name) for pk, _, code, name, path in rows if pk not in parents]
    grouped = groupby(sorted(leaves, key=lambda row: row[0]), key=lambda row: row[0].rpartition("/")[0])
    return [(head.replace("/", " · ") or "其他", [(code, name) for _, code, name in group]) for head, group in grouped]
