"""Three reviews on the desk's own page: notices, falling up, races, appeals, counts (M01-M05, LX-01, LX-61, R107, R108)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.portal import policies
from lianxin.publicity.portal.actions import found_site
from lianxin.publicity.portal.models import ArticlePage, ColumnPage, Verdict
from tests.factories import County, appoint
from tests.publicity.portal.walking import OURS, Desk, account, fresh, press, publish, running, send_in

pytestmark = pytest.mark.django_db


def told(name: str, code: str) -> int:
    return Notice.objects.filter(person__nickname=name, code=code).count()


def test_each_stage_is_told_and_finds_the_item_on_its_page(desk: Desk, draft: Any, client: Client) -> None:
    page = send_in(desk, draft)
    assert (told("second", "portal.waiting"), told("writer", "portal.waiting"), told("checker", "portal.waiting")) == (
        1,
        0,
        0,
    )
    shown = desk("second").get(f"{OURS}/").text
    assert "夜校开课了" in shown
    assert "待初审" in shown
    assert "夜校开课了" not in desk("checker").get(f"{OURS}/?queue=review").text
    assert "夜校开课了" in desk("second").get("/workbench/").text
    for name in ("second", "checker"):
        assert press(desk(name), fresh(page), "pass").status_code == 303
    assert (running(page), told("issuer", "portal.waiting"), told("checker", "portal.waiting")) == ("签发", 1, 1)
    page = publish(desk, page, ("issuer",))
    assert page.live
    assert client.get(page.get_url()).status_code == 200
    assert list(Verdict.objects.values_list("stage", "outcome")) == [
        ("portal.edit", "pass"), ("portal.review", "pass"), ("portal.issue", "pass"),
    ]  # fmt: skip


def test_an_empty_stage_goes_to_the_organisation_above_and_says_so(desk: Desk, county: County, sites: Any) -> None:
    """A village branch with one secretary: the words still pass through three other people."""
    village = county.organisations["QS01-B1"]
    site = found_site(actor=SYSTEM, organisation=village, parent=sites["town"])
    person = Person.objects.create(nickname="village")
    appoint(person, "secretary", village)
    owner = Account.objects.create_account("village", "a-long-pass-phrase", person)
    for name in ("second", "checker", "issuer"):
        desk(name)
    column = ColumnPage.objects.child_of(site).get(code="news")
    page = ArticlePage(title="村里修好了井", source="村支部", live=False, owner=owner, locale=column.locale,
                       body=[("text", "<p>井修好了。</p>")])  # fmt: skip
    column.add_child(instance=page)
    page.save_revision(user=owner)
    page.get_workflow().start(page, owner)
    holder = policies.holder(fresh(page), "portal.edit")
    assert (holder.organisation, holder.above) == (county.town, True)
    assert "本级无人，转上一级" in desk("second").get(f"{OURS}/{page.pk}/").text
    for name in ("second", "checker"):
        assert press(desk(name), fresh(page), "pass").status_code == 303
    client = Client()
    client.force_login(owner)
    assert press(client, fresh(page), "pass").status_code == 403  # M04: the secretary wrote it
    assert publish(desk, page, ("issuer",)).live


def test_with_nobody_anywhere_the_page_says_whom_to_ask(desk: Desk, draft: Any) -> None:
    page = send_in(desk, draft)
    Appointment.objects.filter(post="editor").exclude(person__nickname="writer").update(
        until=timezone.localdate() - timedelta(days=1)
    )
    assert "请联系系统管理员任命" in desk("checker").get(f"{OURS}/{page.pk}/").text


def test_two_press_at_once_and_one_is_told(desk: Desk, draft: Any) -> None:
    """The second one of two colleagues decides nothing and keeps what was typed."""
    page = send_in(desk, draft)
    desk("third")
    state = page.current_workflow_state.current_task_state_id
    first = desk("second").post(f"{OURS}/{page.pk}/pass/", {"pass-state": state, "pass-comment": ""})
    late = desk("third").post(
        f"{OURS}/{page.pk}/return/", {"return-state": state, "return-reason": "fact", "return-comment": "数字不对"}
    )
    assert (first.status_code, late.status_code, running(page)) == (303, 409, "复审")
    assert "已被别人办理" in late.text
    assert Verdict.objects.count() == 1
    again = desk("second").post(f"{OURS}/{page.pk}/pass/", {"pass-state": state, "pass-comment": ""})
    assert (again.status_code in (403, 409), Verdict.objects.count()) == (True, 1)


def test_wagtails_button_tells_the_late_one_too(desk: Desk, draft: Any) -> None:
    page = send_in(desk, draft)
    desk("third")
    state = page.current_workflow_state.current_task_state_id
    url = f"/workbench/portal/pages/workflow/action/{page.pk}/approve/{state}/"
    desk("second").post(url, {"comment": ""})
    answer = desk("third").post(url, {"comment": ""}, follow=True)
    assert "已被别人办理" in answer.text
    assert running(page) == "复审"


def test_the_author_takes_it_back_and_the_reviewer_comes_too_late(desk: Desk, draft: Any) -> None:
    page = send_in(desk, draft)
    state = page.current_workflow_state.current_task_state_id
    assert press(desk("second"), page, "take-back").status_code == 403
    assert press(desk("writer"), page, "take-back").status_code == 303
    late = desk("second").post(f"{OURS}/{page.pk}/pass/", {"pass-state": state, "pass-comment": ""})
    assert (late.status_code, fresh(page).live, running(page)) == (409, False, "cancelled")


def test_a_return_names_its_reason_and_leads_the_author_on(desk: Desk, draft: Any) -> None:
    """M02; M03: criticism is no code that could be chosen."""
    page = send_in(desk, draft)
    empty = press(desk("second"), page, "return", comment="")
    assert empty.status_code == 422
    assert "请选择退回的原因" in empty.text
    kept = press(desk("second"), page, "return", reason="", comment="人数再核一遍")
    assert "人数再核一遍" in kept.text
    assert press(desk("second"), page, "return", reason="critical", comment="x").status_code == 422
    assert press(desk("second"), page, "return", reason="fact", comment="人数再核一遍").status_code == 303
    assert told("writer", "portal.returned") == 1
    assert "夜校开课了" in desk("writer").get(f"{OURS}/?queue=returned").text
    assert "夜校开课了" in desk("writer").get("/workbench/").text
    unchanged = press(desk("writer"), page, "resubmit")
    assert (unchanged.status_code, "退回以后还没有改过" in unchanged.text) == (
        422,
        True,
    ) or unchanged.status_code == 303
    page = fresh(page)
    page.title = "夜校开课，来了二十六人"
    page.save_revision(user=account("writer"))
    assert press(desk("writer"), page, "resubmit").status_code == 303
    assert running(page) == "初审"
    shown = desk("second").get(f"{OURS}/{page.pk}/").text
    assert "和上次审过的比" in shown
    assert "<ins>" in shown


def test_an_appeal_goes_to_another_one_within_five_working_days(desk: Desk, draft: Any) -> None:
    """M02, LX-01: once, in time, never to whoever returned it; overturned, the stage counts as passed."""
    page = send_in(desk, draft)
    press(desk("second"), page, "return", reason="wording", comment="口语太多")
    assert press(desk("second"), page, "appeal", text="不是作者").status_code in (403, 404)
    assert press(desk("writer"), page, "appeal", text="老百姓就这么说话").status_code == 303
    assert press(desk("writer"), page, "appeal", text="再来一次").status_code == 422
    assert press(desk("second"), page, "decide", outcome="uphold", text="维持").status_code == 422
    desk("third")
    assert "待复核的申诉" in desk("third").get(f"{OURS}/").text
    assert press(desk("third"), page, "decide", outcome="overturn", text="大白话没有问题").status_code == 303
    assert (running(page), told("writer", "portal.appeal_decided")) == ("复审", 1)
    assert publish(desk, page, ("checker", "issuer")).live


def test_an_appeal_comes_too_late_after_five_working_days(desk: Desk, draft: Any) -> None:
    page = send_in(desk, draft)
    press(desk("second"), page, "return", reason="wording", comment="口语太多")
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        desk("writer").force_login(account("writer"))
        answer = press(desk("writer"), page, "appeal", text="太晚了")
    assert (answer.status_code, "申诉期限已过" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("day", "hour", "status"),
    [(10, 12, 303), (17, 23, 303), (18, 1, 422)],
    ids=["third day", "fifth day", "a day late"],
)
def test_lx_01_an_appeal_has_five_working_days_to_the_end_of_the_fifth(
    desk: Desk, draft: Any, day: int, hour: int, status: int
) -> None:
    """M02, LX-01: returned on Monday the 10th of March 2025; the 17th is the last day."""
    zone = timezone.get_default_timezone()
    with time_machine.travel(datetime(2025, 3, 10, 10, tzinfo=zone), tick=False):
        page = send_in(desk, draft)
        press(desk("second"), page, "return", reason="wording", comment="口语太多")
    with time_machine.travel(datetime(2025, 3, day, hour, 30, tzinfo=zone), tick=False):
        desk("writer").force_login(account("writer"))
        assert press(desk("writer"), page, "appeal", text="老百姓就这么说话").status_code == status


def test_counts_and_rules_are_public_and_name_nobody(desk: Desk, draft: Any, client: Client) -> None:
    """M05, R116: by stage and reason, never by person."""
    page = send_in(desk, draft)
    press(desk("second"), page, "return", reason="private", comment="有手机号")
    shown = client.get("/portal/moderation/?quarter=<x>").text
    assert '含有个人信息或不宜公开的内容：<span class="num">1</span>' in shown
    assert "second" not in shown
    assert "批评意见不是退回或撤下的理由" in shown
    with time_machine.travel(timezone.now() + timedelta(days=100), tick=False):
        assert "n = 0" in client.get("/portal/moderation/").text


@pytest.mark.parametrize("name", ["foreign_reviewer", "handler", "author"])
def test_strangers_do_not_see_the_page_of_an_item(desk: Desk, draft: Any, county: County, name: str) -> None:
    page = send_in(desk, draft)
    answer = desk(name).get(f"{OURS}/{page.pk}/")
    assert answer.status_code in (403, 404)
    assert "夜校" not in answer.text
    assert press(desk(name), page, "pass").status_code in (403, 404)


def test_every_decision_leaves_a_line(desk: Desk, draft: Any) -> None:
    publish(desk, send_in(desk, draft))
    codes = list(AuditLine.objects.unscoped("test").filter(code__startswith="portal.").values_list("code", flat=True))
    assert codes.count("portal.pass") == 3
    assert "portal.publish" in codes
