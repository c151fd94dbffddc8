"""What this room tells Wagtail: its choosers, and the address under which readers get a linked document."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.documents.rich_text import DocumentLinkHandler

from .choosing import VIEWSETS


class ReadersDocumentLink(DocumentLinkHandler):
    """Wagtail would link its desk, which readers cannot open."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [
            f'<a href="/portal/documents/{document.pk}/" class="document" download>' if document else "<a>"
            for document in cls.get_many(attrs_list)
        ]


def use_readers_links(features: Any) -> None:
    """After Wagtail's own registration of the same kind of link."""
    features.register_link_type(ReadersDocumentLink)


def choosers() -> Any:
    """Windows for audio and video."""
    return list(VIEWSETS)


hooks.register("register_rich_text_features", use_readers_links, order=100)
hooks.register("register_admin_viewset", choosers)
