"""The face of the house: layouts, parts, style sheet, small scripts. Knows no room."""

from __future__ import annotations

from django import forms
from django.apps import AppConfig


class UiConfig(AppConfig):
    """Gives every room the same frame; rooms plug their lines in through `lianxin.ui.registry`."""

    name = "lianxin.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        """Plain words for a field left empty, wherever a form says nothing better."""
        forms.Field.default_error_messages["required"] = "这里还没有填。"
