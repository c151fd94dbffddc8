"""The audit room: what happened, who did it, and the proof that nobody changed it afterwards."""

from __future__ import annotations

from django.apps import AppConfig

from lianxin.kernel.actor import grant


class AuditConfig(AppConfig):
    name = "lianxin.foundation.audit"
    label = "audit"
    verbose_name = "操作留痕"

    def ready(self) -> None:
        from lianxin.foundation.spine.actions import install_ledger
        from lianxin.ui.registry import Item, add_desk_item

        from .ledger import write
        from .sentences import collect, describe_own

        add_desk_item(
            Item("audit", "操作留痕", "/workbench/audit/", "lock", verb="audit.read", order=82, group="house")
        )
        install_ledger(write)
        describe_own()
        collect()
        for post in ("admin", "discipline", "leader"):
            grant(post, "audit.read")
