"""搜索: one index for every room, filled inside the transaction that changes the thing itself."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The search room."""

    name = "lianxin.foundation.search"
    label = "search"
    verbose_name = "搜索"

    def ready(self) -> None:
        from .attachments import register_text_of
        from .stored import open_stored

        register_text_of("file", open_stored)
