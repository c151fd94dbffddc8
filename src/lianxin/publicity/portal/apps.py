"""The portal: sites of organisations on Wagtail, published only after review."""

from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "lianxin.publicity.portal"
    label = "portal"
    verbose_name = "门户"

    def ready(self) -> None:
        from . import wiring

        wiring.connect()
