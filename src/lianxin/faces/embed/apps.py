"""嵌入: parts of the platform inside the pages of other sites (APP-02)."""

from __future__ import annotations

from django.apps import AppConfig


class EmbedConfig(AppConfig):
    name = "lianxin.faces.embed"
    label = "embed_face"
    verbose_name = "嵌入"
