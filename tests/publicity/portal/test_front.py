"""The public face of the portal: light, without cookies, complete for readers and machines (R002, R003, R010, A11Y)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from lianxin.kernel.freshness import FOR_EVERYBODY
from lianxin.publicity.portal.models import ArticlePage, ColumnPage, PublishedBody, SitePage
from lianxin.publicity.portal.scheduling import find_related

pytestmark = pytest.mark.django_db
Make = Callable[..., ArticlePage]


@pytest.fixture
def publish(sites: dict[str, SitePage]) -> Make:
    """A published item in a column of the town."""

    def make(
        title: str = "夜校开课了", column: str = "news", body: Any = None, ago: int = 0, **more: Any
    ) -> ArticlePage:
        place = ColumnPage.objects.child_of(sites["town"]).get(code=column)
        page = ArticlePage(
            title=title, source=more.pop("source", "村支部"), live=False, locale=place.locale,
            body=body or [("text", "<p>打谷场上亮起了灯，二十多人自带板凳。</p>")],
            first_published_at=timezone.now() - timedelta(days=ago), **more,
        )  # fmt: skip
        place.add_child(instance=page)
        page.save_revision().publish()
        return ArticlePage.objects.get(pk=page.pk)

    return make


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_an_item_costs_nine_statements_at_most_however_much_is_in_it(client: Client, publish: Make) -> None:
    """Issue: uncached article in at most nine statements, a list in no more than a bare index needs."""
    body = [("heading", f"第{n}节") for n in range(30)] + [("text", f"<p>第{n}段。</p>") for n in range(30)]
    for n in range(12):
        publish(f"路通了第{n}段", ago=n)
    page = publish("长文", body=body, form="article")
    find_related()
    assert statements(client, page.url) <= 9
    assert statements(client, "/portal/qs01/news/") <= 9
    few = statements(client, "/portal/qs01/")
    for n in range(10):
        publish(f"又一条{n}", form="article")
    assert statements(client, "/portal/qs01/") == few


@pytest.mark.parametrize("path", ["/portal/", "/portal/qs01/", "/portal/qs01/news/", "/portal/today/", "item", "feed"])
def test_strangers_get_no_cookie_and_a_fingerprint(client: Client, publish: Make, path: str) -> None:
    page = publish()
    path = {"item": page.url, "feed": "/portal/qs01/feed.atom"}.get(path, path)
    first = client.get(path)
    assert (first.status_code, dict(first.cookies)) == (200, {})
    assert first["Cache-Control"] == FOR_EVERYBODY
    assert "Cookie" not in first.get("Vary", "")
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_correction_is_on_the_page_at_once(client: Client, publish: Make) -> None:
    """R109, M06: what was drawn at the first publication is not what readers get after the second."""
    page = publish()
    old = client.get(page.url)
    page.body = [("text", "<p>更正以后是三十多人。</p>")]
    page.correction = "人数原写二十多人，应为三十多人。"
    page.save_revision().publish()
    new = client.get(page.url, headers={"if-none-match": old["ETag"]})
    assert new.status_code == 200
    assert "三十多人自带" not in new.text
    assert all(words in new.text for words in ("更正以后是三十多人", "更正说明", "人数原写二十多人"))
    assert "二十多人自带板凳" not in new.text


def test_a_stored_body_of_another_version_is_not_used(client: Client, publish: Make) -> None:
    page = publish()
    PublishedBody.objects.filter(page=page).update(html="<p>旧的</p>", made_for=timezone.now() - timedelta(days=1))
    assert "打谷场上亮起了灯" in client.get(page.url).text
    page.unpublish()
    assert not PublishedBody.objects.filter(page=page.pk).exists()


def test_a_restricted_branch_is_on_no_public_list(client: Client, publish: Make, sites: dict[str, SitePage]) -> None:
    """M01: nobody's post may set a restriction; should there be one, the short way to an item keeps it."""
    page = publish("只给里面看的")
    PageViewRestriction.objects.create(page=sites["town"].page_ptr, restriction_type="login")
    for path in ("/portal/", "/portal/feed.atom", "/", "/sitemap.xml"):
        assert page.title not in client.get(path).text
    assert "打谷场" not in client.get(page.url).text


