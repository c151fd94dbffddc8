"""Versions that readers have seen: kept at publication, readable for everybody while the item is (M06)."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from lianxin.foundation.spine import moment

_TOLD = """SELECT EXISTS (SELECT 1 FROM portal_version WHERE page_id = %s AND number > 1),
EXISTS (SELECT 1 FROM portal_emergency WHERE page_id = %s AND closed_at IS NULL)"""


def keep(article: Any) -> set[int]:
    """Note the version that goes out now; answers the pictures of older ones that stay readable."""
    from ..models import Version, Withdrawal

    Withdrawal.objects.filter(page_id=article.pk, lifted_at=None).update(lifted_at=moment.now())
    rows = list(Version.objects.filter(page_id=article.pk).order_by("number"))
    revision = article.live_revision_id or article.latest_revision_id
    if revision and (not rows or rows[-1].revision_id != revision):
        if getattr(article, "hide_old", False):
            Version.objects.filter(page_id=article.pk).update(hidden=True)
            rows = []
        _note(article, revision)
    return {pk for row in rows if not row.hidden for pk in row.revision.as_object().pictures()}


def _note(article: Any, revision: int) -> None:
    from ..models import Version

    last = Version.objects.filter(page_id=article.pk).order_by("-number").first()
    layout = bool(getattr(article, "layout_only", False))
    note = "" if last is None or layout else str(getattr(article, "correction", ""))
    Version.objects.create(
        page_id=article.pk, revision_id=revision, number=last.number + 1 if last else 1, published_at=moment.now(),
        note=note, layout_only=layout and last is not None,
    )  # fmt: skip


def anything_to_tell(page_id: int) -> bool:
    """Whether readers of an item are to be told of an open emergency or of older versions; one small statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, [page_id, page_id])
        return any(cursor.fetchone())


def versions_of(page_id: int) -> QuerySet[Any]:
    """All versions of an item, the newest first."""
    from ..models import Version

    return Version.objects.filter(page_id=page_id).order_by("-number")
