"""What was studied (R040): an item by its address, a clause through the library of rules, or a title with its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from lianxin.kernel.decision import Refused
from lianxin.learning.notes import studied
from lianxin.learning.notes.models import Note
from lianxin.ui import pages

pytestmark = pytest.mark.django_db
Browser, Write = Callable[[str], Client], Callable[..., Note]
ITEM = pages.Page("/items/渠长/", "渠长的一天", "柳河村党支部", "item")


@pytest.fixture
def item() -> Iterator[None]:
    """A room that names its pages; the portal's own is proved in its own tests."""
    pages.register_pages("/items/", lambda path, fragment: ITEM if path == ITEM.url else None)
    yield
    pages._finders.pop("/items/")


@pytest.mark.parametrize(
    ("typed", "kind", "title", "url"),
    [
        ("/items/渠长/", "item", "渠长的一天", "/items/渠长/"),
        ("/items/%E6%B8%A0%E9%95%BF/", "item", "渠长的一天", "/items/渠长/"),
        ("/regulations/SLUG/#art-2", "clause", "《青山县村务公开办法》第二条", "/regulations/SLUG/#art-2"),
        (
            "/regulations/SLUG/?at=art-2#art-2-k2",
            "clause",
            "《青山县村务公开办法》第二条",
            "/regulations/SLUG/#art-2",
        ),
        ("/regulations/SLUG/#nix", "clause", "《青山县村务公开办法》", "/regulations/SLUG/"),
        ("《青山县村务公开办法》第二条", "clause", "《青山县村务公开办法》第二条", "/regulations/SLUG/#art-2"),
        ("《 青山县村务公开办法 》", "clause", "《青山县村务公开办法》", "/regulations/SLUG/"),
        ("《青山县村务公开办法》第九十九条", "clause", "《青山县村务公开办法》", "/regulations/SLUG/"),
        ("/rules/PET-04/", "clause", None, "/rules/PET-04/"),
        ("《怎样把会开短》", "free", "《怎样把会开短》", ""),
    ],
)
@pytest.mark.usefixtures("item")
def test_what_people_type_is_known(regulation: str, typed: str, kind: str, title: str | None, url: str) -> None:
    found = studied.resolve(typed.replace("SLUG", regulation), "县图书馆借的书")
    assert (found.kind, found.url) == (kind, url.replace("SLUG", regulation))
    assert title is None or found.title == title
    assert found.source == {"item": "柳河村党支部", "free": "县图书馆借的书"}.get(kind, found.source)


@pytest.mark.parametrize(
    ("about", "source", "field", "words"),
    [
        ("", "x", "about", "请写学的是什么"),
        ("/items/没有/", "", "about", "没有找到已经发布的"),
        ("/regulations/nix/", "", "about", "没有找到已经发布的"),
        ("/rules/NIX-1/", "", "about", "没有找到已经发布的"),
        ("/me/notes/", "", "about", "没有找到已经发布的"),
        ("/items/%00", "", "about", "没有找到已经发布的"),
        ("/items/%ff%fe", "", "about", "没有找到已经发布的"),
        ("https://[bad", "", "about", "别的网站"),
        ("https://example.org/items/渠长/", "", "about", "别的网站"),
        ("《怎样把会开短》", "  ", "source", "请写出处"),
        ("学" * 121, "书", "about", "最多 120 个字"),
        ("书", "出" * 121, "source", "最多 120 个字"),
    ],
)
@pytest.mark.usefixtures("item", "regulation")
def test_what_cannot_be_known_is_said_in_words(about: str, source: str, field: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        studied.resolve(about, source)
    assert refused.value.denied.field == field
    assert words in refused.value.denied.reason


@pytest.mark.usefixtures("item")
def test_an_address_with_the_host_of_the_house_is_ours(browser: Browser, write: Write) -> None:
    client, note = browser("author"), write("draft")
    typed: dict[str, Any] = {"title": "一篇", "body": "写了", "audience": "branch", "key": "k1", "source": "",
                             "revision": note.revision, "about": f"http://testserver{ITEM.url}", "act": "send"}  # fmt: skip
    assert client.post(f"/me/notes/{note.pk}/edit/", typed).status_code == 303
    page = client.get(f"/me/notes/{note.pk}/").text
    assert "渠长的一天" in page
    assert "柳河村党支部" in page


@pytest.mark.usefixtures("item")
def test_lists_are_narrowed_by_what_was_studied(browser: Browser, write: Write, regulation: str) -> None:
    write("out", key="a", about=ITEM.url, title="跟渠长学")
    write("out", key="b", about=f"/regulations/{regulation}/#art-2", title="公开以后")
    write("out", key="c", title="开短会")
    for word, address in (("same", "/me/notes/opened/"), ("anonymous", "/learning/notes/")):
        client = browser(word)
        cases: list[tuple[dict[str, str], set[str]]] = [
            ({}, {"跟渠长学", "公开以后", "开短会"}), ({"kind": "item"}, {"跟渠长学"}), ({"kind": "clause"}, {"公开以后"}),
            ({"kind": "free"}, {"开短会"}), ({"about": ITEM.url}, {"跟渠长学"}), ({"recommended": "1"}, set()),
            ({"kind": "nix", "page": "x"}, {"跟渠长学", "公开以后", "开短会"}), ({"about": "\x00' OR 1=1"}, set()),
        ]  # fmt: skip
        for query, titles in cases:
            page = client.get(address, query)
            assert page.status_code == 200
            assert {t for t in ("跟渠长学", "公开以后", "开短会") if t in page.text} == titles, (word, query)


def test_the_page_of_a_regulation_leads_to_writing(browser: Browser, regulation: str) -> None:
    """The link is the same for everybody, so the page stays cached; who may not write is told on the page it leads to."""
    link = f"/me/notes/new/?about={quote(f'/regulations/{regulation}/', safe='')}"
    assert link in browser("anonymous").get(f"/regulations/{regulation}/").text
    page = browser("author").get(link).text
    assert "认出来了" in page
    assert "《青山县村务公开办法》" in page
    assert browser("anonymous").get(link).status_code == 302
    refused = browser("citizen").get(link)
    assert refused.status_code == 403
    assert "请联系所在支部建立档案" in refused.text
