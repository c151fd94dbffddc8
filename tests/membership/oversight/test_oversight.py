"""R026, EDU-10: the ledger of supervision. Sealed, read by duty and by the person, who answers; a year at most; people decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.succession import left_at
from lianxin.foundation.privacy.export import export_of
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member, MemberRecord
from lianxin.membership.oversight import actions
from lianxin.membership.oversight.demo import load
from lianxin.membership.oversight.models import Matter, MatterLine
from tests.factories import County, appoint
from tests.membership.oversight.conftest import FACTS, TODAY, fresh

pytestmark = pytest.mark.django_db
Who, Browser, Find, Make = (
    Callable[[str], Actor],
    Callable[[str], Client],
    Callable[[str], Member],
    Callable[..., Matter],
)
MINE, DESK = "/me/oversight/", "/workbench/oversight/"


@pytest.mark.parametrize(
    ("word", "desk", "reads"),
    [("secretary_here", 200, True), ("discipline_here", 200, True), ("superior", 200, True), ("discipline_above", 200, True),
     ("secretary_there", 200, False), ("foreign", 200, False), ("deputy_here", 403, False), ("worker_here", 403, False),
     ("organiser", 403, False), ("leader", 403, False), ("handler", 403, False), ("admin", 403, False), ("same", 403, False),
     ("author", 403, False), ("citizen", 403, False), ("anonymous", 302, False)],
)  # fmt: skip
def test_who_reads_it(word: str, desk: int, reads: bool, matter: Make, browser: Browser) -> None:
    """Secretary and discipline commissioner of the organisation and above; the person on their own page; nobody else."""
    case = matter()
    client = browser(word)
    page = client.get(DESK)
    assert page.status_code == desk
    assert ("周禾苗" in page.text) is reads
    page = client.get(f"{DESK}{case.pk}/")
    assert page.status_code == (200 if reads else 404 if desk == 200 else desk)
    assert (FACTS in page.text) is reads
    own = client.get(f"{MINE}{case.pk}/")
    assert (own.status_code == 200) is (word == "author")
    assert (FACTS in own.text) is (word == "author")
    said = {"act": "note", "text": "记一笔", "key": "n1"}
    assert (client.post(f"{DESK}{case.pk}/", said).status_code == 303) is reads
    assert MatterLine.objects.filter(text__isnull=False, voice="note").exists() is reads
    assert (client.post(f"{MINE}{case.pk}/", {"text": "我说明", "key": "a1"}).status_code == 303) is (word == "author")


def test_every_look_leaves_a_line_without_words_and_the_person_none(matter: Make, browser: Browser) -> None:
    case = matter()
    for word, lines in (("author", 0), ("secretary_here", 1), ("superior", 2), ("foreign", 2)):
        browser(word).get(f"{DESK}{case.pk}/")
        browser(word).get(f"{MINE}{case.pk}/")
        assert AuditLine.objects.unscoped("test").filter(code="oversight.look").count() == lines, word
    answer = browser("secretary_here").post(f"{DESK}{case.pk}/", {"act": "none"})
    assert (answer.status_code, FACTS in answer.text) == (422, True), "a form that is not taken shows the words too"
    assert AuditLine.objects.unscoped("test").filter(code="oversight.look").count() == 3
    kept = str(
        list(AuditLine.objects.unscoped("test").filter(code__startswith="oversight.").values_list("data", flat=True))
    )
    assert not [text for text in (FACTS, "周禾苗", "remind") if text in kept]


def test_stored_sealed_and_told_without_words(matter: Make, who: Who) -> None:
    case = matter()
    actions.answer(actor=who("author"), case=case, text="那几天家里有事。", key="a")
    with connection.cursor() as cursor:
        for model in apps.get_app_config("oversight").get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            stored = repr(cursor.fetchall())
            assert not [text for text in (FACTS, "家里有事") if text in stored], model
    told = Notice.objects.filter(code__startswith="oversight.")
    assert {n.person_id for n in told.filter(code="oversight.person")} == {who("author").person_id}
    assert {n.person_id for n in told.filter(code="oversight.keeper")} == {
        who("secretary_here").person_id,
        who("discipline_here").person_id,
    }
    assert not [n for n in told if "提醒谈话" in n.title + n.body or "周禾苗" in n.title + n.body]


@pytest.mark.parametrize(
    ("until", "words"),
    [(date(2026, 11, 26), "不能早于今天"), (date(2026, 11, 27), ""), (date(2027, 11, 26), ""), (date(2027, 11, 27), ""),
     (date(2027, 11, 28), "最迟到 2027-11-27"), (None, "要写期限")],
)  # fmt: skip
def test_a_correction_lasts_a_year_at_most(until: date | None, words: str, matter: Make) -> None:
    """EDU-10: a day before the year, the day, a day after."""
    if words:
        with pytest.raises(Refused, match=words) as refused:
            matter("correct", until=until)
        assert refused.value.denied.field == "until"
        assert not Matter.objects.unscoped("test").exists()
    else:
        assert matter("correct", until=until).until == until


def test_the_year_counts_from_the_beginning_however_often_it_is_changed(matter: Make, who: Who) -> None:
    """EDU-10: a later entry or a later change wins no day; a leap day ends on 28 February."""
    case = matter("correct", began=date(2026, 2, 10), until=date(2027, 1, 1))
    for until, taken in ((date(2027, 2, 10), True), (date(2027, 2, 11), False), (date(2026, 11, 26), False)):
        if taken:
            case = actions.set_date(actor=who("superior"), case=case, until=until, revision=case.revision)
        else:
            with pytest.raises(Refused):
                actions.set_date(actor=who("superior"), case=case, until=until, revision=case.revision)
    assert fresh(case).until == date(2027, 2, 10)
    with time_machine.travel("2028-02-29T02:00:00+00:00", tick=False):
        with pytest.raises(Refused, match="2029-02-28"):
            matter("correct", began=date(2028, 2, 29), until=date(2029, 3, 1), key="k2")
        assert matter("correct", began=date(2028, 2, 29), until=date(2029, 2, 28), key="k3")


def test_only_a_correction_has_a_last_day(matter: Make, who: Who) -> None:
    case = matter("criticism", until=date(2027, 1, 1))
    assert case.until is None
    with pytest.raises(Refused, match="只有限期改正"):
        actions.set_date(actor=who("superior"), case=case, until=date(2027, 1, 1), revision=case.revision)


def test_the_last_day_is_told_before_and_after_and_nothing_happens_by_itself(matter: Make, who: Who) -> None:
    """LX-124: thirty days before, and once when it is over. The matter stays open, the file of the person as it was."""
    case = matter("correct", until=date(2027, 3, 1))
    before = Member.objects.unscoped("test").filter(pk=case.member_id).values().get()
    for day, keeper, person in (
        ("2027-01-29", 0, 1),
        ("2027-01-30", 1, 2),
        ("2027-03-01", 1, 2),
        ("2027-03-02", 2, 2),
        ("2027-06-01", 2, 2),
    ):
        with time_machine.travel(f"{day}T02:00:00+00:00", tick=False):
            actions.remind()
            actions.remind()
        assert (
            Notice.objects.filter(code="oversight.keeper", person=who("discipline_here").person_id).count() == keeper
        ), day
        assert Notice.objects.filter(code="oversight.person", person=who("author").person_id).count() == person, day
    assert fresh(case).state == "open"
    assert Member.objects.unscoped("test").filter(pk=case.member_id).values().get() == before


def test_nobody_keeps_their_own(matter: Make, who: Who, member: Find, cast: County, browser: Browser) -> None:
    """M04: a secretary who is concerned neither enters nor reads at the desk; those above do; notices leave them out."""
    appoint(member("author").person, "secretary", cast.organisations["QS01-B1"])
    with pytest.raises(Refused, match="其他同志办理"):
        matter(by="author")
    case = matter(by="superior")
    client = browser("author")
    assert client.get(f"{DESK}{case.pk}/").status_code == 404
    assert "周禾苗" not in client.get(DESK).text
    assert client.get(f"{DESK}new/{case.member_id}/").status_code == 404
    assert client.get(f"{MINE}{case.pk}/").status_code == 200
    actions.answer(actor=who("author"), case=case, text="说明", key="a")
    assert not Notice.objects.filter(code="oversight.keeper", person=who("author").person_id).exists()
    for act in (lambda: actions.note(actor=who("author"), case=case, text="x", key="x"),
                lambda: actions.settle(actor=who("author"), case=case, text="x", sanction=None, revision=fresh(case).revision)):  # fmt: skip
        with pytest.raises(Refused):
            act()


def test_the_person_answers_and_nobody_in_their_place(matter: Make, who: Who, browser: Browser) -> None:
    case = matter()
    page = browser("author").post(f"{MINE}{case.pk}/", {"text": "", "key": "a"})
    assert page.status_code == 422
    assert "请填写“说明”" in page.text
    for _ in range(2):
        assert browser("author").post(f"{MINE}{case.pk}/", {"text": "那几天家里有事。", "key": "a"}).status_code == 303
    assert MatterLine.objects.filter(voice="answer").count() == 1
    assert "那几天家里有事" in browser("discipline_here").get(f"{DESK}{case.pk}/").text
    for word in ("discipline_here", "superior", "same"):
        with pytest.raises(Refused):
            actions.answer(actor=who(word), case=case, text="替他说", key="z")


@pytest.mark.parametrize(("change", "words"), [({"text": ""}, "请填写“事由”"), ({"text": "长" * 3001}, "最多 3000 个字，现在是 3001 个字"),
                                               ({"kind": ""}, "请填写“方式”"), ({"began_on": "2026-11-28"}, "还没有到"),
                                               ({"kind": "correct", "until": "2027-11-28"}, "EDU-10")])  # fmt: skip
def test_every_refusal_in_words_and_nothing_typed_is_lost(change: dict[str, str], words: str, matter: Make, browser: Browser,
                                                         member: Find) -> None:  # fmt: skip
    said = {"kind": "remind", "began_on": "2026-11-27", "text": FACTS, "key": "f"} | change
    page = browser("discipline_here").post(f"{DESK}new/{member('author').pk}/", said)
    assert page.status_code == 422
    assert words in page.text
    assert said["text"] in page.text
    assert not Matter.objects.unscoped("test").exists()


def test_the_same_page_twice_is_one_and_applicants_have_none(matter: Make) -> None:
    assert matter(text="长" * 3000).pk == matter(text="长" * 3000).pk
    with pytest.raises(Refused, match="在册的党员"):
        matter(about="applicant", key="k2")
    with pytest.raises(Refused):
        matter(about="far", key="k3")


def test_settled_with_words_and_a_sanction_that_was_decided_elsewhere(
    matter: Make, who: Who, member: Find, browser: Browser
) -> None:
    case = matter()
    own = MemberRecord.objects.create(member=member("author"), kind="sanction", since=TODAY, text="警告")
    other = MemberRecord.objects.create(member=member("same"), kind="sanction", since=TODAY, text="警告")
    with pytest.raises(Refused, match="这位同志的处分记录"):
        actions.settle(actor=who("superior"), case=case, text="已处理", sanction=other, revision=case.revision)
    said = {"act": "settle", "text": "已经改正。", "sanction": own.pk, "revision": case.revision}
    assert browser("discipline_here").post(f"{DESK}{case.pk}/", said).status_code == 303
    assert (fresh(case).state, fresh(case).sanction_id) == ("settled", own.pk)
    assert MemberRecord.objects.count() == 2, "nothing is written into the file from here"
    with pytest.raises(Refused):
        actions.note(actor=who("superior"), case=fresh(case), text="再记", key="z")


def test_revoked_its_words_are_gone_and_why_stays(matter: Make, browser: Browser) -> None:
    case = matter("correct", until=date(2027, 1, 1))
    said = {"act": "revoke", "text": "登记错了人。", "revision": case.revision}
    assert browser("secretary_here").post(f"{DESK}{case.pk}/", said).status_code == 303
    page = browser("author").get(f"{MINE}{case.pk}/").text
    assert FACTS not in page
    assert "登记错了人" in page
    assert fresh(case).until is None


def test_two_at_once_one_is_told(matter: Make, browser: Browser) -> None:
    case = matter()
    said = {"text": "已经谈过。", "revision": case.revision}
    assert browser("secretary_here").post(f"{DESK}{case.pk}/", said | {"act": "settle"}).status_code == 303
    late = browser("superior").post(f"{DESK}{case.pk}/", said | {"act": "revoke", "text": "后来的话"})
    assert late.status_code == 422
    assert "已被别人处理过" in late.text
    assert "后来的话" in late.text


def test_the_person_exports_it_and_nobody_else(matter: Make, who: Who) -> None:
    matter()
    assert FACTS in export_of(who("author").person_id or 0).as_json().decode()
    for word in ("discipline_here", "secretary_here", "same"):
        assert FACTS not in export_of(who(word).person_id or 0).as_json().decode()


def test_nothing_is_counted_of_a_person(matter: Make, browser: Browser) -> None:
    """B01: three matters of one person are three lines of the ledger; where people are chosen there is no mark beside a name."""

    def line() -> str:
        page = browser("superior").get(f"{DESK}new/?q=周禾苗").text
        return page[
            page.index('<ul class="card people">') : page.index("</ul>", page.index('<ul class="card people">'))
        ]

    clean = line()
    for n in range(3):
        matter(key=f"k{n}")
    assert line() == clean
    assert browser("superior").get(DESK).text.count("周禾苗") == 3


def test_a_merger_carries_them_and_says_so_before(matter: Make, cast: County, browser: Browser) -> None:
    case = matter()
    old, new = cast.organisations["QS01-B1"], cast.organisations["QS01-B2"]
    assert "1 件没有办结的监督事项" in [str(part) for part in left_at(old)]
    organisations.merge(actor=SYSTEM, organisation=old, into=new, on=TODAY, basis="镇党委决定")
    assert browser("secretary_there").get(f"{DESK}{case.pk}/").status_code == 200


def test_lists_cost_the_same_with_three_and_thirty(matter: Make, browser: Browser) -> None:
    def statements(word: str, path: str) -> int:
        client = browser(word)
        client.get(path)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    def grow(first: int, last: int) -> None:
        for n in range(first, last):
            matter(key=f"k{n}")

    pages: Any = (("superior", DESK), ("author", MINE))
    grow(0, 3)
    few = [statements(*page) for page in pages]
    grow(3, 25)
    assert [statements(*page) for page in pages] == few


def test_the_demonstration(cast: County) -> None:
    assert load(today=TODAY) == 1
    case = Matter.objects.unscoped("test").get()
    assert case.until is not None
    assert case.until > TODAY


def test_what_the_person_wrote_on_paper_is_entered_as_entered(matter: Make, who: Who, browser: Browser) -> None:
    """A02, F03: who is not online answers too; it says who entered it, and the person is told."""
    case = matter()
    said = {"act": "paper", "text": "那三次在医院陪护，请假条后补了。", "key": "p1"}
    for _ in range(2):
        assert browser("discipline_here").post(f"{DESK}{case.pk}/", said).status_code == 303
    line = MatterLine.objects.get(case=case, voice="paper")
    assert line.by_id == who("discipline_here").person_id
    page = browser("author").get(f"{MINE}{case.pk}/").text
    assert "纸上交来，代录" in page
    assert said["text"] in page
    assert Notice.objects.filter(code="oversight.person", person_id=who("author").person_id).count() == 2
    assert said["text"] in export_of(who("author").person_id or 0).as_json().decode(), "P03"
    for word, status in (("secretary_there", 404), ("author", 403), ("worker_here", 403)):
        assert browser(word).post(f"{DESK}{case.pk}/", said | {"key": word}).status_code == status, word
