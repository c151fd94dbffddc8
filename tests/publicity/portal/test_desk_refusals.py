"""What Wagtail refuses behind our desk is a refusal with a status and Chinese words, not a way to its first page (R001)."""

from __future__ import annotations

from typing import Any

import pytest

from lianxin.publicity.portal.models import ColumnPage

pytestmark = pytest.mark.django_db
DESK = "/workbench/portal"


@pytest.mark.parametrize("address", ["workflows/list/", "collections/", "reports/locked/", "pages/{}/delete/"])
def test_a_missing_right_is_403_in_chinese(desk: Any, draft: Any, address: str) -> None:
    answer = desk("writer").get(f"{DESK}/{address.format(draft().get_parent().pk)}")
    assert answer.status_code == 403, answer.headers
    assert "这里您暂时不能进入" in answer.text
    assert "permission" not in answer.text
    assert "没有权限访问" not in answer.text, "said once, in our words"
    assert "没有权限" not in desk("writer").get(f"{DESK}/").text, "no message waits on the next page"


def test_a_window_that_asks_by_script_gets_the_same_status(desk: Any, draft: Any) -> None:
    answer = desk("writer").get(f"{DESK}/workflows/list/", headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 403
    assert "这里您暂时不能进入" in answer.text


def test_reviewers_begin_no_items(desk: Any, sites: Any) -> None:
    column = ColumnPage.objects.child_of(sites["town"]).get(code="news")
    assert desk("checker").get(f"{DESK}/pages/add/portal/articlepage/{column.pk}/").status_code == 403
    assert desk("checker").post(f"{DESK}/pages/add/portal/articlepage/{column.pk}/", {"title": "x"}).status_code == 403
