"""The desk with nothing and with hundreds of items: pages of twenty, honest numbers, no question for each row (R001)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.accounts.queries import actor_for
from lianxin.publicity.portal import policies
from lianxin.publicity.portal.desk.waiting import waiting_for
from lianxin.publicity.portal.models import ArticlePage
from lianxin.publicity.portal.words_desk import EDIT, REVIEW, STAGES
from tests.publicity.portal.walking import OURS, account, fresh, press, running, send_in

pytestmark = pytest.mark.django_db
MANY = 45


def statements(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_an_empty_desk_says_what_to_do_next(desk: Any, sites: Any) -> None:
    text = desk("writer").get(f"{OURS}/").text
    assert "这里没有内容" in text
    assert "pagination" not in text


def test_hundreds_in_a_queue_are_leafed_through(desk: Any, draft: Any) -> None:
    for n in range(3):
        send_in(desk, draft, title=f"第{n}篇")
    few = {a: statements(desk("second"), f"{OURS}/{a}") for a in ("?queue=edit", "?queue=all")}
    for n in range(3, MANY):
        send_in(desk, draft, title=f"第{n}篇")
    assert {a: statements(desk("second"), f"{OURS}/{a}") for a in few} == few
    first, last = desk("second").get(f"{OURS}/?queue=edit").text, desk("second").get(f"{OURS}/?queue=edit&page=3").text
    assert re.search(rf"待初审[^0-9]*{MANY}(?!\d)", re.sub(r"<[^>]+>", "", first)), "the number is the whole queue"
    assert (first.count('class="work"'), last.count('class="work"')) == (20, MANY - 40)
    everything = desk("second").get(f"{OURS}/?queue=all").text
    assert everything.count('class="work"') == 20
    piles = everything.partition('aria-label="队列"')[2].partition("</nav>")[0]
    assert piles.count("aria-current") == 1, "one pile is open, not two"


def test_what_an_author_sent_and_what_is_scheduled_is_asked_for_together(desk: Any, draft: Any) -> None:
    """An author with hundreds of items waits as long as one with three."""

    def bring(numbers: range) -> None:
        for n in numbers:
            page = draft(account("writer"), title=f"定时{n}")
            page.go_live_at = timezone.now() + timedelta(days=2)
            page.save_revision(user=account("writer"), approved_go_live_at=page.go_live_at)
            press(desk("second"), send_in(desk, draft, title=f"退回{n}"), "return", reason="fact", comment=f"再核{n}")
            send_in(desk, draft, title=f"送审{n}")

    desk("writer")
    bring(range(3))
    queues = ("mine", "returned", "scheduled")
    few = {q: statements(desk("writer"), f"{OURS}/?queue={q}") for q in queues}
    bring(range(3, 22))
    assert {q: statements(desk("writer"), f"{OURS}/?queue={q}") for q in queues} == few
    for queue, word in (("mine", "送审"), ("returned", "再核"), ("scheduled", "定时")):
        first, last = (desk("writer").get(f"{OURS}/?queue={queue}&page={n}").text for n in (1, 2))
        assert (first.count('class="work"'), last.count('class="work"')) == (20, 2), queue
        assert f"{word}21" in first + last
    shown = desk("writer").get(f"{OURS}/?queue=mine").text
    assert policies.holder(fresh(ArticlePage.objects.get(title="送审0")), EDIT).people
    assert f"初审：{policies.holder(fresh(ArticlePage.objects.get(title='送审0')), EDIT)}" in shown
    assert "定时" not in desk("author").get(f"{OURS}/?queue=scheduled").text


def test_a_queue_holds_exactly_what_one_may_decide_on(desk: Any, draft: Any, county: Any) -> None:
    """LX-61, P05: asked for all together the answer is the same as for each alone."""
    county.add("foreign", "editor", "QS02")
    for n in range(4):
        page = send_in(desk, draft, by="writer" if n % 2 else "second", title=f"第{n}篇")
        if n > 1:
            press(desk("third"), page, "pass")
    desk("foreign")
    pages = [fresh(page) for page in ArticlePage.objects.order_by("pk")]
    shown = 0
    for name in ("writer", "second", "third", "checker", "issuer", "foreign"):
        person = account(name)
        for verb in (EDIT, REVIEW):
            actor = actor_for(person)
            alone = {
                page.pk for page in pages
                if running(page) == STAGES[verb][0] and policies.stage(actor, person.pk, page, verb)
            }  # fmt: skip
            assert {x.page.pk for x in waiting_for(actor, person, verb)} == alone, (name, verb)
            shown += len(alone)
    assert shown > 4, "the comparison compares something"


def test_the_modes_hold_behind_the_desk_too(desk: Any, draft: Any) -> None:
    """长辈版 and 高对比 are chosen once, also for Wagtail's pages (A11Y)."""
    client = desk("writer")
    assert "wagtail-modes" not in client.get("/workbench/portal/").text
    client.cookies["lx-mode"] = "elder"
    text = client.get("/workbench/portal/").text
    assert "wagtail-modes" in text
    assert 'class="lx-elder' in text or " lx-elder" in text
