"""议事厅: everything that people can take part in now, whatever room it lives in."""

from __future__ import annotations

from django.apps import AppConfig


class HallConfig(AppConfig):
    name = "lianxin.faces.hall"
    label = "hall_face"
    verbose_name = "议事厅"

    def ready(self) -> None:
        from lianxin.ui.registry import Item, add_public_item

        add_public_item(Item("hall", "议事", "/hall/", "people", order=28))
