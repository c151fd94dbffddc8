"""对外: what the portal, the disclosure and the letters say goes out by the channels, and what comes back comes in."""

from __future__ import annotations

from django.apps import AppConfig


class OutwardConfig(AppConfig):
    name = "lianxin.faces.outward"
    label = "outward_face"
    verbose_name = "对外"

    def ready(self) -> None:
        from lianxin.publicity.channels import inbox, sources
        from lianxin.voice.letters.origins import register_origin

        from . import articles, disclosed, incoming, jobs, letters, matrix, published, reference  # noqa: F401 - jobs registers its own

        for room in (articles, disclosed, letters):
            for source in room.SOURCES:
                sources.register_source(source)
        inbox.register_inbox(incoming.take)
        for kind in incoming.NICKNAMES:
            register_origin(kind, incoming.origin)
        published.connect()
        matrix.connect()
        reference.connect()
