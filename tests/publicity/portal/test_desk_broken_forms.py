"""What a broken or forged editor sends is refused in words and changes nothing (issue: bad input)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.publicity.portal.walking import account, fresh

pytestmark = pytest.mark.django_db
WHOLE = '{"entityMap":{},"blocks":[{"key":"a","text":"新写的一句","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}]}'
BROKEN = (
    "{no json", "[]", "12", '"x"', '{"blocks": 3}', '{"blocks":[{"text":5}],"entityMap":{}}',
    WHOLE.replace('"inlineStyleRanges":[]', '"inlineStyleRanges":[{"offset":"a"}]'),
    WHOLE.replace('"entityRanges":[]', '"entityRanges":[{"offset":0,"length":1,"key":9}]'),
    "[" * 100_000,
)  # fmt: skip


def sent(desk: Any, page: Any, **more: str) -> Any:
    data = {
        "title": "改过的题目", "form": "short", "source": "村支部", "slug": page.slug, "body-count": "1", "body-0-type": "text",
        "body-0-value": WHOLE, "body-0-order": "0", "body-0-deleted": "", "body-0-id": "",
    }  # fmt: skip
    return desk("writer").post(f"/workbench/portal/pages/{page.pk}/edit/", data | more)


@pytest.mark.parametrize("value", BROKEN)
def test_broken_text_of_the_editor_is_refused(desk: Any, draft: Any, value: str) -> None:
    desk("writer")
    page = draft(account("writer"))
    answer = sent(desk, page, **{"body-0-value": value})
    assert answer.status_code == 400
    assert "没有改动任何东西" in answer.text
    assert fresh(page).revisions.count() == 1


@pytest.mark.parametrize("count", ["x", "-1e9", ""])
def test_broken_counts_of_parts_are_refused(desk: Any, draft: Any, count: str) -> None:
    desk("writer")
    page = draft(account("writer"))
    assert sent(desk, page, **{"body-count": count}).status_code == 400
    assert fresh(page).revisions.count() == 1


def test_what_is_whole_is_taken(desk: Any, draft: Any) -> None:
    desk("writer")
    page = draft(account("writer"))
    assert sent(desk, page).status_code == 302
    assert "新写的一句" in str(fresh(page).get_latest_revision_as_object().body)
