"""One box for everybody: page and JSON (R002)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.foundation.search.actions import Entry, drop, put_many
from tests.factories import County

pytestmark = pytest.mark.django_db
NOON = datetime(2025, 6, 1, 4, tzinfo=UTC)


@pytest.fixture
def filled(county: County) -> County:
    """45 letters and two items of the town."""
    path = county.town.path
    put_many(
        Entry("letter", i, f"路灯不亮{i}", "村口的灯坏了。", "public", path, NOON + timedelta(days=i), f"/letters/{i}/")
        for i in range(1, 46)
    )
    put_many([
        Entry("article", 1, "夜校<b>开课</b>", "第十五条", "public", path, NOON, "/portal/x/", {"origin": "a-1"}),
        Entry("article", 2, "内部路灯", "路灯", "staff", path, NOON, "/portal/y/"),
    ])  # fmt: skip
    return county


def test_the_json_has_a_stable_form(client: Client, filled: County) -> None:
    got = client.get("/search.json", {"q": "十五条", "size": "5"}).json()
    assert set(got) >= {"query", "total", "capped", "took_ms", "results", "facets"}
    assert (got["query"], got["total"], got["capped"]) == ("十五条", 1, False)
    only = got["results"][0]
    assert only | {"excerpt": ""} == {
        "id": 1, "kind": "article", "kind_label": "宣传内容", "title": "夜校<b>开课</b>", "url": "/portal/x/", "excerpt": "",
        "when": "2025-06-01T12:00:00+08:00", "original_id": "a-1",
        "organisation": {"code": filled.town.code, "name": filled.town.short_name},
    }  # fmt: skip
    assert got["facets"]["kind"] == [{"value": "article", "label": "宣传内容", "count": 1}]


@pytest.mark.usefixtures("filled")
def test_pages_of_the_json_hold_everything_once(client: Client) -> None:
    ids = [
        r["id"]
        for n in (1, 2, 3)
        for r in client.get("/search.json", {"q": "路灯", "size": "20", "page": n}).json()["results"]
    ]
    assert ids == list(range(45, 0, -1))
    assert client.get("/search.json", {"q": "路灯", "page": "9"}).json()["results"] == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("query", "field"),
    [("size=0", "size"), ("size=101", "size"), ("size=x", "size"), ("page=-1", "page"), ("page=99999999", "page"), ("kind=nix", "kind"),
     ("organisation=NIX", "organisation"), ("since=2025-13-01", "since"), ("since=gestern", "since"),
     ("since=2025-02-02&until=2025-01-01", "until"), ("until=0001-01-01", "until")],
)  # fmt: skip
def test_bad_values_are_answered_in_words(client: Client, query: str, field: str) -> None:
    answer = client.get(f"/search.json?q=路灯&{query}")
    assert (answer.status_code, [e["field"] for e in answer.json()["errors"]]) == (400, [field])
    page = client.get(f"/search/?q=路灯&{query}")
    assert page.status_code == 400
    assert answer.json()["errors"][0]["message"].split("“")[0] in page.text
    assert 'value="路灯"' in page.text


@pytest.mark.usefixtures("filled")
def test_the_page_shows_what_was_found_and_marks_it(client: Client) -> None:
    page = client.get("/search/", {"q": "路灯"}).text
    assert "45 件" in page
    assert "<mark>路灯</mark>不亮45" in page
    assert "内部" not in page  # not published
    assert "第 1 页，共 3 页" in page
    assert "路灯不亮1<" in client.get("/search/", {"q": "路灯", "page": "99"}).text.replace("<mark>", "").replace(
        "</mark>", ""
    )
    assert "&lt;b&gt;" in client.get("/search/", {"q": "夜校"}).text
    assert "可以这样再试" in client.get("/search/", {"q": "没有这样的话"}).text
    assert client.get("/search/").status_code == 200


def test_narrowing_by_place_and_time(client: Client, filled: County) -> None:
    code = filled.town.code
    assert client.get("/search.json", {"q": "路灯", "organisation": code}).json()["total"] == 45
    assert client.get("/search.json", {"q": "路灯", "since": "2025-07-01", "until": "2025-07-10"}).json()["total"] == 10
    assert client.get("/search.json", {"q": "路灯", "kind": "article"}).json()["total"] == 0


@pytest.mark.usefixtures("filled")
def test_what_is_taken_down_is_gone_at_once(client: Client) -> None:
    """M01."""
    drop("article", 1)
    assert client.get("/search.json", {"q": "十五条"}).json()["total"] == 0
    assert "夜校" not in client.get("/search/", {"q": "十五条"}).text


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.usefixtures("filled")
def test_no_sign_breaks_the_box(query: str) -> None:
    client = Client()
    coded = quote(query, errors="surrogatepass")
    assert client.get(f"/search.json?q={coded}").status_code == 200
    assert client.get(f"/search/?q={coded}").status_code == 200


@pytest.mark.parametrize("query", ['"', "'", "\\", "%00", "%", "*", "NEAR/3 (", "a OR", "路灯\" OR 1=1 --", "%ED%A0%80", "路" * 3000, "a b " * 500])  # fmt: skip
@pytest.mark.usefixtures("filled")
def test_hostile_words_are_only_words(client: Client, query: str) -> None:
    assert client.get(f"/search.json?q={query}").status_code == 200
    assert client.get(f"/search/?q={query}").status_code == 200


def test_rules_and_clauses_are_found(client: Client, db: None) -> None:
    from lianxin.faces.search.sources import RULE, refill

    assert refill(RULE) > 20
    got = client.get("/search.json", {"q": "平台约定", "kind": "rule"}).json()
    assert got["total"] > 5
    assert client.get(got["results"][0]["url"]).status_code == 200
