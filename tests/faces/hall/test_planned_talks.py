"""R112: a topic of the planning table is put to people to talk about; its words come along, its item is found once it is out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.democracy.forum import actions as forum
from lianxin.democracy.forum.models import Topic
from lianxin.kernel.decision import Refused
from lianxin.publicity.portal.models import ArticlePage, PlannedTopic, SitePage
from lianxin.publicity.portal.planning import actions as planning
from tests.factories import County
from tests.publicity.portal.conftest import desk, draft, sites, sites_of_module

__all__ = ["desk", "draft", "sites", "sites_of_module"]
pytestmark = pytest.mark.django_db
NEW, ANGLE = "/workbench/forum/new/", "谁去查，查到了电话打给谁"
Desk = Callable[[str], Client]


@pytest.fixture
def plan(county: County, sites: dict[str, SitePage]) -> PlannedTopic:
    for name, post, code in (("pen", "editor", "QS01"), ("pen2", "editor", "QS01"), ("pen3", "editor", "QS02"),
                             ("chief", "secretary", "QS01")):  # fmt: skip
        county.add(name, post, code)
    day = timezone.localdate() + timedelta(days=5)
    what = planning.Plan(title="冬天取暖怎么防煤气中毒", kind="hot", angle=ANGLE, out_on=day, due_on=day)
    return planning.plan(actor=county.actor("pen"), organisation=county.town, what=what)


def fresh(plan: PlannedTopic) -> PlannedTopic:
    return PlannedTopic.objects.unscoped("test").get(pk=plan.pk)


def typed(county: County, plan: PlannedTopic, **more: Any) -> dict[str, Any]:
    now = timezone.localtime()
    return {
        "org": county.town.pk, "plan": plan.pk, "title": plan.title, "question": "您家的烟道谁来查？", "background": ANGLE,
        "audience": "public", "opens_at": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}", "key": "k",
        "closes_at": f"{now + timedelta(days=14):%Y-%m-%dT%H:%M}", "keeper": county.people["pen"].pk,
        "deputy": county.people["pen2"].pk, **more,
    }  # fmt: skip


def test_from_the_plan_to_the_talk_and_back(
    plan: PlannedTopic, county: County, desk: Desk, client: Client, draft: Any
) -> None:
    """One press brings the words over; table, plan and topic point to one another; readers find the item, and only while
    it is shown."""
    begin = f"{NEW}?org={county.town.pk}&amp;plan={plan.pk}"
    pen = desk("pen")
    assert begin in pen.get(plan.url).text
    form = pen.get(begin.replace("&amp;", "&")).text
    assert f'value="{plan.title}"' in form
    assert ANGLE in form
    assert pen.post(NEW, typed(county, plan)).status_code == 303
    topic = Topic.objects.unscoped("test").get()
    assert topic.planned == plan.pk
    work = f"/workbench/forum/{topic.pk}/"
    assert work in pen.get(plan.url).text
    assert work in pen.get(f"/workbench/topics/?month={plan.out_on:%Y-%m}").text
    assert plan.url in pen.get(work).text
    forum.release(actor=county.actor("chief"), topic=topic, revision=topic.revision)
    page = draft(title="烟道要查三处")
    plan = planning.link(actor=county.actor("pen"), topic=plan, article=page, revision=fresh(plan).revision)
    public = f"/forum/{topic.pk}/"
    assert "烟道要查三处" not in client.get(public).text, "M01: nothing before it is published"
    page.get_latest_revision().publish()
    assert f'href="{ArticlePage.objects.get(pk=page.pk).url}"' in client.get(public).text
    assert "先读：烟道要查三处" in client.get(public).text
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert "烟道要查三处" not in client.get(public).text, "M06: what is taken down is pointed to nowhere"


def test_only_from_where_the_plan_stands(plan: PlannedTopic, county: County, desk: Desk) -> None:
    """P05: elsewhere the plan does not exist, neither its words nor its number; a plan given up begins nothing."""
    other, form = desk("pen3"), typed(county, plan, org=county.organisations["QS02"].pk)
    assert plan.title not in other.get(f"{NEW}?plan={plan.pk}").text
    assert other.get(plan.url).status_code == 404
    form |= {"keeper": county.people["pen3"].pk, "deputy": county.people["pen3"].pk}
    answer = other.post(NEW, form)
    assert answer.status_code == 422
    assert "这个选题不在您管的范围里" in answer.text
    assert "您家的烟道谁来查？" in answer.text, "what was typed is kept"
    planning.drop(actor=county.actor("pen"), topic=plan, reason="天暖了", revision=fresh(plan).revision)
    words = forum.Words("题", "问", "背景", "public", timezone.now(), timezone.now() + timedelta(days=14),
                        county.people["pen"].pk, county.people["pen2"].pk)  # fmt: skip
    with pytest.raises(Refused, match="已经不做了"):
        forum.draft(actor=county.actor("pen"), organisation=county.town, words=words, key="k2", planned=plan.pk)
    assert "发起热点探讨" not in desk("pen").get(plan.url).text
    assert not Topic.objects.unscoped("test").exists()


def test_a_topic_of_a_branch_is_named_to_nobody_else(plan: PlannedTopic, county: County, desk: Desk) -> None:
    """Who reviews items of the portal and keeps no topics sees what readers like them see: a draft is not among it."""
    desk("pen").post(NEW, typed(county, plan))
    assert Topic.objects.unscoped("test").count() == 1
    county.add("look", "reviewer", "QS01")
    assert "热点探讨" not in desk("look").get(plan.url).text
