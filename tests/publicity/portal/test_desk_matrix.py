"""Who sees what of an item, in every state and on every channel (M01, P05, R108): a table written by hand.

States down, roles across; in each cell the channels on which the words may be seen. What is not named must not show them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageViewRestriction

from lianxin.foundation.search.queries import find
from lianxin.publicity.portal.access import collection_of
from lianxin.publicity.portal.models import ArticlePage
from tests.publicity.portal.walking import OURS, Desk, account, fresh, press, publish, send_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # a temporary file of the image library
]
#: nowhere else in the house; each item has a sign of its own behind it
MARK, NEWER, ALT = "青瓷碗底的字", "碗底的字是假的", "一只青瓷碗"
SIGNS = "甲乙丙丁戊己庚辛壬癸子"
WAGTAIL = "/workbench/portal"

#: what readers meet, and what stands behind the desk
READERS = {"page", "site", "town", "column", "home", "search", "sitemap", "json", "picture", "feed", "feed_site", "feed_column",
           "embed", "embed_atom", "print", "poster"}  # fmt: skip
VERSION = {"version"}
DESK = {"review", "edit", "draft", "listing", "chooser", "preview_picture", "hints"}
NOBODY: set[str] = set()
INSIDE = ("writer", "second", "checker", "issuer", "leader")
OUTSIDE = ("anonymous", "citizen", "other_editor", "handler")
#: of the public channels, what is looked at with an account that has nothing to do with the item
GLANCE = {"page", "search", "column", "picture"}


def channels(page: ArticlePage, image: int) -> dict[str, str]:
    """Address of each channel."""
    url = page.get_url()
    return {
        "page": url, "site": "/portal/", "town": "/portal/qs01/", "column": "/portal/qs01/news/", "home": "/",
        "search": f"/search/?q={MARK}", "json": f"/search.json?q={MARK}", "sitemap": "/sitemap.xml",
        "feed": "/portal/feed.atom", "feed_site": "/portal/qs01/feed.atom", "feed_column": "/portal/qs01/news/feed.atom",
        "embed": f"/embed/column/{page.get_parent().pk}/", "embed_atom": "/embed/site/QS01.atom",
        "print": f"/print/article/{page.pk}/", "poster": f"/print/article/{page.pk}/poster.png",
        "picture": f"/portal/pictures/{image}/640/", "version": f"/portal/versions/{page.pk}/1/",
        "review": f"{OURS}/{page.pk}/", "hints": f"{OURS}/{page.pk}/hints/", "preview_picture": f"{WAGTAIL}/pictures/{image}/640/",
        "edit": f"{WAGTAIL}/pages/{page.pk}/edit/", "draft": f"{WAGTAIL}/pages/{page.pk}/view_draft/",
        "listing": f"{WAGTAIL}/pages/{page.get_parent().pk}/", "chooser": f"{WAGTAIL}/choose-page/{page.get_parent().pk}/",
        "history": f"{WAGTAIL}/pages/{page.pk}/history/", "api": "/api/v2/pages/", "api_own": "/api/v1/articles/",
    }  # fmt: skip


class Reading:
    """What a visitor gets; each address is asked for once."""

    def __init__(self, client: Client) -> None:
        self.client, self._read = client, {}  # type: dict[str, tuple[int, bytes]]

    def get(self, url: str) -> tuple[int, bytes]:
        if url not in self._read:
            answer = self.client.get(url)
            self._read[url] = answer.status_code, answer.getvalue() if answer.streaming else answer.content
        return self._read[url]

    def seen(self, page: ArticlePage, image: int, words: str, asked: set[str] | None = None) -> set[str]:
        """Channels that answer 200 and show the words (or the picture, or the address of the item in a list of finds).

        asked: only these.
        """
        found = set()
        for name, url in channels(page, image).items():
            if asked is not None and name not in asked:
                continue
            status, body = self.get(url)
            if status != 200:
                continue
            if "picture" in name or name == "poster":
                found.add(name)
            elif name in ("sitemap", "search", "json"):  # the word that was asked for stands there in any case
                found |= {name} if page.get_url().encode() in body else set()
            elif words in body.decode("utf-8", "replace"):
                found.add(name)
        return found


@pytest.fixture
def come(desk: Desk, county: Any) -> Callable[[str], Client]:
    """A visitor of a role."""

    def enter(role: str) -> Client:
        if role == "anonymous":
            return Client()
        if role == "citizen":
            return desk("author")
        if role == "other_editor":
            if "other_editor" not in county.people:
                county.add("other_editor", "editor", "QS02")
            return desk("other_editor")
        return desk(role)

    return enter


def picture(county: Any) -> int:
    image = get_image_model().objects.create(
        title="碗", file=get_test_image_file(), collection=collection_of(county.town)
    )
    return int(image.pk)


def body(image: int, words: str) -> list[Any]:
    return [("text", f"<p>{words}，{'是清代的。'}</p>"),
            ("picture", {"image": get_image_model().objects.get(pk=image), "alt": ALT, "caption": ""})]  # fmt: skip


class Making:
    """An item brought to a state, the way people bring it there."""

    def __init__(self, desk: Desk, draft: Any, image: int) -> None:
        self.desk, self.draft, self.image = desk, draft, image

    def sent(self, title: str) -> ArticlePage:
        for name in ("writer", *INSIDE):
            self.desk(name)
        page = self.draft(account("writer"), title=title)
        page.body = body(self.image, title)
        page.save_revision(user=account("writer"), changed=True)
        ArticlePage.objects.filter(pk=page.pk).update(body=page.body)
        return fresh(page)

    def start(self, page: ArticlePage) -> ArticlePage:
        page.get_workflow().start(page, account("writer"))
        return fresh(page)

    def to(self, state: str, title: str = MARK) -> ArticlePage:
        page = self.sent(title)
        if state == "draft":
            return page
        page = self.start(page)
        passed = {"edit": 0, "review": 1, "issue": 2}.get(state.removeprefix("in_"), 3)
        if state == "returned":
            press(self.desk("second"), page, "return", reason="fact", comment="再核")
            return fresh(page)
        if state == "scheduled":
            page.workflow_states.all().delete()
            page.go_live_at = timezone.now() + timedelta(days=2)
            page.save_revision(user=account("writer"))
            page = self.start(fresh(page))
        page = publish(self.desk, page, ("second", "checker", "issuer")[:passed])
        return getattr(self, f"_{state}", lambda p: p)(page)

    def _newer_draft(self, page: ArticlePage) -> ArticlePage:
        page.title, page.body = NEWER, body(self.image, NEWER)
        page.save_revision(user=account("writer"))
        return fresh(page)

    def _withdrawn(self, page: ArticlePage) -> ArticlePage:
        press(self.desk("issuer"), page, "withdraw", reason="fact", text="正在核实")
        return fresh(page)

    def _expired(self, page: ArticlePage) -> ArticlePage:
        page.unpublish(set_expired=True)
        return fresh(page)

    def _private(self, page: ArticlePage) -> ArticlePage:
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)  # of nobody
        return fresh(page)


#: state -> (what everybody sees, what those with a duty for the organisation see besides)
TABLE: dict[str, tuple[set[str], set[str]]] = {
    "draft": (NOBODY, DESK),
    "in_edit": (NOBODY, DESK),
    "in_review": (NOBODY, DESK),
    "in_issue": (NOBODY, DESK),
    "returned": (NOBODY, DESK),
    "scheduled": (NOBODY, DESK),
    "published": (READERS | VERSION, DESK),
    "newer_draft": (READERS | VERSION, {"review", "draft"}),
    "withdrawn": (NOBODY, DESK),
    "expired": (NOBODY, DESK),
    "private": (NOBODY, DESK),
}
#: where the desk shows what is published as well: history names the title, the chooser and the listing the draft's
LOOSE = {"history", "hints", "preview_picture", "picture", "listing", "chooser", "edit"}


@dataclass(frozen=True)
class Item:
    """An item of the table."""

    state: str
    page: ArticlePage
    image: int
    words: str

    @property
    def newest(self) -> str:
        """What its newest version says."""
        return NEWER if self.state == "newer_draft" else self.words


@pytest.fixture
def items(desk: Desk, draft: Any, county: Any) -> list[Item]:
    """One in each state, side by side."""
    made = []
    for state, sign in zip(TABLE, SIGNS, strict=True):
        image = picture(county)
        made.append(Item(state, Making(desk, draft, image).to(state, MARK + sign), image, MARK + sign))
    return made


def test_each_state_is_seen_as_the_table_says(items: list[Item], come: Callable[[str], Client]) -> None:
    outside_sees_what_is_published_and_nothing_else(items, come)
    those_with_a_duty_see_it_at_their_desk(items, come)


def outside_sees_what_is_published_and_nothing_else(items: list[Item], come: Callable[[str], Client]) -> None:
    wrong = []
    for role in OUTSIDE:
        reading = Reading(come(role))
        for item in items:
            asked = set(channels(item.page, item.image))
            if role in ("citizen", "handler"):
                asked -= READERS - GLANCE
            shown = reading.seen(item.page, item.image, item.words, asked)
            if odd := shown ^ (TABLE[item.state][0] & asked):
                wrong.append((item.state, role, odd))
            if item.newest != item.words:
                shown = reading.seen(item.page, item.image, item.newest, asked)
                shown -= {"picture", "poster", "sitemap", "search", "json"}
                assert shown == set(), role
    assert wrong == []
    for item in items:
        assert (find(item.words).total > 0) == bool(TABLE[item.state][0]), item.state


def those_with_a_duty_see_it_at_their_desk(items: list[Item], come: Callable[[str], Client]) -> None:
    """And on the channels of readers no more than readers do: whoever wrote it on all, the others on the item itself."""
    wrong = []
    for role in INSIDE:
        reading = Reading(come(role))
        asked = READERS | VERSION if role == "writer" else {"page", *VERSION}
        for item in items:
            public, inside = TABLE[item.state]
            wanted = inside - LOOSE
            if missing := wanted - reading.seen(item.page, item.image, item.newest, wanted):
                wrong.append((item.state, role, missing))
            readers = reading.seen(item.page, item.image, item.words, asked)
            if item.state != "private" and readers != public & asked:
                wrong.append((item.state, role, readers ^ (public & asked)))
    assert wrong == []


def test_a_deleted_item_is_nowhere(desk: Desk, draft: Any, county: Any, come: Callable[[str], Client]) -> None:
    page = Making(desk, draft, image := picture(county)).to("published")
    gone = fresh(page)
    page.delete()
    for role in ("anonymous", "other_editor", "issuer"):
        client = come(role)
        assert client.get(f"{OURS}/{gone.pk}/").status_code == 404 or role == "anonymous"
        assert client.get(f"/portal/versions/{gone.pk}/1/").status_code == 404
        assert client.get(f"/portal/pictures/{image}/640/").status_code == 404
        assert MARK not in client.get("/portal/").text
    assert find(MARK).total == 0


def test_scheduled_items_go_out_at_their_moment_and_not_before(desk: Desk, draft: Any, county: Any) -> None:
    import time_machine

    from lianxin.publicity.portal.jobs import publish_scheduled

    page = Making(desk, draft, picture(county)).to("scheduled")
    publish_scheduled()
    assert not fresh(page).live
    assert "定时发布" in desk("issuer").get(f"{OURS}/?queue=scheduled").text
    assert MARK in desk("issuer").get(f"{OURS}/?queue=scheduled").text
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        publish_scheduled()
    assert fresh(page).live
    assert MARK in Client().get("/portal/").text


def test_nothing_is_sent_in_twice(desk: Desk, draft: Any) -> None:
    """Double submit: one review runs, the second press changes nothing."""
    page = send_in(desk, draft)
    url = f"{WAGTAIL}/pages/{page.pk}/edit/"
    data = {"title": page.title, "form": "short", "source": "村支部", "action-submit": "1", "body-count": "0"}
    desk("writer").post(url, data)
    desk("writer").post(url, data)
    assert page.workflow_states.count() == 1
