"""What was signed for a later day goes out on that day, once, whatever dies in between."""

from __future__ import annotations

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, Revision

from lianxin.foundation.search.queries import similar
from lianxin.foundation.spine import moment

from .desk import unpublished
from .indexing import KIND, text_of
from .models import ArticlePage, PublishedBody
from .queries import open_items
from .reading import RELATED
from .rendering import keep

log = logging.getLogger(__name__)
BATCH = 200


def publish_due() -> int:
    """Publish every reviewed version whose moment has come; returns how many.

    Each one stands in a transaction of its own: the page, its search entry and its line in the ledger are there
    together or not at all. What cannot be published stays signed, and those concerned are told once. A worker that dies leaves the appointment as it was, and the next run takes it up; two
    runs at once wait for each other at the row, and the second finds nothing left to do.
    """
    due = Revision.page_revisions.filter(approved_go_live_at__lte=moment.now()).order_by("approved_go_live_at", "pk")
    return sum(_publish(pk) for pk in list(due.values_list("pk", flat=True)[:BATCH]))


def _publish(pk: int) -> bool:
    try:
        with transaction.atomic():
            found = Revision.page_revisions.filter(pk=pk).values_list("object_id", flat=True).first()
            Page.objects.select_for_update().filter(pk=int(found or 0)).first()
            revision = Revision.page_revisions.filter(pk=pk, approved_go_live_at__lte=moment.now()).first()
            if revision is None:
                return False  # another run was first, or it was called off
            revision.publish(skip_permission_checks=True)
            return True
    except ValidationError as error:
        if unpublished.warn(pk, error):
            log.exception("version %s was signed for today but cannot be published", pk)
        return False


def withdraw_expired() -> int:
    """Take down what was to be shown up to a day that is over."""
    over = ArticlePage.objects.filter(live=True, expire_at__lt=moment.now())[:BATCH]
    for article in over:
        with transaction.atomic():
            article.unpublish(set_expired=True)
    return len(over)


def find_related(many: int = BATCH) -> int:
    """Look up alike items for those that have none yet, the newest first; also draws bodies that an import left out."""
    for article in open_items().filter(shown__isnull=True).order_by("-first_published_at")[:many]:
        keep(article)
    rows = PublishedBody.objects.filter(related__isnull=True).select_related("page")
    rows = rows.order_by("-page__first_published_at")[:many]
    for row in rows:
        text = f"{row.page.title}\n{text_of(row.page)}"[:2000]
        hits = similar(text, kind=KIND, limit=RELATED, exclude=row.page_id)
        PublishedBody.objects.filter(pk=row.pk).update(related=[hit.object_id for hit in hits])
    return len(rows)
