"""驾驶舱与监督看板: what every room knows, side by side, for those who answer for it and for those who watch."""

from __future__ import annotations

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "lianxin.faces.overview"
    label = "overview_face"
    verbose_name = "驾驶舱"

    def ready(self) -> None:
        from lianxin.kernel.actor import grant
        from lianxin.ui.registry import Item, add_desk_item

        from .signals import READ

        for post in ("leader", "secretary", "deputy_secretary"):
            grant(post, READ)
        add_desk_item(Item("overview", "驾驶舱", "/workbench/overview/", "chart", READ, 2))
