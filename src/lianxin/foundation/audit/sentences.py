"""Chinese sentences for dotted codes.

A room above this one calls `describe` when it loads. A room that may not import this one (those below
and beside it) lays a module ``audit_codes.py`` with ``SENTENCES = {code: sentence}``; it is collected.
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

_SENTENCES: dict[str, str] = {}
UNKNOWN = "（未记）"


def describe(code: str, sentence: str) -> None:
    """Register the sentence of a code; ``{name}`` is filled from the line's data.

    Raises ValueError when another sentence was registered for the code.
    """
    if _SENTENCES.setdefault(code, sentence) != sentence:
        raise ValueError(f"{code} is described twice")


def described() -> dict[str, str]:
    """All codes with their sentences (for documents and tests)."""
    return dict(_SENTENCES)


def sentence_for(code: str, data: Mapping[str, Any]) -> str:
    """The sentence with its blanks filled; an unknown code still gives a readable line."""
    template = _SENTENCES.get(code)
    if template is None:
        return f"执行了操作“{code}”"
    return _Filler().vformat(template, (), data)


class _Filler(string.Formatter):
    """Fills names only: no attribute or index of a value can be reached from a sentence."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, Any]:
        value = kwargs.get(field_name, UNKNOWN)
        return (UNKNOWN if value is None or value == "" else value), field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, list):
            return "、".join(str(item) for item in value)
        return str(value)


def describe_own() -> None:
    """The codes of this room."""
    describe("audit.prune", "清理了到期的操作记录 {count} 条（截至 {until}，第 {first} 至 {last} 条）")
    describe("audit.export", "导出了操作记录 {count} 条")


def collect() -> None:
    """Take the sentences of every room that declares them as data."""
    for room in apps.get_app_configs():
        if room.module is not None and module_has_submodule(room.module, "audit_codes"):
            for code, sentence in import_module(f"{room.name}.audit_codes").SENTENCES.items():
                describe(code, sentence)
