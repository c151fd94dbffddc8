"""Modules by which rooms take part in something without being named by it."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@cache
def speak(module: str) -> None:
    """Load the module of this name of every room that has one, once, so that it registers itself."""
    for room in apps.get_app_configs():
        if room.name.startswith("lianxin.") and room.module and module_has_submodule(room.module, module):
            import_module(f"{room.name}.{module}")
