"""A02, R041: a question that came on paper is answered like any other, from the day on which it was handed over."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from docx import Document

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.asking import actions, on_paper, queries, sheets
from lianxin.membership.asking.due import provide
from lianxin.membership.asking.models import Question, QuestionLine, QuestionStep
from lianxin.membership.asking.on_paper import Written
from lianxin.membership.dossiers.models import Member
from lianxin.membership.papers import FILES
from tests.factories import PASSWORD, County
from tests.membership.asking.conftest import REPLY, TEXT, TITLE, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Find = Callable[[str], Actor], Callable[[str], Client], Callable[[str], Member]
Enter = Callable[..., Question]
MINE, DESK = "/me/questions/", "/workbench/questions/"
#: the Friday a week before the Friday on which it is entered
HANDED = date(2026, 11, 20)


@pytest.fixture
def enter(cast: County, who: Who) -> Enter:
    """``enter(writer=None, mark="两棵树")``: 代录 by the secretary of the branch."""

    def go(
        *, by: str = "secretary_here", code: str = "QS01-B1", key: str = "p1", answered: bool = False, **said: Any
    ) -> Question:
        office = type(cast.organisations[code]).objects.get(pk=cast.organisations[code].pk)
        written = Written(**{"title": TITLE, "text": TEXT, "on": HANDED, "writer": "周禾苗", **said})
        case = on_paper.enter(actor=who(by), organisation=office, written=written, key=key)
        if answered:
            case = actions.answer(actor=who("worker_here"), question=case, text=REPLY, key="a1", revision=case.revision)
        return case

    return go


def words(data: bytes) -> str:
    """Everything that a Word file says."""
    paper = Document(io.BytesIO(data))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in paper.paragraphs), *cells])


def test_the_days_run_from_the_handing_over(enter: Enter, who: Who) -> None:
    """LX-121: handed over on Friday 20 November, ten working days end on 4 December, whenever it was entered."""
    case = enter()
    assert case.due_at is not None
    assert timezone.localdate(case.due_at) == date(2026, 12, 4)
    assert timezone.localdate(case.clocks.get().started_at) == HANDED
    step = QuestionStep.objects.get(case=case)
    assert (step.event, step.person_id) == ("enter", who("secretary_here").person_id)
    told = set(Notice.objects.filter(code="question.waiting").values_list("person_id", flat=True))
    assert told == {who("deputy_here").person_id, who("worker_here").person_id}, "news, although the day is past"
    case = actions.answer(actor=who("worker_here"), question=case, text=REPLY, key="a", revision=case.revision)
    with pytest.raises(Refused, match="不能早于答复"):
        on_paper.enter_more(
            actor=who("secretary_here"), question=case, on=HANDED, text="再问", key="m", revision=case.revision
        )
    today = timezone.localdate()
    case = on_paper.enter_more(
        actor=who("secretary_here"), question=case, on=today, text="再问一句", key="m", revision=case.revision
    )
    assert (case.state, [line.voice for line in queries.said(case)]) == ("open", ["ask", "answer", "more"])
    assert timezone.localdate(fresh(case).due_at) == date(2026, 12, 11)


def test_without_a_name_nobody_is_attached(enter: Enter, who: Who, browser: Browser, member: Find) -> None:
    """R041: no row of the room and no line of the ledger knows a member; the account of its author opens nothing."""
    lines = AuditLine.objects.unscoped("test").count()
    case = enter(writer=None, mark="两棵树", answered=True)
    on_paper.hand_out(actor=who("secretary_here"), question=case, ending="docx")
    assert (case.person_id, case.owner_index, case.hidden, case.paper_back) == (None, "", True, True)
    people = set(Member.objects.unscoped("test").values_list("person_id", flat=True))
    assert not people & set(QuestionStep.objects.filter(case=case).values_list("person_id", flat=True))
    written = list(AuditLine.objects.unscoped("test").order_by("pk")[lines:])
    assert {"asking.enter", "asking.hand_out"} <= {row.code for row in written}
    assert not people & {row.person_id for row in written}
    assert "两棵树" not in json.dumps([row.data for row in written], ensure_ascii=False, default=str)
    with connection.cursor() as cursor:
        for model in apps.get_app_config("asking").get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            assert not [word for word in (TITLE, TEXT, "两棵树") if word in repr(cursor.fetchall())], model
    assert not Notice.objects.filter(person_id__in=people, code__startswith="question.").exists()
    for word in ("author", "same"):
        assert queries.own(who(word)).count() == 0
        assert browser(word).get(f"{MINE}{case.pk}/").status_code == 404
        assert browser(word).post(f"{MINE}{case.pk}/withdraw/").status_code == 404
    assert "一位党员（不署名）" in browser("secretary_here").get(f"{DESK}{case.pk}/").text


@pytest.mark.parametrize("stored", [{"handed_on": None, "mark": ""}, {"owner_index": "x"}])
def test_the_database_itself_keeps_a_paper_without_a_person(stored: dict[str, Any], enter: Enter) -> None:
    case = enter(writer=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.unscoped("test").filter(pk=case.pk).update(**stored)


@pytest.mark.parametrize(
    ("said", "field", "word"),
    [({"on": date(2026, 11, 28)}, "on", "还没有到"), ({"on": date(2025, 11, 26)}, "on", "12 个月"), ({"writer": " "}, "writer", "请照纸上写"),
     ({"writer": "没有这人"}, "writer", "没有叫这个名字"), ({"writer": "郑平安"}, "writer", "没有叫这个名字"), ({"text": " "}, "text", "请填写"),
     ({"writer": None, "mark": "吴春秋的"}, "mark", "不登记是谁")],
)  # fmt: skip
def test_every_refusal_names_its_field(said: dict[str, Any], field: str, word: str, enter: Enter) -> None:
    """A day to come or a slip of the year, nobody of that name here (郑平安 is of another branch), a name as the mark."""
    with pytest.raises(Refused, match=word) as refused:
        enter(**said)
    assert refused.value.denied.field == field
    assert not Question.objects.unscoped("test").exists()
    assert enter(on=date(2025, 11, 27)), "twelve months to the day"


def test_two_of_one_name_are_asked_apart(enter: Enter, member: Find) -> None:
    Member.objects.unscoped("test").filter(pk__in=[member("author").pk, member("far").pk]).update(name="同名人")
    assert enter(by="superior", code="QS01", writer="同名人（石桥村支部）").by_whom
    with pytest.raises(Refused, match="有 2 位"):
        enter(by="superior", code="QS01", writer="同名人", key="p2")


@pytest.mark.parametrize(
    ("word", "status"),
    [("worker_here", 303), ("secretary_there", 422), ("superior", 422), ("leader", 403), ("same", 403), ("anonymous", 302)],
)  # fmt: skip
def test_entered_at_exactly_the_desk_that_was_asked(word: str, status: int, browser: Browser, cast: County) -> None:
    said = {"to": cast.organisations["QS01-B1"].pk, "on": "2026-11-20", "name": "signed", "writer": "周禾苗", "title": TITLE,
            "text": TEXT, "key": "f"}  # fmt: skip
    client = browser(word)
    page = client.post(f"{DESK}enter/", said)
    assert page.status_code == status
    assert Question.objects.unscoped("test").count() == (status == 303)
    if status == 303:
        assert client.post(f"{DESK}enter/", said).headers["Location"] == page.headers["Location"], "the same page twice"
        kept = client.post(f"{DESK}enter/", said | {"name": "hidden", "key": "g"})
        assert kept.status_code == 422
        assert "不登记姓名" in kept.text
        assert TEXT in kept.text, "what was typed is kept"


def test_no_question_of_ones_own_by_paper(enter: Enter, member: Find, cast: County) -> None:
    """M04."""
    from tests.factories import appoint

    appoint(member("author").person, "committee_member", cast.organisations["QS01-B1"])
    with pytest.raises(Refused, match="自己的提问"):
        enter(by="author")
    for word in ("secretary_there", "superior", "same"):
        with pytest.raises(Refused) as refused:  # whatever form was sent
            enter(by=word)
        assert refused.value.denied.code == "out_of_scope"


def test_the_answer_goes_out_on_paper_and_once_more_when_added_to(enter: Enter, who: Who, browser: Browser) -> None:
    case = enter(writer=None, mark="两棵树", answered=True)
    desk, told = (
        browser("secretary_here"),
        lambda: [i.title for i in provide(who("secretary_here"), timezone.now()).items],
    )
    assert told() == ["纸上的答复还没有送出"]
    assert "已送出" in desk.get(f"{DESK}{case.pk}/").text
    page = desk.post(f"{DESK}{case.pk}/answer.docx")
    said = words(page.content)
    assert [word for word in (TITLE, TEXT, REPLY, "两棵树", f"第 {case.pk} 号") if word not in said] == []
    assert browser("secretary_there").post(f"{DESK}{case.pk}/answer.docx").status_code == 404
    assert desk.get(f"{DESK}{case.pk}/answer.docx").status_code == 405
    assert desk.post(f"{DESK}{case.pk}/handed/").status_code == 303
    assert (told(), fresh(case).given_on) == ([], timezone.localdate())
    actions.answer(actor=who("worker_here"), question=case, text="补一句", key="a2", revision=fresh(case).revision)
    assert told() == ["纸上的答复还没有送出"]


def test_who_signed_has_it_on_paper_unless_they_read_online(enter: Enter, member: Find, browser: Browser) -> None:
    assert enter().paper_back, "no account"
    Account.objects.create_account("m-author", PASSWORD, member("author").person)
    assert not enter(key="p2").paper_back
    assert enter(key="p3", back=True).paper_back, "wanted all the same"
    assert Notice.objects.filter(code="question.entered", person=member("author").person).count() == 3
    case = Question.objects.unscoped("test").latest("pk")
    page = browser("author").get(f"{MINE}{case.pk}/").text
    assert "纸上交来" in page
    assert browser("author").post(f"{MINE}{case.pk}/withdraw/").status_code == 303
    assert not QuestionLine.objects.filter(case=case).exists()


def test_a_question_asked_online_has_no_paper_follow_up(
    ask: Callable[..., Question], who: Who, browser: Browser
) -> None:
    case = ask(state="answered")
    with pytest.raises(Refused, match="网上提的"):
        on_paper.enter_more(actor=who("secretary_here"), question=case, on=timezone.localdate() + timedelta(0), text="代问",
                            key="m", revision=case.revision)  # fmt: skip
    assert "录入纸上的追问" not in browser("secretary_here").get(f"{DESK}{case.pk}/").text


def test_the_empty_sheet_is_large_and_says_how(browser: Browser) -> None:
    page = browser("author").get(f"{MINE}paper.docx")
    said = words(page.content)
    assert [
        word for word in ("□ 署名", "□ 不署名", "10 个工作日", "取答复的记号", "意见箱", "检举控告") if word not in said
    ] == []
    assert browser("author").get(f"{MINE}paper.exe").status_code == 404
    assert browser("anonymous").get(f"{MINE}paper.docx").status_code == 302
    sizes = {
        run.font.size.pt for line in Document(io.BytesIO(page.content)).paragraphs for run in line.runs if run.text
    }
    assert min(sizes) >= 18
    assert FILES["pdf"].make(sheets.blank(timezone.now())).startswith(b"%PDF")
