"""An item with gaps goes to nobody, by whatever way it comes into the review or past it (R109, A11Y-01, M06, LX-62)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from lianxin.kernel.decision import Refused
from lianxin.publicity.portal.models import ArticlePage, Emergency
from tests.publicity.portal.walking import Desk, account, fresh, press, publish, running, send_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),  # a temporary file of the image library
]
#: what is missing -> what is said about it
GAPS: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "source": (lambda: {"source": " "}, "来源"),
    "title": (lambda: {"title": ""}, "标题"),
    "body": (lambda: {"body": []}, "正文"),
    "description": (lambda: {"body": [("text", "<p>灯。</p>"), ("picture", {"image": picture(), "alt": "", "caption": ""})]}, "第 2 块图片"),
    "cover": (lambda: {"cover": picture(), "cover_alt": ""}, "封面图描述"),
}  # fmt: skip


def picture() -> Any:
    return get_image_model().objects.create(title="渡口", file=get_test_image_file())


def saved(page: ArticlePage, **more: Any) -> ArticlePage:
    """As Wagtail's form saves a draft: with anything missing."""
    page = fresh(page).get_latest_revision_as_object()
    for name, value in more.items():
        setattr(page, name, value)
    page.save_revision(user=account("writer"), clean=False)
    return fresh(page)


@pytest.mark.parametrize("gap", GAPS)
def test_a_returned_item_with_a_gap_is_not_sent_in_again(desk: Desk, draft: Any, gap: str) -> None:
    """The form asked at the first time; the button of our page asks as well."""
    page = send_in(desk, draft)
    press(desk("second"), page, "return", reason="fact", comment="再核")
    made, said = GAPS[gap]
    page = saved(page, **made())
    refused = press(desk("writer"), page, "resubmit")
    assert (refused.status_code, f"还没有填完：{said}" in refused.text, running(page)) == (422, True, "needs_changes")
    kept = {"source": "村支部", "title": "夜校开课", "body": [("text", "<p>灯。</p>")], "cover": None}
    assert press(desk("writer"), saved(page, **kept), "resubmit").status_code == 303
    assert running(page) == "初审"


@pytest.mark.parametrize("gap", GAPS)
def test_the_way_past_the_review_is_not_for_an_item_with_a_gap(desk: Desk, draft: Any, gap: str) -> None:
    """LX-62: in a hurry too, a source and what a picture shows stand there."""
    page = saved(send_in(desk, draft), **GAPS[gap][0]())
    refused = press(desk("issuer"), page, "emergency", reason="safety", text="今晚有大暴雨")
    assert (refused.status_code, GAPS[gap][1] in refused.text, "今晚有大暴雨" in refused.text) == (422, True, True)
    assert (fresh(page).live, Emergency.objects.exists()) == (False, False)


def test_a_gap_that_came_in_during_the_review_stops_there_in_words(desk: Desk, draft: Any) -> None:
    """Not as an error of the last of the three, who could do nothing about it."""
    page = saved(send_in(desk, draft), source="")
    refused = press(desk("second"), page, "pass", comment="看过")
    assert (refused.status_code, "还没有填完：来源" in refused.text, "看过" in refused.text) == (422, True, True)
    assert running(page) == "初审"
    assert press(desk("second"), page, "return", reason="fact", comment="来源没有写").status_code == 303


def test_m06_a_note_that_was_taken_out_after_the_return_is_asked_for_again(desk: Desk, draft: Any) -> None:
    page = publish(desk, send_in(desk, draft))
    page = saved(page, title="夜校开课了，来了三十人", correction="人数原来没有写")
    page.get_workflow().start(page, account("writer"))
    press(desk("second"), fresh(page), "return", reason="wording", comment="再简短些")
    page = saved(page, title="夜校开课，来了三十人", correction="")
    refused = press(desk("writer"), page, "resubmit")
    assert (refused.status_code, "还没有写更正说明" in refused.text) == (422, True)
    assert press(desk("writer"), saved(page, correction="人数原来没有写"), "resubmit").status_code == 303


def test_lx_62_at_once_is_now_and_not_at_the_moment_of_the_version(desk: Desk, draft: Any) -> None:
    """Else the desk says that it is out, the clock of the review afterwards runs, and readers have nothing."""
    page = saved(send_in(desk, draft), go_live_at=timezone.now() + timedelta(days=2))
    refused = press(desk("issuer"), page, "emergency", reason="safety", text="今晚有大暴雨")
    assert (refused.status_code, "先到编辑页去掉定时" in refused.text) == (422, True)
    assert (fresh(page).live, Emergency.objects.exists()) == (False, False)
    page = saved(page, go_live_at=None)
    assert press(desk("issuer"), page, "emergency", reason="safety", text="今晚有大暴雨").status_code == 303
    assert fresh(page).live


def test_no_other_door_into_the_review_lets_a_gap_pass(desk: Desk, draft: Any) -> None:
    desk("writer")
    page = saved(draft(account("writer")), source="")
    with pytest.raises(Refused, match="来源"):
        page.get_workflow().start(page, account("writer"))
