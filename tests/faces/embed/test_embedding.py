"""APP-02: parts of the platform on other sites: framed anywhere, without a cookie, published things only (M01)."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from lianxin.kernel.freshness import BRIEFLY
from lianxin.publicity.portal.models import ColumnPage
from tests.factories import County

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def column(sites: Any) -> ColumnPage:
    return ColumnPage.objects.child_of(sites["town"]).get(code="news")


def parts(column: ColumnPage) -> list[str]:
    return [
        f"/embed/column/{column.pk}",
        "/embed/site/QS01",
        "/embed/letters",
        "/embed/letters/QS01",
        "/embed/disclosure/QS01",
    ]


def test_a_part_may_be_framed_anywhere_and_has_no_cookie(client: Client, county: County, column: ColumnPage) -> None:
    client.force_login(
        county.account_of("secretary"), backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend"
    )
    for path in [*(f"{p}/" for p in parts(column)), "/embed/stats/", "/embed/stats.json", "/embed/letters.json"]:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "frame-ancestors *" in answer["Content-Security-Policy"], path
        assert "script-src 'self'" in answer["Content-Security-Policy"], path
        assert "X-Frame-Options" not in answer, path
        assert answer.cookies == {}, path
        assert "Cookie" not in answer.get("Vary", ""), path
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert answer["Cache-Control"] == BRIEFLY


def test_nothing_else_may_be_framed(client: Client, county: County, sites: Any) -> None:
    for path in ("/", "/letters/", "/portal/", "/embed/", "/print/article/1/", "/letters/new/"):
        answer = client.get(path)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], path
        assert answer["X-Frame-Options"] == "DENY", path


def test_only_what_is_published_is_shown_and_it_goes_at_once(
    client: Client, column: ColumnPage, draft: Any, publish: Any
) -> None:
    routes = [
        f"/embed/column/{column.pk}/", f"/embed/column/{column.pk}.json", f"/embed/column/{column.pk}.atom",
        "/embed/site/QS01/", "/embed/site/QS01.json", "/embed/site/QS01.atom",
    ]  # fmt: skip
    page = draft()
    assert [
        r for r in routes if page.title in client.get(r).content.decode("unicode_escape", "ignore") + client.get(r).text
    ] == []
    page = publish(page)
    for route in routes:
        assert page.title in client.get(route).text, route
    page.unpublish()
    assert [r for r in routes if page.title in client.get(r).text] == []


def test_letters_are_those_of_the_public_list(client: Client, county: County, letter_in: Any) -> None:
    shown = letter_in("replied", title="路灯修好了吗")
    letter_in("handling", title="还没有答复的留言")
    hidden = letter_in("closed", title="作者撤回公开的留言")
    from tests.factories import Moves

    Moves(county).unpublish(hidden)
    for path in ("/embed/letters.json", "/embed/letters/QS01.json"):
        titles = [row["title"] for row in client.get(path).json()["items"]]
        assert titles == [shown.title], path
    assert client.get("/embed/letters/QS02.json").json()["items"] == []


def test_statistics_come_with_their_n(client: Client, county: County, letter_in: Any) -> None:
    letter_in("replied")
    block = client.get("/embed/stats/QS01.json?period=year").json()
    assert {f["name"] for f in block["facts"]} == {"收到", "已答复", "按期率", "中位用时"}
    assert "n=" in block["note"]
    assert next(f["value"] for f in block["facts"] if f["name"] == "按期率") == "—", "too few to be shown (LX-08)"


def test_atom_twins_are_well_formed_and_lead_here(client: Client, column: ColumnPage, publish: Any) -> None:
    publish(title="灯 < 亮 & 明")
    root = ElementTree.fromstring(client.get(f"/embed/column/{column.pk}.atom").content)
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "灯 < 亮 & 明"
    assert entry.find(f"{ATOM}link").attrib["href"].startswith("http")  # type: ignore[union-attr]
    assert client.get("/embed/stats.atom").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/embed/column/999999/", "/embed/column/x/", "/embed/column/", "/embed/site/NONE/", "/embed/letters/NONE/", "/embed/zzz/", "/embed/disclosure/", "/embed/column/99999999999999999999/"],
)  # fmt: skip
def test_what_is_not_there_says_so_inside_the_frame(client: Client, county: County, sites: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有这项内容" in answer.text
    assert "frame-ancestors *" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(("size", "lines"), [("2", 2), ("0", 1), ("999", 3), ("x", 3), ("-5", 3), ("３", 3)])
def test_the_number_of_lines_is_kept_within_bounds(
    client: Client, draft: Any, publish: Any, size: str, lines: int
) -> None:
    for number in range(3):
        publish(draft(title=f"第 {number} 条"))
    assert len(client.get(f"/embed/site/QS01.json?size={size}").json()["items"]) == lines


def test_the_explanation_has_code_that_works(client: Client, column: ColumnPage, publish: Any) -> None:
    page = publish()
    answer = client.get(f"/embed/?kind=column&column={column.pk}&size=3&mode=elder")
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert f'src="/embed/column/{column.pk}/?mode=elder&amp;size=3"' in answer.text
    assert "&lt;lianxin-embed src=" in answer.text
    inside = client.get(f"/embed/column/{column.pk}/?mode=elder&size=3")
    assert 'data-mode="elder"' in inside.text
    assert page.title in inside.text
    for wrong in (
        "kind=zzz",
        "kind=column&column=x",
        "kind=site&site-org=<script>",
        "kind=stats&period=zz",
        "kind=disclosure",
    ):
        assert client.get(f"/embed/?{wrong}").status_code == 200, wrong


def test_the_component_stands_at_a_lasting_address_and_trusts_nobody(client: Client) -> None:
    answer = client.get("/embed/lianxin-embed.js")
    script = answer.text
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "allow-same-origin" not in script
    assert "event.source !== this.frame.contentWindow" in script
    assert "postMessage" not in script, "nothing is sent into the frame"


def test_statements_are_few(
    client: Client, column: ColumnPage, publish: Any, draft: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        publish(draft(title=f"第 {number} 条"))
    client.get(f"/embed/column/{column.pk}/")
    with django_assert_max_num_queries(7):
        client.get(f"/embed/column/{column.pk}/")
