"""R041, LX-121: asking, answering in time, letting members see it, taking it back; and the bound against floods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.asking import actions
from lianxin.membership.asking.demo import load
from lianxin.membership.asking.models import Question, QuestionLine
from lianxin.membership.dossiers.models import Member
from tests.factories import County
from tests.membership.asking.conftest import REPLY, TEXT, TITLE, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Find, Ask = (
    Callable[[str], Actor],
    Callable[[str], Client],
    Callable[[str], Member],
    Callable[..., Question],
)
MINE, DESK = "/me/questions/", "/workbench/questions/"


def form(cast: County, **more: Any) -> dict[str, Any]:
    return {"to": cast.organisations["QS01-B1"].pk, "title": TITLE, "text": TEXT, "name": "signed", "key": "f1", **more}


@pytest.mark.parametrize(
    ("word", "desk", "reads"),
    [("secretary_here", 200, True), ("deputy_here", 200, True), ("worker_here", 200, True),
     ("secretary_there", 200, False), ("superior", 200, False), ("organiser", 200, False), ("foreign", 200, False),
     ("leader", 403, False), ("handler", 403, False), ("same", 403, False), ("citizen", 403, False), ("anonymous", 302, False)],
)  # fmt: skip
def test_exactly_those_who_were_asked_read_it(word: str, desk: int, reads: bool, ask: Ask, browser: Browser) -> None:
    """Neither those above nor those beside: what a branch is asked the branch answers."""
    case = ask()
    client = browser(word)
    assert client.get(DESK).status_code == desk
    assert (TITLE in client.get(DESK).text) is reads
    page = client.get(f"{DESK}{case.pk}/")
    assert page.status_code == (200 if reads else 404 if desk == 200 else desk)
    answer = client.post(f"{DESK}{case.pk}/", {"text": REPLY, "key": "a", "revision": case.revision})
    assert (answer.status_code == 303) is reads
    assert (fresh(case).state == "answered") is reads
    assert client.post(f"{DESK}{case.pk}/show/", {"shown": "yes"}).status_code in ((303,) if reads else (404, 403, 302))


def test_a_member_asks_in_the_browser_and_reads_the_answer(browser: Browser, cast: County, who: Who) -> None:
    client = browser("author")
    page = client.get(f"{MINE}new/").text
    assert "柳河镇新桥村党支部" in page
    assert "中共柳河镇委员会" in page
    answer = client.post(f"{MINE}new/", form(cast))
    assert answer.status_code == 303
    case = Question.objects.unscoped("test").get()
    told = set(Notice.objects.filter(code="question.waiting").values_list("person_id", flat=True))
    assert told == {who(word).person_id for word in ("secretary_here", "deputy_here", "worker_here")}
    assert TITLE not in "".join(n.title + n.body for n in Notice.objects.all())
    assert browser("secretary_here").get("/workbench/").text.count("有党员提问，等您答复") >= 1
    browser("worker_here").post(f"{DESK}{case.pk}/", {"text": REPLY, "key": "a", "revision": case.revision})
    assert REPLY in client.get(f"{MINE}{case.pk}/").text
    assert Notice.objects.get(code="question.answer").person_id == who("author").person_id
    assert client.post(f"{MINE}{case.pk}/settle/").status_code == 303
    assert fresh(case).state == "closed"


def test_asked_of_the_committee_the_committee_answers(ask: Ask, who: Who, browser: Browser) -> None:
    case = ask(code="QS01")
    assert browser("secretary_here").get(f"{DESK}{case.pk}/").status_code == 404
    assert browser("superior").get(f"{DESK}{case.pk}/").status_code == 200


def test_an_organisation_elsewhere_cannot_be_asked(browser: Browser, cast: County) -> None:
    page = browser("author").post(f"{MINE}new/", form(cast, to=cast.organisations["QS02"].pk))
    assert page.status_code == 422
    assert TEXT in page.text


@pytest.mark.parametrize(
    ("change", "words"),
    [({"title": ""}, "请填写“题目”"), ({"title": "长" * 61}, "最多 60 个字，现在是 61 个字"), ({"text": "长" * 2001}, "最多 2000 个字"),
     ({"name": "other"}, "署不署名"), ({"to": ""}, "请填写“问谁”")],
)  # fmt: skip
def test_every_refusal_in_words(change: dict[str, str], words: str, browser: Browser, cast: County) -> None:
    said = form(cast, **change)
    page = browser("author").post(f"{MINE}new/", said)
    assert page.status_code == 422
    assert words in page.text
    assert said["text"] in page.text
    assert not Question.objects.unscoped("test").exists()


def test_the_longest_is_taken(browser: Browser, cast: County) -> None:
    assert browser("author").post(f"{MINE}new/", form(cast, title="长" * 60, text="长" * 2000)).status_code == 303


def test_the_same_page_twice_is_one_question_and_one_answer(browser: Browser, cast: County, who: Who) -> None:
    for hidden in ("signed", "hidden"):
        first, second = (
            browser("author").post(f"{MINE}new/", form(cast, name=hidden, key=f"k-{hidden}")) for _ in range(2)
        )
        assert first.headers["Location"] == second.headers["Location"]
    assert Question.objects.unscoped("test").count() == 2
    case = Question.objects.unscoped("test").first()
    assert case is not None
    for _ in range(2):
        browser("worker_here").post(f"{DESK}{case.pk}/", {"text": REPLY, "key": "a", "revision": 0})
    assert QuestionLine.objects.filter(case=case, voice="answer").count() == 1


def test_the_key_of_another_ones_form_opens_nothing(ask: Ask, who: Who, member: Find, cast: County) -> None:
    ask(key="k1", hidden=True)
    with pytest.raises(Refused, match="已经提交过"):
        ask(by="same", key="k1")


def test_three_wait_at_most_signed_or_not(ask: Ask, who: Who) -> None:
    """LX-121: the third is taken, the fourth refused; one that was answered or taken back makes room."""
    made = [ask(key=f"k{n}", hidden=n % 2 == 0) for n in range(3)]
    with pytest.raises(Refused) as refused:
        ask(key="k4")
    assert refused.value.denied.rule == "LX-121"
    with pytest.raises(Refused):
        ask(key="k4", hidden=True)
    actions.withdraw(actor=who("author"), question=made[0])
    assert ask(key="k5", hidden=True)
    assert ask(by="same", key="other"), "others are not bound by it"


def test_ten_in_thirty_days(ask: Ask, who: Who) -> None:
    """The eleventh is refused until the first is thirty days old; taking back does not make room here."""
    start = timezone.now()
    for n in range(10):
        actions.withdraw(actor=who("author"), question=ask(key=f"k{n}", hidden=n % 2 == 1))
    for days, taken in ((0, False), (29, False), (30, True)):
        with time_machine.travel(start + timedelta(days=days), tick=False):
            if taken:
                assert ask(key=f"late-{days}")
            else:
                with pytest.raises(Refused, match="30 天里最多提 10 个"):
                    ask(key=f"late-{days}")


def test_the_days_of_the_answer_are_working_days_and_are_told(ask: Ask, who: Who) -> None:
    """LX-121: asked on Friday 27 November, ten working days end on 11 December; told before, and once more after."""
    case = ask()
    assert case.due_at is not None
    assert timezone.localdate(case.due_at).isoformat() == "2026-12-11"
    for day, sent in (
        ("2026-12-01T04", 0),
        ("2026-12-09T04", 1),
        ("2026-12-11T04", 1),
        ("2026-12-14T04", 2),
        ("2026-12-20T04", 2),
    ):
        with time_machine.travel(f"{day}:00:00+00:00", tick=False):
            actions.remind()
            actions.remind()
            told = Notice.objects.filter(code="question.alert", person=who("secretary_here").person_id)
            assert told.count() == sent, day


def test_a_follow_up_starts_the_days_anew_and_hides_it_from_members(ask: Ask, who: Who, browser: Browser) -> None:
    case = ask(state="answered", shown=True)
    assert browser("same").get(f"{MINE}{case.pk}/").status_code == 200
    case = actions.ask_more(actor=who("author"), question=case, text="再问一句", key="m")
    assert case.state == "open"
    assert case.due_at is not None
    assert browser("same").get(f"{MINE}{case.pk}/").status_code == 404


@pytest.mark.parametrize(("word", "reads"), [("same", True), ("applicant", False), ("far", False), ("foreign", False),
                                             ("superior", False), ("citizen", False)])  # fmt: skip
def test_members_of_the_branch_see_what_they_were_let_see(word: str, reads: bool, ask: Ask, browser: Browser) -> None:
    case = ask(state="answered", shown=True)
    client = browser(word)
    assert (TITLE in client.get(f"{MINE}shown/").text) is reads
    assert client.get(f"{MINE}{case.pk}/").status_code == (200 if reads else 404)
    assert "再问" not in client.get(f"{MINE}{case.pk}/").text


def test_never_without_the_will_of_the_author_and_gone_when_it_changes(ask: Ask, who: Who, browser: Browser) -> None:
    case = ask(willing=False, state="answered")
    with pytest.raises(Refused, match="没有同意"):
        actions.show(actor=who("secretary_here"), question=case, shown=True, revision=case.revision)
    case = actions.will(actor=who("author"), question=case, willing=True)
    case = actions.show(actor=who("worker_here"), question=case, shown=True, revision=case.revision)
    assert TITLE in browser("same").get(f"{MINE}shown/").text
    browser("author").post(f"{MINE}{case.pk}/refuse/")
    assert TITLE not in browser("same").get(f"{MINE}shown/").text


def test_nobody_shows_their_own(who: Who, ask: Ask, member: Find, cast: County) -> None:
    """M04."""
    from tests.factories import appoint

    case = ask(state="answered")
    appoint(member("author").person, "committee_member", cast.organisations["QS01-B1"])
    with pytest.raises(Refused, match="另一位同志"):
        actions.show(actor=who("author"), question=case, shown=True, revision=case.revision)


def test_taken_back_nothing_of_it_is_left(ask: Ask, browser: Browser) -> None:
    case = ask(state="answered", shown=True)
    assert browser("author").post(f"{MINE}{case.pk}/withdraw/").status_code == 303
    assert not QuestionLine.objects.filter(case=case).exists()
    assert fresh(case).title == ""
    assert browser("same").get(f"{MINE}{case.pk}/").status_code == 404
    assert browser("secretary_here").get(f"{DESK}{case.pk}/").status_code == 200
    assert TEXT not in browser("secretary_here").get(f"{DESK}{case.pk}/").text


def test_two_answer_at_once_one_is_told(ask: Ask, browser: Browser) -> None:
    case = ask()
    pages = [browser(word).post(f"{DESK}{case.pk}/", {"text": f"{word} 的答复", "key": word, "revision": case.revision})
             for word in ("secretary_here", "worker_here")]  # fmt: skip
    assert [page.status_code for page in pages] == [303, 422]
    assert "已被别人处理过" in pages[1].text
    assert "worker_here 的答复" in pages[1].text
    assert "secretary_here 的答复" in pages[1].text, "what stands there now is shown above"


def test_a_merger_carries_them_and_says_so_before(ask: Ask, cast: County, browser: Browser) -> None:
    case = ask(hidden=True)
    old, new = cast.organisations["QS01-B1"], cast.organisations["QS01-B2"]
    assert "1 个等着答复的党员提问" in [str(part) for part in left_at(old)]
    from datetime import date

    organisations.merge(actor=SYSTEM, organisation=old, into=new, on=date(2026, 11, 27), basis="镇党委决定")
    assert browser("secretary_there").get(f"{DESK}{case.pk}/").status_code == 200
    assert browser("author").get(f"{MINE}{case.pk}/").status_code == 200


def test_lists_cost_the_same_with_three_and_thirty(ask: Ask, browser: Browser, who: Who) -> None:
    def statements(word: str, path: str) -> int:
        client = browser(word)
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    def grow(first: int, last: int) -> None:
        for n in range(first, last):
            with time_machine.travel(timezone.now() + timedelta(days=40 * (n + 1)), tick=False):
                case = ask(key=f"k{n}", hidden=n % 2 == 0)
                case = actions.answer(
                    actor=who("secretary_here"), question=case, text=REPLY, key="a", revision=case.revision
                )
                actions.show(actor=who("secretary_here"), question=case, shown=True, revision=case.revision)

    pages = (("secretary_here", f"{DESK}?lane=answered"), ("author", MINE), ("same", f"{MINE}shown/"))
    grow(0, 3)
    few = [statements(*page) for page in pages]
    grow(3, 20)
    assert [statements(*page) for page in pages] == few


def test_the_demonstration(cast: County) -> None:
    from datetime import date

    assert load(today=date(2026, 11, 27)) in (0, 3)
