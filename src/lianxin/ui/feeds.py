"""What is new in a room, for readers of feeds (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

#: lines of a feed
NEWEST = 30
#: signs that XML 1.0 cannot carry
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry. path: its address on this site; author: who answers for it; changed: when it last changed, else `at`."""

    title: str
    path: str
    text: str
    author: str
    at: datetime
    changed: datetime | None = None


def atom(subject: str, root: str, lines: Iterable[Line]) -> HttpResponse:
    """The feed of a room. root: address of the room, which has its feed at ``<root>feed.atom``; lines: newest first."""
    made = Atom1Feed(
        title=f"{settings.SITE_NAME} · {subject}", link=f"{settings.SITE_URL}{root}", description=subject, language="zh-CN",
        feed_url=f"{settings.SITE_URL}{root}feed.atom", author_name=settings.SITE_NAME,
    )  # fmt: skip
    for line in lines:
        url = f"{settings.SITE_URL}{line.path}"
        made.add_item(
            title=xml(line.title), link=url, unique_id=url, description=xml(line.text), author_name=xml(line.author),
            pubdate=line.at, updateddate=line.changed or line.at,
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def xml(text: str) -> str:
    """Without the signs that XML 1.0 cannot carry."""
    return _NOT_XML.sub("", text)
