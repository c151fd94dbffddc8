"""Mentors and introducers without a post write down what they saw, about exactly those whom they accompany (DEV-04, DEV-09, P05)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.privacy.export import export_of
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.development import accompanying
from lianxin.membership.development.models import Development, Observation
from lianxin.membership.development.succession import follow
from lianxin.membership.dossiers.models import Member
from tests.factories import County

pytestmark = pytest.mark.django_db
MINE, ROOT = "/me/development/people/", "/workbench/development/"


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def signed_in(branch: County, member: Callable[[str], Member]) -> Callable[[str], Client]:
    """A browser of somebody with a file and without a post."""

    def go(name: str) -> Client:
        branch.people[name] = member(name).person
        client = Client()
        client.force_login(branch.account_of(name))
        return client

    return go


def names(person_id: int) -> list[str]:
    return [one.member.name for one in accompanying.charges(person_id)]


def test_a_mentor_writes_and_the_branch_reads(
    walk: Any, take: Any, signed_in: Any, branch: County, member: Any
) -> None:
    """周禾苗 is the mentor (DEV-04) and holds no post; the person whom it is about sees nothing of it."""
    case = take(walk("file_activist"), "mentors", "2026-11-20", people=[str(member("周禾苗").pk)])
    case = take(case, "mentors", "2026-11-27", people=[str(member("周禾苗").pk)])
    client = signed_in("周禾苗")
    assert "冯长河" in client.get(MINE).text
    assert Notice.objects.filter(code="development.mentors", url=MINE).count() == 1
    page = client.get(f"{MINE}{case.pk}/").text
    assert "1988" not in page
    sent = {"kind": "talk", "on": "2026-11-27", "text": "谈了近来的学习，愿意承担清渠的任务。", "key": "k1"}
    assert client.post(f"{MINE}{case.pk}/", sent).status_code == 303
    assert client.post(f"{MINE}{case.pk}/", sent).status_code == 303
    assert Observation.objects.count() == 1, "the same form twice"
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM development_observation")
        assert "清渠" not in cursor.fetchone()[0]
    desk = Client()
    desk.force_login(branch.account_of("branch_secretary"))
    assert "愿意承担清渠的任务" in desk.get(f"{ROOT}{case.pk}/").text
    assert "清渠" not in signed_in("冯长河").get("/me/development/").text
    own = export_of(member("冯长河").person_id).rooms["发展党员"]
    assert "清渠" not in str(own)
    assert [(row["条数"], "组织保管" in row["原因"]) for row in own["没有导出的内容"]] == [(1, True)], (
        "PIP-04: said, with why"
    )
    assert "没有导出的内容" not in export_of(member("吴春秋").person_id).rooms.get("发展党员", {})


@pytest.mark.parametrize(
    ("on", "good"), [("2024-03-19", False), ("2024-03-20", True), ("2026-11-27", True), ("2026-11-28", False)]
)
def test_from_the_naming_to_today(on: str, good: bool, walk: Any, signed_in: Any) -> None:
    """DEV-04: named on 20 March 2024; what was typed stays in a refused form."""
    case = walk("mentors")
    answer = signed_in("周禾苗").post(f"{MINE}{case.pk}/", {"kind": "work", "on": on, "text": "踏实", "key": "k"})
    assert answer.status_code == (303 if good else 422)
    assert good or "踏实" in answer.text


def test_nobody_else_finds_the_page(walk: Any, signed_in: Any, branch: County, member: Any) -> None:
    """P05: neither another member of the branch, nor the person, nor somebody without a file, nor who is not signed in."""
    case = walk("mentors")
    for name in ("吴春秋", "王小满", "冯长河"):
        client = signed_in(name)
        assert client.get(f"{MINE}{case.pk}/").status_code == 404, name
        assert (
            client.post(f"{MINE}{case.pk}/", {"kind": "talk", "on": "2026-11-20", "text": "x", "key": "k"}).status_code
            == 404
        )
        assert "冯长河" not in client.get(MINE).text
    outside = Client()
    outside.force_login(branch.account_of("author"))
    assert outside.get(f"{MINE}{case.pk}/").status_code == 404
    assert Client().get(f"{MINE}{case.pk}/").status_code == 302
    with pytest.raises(Refused, match="没有找到"):
        accompanying.observe(
            actor=branch.actor("branch_secretary"), case=case, kind="talk", on=date(2026, 11, 20), text="x", key="k"
        )
    assert not Observation.objects.exists()
    mentor = signed_in("周禾苗")
    assert mentor.get(f"{ROOT}{case.pk}/").status_code == 403, "the case itself is no mentor's"


def test_each_reads_only_their_own_words(walk: Any, signed_in: Any, member: Any) -> None:
    case = walk("introducers")
    signed_in("周禾苗").post(f"{MINE}{case.pk}/", {"kind": "talk", "on": "2026-11-20", "text": "周的看法", "key": "k"})
    other = signed_in("吴春秋").get(f"{MINE}{case.pk}/").text
    assert "入党介绍人" in other
    assert "周的看法" not in other


def test_the_charge_ends_where_the_part_ends(walk: Any, take: Any, member: Any) -> None:
    """DEV-04 until the admission, DEV-09 through the probation; another mentor takes over; who is gone sees nothing."""
    case = walk("mentors")
    mentor, other = member("周禾苗").person_id, member("吴春秋").person_id
    assert names(mentor) == ["冯长河"]
    take(case, "mentors", "2024-03-21", people=[str(member("吴春秋").pk)])
    assert (names(mentor), names(other)) == ([], ["冯长河"])
    Member.objects.unscoped("test").filter(name="吴春秋").update(standing="moved")
    assert names(other) == []


def test_introducers_go_on_through_the_probation(walk: Any, take: Any, member: Any) -> None:
    case = walk("oath")
    assert {one.role for one in accompanying.charges(member("周禾苗").person_id)} == {"入党介绍人"}
    Development.objects.unscoped("test").filter(pk=case.pk).update(facts={**case.facts, "introducers": {"people": []}})
    assert names(member("周禾苗").person_id) == [], "a mentor's part was over with the admission"


def test_who_moved_on_takes_no_old_mentor_along(walk: Any, branch: County, member: Any) -> None:
    """DEV-06: the time counts on, the mentor of the old branch reads nothing any more; a merger takes both along."""
    case = walk("mentors")
    into = tree.found(actor=SYSTEM, parent=branch.organisations["QS02"], name="松岭镇石桥村党支部", short_name="石桥村支部",
                      kind="branch", code="QS02-B1", on=date(2015, 7, 1))  # fmt: skip
    follow(actor=SYSTEM, member=case.member, into=into)
    assert names(member("周禾苗").person_id) == []


def test_as_many_statements_for_ten_as_for_one(walk: Any, member: Any, branch: County) -> None:
    case = walk("mentors")
    person = member("周禾苗").person_id
    with CaptureQueriesContext(connection) as one:
        assert len(accompanying.charges(person)) == 1
    from tests.membership.development.crowd import crowd

    crowd(case, 9)
    with CaptureQueriesContext(connection) as ten:
        assert len(accompanying.charges(person)) == 10
    assert len(ten) == len(one)


def test_my_page_leads_there_for_those_who_accompany_somebody_and_for_nobody_else(
    walk: Any, take: Any, signed_in: Any, member: Any
) -> None:
    """DEV-04: not reached from a notice alone; gone when there is nobody any more."""
    line = f'<a href="{MINE}">我联系培养的人（1）</a>'
    case = walk("mentors")
    mentor = signed_in("周禾苗")
    assert line in mentor.get("/me/").text
    for name in ("吴春秋", "冯长河"):
        assert "我联系培养的人" not in signed_in(name).get("/me/").text
    take(case, "stop", "2026-11-27", note="本人不再申请")
    assert "我联系培养的人" not in mentor.get("/me/").text
