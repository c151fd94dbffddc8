"""Steps of an item through the desk, as people take them on the desk's own pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from lianxin.foundation.accounts.models import Account
from lianxin.publicity.portal.models import ArticlePage

Desk = Callable[[str], Client]
OURS = "/workbench/portal-desk"
STAGES = ("second", "checker", "issuer")


def account(name: str) -> Account:
    return Account.objects.get(person__nickname=name)


def send_in(desk: Desk, draft: Callable[..., ArticlePage], by: str = "writer", **more: Any) -> ArticlePage:
    """A new item, sent into the review by its writer."""
    for name in (by, *STAGES):
        desk(name)
    page = draft(account(by), **more)
    page.get_workflow().start(page, account(by))  # type: ignore[union-attr]  # every site has one
    return fresh(page)


def press(client: Client, page: ArticlePage, slug: str, **data: Any) -> Any:
    """Press a button of our own page of the item, as it stands now."""
    state = page.current_workflow_state
    at = state.current_task_state_id if state else 0
    return client.post(f"{OURS}/{page.pk}/{slug}/", {f"{slug}-{k}": v for k, v in ({"state": at} | data).items()})


def publish(desk: Desk, page: ArticlePage, names: tuple[str, ...] = STAGES) -> ArticlePage:
    """Through the stages by these people."""
    for name in names:
        answer = press(desk(name), fresh(page), "pass")
        assert answer.status_code == 303, (name, answer.status_code)
    return fresh(page)


def fresh(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def running(page: ArticlePage) -> str:
    """Name of the stage that runs, or how the last review ended."""
    state = page.workflow_states.order_by("-pk").first()
    if state is None:
        return ""
    return str(state.current_task_state.task.name) if state.status == "in_progress" else str(state.status)
