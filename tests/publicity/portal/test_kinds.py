"""Topics with their time line, policies in plain words, the item of the day, the day in history (R110, R113-R115)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.search.queries import find
from lianxin.publicity.portal import actions, scheduling
from lianxin.publicity.portal.daily import morning_of
from lianxin.publicity.portal.models import ArticlePage, ColumnPage, SitePage
from lianxin.ui.pages import page_of
from tests.factories import County, appoint

pytestmark = pytest.mark.django_db
Make = Callable[..., ArticlePage]


@pytest.fixture
def write(sites: dict[str, SitePage]) -> Make:
    """An item in a column of the home that is not published yet."""

    def make(title: str, column: str, form: str, body: Any = None, **more: Any) -> ArticlePage:
        place = ColumnPage.objects.child_of(sites["home"]).get(code=column)
        page = ArticlePage(
            title=title, form=form, source="学习小组", live=False, locale=place.locale,
            body=body or [("text", f"<p>{title}的正文</p>")], **more,
        )  # fmt: skip
        place.add_child(instance=page)
        page.save_revision()
        return page

    return make


def event(day: date, title: str, knowledge: str = "known", **more: Any) -> tuple[str, dict[str, Any]]:
    return "event", {
        "day": day, "time": None, "title": title, "text": f"<p>{title}的经过</p>", "knowledge": knowledge,
        "source": "水务站", "source_url": "", "changed": None, "change": "", "items": [], **more,
    }  # fmt: skip


def test_a_topic_is_told_from_the_beginning_or_from_the_end(client: Client, write: Make) -> None:
    """R114: entries by day whatever order they were typed in, each with source and state; updates are marked."""
    body = [
        event(date(2026, 3, 9), "换管开工"),
        event(date(2026, 3, 1), "有人反映水黄"),
        event(date(2026, 3, 2), "说是工厂排污", "revised", changed=date(2026, 3, 5), change="检测后确认不属实"),
        event(date(2026, 3, 10), "水费怎么减", "checking"),
    ]
    write("水黄的始末", "topic", "topic", body).get_latest_revision().publish()
    page = ArticlePage.objects.get(title="水黄的始末")
    told = client.get(page.url).text
    order = [told.index(words) for words in ("有人反映水黄", "说是工厂排污", "换管开工", "水费怎么减")]
    assert order == sorted(order)
    latest = client.get(f"{page.url}?order=new").text
    assert latest.index("水费怎么减") < latest.index("有人反映水黄")
    assert all(w in told for w in ("1 条核实中", "已核实", "已更正", "检测后确认不属实", "来源：水务站"))
    assert find("工厂排污的经过").ids == (page.pk,)


def test_a_topic_links_items_of_any_site_only_while_they_are_published(client: Client, write: Make, draft: Any) -> None:
    other = draft(title="镇里的一条消息")
    page = write("有链接的专题", "topic", "topic", [event(date(2026, 3, 1), "开头", items=[other.page_ptr])])
    page.get_latest_revision().publish()
    url = ArticlePage.objects.get(pk=page.pk).url
    assert "镇里的一条消息" not in client.get(url).text
    other.get_latest_revision().publish()
    assert "镇里的一条消息" in client.get(url).text
    ArticlePage.objects.get(pk=other.pk).unpublish()
    assert "镇里的一条消息" not in client.get(url).text


def test_a_policy_stands_beside_its_plain_words(client: Client, write: Make) -> None:
    body = [
        ("plain_words", {"policy": "年满八十周岁者可以申请。", "plain": "过了八十岁生日就能申请。"}),
        ("question", {"question": "走不动怎么办？", "answer": "代办员上门。"}),
        ("where", {"place": "便民大厅", "hours": "工作日", "bring": "身份证", "contact": ""}),
    ]
    page = write("高龄补贴", "policy", "policy", body)
    page.get_latest_revision().publish()
    text = client.get(ArticlePage.objects.get(pk=page.pk).url).text
    assert all(words in text for words in ("政策怎么写", "白话怎么说", "走不动怎么办？", "便民大厅"))
    assert "问谁" not in text
    assert find("代办员上门").ids == (page.pk,)


NOON = datetime(2026, 3, 10, 12, 0, tzinfo=timezone.get_default_timezone())


@pytest.fixture
def noon() -> Any:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def sign(page: ArticlePage) -> None:
    """What the last stage of the review does."""
    page.get_latest_revision().publish(skip_permission_checks=True)


def seen(client: Client, title: str) -> set[str]:
    paths = ("/portal/", "/portal/theory/", "/portal/today/", "/portal/feed.atom", "/sitemap.xml", "/")
    return {path for path in paths if title in client.get(path).text}


def test_a_daily_item_appears_on_its_morning_and_not_before(client: Client, write: Make, noon: Any) -> None:
    """R113, M01: signed today for tomorrow means nowhere today; the ticker brings it at seven, and once."""
    page = write("明天学的一段话", "theory", "theory", day=date(2026, 3, 11))
    sign(page)
    assert seen(client, page.title) == set()
    assert find(page.title).total == 0
    assert page_of(page.url or f"/portal/theory/{page.slug}/") is None, "what is not published has no name"
    assert page_of("/portal/theory/") is None, "a column is nothing to study"
    assert scheduling.publish_due() == 0
    noon.move_to(morning_of(date(2026, 3, 11)) + timedelta(seconds=1))
    assert (scheduling.publish_due(), scheduling.publish_due()) == (1, 0)
    assert {"/portal/today/", "/portal/theory/", "/portal/feed.atom"} <= seen(client, page.title)
    assert find(page.title).total == 1
    named = page_of("/portal/today/")
    assert named is not None
    assert (named.title, named.source, named.kind) == (page.title, "学习小组", "item"), "R040: what was studied"
    assert page_of(named.url) == named
    assert f"/me/notes/new/?about={quote(named.url, safe='')}" in client.get(named.url).text
    assert "/me/notes/new/" in client.get("/portal/today/").text
    lines = AuditLine.objects.unscoped("test").filter(code="portal.publish", subject=f"page:{page.pk}")
    assert lines.count() == 1


def test_a_worker_that_dies_in_the_middle_leaves_the_appointment(
    client: Client, write: Make, noon: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write("死在半路", "theory", "theory", day=date(2026, 3, 11))
    sign(page)
    noon.move_to(morning_of(date(2026, 3, 11)) + timedelta(seconds=1))

    def die(entries: Any) -> int:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(actions, "put_many", die)
        with pytest.raises(SystemExit):
            scheduling.publish_due()
    assert seen(client, page.title) == set()
    assert Revision.page_revisions.filter(approved_go_live_at__isnull=False).count() == 1
    assert scheduling.publish_due() == 1
    assert "/portal/today/" in seen(client, page.title)


def test_a_day_belongs_to_one_item(write: Make, noon: Any) -> None:
    write("先到的", "theory", "theory", day=date(2026, 3, 12))
    with pytest.raises(ValidationError, match="先到的"):
        write("后到的", "theory", "theory", day=date(2026, 3, 12))
    moved = write("换了一天的", "theory", "theory", day=date(2026, 3, 13))
    moved.day = date(2026, 3, 12)
    with pytest.raises(ValidationError, match="每天只有一篇"):
        moved.save_revision()


def test_the_form_of_the_desk_says_so_and_keeps_what_was_typed(
    write: Make, noon: Any, desk: Callable[[str], Client], county: County, sites: dict[str, SitePage]
) -> None:
    write("先到的", "theory", "theory", day=date(2026, 3, 12))
    appoint(county.people["county_reviewer"], "editor", county.organisations["QS"])
    column = ColumnPage.objects.child_of(sites["home"]).get(code="theory")
    typed = {
        "title": "后到的一篇", "form": "theory", "day": "2026-03-12", "source": "学习小组", "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    url = f"/workbench/portal/pages/add/portal/articlepage/{column.pk}/"
    answer = desk("county_reviewer").post(url, typed)
    assert answer.status_code == 200
    assert "这一天已经安排了“先到的”" in answer.text
    assert "后到的一篇" in answer.text
    kept = desk("county_reviewer").post(url, typed | {"day": "2026-03-13"})
    assert kept.status_code == 302
    page = ArticlePage.objects.get(title="后到的一篇")
    sign(page)
    assert "后到的一篇" not in Client().get("/portal/theory/").text, "its morning has not come"
    assert Revision.page_revisions.get(approved_go_live_at__isnull=False).approved_go_live_at == morning_of(
        date(2026, 3, 13)
    )


def test_an_item_signed_after_its_day_is_out_at_once(client: Client, write: Make, noon: Any) -> None:
    page = write("补昨天的", "theory", "theory", day=date(2026, 3, 9))
    sign(page)
    assert "/portal/today/" in seen(client, page.title)


def test_history_is_found_by_the_day_of_the_year(client: Client, write: Make, noon: Any) -> None:
    sign(write("支前小推车", "history", "history", day=date(1948, 3, 10)))
    sign(write("别的日子", "history", "history", day=date(1948, 3, 11)))
    write("没审的", "history", "history", day=date(1950, 3, 10))
    text = client.get("/portal/on-this-day/").text
    assert "支前小推车" in text
    assert "别的日子" not in text
    assert "没审的" not in text
    assert "别的日子" in client.get("/portal/on-this-day/?on=03-11").text
    assert "支前小推车" in client.get("/portal/").text
    for odd in ("02-29", "02-30", "xx", "13-01", "\x00"):
        assert client.get(f"/portal/on-this-day/?on={odd}").status_code == 200
    with pytest.raises(ValidationError):
        write("还没发生", "history", "history", day=date(2026, 3, 11))


def test_the_desk_shows_the_month_with_its_gaps(
    write: Make, noon: Any, desk: Callable[[str], Client], county: County
) -> None:
    """R113: what is out, what waits for its morning, what is a draft, and which days are still empty."""
    appoint(county.people["county_reviewer"], "editor", county.organisations["QS"])
    there = desk("county_reviewer")
    sign(write("已经出的", "theory", "theory", day=date(2026, 3, 9)))
    sign(write("等着的", "theory", "theory", day=date(2026, 3, 11)))
    moved = write("草稿", "theory", "theory", day=date(2026, 3, 12))
    moved.day = date(2026, 3, 14)
    moved.save_revision()
    page = there.get("/workbench/portal-desk/daily/?month=2026-03").text
    assert all(words in page for words in ("已经出的", "等着的", "已审定，等到那天", "草稿"))
    assert "这个月排了 3 天，从今天起还空着 20 天" in page
    assert "3月12日 周四" in page
    assert "3月14日" not in page
    assert desk("writer").get("/workbench/portal-desk/daily/?month=2026-03").text.count("等着的") == 0
    assert desk("handler").get("/workbench/portal-desk/daily/").status_code == 403
    assert Client().get("/workbench/portal-desk/daily/").status_code == 302
    for odd in ("?month=xx", "?site=999999", "?month=2026-13&site=%00"):
        assert there.get(f"/workbench/portal-desk/daily/{odd}").status_code == 200
