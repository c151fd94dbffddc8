"""想找人谈谈: asked of one person, seen by the two, gone when they have talked (R043)."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from docx import Document

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.privacy.export import export_of
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.reports import policies, queries, talking
from lianxin.membership.reports.due import provide
from lianxin.membership.reports.models import Wish
from tests.factories import County

pytestmark = pytest.mark.django_db
Who, Browser, Find = Callable[[str], Actor], Callable[[str], Client], Callable[[str], Member]
PATH = "/me/reports/talks/wish/"
TEXT = "家里老人病了，联系户顾不过来。"


@pytest.fixture
def ask(browser: Browser, cast: County) -> Callable[..., Any]:
    """``ask("worker_here")``: 吴春秋 asks somebody, by the form."""

    def go(to: str, key: str = "w1", remark: str = TEXT, by: str = "same") -> Any:
        return browser(by).post(PATH, {"to": cast.people[to].pk, "remark": remark, "key": key})

    return go


def test_the_nearest_come_first_and_nobody_beside(who: Who, member: Find, cast: County) -> None:
    offered = [pk for pk, _ in policies.listeners(member("same"))]
    names = {cast.people[name].pk: name for name in cast.people}
    found = [names[pk] for pk in offered]
    assert set(found[:3]) == {"secretary_here", "deputy_here", "worker_here"}
    assert not {"secretary_there", "foreign", "handler", "admin"} & set(found)


def test_it_is_seen_by_the_two_alone_and_exported_to_its_author(
    ask: Callable[..., Any], browser: Browser, who: Who
) -> None:
    assert ask("worker_here").status_code == 303
    for word in ("worker_here", "secretary_here", "deputy_here", "superior", "organiser", "foreign"):
        assert (TEXT in browser(word).get("/workbench/reports/talks/").text) is (word == "worker_here"), word
    assert "来谈" in browser("same").get("/me/reports/talks/").text
    assert "来谈" not in browser("author").get("/me/reports/talks/").text
    told = Notice.objects.get(code="reports.wish")
    assert told.person_id == who("worker_here").person_id
    assert "吴春秋" not in told.title + told.body
    assert TEXT not in export_of(who("worker_here").person_id or 0).as_json().decode()
    assert TEXT in export_of(who("same").person_id or 0).as_json().decode(), "P03: one's own words are one's own data"
    items = provide(who("worker_here"), timezone.now()).items
    assert [item.title for item in items] == ["有同志想和您谈谈"]


def test_it_is_gone_when_they_have_talked(ask: Callable[..., Any], browser: Browser, member: Find) -> None:
    ask("worker_here")
    ask("secretary_here", key="w2")
    path = f"/workbench/reports/talks/new/{member('same').pk}/"
    done = browser("worker_here").post(
        path, {"kind": "guide", "on": timezone.localdate(), "text": "谈过了", "key": "t"}
    )
    assert done.status_code == 303
    assert [wish.to.nickname for wish in Wish.objects.select_related("to")] == ["secretary_here"]


def test_taken_back_by_who_asked_and_nobody_else(ask: Callable[..., Any], browser: Browser) -> None:
    ask("worker_here")
    pk = Wish.objects.get().pk
    for word in ("author", "worker_here", "secretary_here", "citizen"):
        assert browser(word).post(f"{PATH}{pk}/").status_code == 404, word
    assert browser("same").post(f"{PATH}{pk}/").status_code == 303
    assert not Wish.objects.exists()


def test_every_refusal_in_words(
    ask: Callable[..., Any], browser: Browser, who: Who, member: Find, cast: County
) -> None:
    assert ask("worker_here", remark="").status_code == 303, "nothing has to be written"
    assert ask("worker_here", remark="").status_code == 303, "the same form twice"
    twice = ask("worker_here", key="w2")
    assert twice.status_code == 422
    assert "已经告诉这位同志了" in twice.text
    assert TEXT in twice.text
    assert "最多 1000 个字" in ask("secretary_here", key="w3", remark="长" * 1001).text
    assert "请从列出的选项里选择" in ask("secretary_there", key="w4").text
    with pytest.raises(Refused, match="请从列出的人里选一位"):
        talking.wish(actor=who("same"), member=member("same"), to=cast.people["foreign"].pk, text="", key="w5")
    with pytest.raises(Refused, match="没有找到"):
        talking.wish(actor=who("author"), member=member("same"), to=cast.people["worker_here"].pk, text="", key="w6")
    stranger = browser("citizen").get(PATH)
    assert stranger.status_code == 403
    assert "请联系所在支部建立档案" in stranger.text
    assert Wish.objects.count() == 1


def test_who_lost_the_duty_hears_nothing_any_more(ask: Callable[..., Any], cast: County, who: Who) -> None:
    ask("worker_here")
    assert queries.wishes_to(who("worker_here")).count() == 1
    cast.posts["worker_here"].delete()
    assert queries.wishes_to(who("worker_here")).count() == 0


def test_a_closed_letter_is_entered_by_the_one_it_was_for(browser: Browser, member: Find, who: Who) -> None:
    """A02, R043: the wish on paper stays between the two; the days are those of the letter, and it is gone when they talked."""
    path = f"/workbench/reports/talks/wish/{member('same').pk}/"
    said = {"on": "2026-11-20", "remark": TEXT, "key": "p1"}
    assert path in browser("worker_here").get("/workbench/reports/talks/new/?paper=1").text
    assert browser("worker_here").post(path, said | {"on": "2026-11-28"}).status_code == 422
    for _ in range(2):
        assert browser("worker_here").post(path, said).status_code == 303
    wish = Wish.objects.get()
    assert (wish.to_id, str(timezone.localdate(wish.at))) == (who("worker_here").person_id, "2026-11-20")
    for word in ("worker_here", "secretary_here", "deputy_here", "superior", "organiser"):
        assert (TEXT in browser(word).get("/workbench/reports/talks/").text) is (word == "worker_here"), word
    assert browser("worker_here").post(path, said | {"key": "p2"}).status_code == 422
    for word, status in (("secretary_there", 404), ("foreign", 404), ("author", 403), ("anonymous", 302)):
        assert browser(word).post(path, said | {"key": word}).status_code == status, word
    assert Notice.objects.get(code="reports.wish_on_paper").person_id == member("same").person_id
    assert "来谈" in browser("same").get("/me/reports/talks/").text


def test_the_sheet_for_a_wish_says_that_nobody_else_opens_it(browser: Browser) -> None:
    """A02: the empty sheet, with the slip on which the answer comes back."""
    page = browser("same").get(f"{PATH}paper.docx")
    text = "".join(line.text for line in Document(io.BytesIO(page.content)).paragraphs)
    assert [word for word in ("亲启", "别人不拆", "回条") if word not in text] == []
    assert browser("anonymous").get(f"{PATH}paper.docx").status_code == 302
