"""The rules room: figures of regulations with clause, version and dates, and their full texts."""

from __future__ import annotations

from typing import ClassVar

from django.apps import AppConfig

from lianxin.kernel.actor import grant


class RulesConfig(AppConfig):
    name = "lianxin.foundation.rules"
    label = "rules"
    verbose_name = "规则"

    #: sentences of this room's audit codes; the audit room is a neighbour and reads them here
    audit_sentences: ClassVar = {
        "rules.import": "导入了法规全文《{title}》（{version}）：更新 {imported} 条，未变 {unchanged} 条",
    }

    def ready(self) -> None:
        from lianxin.ui.registry import Clause, install_clause

        from . import registry

        def clause(rule_id: str) -> Clause | None:
            rule = registry.find_rule(rule_id)
            return Clause(rule.title, rule.cited, rule.url) if rule else None

        # a contradiction in the data files stops the house before it opens
        registry.all_rules()
        install_clause(clause)
        grant("admin", "rules.import")
