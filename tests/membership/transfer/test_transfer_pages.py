"""Who opens what of a transfer, in which state (P05), and what a refused form keeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.audit.models import AuditLine
from lianxin.membership.transfer import actions
from lianxin.membership.transfer.models import Transfer
from tests.factories import County
from tests.membership.dossiers.rosters import number
from tests.membership.transfer.conftest import fresh

pytestmark = pytest.mark.django_db
ROOT = "/workbench/transfer/"


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False) as moving:
        yield moving


@pytest.fixture
def desk(towns: County) -> Callable[[str], Client]:
    def come(name: str) -> Client:
        client = Client()
        client.force_login(towns.account_of(name))
        return client

    return come


@pytest.fixture
def issued(towns: County, asked: Callable[..., Transfer]) -> Transfer:
    case = asked()
    return actions.issue(
        actor=towns.actor("organiser"), case=case, days=10, dues_until=date(2026, 11, 1), revision=case.revision
    )


#: role -> (list, page, letter, receive, reissue, paper, stubs) of a transfer with its letter
TABLE = {
    "branch_secretary": (200, 200, 404, 404, 404, 200, 200),
    "organiser": (200, 200, 200, 404, 200, 200, 200),
    "watcher": (200, 200, 403, 200, 200, 403, 403),
    "other_organiser": (200, 200, 404, 200, 404, 200, 200),
    "other_branch": (200, 200, 404, 404, 404, 200, 200),
    "judge": (200, 200, 200, 200, 200, 200, 200),
    "handler": (403, 403, 403, 403, 403, 403, 403),
    "admin": (403, 403, 403, 403, 403, 403, 403),
    "author": (403, 403, 403, 403, 403, 403, 403),
    "": (302, 302, 302, 302, 302, 302, 302),
}


@pytest.mark.parametrize("who", TABLE)
def test_who_opens_what(who: str, issued: Transfer, desk: Callable[[str], Client]) -> None:
    client = desk(who) if who else Client()
    pk = issued.pk
    pages = ("", f"{pk}/", f"{pk}/letter/", f"{pk}/receive/", f"{pk}/reissue/", "arrive/", "stubs/")
    assert tuple(client.get(ROOT + page).status_code for page in pages) == TABLE[who]
    if who == "watcher":  # sees the transfer, and is told why there is no form
        assert all("您的岗位不能" in client.get(ROOT + page).text for page in pages[3:5])
        assert (
            client.post(
                f"{ROOT}{pk}/reissue/", {"days": 5, "dues_until": "2026-11", "revision": issued.revision}
            ).status_code
            == 403
        )


def test_before_the_letter_the_other_side_sees_nothing(asked: Any, desk: Callable[[str], Client]) -> None:
    case = asked()
    assert desk("organiser").get(f"{ROOT}{case.pk}/").status_code == 200
    assert desk("other_organiser").get(f"{ROOT}{case.pk}/").status_code == 404
    assert AuditLine.objects.unscoped("test").filter(code__contains="out_of_scope").exists()
    for lane in ("turn", "coming", "leaving"):
        assert "周禾苗" not in desk("other_organiser").get(f"{ROOT}?lane={lane}").text


def test_the_way_by_the_pages_from_branch_to_receipt(towns: County, member: Any, desk: Callable[[str], Client]) -> None:
    branch, pk = desk("branch_secretary"), member("周禾苗").pk
    assert "周禾苗" in branch.get(f"{ROOT}new/?q=zhm").text
    page = branch.post(
        f"{ROOT}new/{pk}/", {"reason": "work", "way": "inside", "target": "没有这个支部", "text": "新单位在松岭"}
    )
    assert page.status_code == 422
    assert "新单位在松岭" in page.text
    assert "请选择转往哪个党组织" in page.text
    answer = branch.post(
        f"{ROOT}new/{pk}/", {"reason": "work", "way": "inside", "target": "松岭镇石桥村党支部（QS02-B1）"}
    )
    assert answer.status_code == 303
    case = Transfer.objects.unscoped("test").get()
    town = desk("organiser")
    assert "轮到我们" in town.get(ROOT).text
    url = f"{ROOT}{case.pk}/"
    page = town.post(f"{url}issue/", {"days": "91", "dues_until": "2026-11", "revision": case.revision})
    assert (page.status_code, "TRF-01" in page.text, 'value="91"' in page.text) == (422, True, True)
    assert (
        town.post(f"{url}issue/", {"days": "十天", "dues_until": "2026-11", "revision": case.revision}).status_code
        == 422
    )
    assert (
        town.post(f"{url}issue/", {"days": "10", "dues_until": "2026-11", "revision": case.revision}).status_code == 303
    )
    again = town.post(f"{url}issue/", {"days": "10", "dues_until": "2026-11", "revision": case.revision})
    assert again.status_code == 422
    assert "已被别人处理过" in again.text
    letter = town.get(f"{url}letter/").text
    assert number(sequence=1) in letter
    assert letter.count("2026年12月7日") == 1
    assert AuditLine.objects.unscoped("test").filter(code="transfer.print").count() == 1
    other = desk("other_organiser")
    now = fresh(case)
    said = {"home": towns.organisations["QS02-B1"].pk, "revision": now.revision}
    assert other.post(f"{url}receive/", said).status_code == 303
    assert "已接收" in other.get(url).text
    assert town.get(f"{url}reissue/").status_code == 200
    assert "不能" in town.get(f"{url}reissue/").text


def test_a_letter_on_paper_is_copied_and_what_was_typed_stays(towns: County, desk: Callable[[str], Client]) -> None:
    client = desk("other_organiser")
    said = {
        "source_name": "云汀市南浦区委组织部", "letter_number": "南浦转〔2026〕0031", "issued_on": "2026-11-20",
        "valid_until": "2026-12-20", "reason": "home", "dues_until": "2026-10", "name": "严禾清", "identity": "123",
        "stage": "member", "joined_on": "2012-07-01", "organisation": str(towns.organisations["QS02"].pk), "phone": "",
    }  # fmt: skip
    page = client.post(f"{ROOT}arrive/", said)
    assert page.status_code == 422
    assert "南浦转〔2026〕0031" in page.text
    # what cannot become a file is said at the field now: whoever takes the person in has no such field
    for wrong, word in (
        ({"joined_on": ""}, "党员要填入党日期"),
        ({"joined_on": "2030-01-01"}, "还没有到"),
        ({"stage": "applicant"}, "还没有入党"),
    ):
        page = client.post(f"{ROOT}arrive/", said | {"identity": number(sequence=88)} | wrong)
        assert (page.status_code, word in page.text) == (422, True)
    assert "入党日期<span" not in page.text, "not called optional: members need it"
    answer = client.post(f"{ROOT}arrive/", said | {"identity": number(sequence=88)})
    assert answer.status_code == 303
    assert "严禾清" in client.get(answer["Location"]).text
    assert client.post(f"{ROOT}arrive/", said | {"identity": number(sequence=88)}).status_code == 422


def test_ones_own_page_and_nobody_elses(towns: County, member: Any, asked: Any) -> None:
    from lianxin.foundation.accounts.models import Account

    case = asked()
    own, other = Client(), Client()
    own.force_login(Account.objects.create_account("zhou", "a-long-pass-phrase", member("周禾苗").person))
    other.force_login(Account.objects.create_account("wu", "a-long-pass-phrase", member("吴春秋").person))
    assert "正在办理" in own.get("/me/transfer/").text
    assert "正在办理" not in other.get("/me/transfer/").text
    assert other.get(f"/me/transfer/{case.pk}/recall_own/").status_code == 404
    assert own.get(f"/me/transfer/{case.pk}/issue/").status_code == 404
    assert own.post("/me/transfer/new/", {"reason": "work", "way": "inside", "target": "QS02-B1"}).status_code == 422
    assert own.post(f"/me/transfer/{case.pk}/recall_own/", {"text": "不", "revision": case.revision}).status_code == 422
    assert (
        own.post(f"/me/transfer/{case.pk}/recall_own/", {"text": "暂时不走了。", "revision": case.revision}).status_code
        == 303
    )
    assert own.post("/me/transfer/new/", {"reason": "work", "way": "inside", "target": "QS02-B1"}).status_code == 303
    assert Client().get("/me/transfer/").status_code == 302


def test_lists_cost_the_same_with_three_and_with_many(towns: County, desk: Callable[[str], Client]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lianxin.membership.dossiers.importing.running import run
    from lianxin.membership.dossiers.models import Member
    from tests.membership.dossiers.rosters import book, person

    run(
        book([person(n, name=f"甲{chr(0x4E00 + n)}") for n in range(10, 50)]), actor=towns.actor("organiser"), dry=False
    )
    people = list(Member.objects.unscoped("test").order_by("pk"))
    target, client = towns.organisations["QS02-B1"], desk("organiser")

    def cost() -> int:
        client.get(ROOT)
        with CaptureQueriesContext(connection) as seen:
            client.get(f"{ROOT}?lane=turn")
        return len(seen)

    def ask(rows: list[Member]) -> None:
        for row in rows:
            actions.ask(actor=towns.actor("organiser"), member=row, way="inside", reason="work", target=target)

    ask(people[:3])
    few = cost()
    ask(people[3:])
    assert cost() == few
    assert "第 1 页，共 2 页" in client.get(f"{ROOT}?lane=turn").text


def test_the_lists_wear_the_dress_of_a_list_of_people(towns: Any) -> None:
    """Rows with a line between them and the whole row to tap: the sheet of the files has that dress."""
    client = Client()
    client.force_login(towns.account_of("organiser"))
    for page in ("", "new/", "stubs/"):
        assert "dossiers/dossiers" in client.get(f"/workbench/transfer/{page}").text
