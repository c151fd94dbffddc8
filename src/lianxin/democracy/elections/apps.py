"""选举: so far the command that checks an archive; nothing else reaches the room yet."""

from __future__ import annotations

from django.apps import AppConfig


class ElectionsConfig(AppConfig):
    name = "lianxin.democracy.elections"
    label = "elections"
    verbose_name = "选举"
