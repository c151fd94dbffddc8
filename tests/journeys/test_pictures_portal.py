"""Pictures of the guide about the portal and what goes out of it; with LIANXIN_PICTURES=1 they are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from .sizes import at_a_desk, on_a_phone
from .visiting import PICTURES, Visitor

PHONES = (
    "portal-phone", "topic-phone", "this-day-phone", "disclosure-list-phone", "disclosure-item-phone", "gallery-phone",
    "search-phone", "follow-phone",
)  # fmt: skip
DESKS = (
    "portal-queue-desk", "portal-review-desk", "topics-desk", "daily-desk", "policy-desk", "sites-matrix-desk",
    "site-desk", "channels-desk", "send-desk", "embed-desk", "disclosure-desk",
)  # fmt: skip
LARGEST = 60_000
#: what the demonstration holds
REVIEWED = "小额助学贷款"


@on_a_phone
def test_what_readers_see(visit: Callable[..., Visitor]) -> None:
    reader = visit().open("/portal/").sees("正在关注").picture("portal-phone")
    reader.open("/portal/topic/").follow("main h3 a").sees("事情的经过").shows("事情的经过").picture("topic-phone")
    reader.open("/portal/on-this-day/").picture("this-day-phone")
    reader.open("/disclosure/").picture("disclosure-list-phone").follow("main ul.lines h3 a")
    reader.picture("disclosure-item-phone")
    reader.open("/search/?q=路灯").sees("找到").picture("search-phone")
    reader.open("/search/?q=代办员老周").follow("main ol.hits h3 a")
    reader.shows("", css=".gallery").picture("gallery-phone")
    reader.shows("有新内容提醒我").picture("follow-phone")


@at_a_desk
def test_what_editors_and_reviewers_see(visit: Callable[..., Visitor]) -> None:
    """R107: the demonstration holds something for each of them."""
    editor = visit("bianji").open("/workbench/portal-desk/?queue=returned").sees("请写出数字和出处")
    month = timezone.localdate() + timedelta(days=9)
    editor.picture("portal-queue-desk").open(f"/workbench/topics/?month={month:%Y-%m}").sees("村级账目怎么看")
    editor.picture("topics-desk")
    reviewer = visit("zhenshen").open("/workbench/portal-desk/?queue=review")
    reviewer.follow("main .work h2 a").sees(REVIEWED, "提示不拦任何操作").picture("portal-review-desk")
    visit("shenhe").open("/workbench/portal-desk/daily/").sees("这个月排了").picture("daily-desk")


@at_a_desk
def test_what_those_see_who_run_sites(visit: Callable[..., Visitor]) -> None:
    admin = visit("guanli").open("/workbench/sites/matrix/").sees("空白点").picture("sites-matrix-desk")
    admin.open("/workbench/sites/").press("青禾镇党建").sees("站点责任人").picture("site-desk")
    leader = visit("xianwei").open("/workbench/channels/").sees("刚发布，还没有对外发布").picture("channels-desk")
    leader.open("/workbench/channels/offers/").follow("main a[href*='/send/article/']").picture("send-desk")
    leader.open("/workbench/disclosure/").picture("disclosure-desk")


@at_a_desk
def test_what_stands_beside_each_other_at_a_desk(visit: Callable[..., Visitor]) -> None:
    reader = visit().open("/portal/").follow("article.lead h2 a").shows("政策怎么写").picture("policy-desk")
    reader.open("/embed/").fill(kind="一个组织的党务公开").press("更新代码和预览").picture("embed-desk")


@pytest.mark.parametrize("name", [*PHONES, *DESKS])
def test_the_pictures_are_there_and_small(name: str) -> None:
    """LIANXIN_PICTURES=1 makes them; each stands in a page of the guide."""
    path = PICTURES / f"{name}.png"
    assert path.stat().st_size < LARGEST
    assert any(f"images/{name}.png" in page.read_text("utf-8") for page in PICTURES.parent.glob("*.md"))
