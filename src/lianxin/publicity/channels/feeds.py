"""Atom and RSS of any texts; the portal says which."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from .markup import absolute
from .text import Text

KINDS = {"atom": Atom1Feed, "rss": Rss201rev2Feed}


def feed(
    kind: str, *, title: str, url: str, own_url: str, author: str, texts: Iterable[tuple[Text, datetime]]
) -> bytes:
    """A feed in UTF-8. kind: ``"atom"`` or ``"rss"``; texts: each with its aware moment of publication.

    author: the organisation that signs (C01). Raises KeyError for another kind.
    """
    made = KINDS[kind](title=title, link=url, description=title, language="zh-CN", author_name=author, feed_url=own_url)
    for text, at in texts:
        made.add_item(
            title=text.title, link=text.url, description=text.summary, unique_id=text.url, unique_id_is_permalink=True,
            author_name=author, pubdate=at, updateddate=at, content=absolute(text.body_html, text.url),
        )  # fmt: skip
    return made.writeString("utf-8").encode()
