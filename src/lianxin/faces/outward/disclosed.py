"""Public items of 党务公开 as things that can be sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.html import linebreaks

from lianxin.foundation.spine.scope import subtree
from lianxin.publicity.channels.sources import Offer, Source
from lianxin.publicity.channels.text import Text
from lianxin.publicity.disclosure.queries import reading

from .numbers import number_of

KIND = "disclosure"


def find(number: str) -> Text | None:
    """The item while everybody may read it; never one that is shown inside only."""
    item = one(number)
    if item is None:
        return None
    corrections = reading.corrections_of(item)
    version, correction = (corrections[0][0].number, corrections[0][0].reason) if corrections else (1, "")
    return Text(
        title=item.title, summary=" ".join(item.body.split())[:110], body_html=linebreaks(item.body, autoescape=True),
        url=f"{settings.SITE_URL}{item.get_absolute_url()}", source=item.organisation.name,
        organisation_id=item.organisation_id, org_path=item.org_path, key=f"{KIND}:{item.pk}:{version}",
        correction=correction, day=timezone.localdate(item.public_at).isoformat(),
    )  # fmt: skip


def one(number: str) -> Any:
    """A public item by its number, or None."""
    return reading.public_items().filter(pk=number_of(number)).select_related("organisation", "entry").first()


def recent(paths: Sequence[str], many: int) -> list[Offer]:
    """The newest public items below the paths."""
    rows = reading.public_items().filter(subtree("org_path", paths)).select_related("organisation").defer("body")
    return [
        Offer(f"{KIND}:{x.pk}", f"{KIND}:{x.pk}:{x.version}", x.title, x.organisation.short_name, x.org_path, x.public_at, "党务公开")
        for x in rows.order_by("-public_at")[:many]
        if x.public_at
    ]  # fmt: skip


SOURCES = (Source(KIND, "党务公开", find, recent),)
