"""Reading the portal, on a phone and at a desk, and finding the way back; the editors' desk opens for editors only."""

from __future__ import annotations

from collections.abc import Callable

from .sizes import at_a_desk, measured_at_a_desk_first, measured_on_both
from .visiting import Visitor


def test_a_visitor_reads_the_portal(visit: Callable[..., Visitor]) -> None:
    """R002, R114: from the home into the portal, an item, a topic in both orders, and back by the path on top."""
    visitor = visit().open("/").sees("身边动态", "每日一学").open("/portal/").sees("短讯", "正在关注")
    visitor.follow("article.lead h2 a").sees("来源：").follow(".crumbs a[href^='/portal/']")
    visitor.open("/portal/topic/").follow("main h3 a").sees("事情的经过", "从头看").follow(
        ".chips a[href*='order=new']"
    )
    assert visitor.page.locator("ol.time > li").count() >= 3


@measured_at_a_desk_first
def test_a_visitor_at_a_desk_reads_policy_history_and_the_library(visit: Callable[..., Visitor]) -> None:
    """R113, R115: what is learnt today, what happened on this day, what a policy means, where a clause stands."""
    visitor = visit().open("/portal/today/").sees("今天").open("/portal/daily/").sees("这个月的每日一学")
    visitor.open("/portal/on-this-day/").follow("main h3 a, main h2 a").sees("根据纸件录入", "原件")
    visitor.open("/portal/on-this-day/").sees("党史上的今天").follow("a[rel=prev]").sees("党史上的这一天")
    visitor.open("/portal/").open("/regulations/?q=没有这个词").sees("法规库")


@measured_on_both
def test_an_elderly_visitor_reads_the_portal(visit: Callable[..., Visitor]) -> None:
    visitor = visit(mode="elder").open("/portal/").sees("短讯").follow("article.lead h2 a").sees("来源：")
    assert visitor.page.locator("[data-read]").count() == 1


@at_a_desk
def test_the_desk_of_the_portal_is_for_editors(visit: Callable[..., Visitor]) -> None:
    visit("chengban", allow=(404,)).open("/workbench/portal/").sees("没有找到这一页")
