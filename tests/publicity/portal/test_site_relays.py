"""推荐 and 转载: one text, entered once (B03), shown with credit, gone everywhere at once (M01), reviewed by another (M04)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.accounts.models import Account, Keeping
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.search.queries import find
from lianxin.kernel.decision import Refused
from lianxin.publicity.portal.models import ArticlePage, ColumnPage, Relay, SitePage
from lianxin.publicity.portal.sites import relaying
from tests.factories import County

pytestmark = pytest.mark.django_db
ROOT = "/workbench/sites/relays/"


@pytest.fixture
def cast(county: County) -> County:
    county.add("town_writer", "editor", "QS01")
    county.add("county_writer", "editor", "QS")
    county.add("county_writer2", "editor", "QS")
    county.add("foreign_writer", "editor", "QS02")
    return county


@pytest.fixture
def item(draft: Any, cast: County) -> ArticlePage:
    page = draft(cast.account_of("town_writer"))
    page.get_latest_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def news(site: SitePage) -> ColumnPage:
    return ColumnPage.objects.child_of(site).get(code="news")


def recommended(cast: County, item: ArticlePage, sites: Any, by: str = "town_writer") -> Relay:
    return relaying.recommend(actor=cast.actor(by), article=item, column=news(sites["home"]), words="写得实在")


def fresh(relay: Relay) -> Relay:
    return Relay.objects.unscoped("test").get(pk=relay.pk)


def shown(cast: County, item: ArticlePage, sites: Any) -> Relay:
    relay = recommended(cast, item, sites)
    relaying.accept(actor=cast.actor("county_writer"), relay=relay, revision=relay.revision)
    relay = fresh(relay)
    return relaying.let_pass(actor=cast.actor("county_reviewer"), relay=relay, revision=relay.revision)


def test_an_item_goes_up_with_credit_and_is_not_copied(
    desk: Callable[[str], Client], cast: County, item: ArticlePage, sites: Any, client: Client
) -> None:
    """The whole way through the browser: recommended, accepted, reviewed, read."""
    column = news(sites["home"])
    choose = desk("town_writer").get(f"{ROOT}recommend/?q=夜校")
    assert item.title in choose.text
    sent = desk("town_writer").post(f"{ROOT}recommend/{item.pk}/", {"column": column.pk, "words": "写得实在"})
    assert sent.status_code == 303
    url = sent["Location"]
    assert item.title not in client.get("/portal/news/").text
    relay = Relay.objects.unscoped("test").get()
    assert relay.due_at, "LX-42"
    done = desk("county_writer").post(f"{url}accept/", {"revision": relay.revision, "column": column.pk})
    assert done.status_code == 303
    assert item.title not in client.get("/portal/news/").text
    assert desk("county_reviewer").post(f"{url}pass/", {"revision": fresh(relay).revision}).status_code == 303
    listed = client.get("/portal/news/").text
    assert item.title in listed
    assert "转自柳河镇党委" in listed
    assert f'href="{item.url}"' in listed
    assert ArticlePage.objects.count() == 1
    assert find(item.title).total == 1
    assert client.get("/sitemap.xml").text.count(item.url) == 1
    assert client.get("/portal/").text.count(f">{item.title}<") <= 2, "once in the newest, once in its column"
    assert f'<link rel="canonical" href="{settings.SITE_URL}{item.url}">' in client.get(item.url).text
    codes = set(AuditLine.objects.unscoped("test").values_list("code", flat=True))
    assert {"portal.recommend", "portal_relay.accept", "portal_relay.pass"} <= codes


def test_corrections_and_withdrawals_act_everywhere_at_once(
    cast: County, item: ArticlePage, sites: Any, client: Client
) -> None:
    shown(cast, item, sites)
    item.title = "夜校开课了（更正）"
    item.save_revision().publish()
    assert "夜校开课了（更正）" in client.get("/portal/news/").text
    ArticlePage.objects.get(pk=item.pk).unpublish()
    assert "夜校开课了" not in client.get("/portal/news/").text


def test_nobody_reviews_what_they_wrote_recommended_or_accepted(cast: County, item: ArticlePage, sites: Any) -> None:
    """M04, the lighter review has one stage, by another person."""
    from tests.factories import appoint

    for name in ("town_writer", "county_writer"):
        appoint(cast.people[name], "reviewer", cast.organisations["QS"])
    appoint(cast.people["town_writer"], "editor", cast.organisations["QS"])
    relay = recommended(cast, item, sites)
    with pytest.raises(Refused, match="自己写的"):
        relaying.accept(actor=cast.actor("town_writer"), relay=relay, revision=relay.revision)
    relaying.accept(actor=cast.actor("county_writer"), relay=relay, revision=relay.revision)
    for name in ("town_writer", "county_writer"):
        with pytest.raises(Refused, match="自己写的"):
            relaying.let_pass(actor=cast.actor(name), relay=fresh(relay), revision=fresh(relay).revision)
    assert fresh(relay).state == "accepted"


def test_two_accept_at_once_and_the_second_is_told(cast: County, item: ArticlePage, sites: Any) -> None:
    relay = recommended(cast, item, sites)
    relaying.accept(actor=cast.actor("county_writer"), relay=relay, revision=relay.revision)
    with pytest.raises(Refused, match="已被别人处理过"):
        relaying.accept(actor=cast.actor("county_writer2"), relay=relay, revision=relay.revision)


def test_recommended_twice_is_one(desk: Callable[[str], Client], cast: County, item: ArticlePage, sites: Any) -> None:
    recommended(cast, item, sites)
    again = desk("town_writer").post(
        f"{ROOT}recommend/{item.pk}/", {"column": news(sites["home"]).pk, "words": "再推荐一次"}
    )
    assert again.status_code == 422
    assert "已经推荐或转载" in again.text
    assert "再推荐一次" in again.text
    assert Relay.objects.unscoped("test").count() == 1


def test_a_refusal_has_a_reason_that_the_other_side_reads(
    desk: Callable[[str], Client], cast: County, item: ArticlePage, sites: Any
) -> None:
    relay = recommended(cast, item, sites)
    client = desk("county_writer")
    empty = client.post(f"{ROOT}{relay.pk}/refuse/", {"revision": relay.revision, "reason": ""})
    assert empty.status_code == 422
    client.post(f"{ROOT}{relay.pk}/refuse/", {"revision": relay.revision, "reason": "县里已有同类报道"})
    assert fresh(relay).state == "refused"
    assert "县里已有同类报道" in desk("town_writer").get(f"{ROOT}{relay.pk}/").text
    notice = Notice.objects.get(person=cast.people["town_writer"], code="portal.relay")
    assert "没有被采用" in notice.title
    assert recommended(cast, item, sites).pk != relay.pk, "a refused one may come again"


def test_a_superior_item_goes_down_after_the_own_review(
    cast: County, item: ArticlePage, sites: Any, client: Client
) -> None:
    home_item = ArticlePage(
        title="全县防汛动员", source="县委办", live=False, locale=item.locale, body=[("text", "<p>上堤</p>")]
    )
    news(sites["home"]).add_child(instance=home_item)
    home_item.save_revision().publish()
    home_item.refresh_from_db()
    relay = relaying.reprint(actor=cast.actor("town_writer"), article=home_item, column=news(sites["town"]))
    assert relay.state == "accepted"
    assert "全县防汛动员" not in client.get("/portal/qs01/news/").text
    relaying.let_pass(actor=cast.actor("reviewer"), relay=relay, revision=relay.revision)
    assert "全县防汛动员" in client.get("/portal/qs01/news/").text
    assert "转自青山县委" in client.get("/portal/qs01/").text
    row = Keeping.objects.get(organisation=cast.town, column="portal-news")
    assert row.last_activity_at is not None


@pytest.mark.parametrize(("who", "call"), [("town_writer", "call_back"), ("county_writer", "take_out")])
def test_either_side_takes_it_back(
    cast: County, item: ArticlePage, sites: Any, client: Client, who: str, call: str
) -> None:
    relay = shown(cast, item, sites)
    getattr(relaying, call)(actor=cast.actor(who), relay=relay, revision=relay.revision, reason="情况有变化")
    assert item.title not in client.get("/portal/news/").text
    assert client.get(item.url).status_code == 200
    assert item.title in client.get("/portal/qs01/news/").text


def test_strangers_to_both_sites_do_not_find_it(
    desk: Callable[[str], Client], cast: County, item: ArticlePage, sites: Any
) -> None:
    """P05: foreign = 404, missing right = 403."""
    relay = recommended(cast, item, sites)
    assert desk("foreign_writer").get(f"{ROOT}{relay.pk}/").status_code == 404
    assert desk("foreign_writer").post(f"{ROOT}{relay.pk}/accept/", {"revision": "0"}).status_code == 404
    assert desk("foreign_writer").get(f"{ROOT}recommend/{item.pk}/").status_code == 404
    assert desk("handler").get(ROOT).status_code == 403
    assert desk("reviewer").get(f"{ROOT}recommend/").status_code == 403
    answer = desk("town_writer").post(
        f"{ROOT}{relay.pk}/accept/", {"revision": relay.revision, "column": relay.column_id}
    )
    assert answer.status_code in (403, 404, 422)
    assert fresh(relay).state == "proposed"


def test_a_draft_is_never_recommended(cast: County, draft: Any, sites: Any) -> None:
    page = draft(Account.objects.filter(person=cast.people["town_writer"]).first())
    with pytest.raises(Refused, match="已经发布"):
        relaying.recommend(actor=cast.actor("town_writer"), article=page, column=news(sites["home"]))
    relaying_down = pytest.raises(Refused, match="上级的站点")
    page.get_latest_revision().publish()
    page = ArticlePage.objects.get(pk=page.pk)
    with relaying_down:
        relaying.recommend(actor=cast.actor("town_writer"), article=page, column=news(sites["town"]))


def test_lists_with_many_references_ask_as_much_as_with_one(
    cast: County, draft: Any, sites: Any, client: Client, item: ArticlePage
) -> None:
    shown(cast, item, sites)
    with CaptureQueriesContext(connection) as one:
        client.get("/portal/news/")
    for n in range(6):
        page = draft(title=f"第{n}件事")
        page.get_latest_revision().publish()
        shown(cast, ArticlePage.objects.get(pk=page.pk), sites)
    with CaptureQueriesContext(connection) as many:
        assert client.get("/portal/news/").text.count("转自") == 7
    assert len(many) <= len(one)
