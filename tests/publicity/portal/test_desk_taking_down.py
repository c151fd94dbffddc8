"""Emergency, withdrawal, corrections, old versions (M01, M06, LX-62, R109, R117): at the origin at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.search.queries import find
from lianxin.kernel.decision import Refused
from lianxin.kernel.freshness import FOR_EVERYBODY
from lianxin.publicity.portal.desk import emergency
from lianxin.publicity.portal.models import ArticlePage, Emergency, Version, Withdrawal
from tests.publicity.portal.walking import OURS, Desk, account, fresh, press, publish, running, send_in

pytestmark = pytest.mark.django_db


def urgent(desk: Desk, draft: Any) -> ArticlePage:
    page = send_in(desk, draft)
    assert press(desk("issuer"), page, "emergency", reason="safety", text="今晚有大暴雨").status_code == 303
    return fresh(page)


def test_an_issuer_publishes_at_once_and_two_others_review_it(desk: Desk, draft: Any, client: Client) -> None:
    """LX-62: shown to readers as such until it was reviewed by two who neither wrote nor issued it."""
    page = urgent(desk, draft)
    assert (page.live, running(page)) == (True, "cancelled")
    assert "先发后审" in client.get(page.get_url()).text
    assert Notice.objects.filter(code="portal.after", person__nickname="second").count() == 1
    for name in ("writer", "issuer"):
        assert press(desk(name), page, "after", outcome="pass", text="").status_code == 403
    assert press(desk("second"), page, "after", outcome="pass", text="").status_code == 303
    assert press(desk("second"), page, "after", outcome="pass", text="").status_code == 422
    assert "先发后审" in client.get(page.get_url()).text
    assert press(desk("checker"), page, "after", outcome="pass", text="").status_code == 303
    assert "先发后审" not in client.get(page.get_url()).text
    assert '防汛、防火等涉及人身安全：<span class="num">1</span>' in client.get("/portal/moderation/").text


def test_only_an_issuer_may_and_only_with_a_reason_and_not_about_own_words(desk: Desk, draft: Any) -> None:
    page = send_in(desk, draft)
    for name in ("writer", "second", "checker"):
        assert press(desk(name), page, "emergency", reason="safety", text="今晚有大暴雨").status_code in (403, 404, 422)
    assert press(desk("issuer"), page, "emergency", reason="", text="").status_code == 422
    own = send_in(desk, draft, by="issuer", title="签发人自己写的")
    assert press(desk("issuer"), own, "emergency", reason="safety", text="急").status_code == 403
    assert (fresh(page).live, fresh(own).live) == (False, False)


def test_late_after_reviews_are_told_above_and_nothing_is_taken_down_by_itself(desk: Desk, draft: Any) -> None:
    page = urgent(desk, draft)
    assert emergency.alarm() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        assert emergency.alarm() == 1
        assert emergency.alarm() == 0
    assert Notice.objects.filter(code="portal.emergency", person__nickname="leader").count() == 1
    assert fresh(page).live


def test_an_objection_is_decided_by_people(desk: Desk, draft: Any) -> None:
    page = urgent(desk, draft)
    assert press(desk("second"), page, "after", outcome="object", text="").status_code == 422
    assert press(desk("second"), page, "after", outcome="object", text="时间写错了").status_code == 303
    assert fresh(page).live
    assert Emergency.objects.get().closed_at is None
    assert "请决定保留、更正还是撤下" in desk("issuer").get(f"{OURS}/{page.pk}/").text
    assert press(desk("leader"), page, "keep", text="时间无误").status_code == 303
    assert Emergency.objects.get().closed_at is not None


def test_withdrawn_is_410_at_once_without_a_word_of_it(desk: Desk, draft: Any, client: Client) -> None:
    page = publish(desk, send_in(desk, draft))
    url = page.get_url()
    assert press(desk("writer"), page, "withdraw", reason="fact", text="正在核实").status_code == 403
    assert press(desk("issuer"), page, "withdraw", reason="", text="").status_code == 422
    assert press(desk("issuer"), page, "withdraw", reason="fact", text="人数正在核实").status_code == 303
    answer = client.get(url)
    assert answer.status_code == 410
    assert ("夜校" in answer.text, "打谷场" in answer.text, "人数正在核实" in answer.text) == (False, False, True)
    assert answer["Cache-Control"] == FOR_EVERYBODY
    assert find("打谷场").total == 0
    for path in ("/portal/", "/portal/qs01/news/", "/sitemap.xml", "/"):
        assert "夜校" not in client.get(path).text
    assert client.get(f"/portal/versions/{page.pk}/1/").status_code == 404
    assert Notice.objects.filter(code="portal.withdrawn", person__nickname="writer").count() == 1


def test_the_superior_withdraws_and_the_author_appeals(desk: Desk, draft: Any, client: Client) -> None:
    """R117: by rule, with a trace, open to an appeal; whoever withdrew it does not decide."""
    page = publish(desk, send_in(desk, draft))
    url = page.get_url()
    assert press(desk("leader"), page, "withdraw", reason="order", text="上级要求核对").status_code == 303
    assert press(desk("writer"), page, "appeal", text="内容没有问题").status_code == 303
    assert press(desk("leader"), page, "decide", outcome="uphold", text="x").status_code == 422
    assert press(desk("issuer"), page, "decide", outcome="overturn", text="核对无误").status_code == 303
    assert client.get(url).status_code == 200
    assert Withdrawal.objects.get().lifted_at is not None
    assert Version.objects.filter(page_id=page.pk).count() == 1


def test_approving_what_was_withdrawn_meanwhile_publishes_nothing(desk: Desk, draft: Any) -> None:
    page = publish(desk, send_in(desk, draft))
    correct(page, "夜校开课了，来了三十人", "人数写错了")
    page.get_workflow().start(fresh(page), account("writer"))
    state = fresh(page).current_workflow_state.current_task_state_id
    press(desk("issuer"), page, "withdraw", reason="fact", text="正在核实")
    late = desk("second").post(f"{OURS}/{page.pk}/pass/", {"pass-state": state, "pass-comment": ""})
    assert (late.status_code, fresh(page).live) == (409, False)
    twice = press(desk("issuer"), page, "withdraw", reason="fact", text="正在核实")
    assert twice.status_code == 422
    assert Withdrawal.objects.count() == 1


def correct(page: ArticlePage, title: str, note: str, **more: Any) -> ArticlePage:
    page = fresh(page)
    page.title, page.correction = title, note
    for name, value in more.items():
        setattr(page, name, value)
    page.save_revision(user=account("writer"))
    return fresh(page)


def again(desk: Desk, page: ArticlePage) -> ArticlePage:
    page.get_workflow().start(page, account("writer"))
    return publish(desk, page)


def test_a_correction_needs_a_word_and_the_old_version_stays_readable(desk: Desk, draft: Any, client: Client) -> None:
    """M06: never silent; the address of the old version carries a banner and what changed."""
    page = publish(desk, send_in(desk, draft))
    page = correct(page, "夜校开课了，来了三十人", "")
    with pytest.raises(Refused, match="更正说明"):
        page.get_workflow().start(page, account("writer"))
    page.workflow_states.all().delete()
    page = again(desk, correct(page, "夜校开课了，来了三十人", "人数原来没有写"))
    assert "人数原来没有写" in client.get(page.get_url()).text
    assert f"/portal/versions/{page.pk}/1/" in client.get(page.get_url()).text
    old = client.get(f"/portal/versions/{page.pk}/1/")
    assert old.status_code == 200
    assert ("这是旧版" in old.text, "人数原来没有写" in old.text, "<ins>" in old.text) == (True, True, True)
    assert client.get(f"/portal/versions/{page.pk}/3/").status_code == 404
    page = correct(page, "夜校开课了，来了三十一人", "人数原来没有写")
    with pytest.raises(Refused):
        page.get_workflow().start(page, account("writer"))


def test_layout_only_is_for_layout_only(desk: Desk, draft: Any, client: Client) -> None:
    page = publish(desk, send_in(desk, draft))
    wrong = correct(page, "改了标题", "", layout_only=True)
    with pytest.raises(Refused):
        wrong.get_workflow().start(wrong, account("writer"))
    page.workflow_states.filter(status="in_progress").delete()
    body = [("text", "<p>打谷场上亮起了灯，</p><p><b>二十多人</b>自带板凳。</p>")]
    page = again(desk, correct(page, "夜校开课了", "", layout_only=True, body=body))
    assert "只调整排版" in client.get(page.get_url()).text


def test_an_old_version_with_private_data_is_not_shown(desk: Desk, draft: Any, client: Client) -> None:
    page = publish(desk, send_in(desk, draft))
    page = again(desk, correct(page, "夜校又开课了", "旧版有个人信息", hide_old=True))
    old = client.get(f"/portal/versions/{page.pk}/1/")
    assert (old.status_code, "打谷场" in old.text) == (410, False)


def test_scripts_and_strangers_find_no_version_of_a_draft(desk: Desk, draft: Any, client: Client) -> None:
    page = send_in(desk, draft)
    assert client.get(f"/portal/versions/{page.pk}/1/").status_code == 404
    assert Version.objects.count() == 0
