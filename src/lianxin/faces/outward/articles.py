"""Items of the portal as things that can be sent."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils import timezone

from lianxin.publicity.channels.sources import Offer, Source
from lianxin.publicity.channels.text import Text
from lianxin.publicity.portal import outgoing

from .numbers import number_of

KIND = "article"


def find(number: str) -> Text | None:
    """The item as it is published now."""
    found = outgoing.item(number_of(number))
    if found is None:
        return None
    return Text(
        title=found.title, summary=found.summary, body_html=found.html, url=f"{settings.SITE_URL}{found.path}",
        source=found.source, organisation_id=found.organisation.pk, org_path=found.organisation.path,
        key=f"{KIND}:{found.pk}:{found.version}", cover=outgoing.cover(found.pk), correction=found.correction,
        day=timezone.localdate(found.at).isoformat(),
    )  # fmt: skip


def recent(paths: Sequence[str], many: int) -> list[Offer]:
    """The newest items below the paths."""
    return [
        Offer(
            f"{KIND}:{x.pk}", f"{KIND}:{x.pk}:{x.version}", x.title, x.organisation, x.org_path, x.at, f"门户{x.form}"
        )
        for x in outgoing.newest(paths, many)
    ]


SOURCES = (Source(KIND, "门户内容", find, recent, outgoing.picture),)
