"""先审后发: three more people than the writer, by duty, exactly the words that they saw (M01, M02, M04, P05)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from lianxin.foundation.accounts.models import Account, Appointment
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.search.queries import find
from lianxin.publicity.portal.models import ArticlePage

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]
DESK = "/workbench/portal"
BODY = {
    "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "text", "body-0-id": "",
}  # fmt: skip


def account(name: str) -> Account:
    return Account.objects.get(person__nickname=name)


def submitted(desk: Desk, draft: Callable[..., ArticlePage], by: str = "writer") -> ArticlePage:
    """An item of a writer, sent into the review."""
    desk(by)
    page = draft(account(by))
    workflow = page.get_workflow()
    assert workflow is not None
    workflow.start(page, account(by))
    return page


def act(client: Client, page: ArticlePage, action: str, **data: str) -> Any:
    """Press a button of the running stage."""
    state = page.workflow_states.get(status=WorkflowState.STATUS_IN_PROGRESS)
    url = f"{DESK}/pages/workflow/action/{page.pk}/{action}/{state.current_task_state_id}/"
    return client.post(url, data)


def stage(page: ArticlePage) -> str:
    state = page.workflow_states.order_by("-pk").first()
    return str(state.current_task_state.task.name) if state else ""


def is_live(page: ArticlePage) -> bool:
    return ArticlePage.objects.get(pk=page.pk).live


def test_three_others_pass_it_and_then_everybody_reads_it(desk: Desk, draft: Any, client: Client) -> None:
    page = submitted(desk, draft)
    desk("checker")
    desk("issuer")
    assert stage(page) == "初审"
    assert client.get(page.get_url()).status_code == 404
    act(desk("second"), page, "approve")
    assert (stage(page), is_live(page)) == ("复审", False)
    act(desk("checker"), page, "approve", comment="事实核过")
    assert (stage(page), is_live(page)) == ("签发", False)
    act(desk("issuer"), page, "approve")
    assert is_live(page)
    shown = client.get(ArticlePage.objects.get(pk=page.pk).get_url())
    assert shown.status_code == 200
    assert "打谷场上亮起了灯" in shown.text
    assert find("打谷场", kinds=["article"]).ids == (page.pk,)
    codes = list(AuditLine.objects.unscoped("test").filter(code__startswith="portal.").values_list("code", flat=True))
    assert {"portal.pass", "portal.publish"} <= set(codes)


@pytest.mark.parametrize("name", ["writer", "issuer", "checker", "foreign_reviewer", "handler"])
def test_only_another_editor_of_this_organisation_passes_the_first_stage(desk: Desk, draft: Any, name: str) -> None:
    page = submitted(desk, draft)
    act(desk(name), page, "approve")
    assert (stage(page), is_live(page)) == ("初审", False)


@pytest.mark.parametrize("name", ["second", "issuer", "foreign_reviewer"])
def test_only_a_reviewer_of_this_organisation_passes_the_second_stage(desk: Desk, draft: Any, name: str) -> None:
    page = submitted(desk, draft)
    act(desk("second"), page, "approve")
    act(desk(name), page, "approve")
    assert (stage(page), is_live(page)) == ("复审", False)


def test_nobody_passes_their_own_words(desk: Desk, draft: Any, county: Any) -> None:
    """M04: a reviewer who wrote it, or changed it, leaves it to another one."""
    page = submitted(desk, draft, by="second")
    act(desk("second"), page, "approve")
    assert stage(page) == "初审"
    page = submitted(desk, draft)
    page.save_revision(user=account("second"))
    act(desk("second"), page, "approve")
    assert stage(page) == "初审"


def test_one_person_with_both_posts_does_one_stage_only(desk: Desk, draft: Any, county: Any) -> None:
    from tests.factories import appoint

    desk("checker")
    appoint(account("checker").person, "approver", county.town)
    page = submitted(desk, draft)
    act(desk("second"), page, "approve")
    act(desk("checker"), page, "approve")
    assert stage(page) == "签发"
    act(desk("checker"), page, "approve")
    assert not is_live(page)


def test_a_return_needs_a_reason_and_goes_back_to_the_writer(desk: Desk, draft: Any) -> None:
    page = submitted(desk, draft)
    act(desk("second"), page, "reject", comment="")
    assert stage(page) == "初审"
    act(desk("second"), page, "reject", reason="fact", comment="人数请再核一遍")
    state = page.workflow_states.get()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert TaskState.objects.get(workflow_state=state).comment == "【事实或数字需要核对】人数请再核一遍"
    assert not is_live(page)


def test_words_that_changed_in_the_middle_are_reviewed_anew(desk: Desk, draft: Any) -> None:
    page = submitted(desk, draft)
    desk("issuer")
    act(desk("second"), page, "approve")
    act(desk("checker"), page, "approve")
    page.title = "没有人审过的标题"
    page.save_revision(user=account("writer"), clean=False)
    act(desk("issuer"), page, "approve")
    assert (stage(page), is_live(page)) == ("初审", False)
    for name in ("second", "checker", "issuer"):
        act(desk(name), page, "approve")
    assert ArticlePage.objects.get(pk=page.pk, live=True).title == "没有人审过的标题"


def test_nobody_publishes_past_the_review(desk: Desk, draft: Any) -> None:
    """No group holds the right to publish: the button is not there, and pressing it all the same does nothing."""
    page = submitted(desk, draft)
    page.workflow_states.get().cancel()
    for name in ("writer", "checker", "issuer"):
        answer = desk(name).get(f"{DESK}/pages/{page.pk}/edit/")
        assert answer.status_code == 200
        assert 'name="action-publish"' not in answer.text
        desk(name).post(f"{DESK}/pages/{page.pk}/edit/", {"title": page.title, "slug": page.slug, "action-publish": "1",
                        "form": "short", "source": "村支部", **BODY, "body-0-value": "null"})  # fmt: skip
        assert not is_live(page)


def test_the_desk_ends_with_the_appointment(desk: Desk, draft: Any) -> None:
    """P05: with the last day of the post, not with the next synchronisation of groups."""
    client = desk("writer")
    assert client.get(f"{DESK}/").status_code == 200
    Appointment.objects.filter(person__nickname="writer").update(until=timezone.localdate() - timedelta(days=1))
    assert client.get(f"{DESK}/").status_code == 404


@pytest.mark.parametrize("name", ["handler", "foreign_reviewer"])
def test_a_foreign_item_is_not_in_the_desk(desk: Desk, draft: Any, name: str) -> None:
    desk("writer")
    page = draft(account("writer"))
    assert desk(name).get(f"{DESK}/pages/{page.pk}/edit/").status_code in (302, 403, 404)
    assert "夜校开课了" not in desk(name).get(f"{DESK}/pages/", follow=True).content.decode(errors="ignore")


def test_strangers_are_sent_to_the_one_sign_in(client: Client, sites: Any) -> None:
    assert client.get(f"{DESK}/")["Location"].startswith("/me/sign-in/?next=")
