"""选题策划 (R111, R110): planned by month, taken by somebody, answered by an item, visible in scope only (P05)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.casework.due import gather
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations.actions import merge
from lianxin.foundation.organisations.succession import left_at
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.publicity.portal.models import ArticlePage, PlannedTopic
from lianxin.publicity.portal.planning import actions, queries
from lianxin.publicity.portal.planning.actions import Plan
from tests.factories import County

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]
ROOT = "/workbench/topics/"


def days(ahead: int) -> date:
    return timezone.localdate() + timedelta(days=ahead)


@pytest.fixture
def cast(county: County) -> County:
    for name, post, code in (
        ("pen", "editor", "QS01"), ("other_pen", "editor", "QS01"), ("county_pen", "editor", "QS"),
        ("foreign_pen", "editor", "QS02"),
    ):  # fmt: skip
        county.add(name, post, code)
    return county


def planned(cast: County, by: str = "pen", code: str = "QS01", handler: str = "", **more: Any) -> PlannedTopic:
    what = Plan(**({"title": "新医保怎么缴", "kind": "hot", "out_on": days(5), "due_on": days(2)} | more))
    person = cast.people[handler] if handler else None
    return actions.plan(actor=cast.actor(by), organisation=cast.organisations[code], what=what, handler=person)


def fresh(topic: PlannedTopic) -> PlannedTopic:
    return PlannedTopic.objects.unscoped("test").get(pk=topic.pk)


def step(topic: PlannedTopic, slug: str, client: Client, **data: Any) -> Any:
    return client.post(f"{ROOT}{topic.pk}/{slug}/", {"revision": fresh(topic).revision} | data)


def form(cast: County, **more: Any) -> dict[str, Any]:
    return {
        "organisation": cast.town.pk, "title": "新医保怎么缴", "angle": "三种缴法，哪里办", "kind": "hot", "column": "policy",
        "out_on": days(5).isoformat(), "due_on": days(2).isoformat(), "handler": "", **more,
    }  # fmt: skip


def month(day: date) -> str:
    return f"{ROOT}?month={day:%Y-%m}"


def test_from_the_table_to_the_readers(desk: Desk, cast: County, sites: Any, draft: Any) -> None:
    """R111: planned in a form, taken, linked; done when the item is out, open again when it is taken down."""
    pen = desk("pen")
    assert pen.post(f"{ROOT}plan/", form(cast)).status_code == 303
    topic = PlannedTopic.objects.unscoped("test").get()
    shown = pen.get(month(topic.out_on)).text
    for words in ("新医保怎么缴", "回应热点", "政策白话", "没有人", "待认领"):
        assert words in shown
    assert step(topic, "take", desk("other_pen")).status_code == 303
    assert fresh(topic).handler == cast.people["other_pen"]
    page = draft(cast.account_of("other_pen"))
    assert step(topic, "link", desk("other_pen"), article=page.pk).status_code == 303
    assert fresh(topic).state == "drafted"
    page.get_latest_revision().publish()
    assert fresh(topic).state == "done"
    counted = queries.figures(queries.month(cast.actor("pen"), topic.out_on.replace(day=1), own=[cast.town]))
    assert (counted.planned, counted.hot, counted.hot_out) == (1, 1, 1), "R110: what people talk about is answered"
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert fresh(topic).state == "drafted"
    codes = set(AuditLine.objects.unscoped("test").values_list("code", flat=True))
    assert {"portal.plan_topic", "portal_topic.take", "portal_topic.link", "portal_topic.publish"} <= codes
    assert "portal_topic.reopen" in codes


def test_the_writer_is_told_and_finds_it_among_todays_work(cast: County, sites: Any) -> None:
    topic = planned(cast, handler="other_pen")
    notice = Notice.objects.get(person=cast.people["other_pen"], code="portal.topic")
    assert topic.title in notice.body
    assert notice.url == topic.url
    work = gather(cast.actor("other_pen"), timezone.now())
    assert [item.title for item in work.items if item.kind == "选题"] == [topic.title]
    assert not [item for item in gather(cast.actor("pen"), timezone.now()).items if item.kind == "选题"]
    planned(cast, title="还没有人写的")
    piles = {pile.label: pile.count for pile in gather(cast.actor("pen"), timezone.now()).piles}
    assert piles["待认领的选题"] == 1


def test_one_takes_it_and_the_second_is_told(cast: County, sites: Any) -> None:
    topic = planned(cast)
    actions.take(actor=cast.actor("pen"), topic=topic, revision=topic.revision)
    with pytest.raises(Refused, match="已被别人处理过"):
        actions.take(actor=cast.actor("other_pen"), topic=topic, revision=topic.revision)
    assert fresh(topic).handler == cast.people["pen"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"due_on": 6}, "交稿要在计划发布的那天或之前"),
        ({"out_on": -3, "due_on": -4}, "已经过去了"),
        ({"out_on": "下个月"}, "请填日期"),
        ({"title": " "}, "这里还没有填"),
        ({"title": "长" * 81}, "不超过 80 字"),
    ],
)
def test_bad_input_is_explained_and_kept(
    desk: Desk, cast: County, sites: Any, wrong: dict[str, str | int], words: str
) -> None:
    """Days are counted when the test runs: it may be tomorrow by then."""
    typed = {name: days(value).isoformat() if isinstance(value, int) else value for name, value in wrong.items()}
    answer = desk("pen").post(f"{ROOT}plan/", form(cast) | typed)
    assert answer.status_code == 422
    assert words in answer.text
    assert "三种缴法，哪里办" in answer.text
    assert not PlannedTopic.objects.unscoped("test").exists()


def test_only_editors_of_the_organisation_write_on_the_table(desk: Desk, cast: County, sites: Any) -> None:
    """P05: a foreign topic is 404, a missing right 403; reviewers and superiors read."""
    topic = planned(cast)
    assert desk("foreign_pen").get(topic.url).status_code == 404
    assert step(topic, "take", desk("foreign_pen")).status_code == 404
    assert desk("foreign_pen").post(f"{ROOT}plan/", form(cast)).status_code == 404
    assert topic.title not in desk("foreign_pen").get(month(topic.out_on)).text
    assert desk("handler").get(ROOT).status_code == 403
    assert desk("reviewer").get(topic.url).status_code == 200
    assert step(topic, "drop", desk("reviewer"), reason="不要了").status_code == 403
    assert topic.title not in desk("county_pen").get(month(topic.out_on)).text, "one's own first"
    assert topic.title in desk("county_pen").get(f"{month(topic.out_on)}&below=1").text
    assert fresh(topic).state == "planned"


def test_the_writer_is_an_editor_of_the_organisation(desk: Desk, cast: County, sites: Any) -> None:
    topic = planned(cast)
    with pytest.raises(Refused, match="不是本单位的编辑"):
        actions.assign(
            actor=cast.actor("pen"), topic=topic, handler=cast.people["foreign_pen"], revision=topic.revision
        )
    listed = desk("pen").get(topic.url).text
    assert "other_pen" in listed
    assert "foreign_pen" not in listed
    answer = step(topic, "assign", desk("pen"), handler=cast.people["foreign_pen"].pk)
    assert answer.status_code == 422


def test_an_item_answers_one_topic_of_its_own_site(cast: County, sites: Any, draft: Any) -> None:
    first, second, county = planned(cast), planned(cast), planned(cast, by="county_pen", code="QS")
    page = draft(cast.account_of("pen"))
    actions.link(actor=cast.actor("pen"), topic=first, article=page, revision=first.revision)
    with pytest.raises(Refused, match="另一个选题"):
        actions.link(actor=cast.actor("pen"), topic=second, article=page, revision=second.revision)
    with pytest.raises(Refused, match="本单位站点"):
        actions.link(actor=cast.actor("county_pen"), topic=county, article=page, revision=county.revision)
    page.delete()
    assert fresh(first).article is None
    again = draft(cast.account_of("pen"), title="重写的一篇")
    actions.link(actor=cast.actor("pen"), topic=fresh(first), article=again, revision=first.revision + 1)


def test_what_is_given_up_says_why_and_can_come_back(desk: Desk, cast: County, sites: Any) -> None:
    topic = planned(cast, handler="pen")
    assert step(topic, "drop", desk("pen"), reason=" ").status_code == 422
    assert step(topic, "drop", desk("other_pen"), reason="县里已经统一发了").status_code == 303
    assert "县里已经统一发了" in desk("pen").get(topic.url).text
    assert Notice.objects.filter(person=cast.people["pen"], title="您写的选题不做了").exists()
    assert step(topic, "resume", desk("pen")).status_code == 303
    assert (fresh(topic).state, fresh(topic).handler) == ("planned", None)


def test_open_topics_of_earlier_months_stay_in_sight(desk: Desk, cast: County, sites: Any) -> None:
    topic = planned(cast, title="上个月的事")
    long_ago = days(-40)
    PlannedTopic.objects.unscoped("test").filter(pk=topic.pk).update(out_on=long_ago, due_on=long_ago)
    assert "以前没做完的" in desk("pen").get(ROOT).text
    start = form(cast, title="上个月的事，改了题") | {"out_on": long_ago.isoformat(), "due_on": long_ago.isoformat()}
    assert step(topic, "change", desk("pen"), **start).status_code == 303, "an old day may stay as it is"
    assert fresh(topic).title == "上个月的事，改了题"


def test_a_merger_carries_open_topics_and_a_closing_names_them(cast: County, sites: Any) -> None:
    topic = planned(cast, by="foreign_pen", code="QS02")
    assert "1 个没有写完的选题" in [str(part) for part in left_at(cast.organisations["QS02"])]
    merge(
        actor=SYSTEM, organisation=cast.organisations["QS02"], into=cast.town, on=timezone.localdate(), basis="县委文件"
    )
    assert fresh(topic).organisation == cast.town
    assert queries.one(cast.actor("pen"), topic.pk) is not None


def test_a_full_month_asks_as_much_as_one_topic(desk: Desk, cast: County, sites: Any) -> None:
    pen, out = desk("pen"), days(0)
    planned(cast, out_on=out, due_on=out)
    pen.get(month(out))
    with CaptureQueriesContext(connection) as few:
        pen.get(month(out))
    for n in range(8):
        planned(cast, title=f"第{n}个", handler="pen", out_on=out, due_on=out)
    with CaptureQueriesContext(connection) as many:
        assert "第7个" in pen.get(month(out)).text
    assert len(many) <= len(few)
