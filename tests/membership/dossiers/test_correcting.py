"""Corrections of one's own file: asked by name, answered where the file is kept, carried out when granted (PIP-04, P03)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.privacy.models import DataRequest
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from tests.factories import County
from tests.membership.dossiers.rosters import book, person

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]


@pytest.fixture
def member(keepers: County) -> Member:
    run(book([person(1)]), actor=keepers.actor("organiser"), dry=False)
    found = Member.objects.unscoped("test").select_related("person").get()
    keepers.people["member"] = found.person
    return found


def ask(client: Client, name: str, wanted: str) -> DataRequest:
    said = {"kind": "correct", "about": f"dossiers.Member.{name}", "wanted": wanted, "reason": ""}
    assert client.post("/me/privacy/requests/", said).status_code == 302
    return DataRequest.objects.unscoped("test").order_by("-pk")[0]


def grant(client: Client, row: DataRequest) -> Any:
    said = {"granted": "yes", "text": "已核对，照办。", "revision": row.revision}
    return client.post(f"/workbench/privacy/{row.pk}/answer/", said)


@pytest.mark.parametrize(
    ("name", "wanted", "becomes"),
    [
        ("education", "大专", "31"), ("ethnicity", "苗族", "06"), ("work_unit", "柳河镇卫生院", "柳河镇卫生院"), ("name", "周禾淼", "周禾淼"),
        ("joined_on", "2010年7月2日", date(2010, 7, 2)), ("full_since", "2011-07-02", date(2011, 7, 2)),
    ],
)  # fmt: skip
def test_granted_by_the_branch_it_is_carried_out_and_told(
    name: str, wanted: str, becomes: Any, member: Member, desk: Desk
) -> None:
    row = ask(desk("member"), name, wanted)
    assert row.org_path == member.org_path, "answered where the file is kept"
    assert grant(desk("branch_secretary"), row).status_code == 302
    fresh = Member.objects.unscoped("test").select_related("person").get()
    assert getattr(fresh, name) == becomes or (name == "education" and fresh.education in ("30", "31"))
    assert "按本人申请更正" in str(fresh.events.first())
    if name == "name":
        assert fresh.person.name == wanted, "both know the same name"
        assert fresh.pinyin == "zhouhemiao"


@pytest.mark.parametrize(
    ("name", "wanted", "word"),
    [("education", "家里蹲大学", "代码表里没有"), ("joined_on", "去年夏天", "不是可以填的日期"), ("joined_on", "2999-01-01", "不是可以填的日期"),
     ("full_since", "2009-01-01", "转正日期早于入党日期"), ("work_unit", "长" * 81, "1 到 80 个字")],
)  # fmt: skip
def test_what_cannot_stand_there_is_said_to_the_one_who_answers(
    name: str, wanted: str, word: str, member: Member, desk: Desk
) -> None:
    row = ask(desk("member"), name, wanted)
    answer = grant(desk("branch_secretary"), row)
    assert (answer.status_code, word in answer.text) == (422, True)
    row.refresh_from_db()
    assert row.state == "open"


def test_only_those_with_a_file_are_offered_its_columns(member: Member, desk: Desk) -> None:
    assert "党员档案：学历" in desk("member").get("/me/privacy/").text
    assert "党员档案：学历" not in desk("author").get("/me/privacy/").text
    said = {"kind": "correct", "about": "dossiers.Member.education", "wanted": "大专"}
    assert desk("author").post("/me/privacy/requests/", said).status_code == 422


def test_others_do_not_see_it_and_what_stands_there_is_shown_for_a_reason(member: Member, desk: Desk) -> None:
    """P05, P02."""
    row = ask(desk("member"), "work_unit", "柳河镇卫生院")
    assert desk("other_organiser").get(f"/workbench/privacy/{row.pk}/").status_code in (403, 404)
    Member.objects.unscoped("test").update(work_unit="旧单位")
    client = desk("branch_secretary")
    assert "旧单位" not in client.get(f"/workbench/privacy/{row.pk}/").text
    assert "旧单位" in client.post(f"/workbench/privacy/{row.pk}/show/", {"reason": "核对更正申请"}).text
