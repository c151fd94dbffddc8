"""R041: what "without a name" promises. Nothing that the house stores, shows, sends or exports says who asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from lianxin.foundation.accounts.joining import join
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Delivery, Notice
from lianxin.foundation.privacy.export import export_of
from lianxin.foundation.search.models import SearchDocument
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.asking import actions, policies, queries
from lianxin.membership.asking.models import Question, QuestionLine, QuestionStep
from lianxin.membership.dossiers.models import Member
from tests.factories import County, appoint
from tests.membership.asking.conftest import REPLY, TEXT, TITLE, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Find, Ask = (
    Callable[[str], Actor],
    Callable[[str], Client],
    Callable[[str], Member],
    Callable[..., Question],
)
MINE, DESK = "/me/questions/", "/workbench/questions/"


def whole_way(case: Question, who: Who) -> Question:
    """Everything that an author can do, with everything that is said in between."""
    case = actions.answer(actor=who("secretary_here"), question=case, text=REPLY, key="a1", revision=case.revision)
    case = actions.will(actor=who("author"), question=case, willing=True)
    case = actions.show(actor=who("secretary_here"), question=case, shown=True, revision=case.revision)
    case = actions.ask_more(actor=who("author"), question=case, text="再问一句", key="m1")
    case = actions.answer(actor=who("worker_here"), question=case, text="再答一句", key="a2", revision=case.revision)
    return actions.settle(actor=who("author"), question=case)


def test_no_row_of_the_room_knows_the_person(ask: Ask, who: Who) -> None:
    case = whole_way(ask(hidden=True), who)
    author = who("author").person_id
    assert (case.person_id, case.hidden) == (None, True)
    assert author not in QuestionStep.objects.filter(case=case).values_list("person_id", flat=True)
    assert author not in QuestionLine.objects.filter(case=case).values_list("by_id", flat=True)
    with connection.cursor() as cursor:
        for model in apps.get_app_config("asking").get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            stored = repr(cursor.fetchall())
            assert not [word for word in (TITLE, TEXT, REPLY, "再问一句", "周禾苗") if word in stored], model


def test_neither_ledger_nor_notices_know_the_person(ask: Ask, who: Who, browser: Browser, member: Find) -> None:
    author = who("author").person_id
    lines = AuditLine.objects.unscoped("test").count()
    browser("author").get(MINE)
    case = whole_way(ask(hidden=True), who)
    client = browser("author")
    client.get(f"{MINE}{case.pk}/")
    client.post(f"{MINE}{case.pk}/withdraw/")
    assert fresh(case).state == "withdrawn"
    rows = list(AuditLine.objects.unscoped("test").order_by("pk")[lines:])
    written = [row for row in rows if row.code.startswith(("asking.", "question."))]
    assert len(written) >= 7
    assert author not in {row.person_id for row in written}
    assert "周禾苗" not in json.dumps([[row.duty, row.data] for row in written], ensure_ascii=False, default=str)
    assert not Notice.objects.filter(person_id=author, code__startswith="question.").exists()
    assert not Delivery.objects.unscoped("test").filter(notice__person_id=author, code__startswith="question.").exists()


def test_nobody_reads_a_name_not_even_those_who_answer(ask: Ask, who: Who, browser: Browser) -> None:
    case = whole_way(ask(hidden=True), who)
    for word in ("secretary_here", "worker_here"):
        for path in (DESK, f"{DESK}?lane=closed", f"{DESK}{case.pk}/", "/workbench/"):
            assert "周禾苗" not in browser(word).get(path).text, (word, path)
    assert "一位党员（不署名）" in browser("secretary_here").get(f"{DESK}{case.pk}/").text
    reader = browser("same").get(f"{MINE}{case.pk}/")
    assert reader.status_code == 404, "asked again since: members see it when somebody has looked"
    case = actions.show(actor=who("secretary_here"), question=fresh(case), shown=True, revision=fresh(case).revision)
    page = browser("same").get(f"{MINE}{case.pk}/").text
    assert TEXT in page
    assert "周禾苗" not in page


def test_a_signed_and_a_nameless_one_of_the_same_person_share_no_mark(ask: Ask, who: Who) -> None:
    """Else the signed one would name the other."""
    ask(key="k1")
    ask(key="k2", hidden=True)
    signed, hidden = Question.objects.unscoped("test").order_by("pk")
    assert signed.owner_index == ""
    assert hidden.owner_index
    assert hidden.person_id is None
    other = {
        policies.owner_index(pk) for pk in Person.objects.exclude(pk=signed.person_id).values_list("pk", flat=True)
    }
    assert hidden.owner_index not in other


def test_the_mark_needs_the_key_of_the_installation(ask: Ask, settings: Any, who: Who) -> None:
    """Who has the database alone tries in vain every person that there is."""
    case = ask(hidden=True)
    settings.LOOKUP_KEY = "another key"
    assert not policies.is_author(who("author"), case)
    assert case.owner_index not in {policies.owner_index(pk) for pk in Person.objects.values_list("pk", flat=True)}


def test_the_author_alone_keeps_the_thread(ask: Ask, browser: Browser, who: Who) -> None:
    case = ask(hidden=True, state="answered")
    assert TITLE in browser("author").get(MINE).text
    assert "还想再问" in browser("author").get(f"{MINE}{case.pk}/").text
    for word in ("same", "far", "applicant", "secretary_there", "superior", "citizen"):
        assert browser(word).get(f"{MINE}{case.pk}/").status_code == 404, word
        for verb in ("settle", "withdraw", "allow"):
            assert browser(word).post(f"{MINE}{case.pk}/{verb}/").status_code == 404, (word, verb)
    for word in ("same", "secretary_here"):
        with pytest.raises(Refused):
            actions.ask_more(actor=who(word), question=case, text="冒充", key="x")
    assert fresh(case).state == "answered"


def test_who_answers_learns_no_name_by_answering_their_own(ask: Ask, who: Who, member: Find, cast: County) -> None:
    """M04 holds without a name too; those told of a question are the same whether one of them asked it or not."""
    appoint(member("author").person, "committee_member", cast.organisations["QS01-B1"])
    case = ask(hidden=True)
    told = set(
        Notice.objects.filter(code="question.waiting", url__endswith=f"/{case.pk}/").values_list("person_id", flat=True)
    )
    assert who("author").person_id in told
    with pytest.raises(Refused, match="另一位同志答复"):
        actions.answer(actor=who("author"), question=case, text="自问自答", key="z", revision=case.revision)


def test_the_author_exports_it_and_nobody_else(ask: Ask, who: Who) -> None:
    ask(hidden=True, state="answered")
    assert TEXT in export_of(who("author").person_id or 0).as_json().decode()
    for word in ("same", "secretary_here", "superior"):
        assert TEXT not in export_of(who(word).person_id or 0).as_json().decode()
    assert not SearchDocument.objects.filter(text__contains="一团和气").exists()


def test_the_page_says_what_is_not_promised(browser: Browser) -> None:
    page = browser("author").get(f"{MINE}new/").text
    assert "答复的人也看不到" in page
    assert "有办法一个一个试出来" in page
    assert "data-draft" not in page, "what is asked without a name is not kept on a shared device"


def test_own_lists_hold_both_kinds(ask: Ask, who: Who) -> None:
    ask(key="k1")
    ask(key="k2", hidden=True)
    assert queries.own(who("author")).count() == 2
    assert queries.own(who("same")).count() == 0


def test_whoever_stood_here_twice_keeps_the_threads_when_both_are_joined(ask: Ask, member: Find) -> None:
    case = ask(hidden=True)
    kept = Person.objects.create(nickname="合并后的")
    join(actor=SYSTEM, gone=member("author").person, kept=kept, reason="同一个人登记了两次")
    assert list(queries.own(actor_of(kept))) == [case]
    assert policies.is_author(actor_of(kept), fresh(case))
