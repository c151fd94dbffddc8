"""Who sees and keeps which file, and what of it (P02, P03, P05, B03)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers import actions, queries
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from tests.factories import County
from tests.membership.dossiers.rosters import book, number, person

pytestmark = pytest.mark.django_db
ROOT = "/workbench/members/"
PAGES = ("", "edit/", "contact/")


@pytest.fixture
def member(keepers: County) -> Member:
    """A member of the branch, by the roster."""
    run(book([person(1, phone="13800000000")]), actor=keepers.actor("organiser"), dry=False)
    return Member.objects.unscoped("test").select_related("person", "organisation").get()


@pytest.mark.parametrize(
    ("who", "roster", "file", "edit", "contact", "bring"),
    [
        ("organiser", 200, 200, 200, 200, 200),
        ("branch_secretary", 200, 200, 200, 200, 200),
        ("secretary", 200, 200, 200, 200, 200),
        ("leader", 200, 200, 403, 403, 403),
        ("other_organiser", 200, 404, 404, 404, 200),
        ("handler", 403, 403, 403, 403, 403),
        ("admin", 403, 403, 403, 403, 403),
        ("author", 403, 403, 403, 403, 403),
        ("", 302, 302, 302, 302, 302),
    ],
)
def test_who_opens_what(
    who: str, roster: int, file: int, edit: int, contact: int, bring: int, member: Member, desk: Callable[[str], Client]
) -> None:
    """P05: scope and duty; outside the scope it is as if there were no file."""
    client = desk(who) if who else Client()
    seen = [client.get(ROOT + path).status_code for path in ("", *(f"{member.pk}/{page}" for page in PAGES), "import/")]
    assert seen == [roster, file, edit, contact, bring]


def test_a_foreign_look_leaves_a_line_and_a_foreign_roster_is_empty(
    member: Member, desk: Callable[[str], Client]
) -> None:
    client = desk("other_organiser")
    assert member.name not in client.get(ROOT).text
    assert f"{ROOT}{member.pk}/" not in client.get(f"{ROOT}?q={member.name}").text
    before = AuditLine.objects.unscoped("test").count()
    assert client.get(f"{ROOT}{member.pk}/").status_code == 404
    assert AuditLine.objects.unscoped("test").count() == before + 1


@pytest.mark.parametrize(
    ("asked", "found"),
    [("周", True), ("周禾苗", True), ("zhouhe", True), ("ZHM", True), ("禾苗", False), ("吴", False), ("13800000000", True),
     ("138 0000 0000", True), (number(sequence=1), True), (number(sequence=2), False), ("'\"%_", False), ("", True)],
)  # fmt: skip
def test_people_are_found_by_name_pinyin_and_whole_numbers(
    asked: str, found: bool, member: Member, keepers: County
) -> None:
    rows = queries.members(keepers.actor("organiser"), queries.Wanted(text=asked))
    assert [row.pk for row in rows] == ([member.pk] if found else [])


def test_numbers_are_masked_and_shown_for_a_reason_only(member: Member, desk: Callable[[str], Client]) -> None:
    """P02: clear text needs a reason and leaves a line."""
    client = desk("organiser")
    text = client.get(f"{ROOT}{member.pk}/").text
    assert "138****0000" in text
    assert "13800000000" not in text
    assert number(sequence=1) not in text
    assert client.post(f"{ROOT}{member.pk}/contact/", {"reason": ""}).status_code == 422
    before = AuditLine.objects.unscoped("test").count()
    shown = client.post(f"{ROOT}{member.pk}/contact/", {"reason": "通知开党员大会"})
    assert number(sequence=1) in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert AuditLine.objects.unscoped("test").count() > before


def test_the_person_sees_their_own_file_in_clear(
    member: Member, keepers: County, desk: Callable[[str], Client]
) -> None:
    """P03: everything about me is here."""
    keepers.people["member"] = member.person
    text = desk("member").get("/me/dossier/").text
    assert number(sequence=1) in text
    assert "2010年7月1日" in text
    assert "还没有您的档案" in desk("author").get("/me/dossier/").text
    assert Client().get("/me/dossier/").status_code == 302


FACTS = {"name": "周禾苗", "stage": "member", "joined_on": "2010-07-01", "full_since": "2011-07-01"}
GROUND = {"ground": "roster", "paper": "花名册第 3 页"}


def test_a_correction_is_told_and_a_stale_page_changes_nothing(member: Member, desk: Callable[[str], Client]) -> None:
    client, url = desk("organiser"), f"{ROOT}{member.pk}/edit/"
    assert client.post(url, FACTS | {"work_unit": "柳河小学", "revision": 0}).status_code == 303
    stale = client.post(url, FACTS | {"work_unit": "县医院", "revision": 0})
    assert stale.status_code == 422
    assert "已被别人处理过" in stale.text
    assert "县医院" in stale.text, "what was typed is kept"
    fresh = Member.objects.unscoped("test").get()
    assert (fresh.work_unit, fresh.sex, fresh.education) == ("柳河小学", "1", "")
    assert "工作单位" in str(fresh.events.first())


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"stage": "activist"}, "还没有入党"),
        ({"joined_on": ""}, "党员要填入党日期"),
        ({"joined_on": "2012-01-01"}, "转正日期早于入党日期"),
        ({"joined_on": "1980-01-01"}, "入党日期早于出生日期"),
        ({"full_since": "2999-01-01"}, "还没有到"),
        ({"stage": "probationary"}, "预备党员不填转正日期"),
        ({"name": ""}, "请填写“姓名”"),
        ({"joined_on": "去年"}, "看不懂"),
        ({}, "没有改动"),
    ],
)
def test_a_first_page_that_cannot_be_is_refused_at_its_field(
    more: dict[str, str], word: str, member: Member, desk: Callable[[str], Client]
) -> None:
    base = FACTS | {"education": member.education, "ethnicity": member.ethnicity, "revision": 0}
    answer = desk("organiser").post(f"{ROOT}{member.pk}/edit/", base | more)
    assert answer.status_code == 422
    assert word in answer.text


def test_nobody_corrects_their_own_file(member: Member, keepers: County) -> None:
    """The keeper of files is a member too; their own file is kept by somebody else."""
    from tests.factories import appoint

    appoint(member.person, "organiser", keepers.town)
    keepers.people["self"] = member.person
    with pytest.raises(Refused, match="其他同志"):
        actions.add_record(actor=keepers.actor("self"), member=member, entry=actions.Entry("reward", "优秀党员"))


def test_records_are_sealed_and_told(member: Member, keepers: County, desk: Callable[[str], Client]) -> None:
    from django.db import connection

    client = desk("branch_secretary")
    said = {"code": "1", "since": "2026-01-05", "text": "县纪委决定，影响期一年"}
    assert client.post(f"{ROOT}{member.pk}/records/sanction/", said).status_code == 303
    told = Notice.objects.get(code="dossiers.sanction")
    assert (told.person_id, told.url) == (member.person_id, "/me/dossier/"), (
        "F03: the person learns of it and how to answer"
    )
    assert not [word for word in ("警告", "县纪委") if word in told.title + told.body]
    assert "县纪委决定" not in client.get(f"{ROOT}{member.pk}/").text, "P02: masked, opened for a reason"
    assert "警告，县纪委决定" in client.post(f"{ROOT}{member.pk}/contact/", {"reason": "研究影响期"}).text
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM dossiers_memberrecord")
        assert "警告" not in cursor.fetchone()[0]
    empty = client.post(
        reverse("members:add_record", args=(member.pk, "work")),
        {"since": "2020-02-01", "until": "2020-01-01", "text": "x"},
    )
    assert (empty.status_code, "早于开始日期" in empty.text) == (422, True)


@pytest.mark.parametrize(
    ("kind", "said", "word"),
    [
        ("education", {"code": "21", "text": "省农业大学农学专业"}, "大学本科毕业，省农业大学农学专业"),
        ("work", {"text": "供水站管道工", "since": "2015-03-01"}, "供水站管道工"),
        ("post", {"text": "支部组织委员"}, "支部组织委员"),
        ("reward", {"text": "县优秀共产党员", "since": "2024-07-01"}, "县优秀共产党员"),
        ("education", {"code": "99", "text": "x"}, "选项"),
        ("education", {"text": "x"}, "请填写“学历”"),
        ("sanction", {"code": "6", "text": "x"}, "选项"),
        ("work", {"text": " "}, "请填写“内容”"),
        ("work", {"text": "x", "since": "2999-01-01"}, "还没有到"),
    ],
)  # fmt: skip
def test_entries_by_the_tables_of_the_standard(
    kind: str, said: dict[str, str], word: str, member: Member, desk: Callable[[str], Client]
) -> None:
    """GB/T 4658 for education, the kinds of the regulations for sanctions; dated, with fields that fit."""
    client = desk("organiser")
    answer = client.post(f"{ROOT}{member.pk}/records/{kind}/", said)
    refused = word in ("选项",) or "请" in word or "没有到" in word
    assert answer.status_code == (422 if refused else 303)
    assert word in (answer.text if refused else client.get(f"{ROOT}{member.pk}/").text)


def test_a_kind_that_is_none_and_who_may_add(member: Member, desk: Callable[[str], Client]) -> None:
    url = f"{ROOT}{member.pk}/records/"
    assert desk("organiser").get(f"{url}secret/").status_code == 404
    assert [desk(who).get(f"{url}work/").status_code for who in ("leader", "other_organiser", "handler")] == [
        403,
        404,
        403,
    ]


def test_a_file_is_made_once(keepers: County, desk: Callable[[str], Client]) -> None:
    """R021: one person, one file; GB-01: the number is checked."""
    client = desk("branch_secretary")
    said = FACTS | GROUND | {"identity": number(sequence=4), "organisation": keepers.organisations["QS01-B1"].pk}
    assert client.post(f"{ROOT}new/", said).status_code == 303
    assert Member.objects.unscoped("test").get().sex == "2"
    again = client.post(f"{ROOT}new/", said)
    assert (again.status_code, "已经有档案" in again.text) == (422, True)
    wrong = client.post(f"{ROOT}new/", said | {"identity": "123"})
    assert "18 位" in wrong.text
    away = client.post(f"{ROOT}new/", said | {"identity": number(sequence=6), "organisation": keepers.town.pk})
    assert away.status_code == 422, "a branch keeps the files of its own"


def test_a_merger_carries_the_files(member: Member, keepers: County) -> None:
    into = organisations.found(actor=SYSTEM, parent=keepers.town, name="柳河镇联合党支部", short_name="联合支部",
                               kind="joint_branch", code="QS01-B9", on=timezone.localdate(member.created_at))  # fmt: skip
    branch = keepers.organisations["QS01-B1"]
    with pytest.raises(Refused, match="党员档案"):
        organisations.close(
            actor=keepers.actor("admin"), organisation=branch, on=timezone.localdate(member.created_at), basis="撤销"
        )
    organisations.merge(
        actor=keepers.actor("admin"),
        organisation=branch,
        into=into,
        on=timezone.localdate(member.created_at),
        basis="合并",
    )
    fresh: Any = Member.objects.unscoped("test").get()
    assert (fresh.organisation.code, fresh.org_path) == ("QS01-B9", into.path)
    assert "档案随转" in str(fresh.events.first())


def test_chips_and_search_keep_what_was_chosen(member: Member, desk: Callable[[str], Client]) -> None:
    """The words, the office and the standing stay when the stage changes, and the stage when the words do."""
    other = Member.objects.unscoped("test").create(
        person=Person.objects.create(nickname="x"), organisation=member.organisation, org_path=member.org_path,
        name="周转走", stage="activist", standing="moved",
    )  # fmt: skip
    client = desk("organiser")
    text = client.get(f"{ROOT}?q=周&standing=moved&org={member.organisation_id}&stage=activist").text
    kept = f"q=%E5%91%A8&amp;org={member.organisation_id}&amp;standing=moved"
    assert f'href="?{kept}"' in text
    assert f'href="?{kept}&amp;stage=member"' in text
    assert '<input type="hidden" name="stage" value="activist">' in text
    assert other.name in text
    assert '全部 <span class="num">1</span>' in text, "chips count what is shown"


def test_the_roster_costs_few_statements(
    keepers: County, desk: Callable[[str], Client], django_assert_max_num_queries: Any
) -> None:
    rows = [person(n, name=f"周{chr(0x4E00 + n)}") for n in range(1, 40)]
    run(book(rows), actor=keepers.actor("organiser"), dry=False)
    client = desk("organiser")
    client.get(ROOT)
    with django_assert_max_num_queries(12):
        assert client.get(ROOT).status_code == 200
