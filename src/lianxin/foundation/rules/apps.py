"""The rules room: figures of regulations with clause, version and dates, and their full texts."""

from __future__ import annotations

from django.apps import AppConfig

from lianxin.kernel.actor import grant


class RulesConfig(AppConfig):
    name = "lianxin.foundation.rules"
    label = "rules"
    verbose_name = "规则"

    def ready(self) -> None:
        from lianxin.ui.pages import register_pages

        from . import registry
        from .naming import find

        # a contradiction in the data files stops the house before it opens
        registry.all_rules()
        grant("admin", "rules.import")
        register_pages("/regulations/", find)
        register_pages("/rules/", find)
