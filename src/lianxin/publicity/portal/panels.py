"""Panels of Wagtail's editing form that are ours."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class HintsPanel(Panel):
    """What the desk noticed in the draft as it was last saved: hints, never locks."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "portal/desk/panel_hints.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from .desk.hints import check

            context: dict[str, Any] = super().get_context_data(parent_context)
            saved = bool(self.instance.pk)
            return context | {"saved": saved, "hints": check(self.instance) if saved else [], "item": self.instance}
