"""紧急先发 and appeals wait in queues like the others: asked for together, leafed through, honest numbers (LX-62, M02)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.accounts.queries import actor_for
from lianxin.publicity.portal.desk import appealing, emergency, queries
from lianxin.publicity.portal.models import Appeal, Emergency
from tests.publicity.portal.walking import OURS, account, press, send_in

pytestmark = pytest.mark.django_db
PEOPLE = ("writer", "second", "third", "checker", "issuer")


def statements(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def let_out(desk: Any, draft: Any, numbers: range, by: str = "writer") -> None:
    for n in numbers:
        page = send_in(desk, draft, by=by, title=f"险情{n}")
        assert press(desk("issuer"), page, "emergency", reason="safety", text=f"今晚有大暴雨{n}").status_code == 303


def ask_again(desk: Any, draft: Any, numbers: range, by: str = "writer", returned_by: str = "second") -> None:
    for n in numbers:
        page = send_in(desk, draft, by=by, title=f"申诉{n}")
        assert press(desk(returned_by), page, "return", reason="wording", comment="口语太多").status_code == 303
        assert press(desk(by), page, "appeal", text=f"老百姓就这么说{n}").status_code == 303


@pytest.mark.parametrize(("bring", "queue", "who"), [(let_out, "after", "second"), (ask_again, "appeals", "third")])
def test_three_and_twenty_two_ask_the_same(bring: Any, queue: str, who: str, desk: Any, draft: Any) -> None:
    desk("third")
    bring(desk, draft, range(3))
    few = {a: statements(desk(who), f"{OURS}/{a}") for a in (f"?queue={queue}", "?queue=all")}
    today = statements(desk(who), "/workbench/")
    bring(desk, draft, range(3, 22))
    assert {a: statements(desk(who), f"{OURS}/{a}") for a in few} == few
    assert statements(desk(who), "/workbench/") == today
    first, last = (desk(who).get(f"{OURS}/?queue={queue}&page={n}").text for n in (1, 2))
    assert (first.count('class="work"'), last.count('class="work"')) == (20, 2)
    label = queries.QUEUES[queue].label
    assert re.search(rf"{label}[^0-9]*22(?!\d)", re.sub(r"<[^>]+>", "", first)), "the number is the whole queue"


def test_asked_for_together_the_answer_is_the_same_as_for_each_alone(desk: Any, draft: Any, county: Any) -> None:
    """LX-62, LX-01, P05: writers, deciders, those who reviewed already and strangers are left out as the page does."""
    county.add("foreign", "editor", "QS02")
    for name in (*PEOPLE, "foreign"):
        desk(name)
    let_out(desk, draft, range(2))
    let_out(desk, draft, range(2, 4), by="second")
    ask_again(desk, draft, range(2))
    ask_again(desk, draft, range(2, 4), by="third")
    rows = list(Emergency.objects.select_related("page").order_by("pk"))
    assert press(desk("third"), rows[0].page, "after", outcome="pass", text="没有问题").status_code == 303
    assert press(desk("third"), rows[1].page, "after", outcome="object", text="数字不对").status_code == 303
    rows = list(Emergency.objects.select_related("page").order_by("pk"))
    shown = 0
    for name in (*PEOPLE, "foreign"):
        person = account(name)
        actor, now = actor_for(person), rows[0].at
        alone = {
            row.page_id for row in rows
            if (emergency.may_keep_up(actor, person, row) if row.objected else emergency.may_review(actor, person, row))
        }  # fmt: skip
        assert {line.page.pk for line in queries.after_reviews(actor, person, now)} == alone, name
        again = {row.page_id for row in Appeal.objects.filter(outcome="") if appealing.may_decide(actor, person, row)}
        assert {line.page.pk for line in queries.appeals(actor, person, now)} == again, name
        shown += len(alone) + len(again)
    assert shown > 6, "the comparison compares something"