def test_machines_read_it_as_news(client: Client, publish: Make) -> None:
    page = publish("标题里有 </script><b>", summary="一句话", form="article", correction="改过")
    text = client.get(page.url).text
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', text)[0])
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == page.title
    assert (data["publisher"]["name"], data["correction"]["text"]) == ("柳河镇党委", "改过")
    assert f'<link rel="canonical" href="{data["mainEntityOfPage"]}">' in text
    assert '<meta property="og:type" content="article">' in text


def test_each_site_and_column_has_its_feed(client: Client, publish: Make) -> None:
    page = publish("进得了订阅")
    publish("别的栏目", column="notice")
    for path, both in (("/portal/", True), ("/portal/qs01/", True), ("/portal/qs01/news/", False)):
        feed = client.get(f"{path}feed.atom")
        assert feed["Content-Type"].startswith("application/atom+xml")
        assert page.title in feed.text
        assert ("别的栏目" in feed.text) is both
        assert f'href="{path}feed.atom"' in client.get(path).text
    assert client.get("/portal/qs01/nowhere/feed.atom").status_code == 404
    assert client.get(f"{page.url}feed.atom").status_code == 404


def test_each_feed_is_there_as_rss_too(client: Client, publish: Make) -> None:
    """R155: RSS 2.0, signed by the site (C01), with what is published and nothing else (M01)."""
    page = publish("灯 < 亮 & 明", correction="时间应为周四")
    draft = ArticlePage(title="还没有审过", source="村支部", live=False, locale=page.locale)
    page.get_parent().add_child(instance=draft)
    draft.save_revision()
    for path in ("/portal/", "/portal/qs01/", "/portal/qs01/news/"):
        answer = client.get(f"{path}feed.rss")
        assert answer["Content-Type"].startswith("application/rss+xml")
        channel = ElementTree.fromstring(answer.content).find("channel")
        assert channel is not None
        assert [item.findtext("title") for item in channel.iter("item")] == [page.title]
        assert str(channel.findtext("item/link")).endswith(page.url)
        assert channel.findtext("item/pubDate")
    assert f"{path}feed.rss" in client.get(path).text
    page.unpublish()
    assert page.title not in client.get("/portal/feed.rss").text
    assert client.get("/portal/qs01/nowhere/feed.rss").status_code == 404


def test_before_after_and_alike_are_published_ones_only(client: Client, publish: Make, draft: Any) -> None:
    first, second, third = (publish(f"水管检修第{n}天，三个村停水", ago=9 - n) for n in range(3))
    draft(title="没审过的水管检修，三个村停水")
    find_related()
    text = client.get(second.url).text
    assert f'rel="prev" href="{first.url}"' in text
    assert f'rel="next" href="{third.url}"' in text
    assert PublishedBody.objects.get(page=second).related
    third.unpublish()
    text = client.get(second.url).text
    assert third.title not in text
    assert "没审过" not in text


def test_a_column_is_narrowed_by_form_and_month(client: Client, publish: Make) -> None:
    publish("长的一篇", form="article")
    publish("短的一条")
    publish("老的一条", ago=70)
    old = timezone.localtime() - timedelta(days=70)
    path = "/portal/qs01/news/"
    assert "短的一条" not in client.get(f"{path}?form=article").text
    month = client.get(f"{path}?month={old:%Y-%m}").text
    assert "老的一条" in month
    assert "长的一篇" not in month
    for wrong in ("?form=nothing", "?month=2026-13", "?month=abc", "?page=-1", "?page=99999999999", "?page=\x00"):
        answer = client.get(path + wrong)
        assert answer.status_code == 200
        assert "短的一条" in answer.text
    assert "没有符合的内容" in client.get(f"{path}?month=1999-01").text


def test_the_words_stay_where_they_are_when_the_search_is_filled_anew(client: Client, publish: Make) -> None:
    page = publish("重建索引")
    call_command("search_reindex", "--kind", "article", "--json")
    assert page.title in client.get("/portal/").text


def test_a_front_costs_as_many_statements_with_five_items_as_with_fifty(
    client: Client, publish: Make, sites: dict[str, SitePage]
) -> None:
    """R002: the front is read most; neither columns nor items nor sites may each ask the database."""
    publish("第一篇", form="article")
    few = {name: statements(client, site.url) for name, site in sites.items()}
    for n in range(12):
        for column in ("news", "notice", "policy", "topic"):
            publish(f"{column}第{n}篇", column=column, ago=n, form="topic" if column == "topic" else "short")
    assert {name: statements(client, site.url) for name, site in sites.items()} == few
    assert max(few.values()) <= 15
