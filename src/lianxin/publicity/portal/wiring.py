"""What the portal tells the other rooms when it loads."""

from __future__ import annotations

from typing import Any

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.search.attachments import register_again, register_text_of
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import SYSTEM, grant
from lianxin.ui.pages import register_pages
from lianxin.ui.registry import Item, add_desk_item, add_public_item

SENTENCES = {
    "portal.pass": "通过了内容的一个审核环节",
    "portal.return": "退回了一篇内容",
    "portal.publish": "发布了一篇内容",
    "portal.take_down": "撤下了一篇内容",
    "portal.import": "导入了旧网站的文章",
    "portal.found_site": "建立了一个站点",
}


def connect() -> None:
    """Verbs of posts, sentences of the ledger, the source of the search, Wagtail's signals."""
    grant("editor", "portal.write")
    grant("reviewer", "portal.review")
    for post in ("approver", "secretary", "leader"):
        grant(post, "portal.issue")
    grant("admin", "portal.site")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    _signals()
    from wagtail.models import Page

    from lianxin.publicity.media.reach import register_reach

    from .desk.choosing import reach_of_pages
    from .desk.wiring import connect as connect_desk
    from .indexing import KIND, index_again, open_document
    from .naming import find
    from .planning.wiring import connect as connect_planning
    from .queries import entries, live_count
    from .sites import wiring as sites

    register_reach(Page, reach_of_pages)
    sites.connect()
    connect_desk()
    connect_planning()
    add_public_item(Item("portal", "门户", "/portal/", "open-book", order=5))
    line = ("portal_daily", "每日一学排期", "/workbench/portal-desk/daily/", "calendar", "portal.desk", 19)
    add_desk_item(Item(*line, group="public"))
    register_source("article", entries, size=live_count, label="宣传内容")
    register_pages("/portal/", find)
    register_text_of("document", open_document)
    register_again(KIND, index_again)


def _signals() -> None:
    from django.db.models.signals import post_delete, post_save, pre_delete
    from wagtail.models import PageViewRestriction
    from wagtail.signals import page_published, page_unpublished

    from .models import ArticlePage

    page_published.connect(_published, sender=ArticlePage, dispatch_uid="portal.published")
    page_unpublished.connect(_taken_down, sender=ArticlePage, dispatch_uid="portal.unpublished")
    pre_delete.connect(_taken_down, sender=ArticlePage, dispatch_uid="portal.deleted")
    post_save.connect(_restricted, sender=PageViewRestriction, dispatch_uid="portal.restricted")
    post_delete.connect(_restricted, sender=PageViewRestriction, dispatch_uid="portal.opened")


def _published(instance: Any, **_: Any) -> None:
    from .actions import published

    if not instance.live:
        return  # signed for a later day: Wagtail sends the signal now, readers get the item in its time (M01)
    published(actor=SYSTEM, article=instance)


def _taken_down(instance: Any, **_: Any) -> None:
    from .actions import taken_down

    taken_down(actor=SYSTEM, article=instance)


def _restricted(instance: Any, **_: Any) -> None:
    from .actions import restricted

    restricted(actor=SYSTEM, page=instance.page)
