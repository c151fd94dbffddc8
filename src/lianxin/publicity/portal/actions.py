"""Changes of the portal that must leave a trace: deciding on an item, publishing, taking down, founding sites.

Wagtail does the work on its pages; these actions wrap it, so that permission, audit line and search
entry stand or fall with it.
"""

from __future__ import annotations

from typing import Any

from lianxin.foundation.search.actions import drop, put_many
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.publicity.media import actions as media

from . import policies, rendering
from .desk import keeping, withdrawing
from .desk.stages import decide
from .indexing import KIND, entry_of
from .models import ArticlePage, ShownPicture
from .planning.actions import article_moved
from .sites.founding import found_site
from .sites.life import alive


@action("portal.publish")
def published(*, actor: Actor, article: ArticlePage) -> None:
    """What follows from a publication: the search finds it (M01: not a moment before), and the ledger says so."""
    article.org_path = policies.org_path_of(article)
    ArticlePage.objects.filter(pk=article.pk).update(org_path=article.org_path)
    media.show(actor=actor, page=article, org_path=article.org_path, live=True)
    put_many([entry_of(article)])
    _show(article, article.pictures() | keeping.keep(article))
    alive(article)
    rendering.keep(article)
    article_moved(article, live=True)
    record("portal.publish", actor=actor, subject=f"page:{article.pk}", org_path=article.org_path)


def _show(article: ArticlePage, pictures: set[int]) -> None:
    ShownPicture.objects.filter(page=article).exclude(image__in=pictures).delete()
    for pk in pictures:
        ShownPicture.objects.get_or_create(page=article, image_id=pk)


@action("portal.take_down")
def taken_down(*, actor: Actor, article: ArticlePage) -> None:
    """After an item was unpublished or deleted: gone for every reader with the same commit."""
    drop(KIND, article.pk)
    withdrawn = withdrawing.current(article.pk) is not None
    media.show(actor=actor, page=article, org_path=article.org_path, live=False, keep=withdrawn)
    _show(article, set())
    rendering.let_go(article)
    article_moved(article, live=False)
    record("portal.take_down", actor=actor, subject=f"page:{article.pk}", org_path=article.org_path)


@action("portal.restrict")
def restricted(*, actor: Actor, page: Any) -> None:
    """Who may read a page changed: the search finds of it and of all below what everybody may read, nothing else."""
    below = ArticlePage.objects.live().descendant_of(page, inclusive=True)
    shown = set(below.public().values_list("pk", flat=True))
    for article in below:
        if article.pk not in shown:
            drop(KIND, article.pk)
    put_many([entry_of(article) for article in below if article.pk in shown])
    record("portal.restrict", actor=actor, subject=f"page:{page.pk}", org_path=policies.org_path_of(page))


__all__ = ["SYSTEM", "decide", "found_site", "published", "taken_down"]
