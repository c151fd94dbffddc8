"""Who opens what, inside and outside (P05); what a refused form keeps; what lists cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.audit.models import AuditLine
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from lianxin.membership.mobility import actions
from lianxin.membership.mobility.models import Absence, Contact, Matter
from tests.factories import County
from tests.membership.dossiers.rosters import book, person
from tests.membership.mobility.away import NAMES, at, fresh

pytestmark = pytest.mark.django_db
ROOT = "/workbench/mobility/"
Desk = Callable[[str], Client]

#: role -> (lists, choosing, registering) and then, of a registration whose host took note,
#: (page, contact, end, note, reach) and of a proposal (page, tell, new)
TABLE = {
    "keeper": ((200, 200, 200), (200, 200, 200, 404, 200), (200, 200, 200)),
    "keeper2": ((200, 200, 200), (200, 200, 200, 404, 200), (200, 200, 200)),
    "organiser": ((200, 200, 200), (200, 200, 200, 404, 200), (200, 200, 200)),
    "judge": ((200, 200, 200), (200, 200, 200, 200, 200), (200, 200, 200)),
    "watcher": ((200, 403, 403), (200, 403, 403, 404, 403), (200, 403, 403)),
    "host": ((200, 200, 404), (200, 200, 404, 200, 200), (404, 404, 404)),
    "other_organiser": ((200, 200, 404), (200, 200, 404, 200, 200), (404, 404, 404)),
    "mobile_host": ((200, 200, 404), (404, 404, 404, 404, 404), (404, 404, 404)),
    "handler": ((403,) * 3, (403,) * 5, (403,) * 3),
    "admin": ((403,) * 3, (403,) * 5, (403,) * 3),
    "author": ((403,) * 3, (403,) * 5, (403,) * 3),
    "m0": ((403,) * 3, (403,) * 5, (403,) * 3),
    "": ((302,) * 3, (302,) * 5, (302,) * 3),
}


@pytest.mark.parametrize("who", TABLE)
def test_who_opens_what(who: str, towns: County, noted: Absence, away: Any, member: Any, desk: Desk) -> None:
    away(NAMES[1], kind="lost", since=date(2026, 5, 1))
    actions.look()
    case, other = Matter.objects.unscoped("test").get(), member(NAMES[2])
    client = desk(who) if who else Client()
    lists, pages, matters = TABLE[who]
    assert tuple(client.get(ROOT + p).status_code for p in ("", "new/", f"new/{other.pk}/")) == lists
    steps = ("", "contact/", "end/", "note/", "reach/")
    assert tuple(client.get(f"{ROOT}{noted.pk}/{p}").status_code for p in steps) == pages
    urls = (f"{case.pk}/", f"{case.pk}/tell/", f"new/{other.pk}/")
    assert tuple(client.get(f"{ROOT}matters/{url}").status_code for url in urls) == matters


def test_lists_end_at_the_scope(towns: County, noted: Absence, away: Any, desk: Desk) -> None:
    away(NAMES[1])
    for lane in ("out", "in", "contacts", "proposals", "over"):
        assert NAMES[1] not in desk("host").get(f"{ROOT}?lane={lane}").text
    assert NAMES[0] in desk("host").get(f"{ROOT}?lane=in").text
    assert desk("mobile_host").get(f"{ROOT}{noted.pk}/").status_code == 404
    assert AuditLine.objects.unscoped("test").filter(code__contains="out_of_scope").exists()


def test_the_other_side_reads_no_words_of_home(towns: County, noted: Absence, desk: Desk) -> None:
    actions.contact(
        actor=towns.actor("keeper"),
        absence=noted,
        on=date(2026, 11, 20),
        way="phone",
        reached=True,
        words="家里有难处。",
        key="k",
    )
    assert "家里有难处" in desk("keeper").get(f"{ROOT}{noted.pk}/").text
    page = desk("host").get(f"{ROOT}{noted.pk}/").text
    assert "家里有难处" not in page
    assert "提出处理建议" not in page


def test_address_and_phone_are_masked_and_shown_for_a_reason(towns: County, noted: Absence, desk: Desk) -> None:
    """P02."""
    client = desk("keeper")
    for page in ("", "move/", "reach/"):
        text = client.get(f"{ROOT}{noted.pk}/{page}").text
        assert "13800000000" not in text, page
        assert "科技路" not in text, page
    assert client.post(f"{ROOT}{noted.pk}/reach/", {"reason": "看看"}).status_code == 422
    for who in ("keeper", "host"):
        page = desk(who).post(f"{ROOT}{noted.pk}/reach/", {"reason": "定期联系在外党员"})
        assert "13800000000" in page.text, who
    assert AuditLine.objects.unscoped("test").filter(code="privacy.reveal").count() == 4


def test_what_is_not_typed_anew_stays(towns: County, noted: Absence, desk: Desk) -> None:
    said = {"region": "云汀市", "on": "2026-11-20", "fixed": "on", "revision": noted.revision}
    assert desk("keeper").post(f"{ROOT}{noted.pk}/move/", said).status_code == 303
    row = fresh(noted)
    assert (row.place, row.phone, row.address) == ("云汀市", "13800000000", "科技路 8 号")


def test_by_the_pages_from_the_branch_to_the_host(towns: County, member: Any, desk: Desk) -> None:
    branch, pk = desk("keeper"), member().pk
    assert NAMES[0] in branch.get(f"{ROOT}new/?q=zhm").text
    said = {
        "kind": "away", "reason": "work", "since": "2026-11-01", "region": "深圳市南山区", "address": "科技路 8 号", "fixed": "on",
        "host": "没有这个支部",
    }  # fmt: skip
    page = branch.post(f"{ROOT}new/{pk}/", said)
    assert page.status_code == 422
    assert "没有找到这个党组织" in page.text
    assert "科技路 8 号" in page.text
    answer = branch.post(f"{ROOT}new/{pk}/", said | {"host": "松岭镇石桥村党支部（QS02-B1）"})
    assert answer.status_code == 303
    row = Absence.objects.unscoped("test").get()
    assert branch.post(f"{ROOT}new/{pk}/", said | {"host": ""}).status_code == 422, "a second time"
    host, url = desk("host"), f"{ROOT}{row.pk}/"
    assert "接收登记" in host.get(url).text
    assert "去登记" in host.get("/workbench/").text
    page = host.post(f"{url}note/", {"yes": "no", "answer": "", "revision": row.revision})
    assert (page.status_code, "EDU-12" in page.text) == (422, True)
    assert host.post(f"{url}note/", {"yes": "yes", "revision": row.revision}).status_code == 303
    page = host.post(f"{url}note/", {"yes": "yes", "revision": row.revision})
    assert page.status_code == 422
    said = {"on": "2026-11-26", "way": "visit", "reached": "on", "words": "来支部报到了。", "key": "one", "revision": 0}
    assert branch.post(f"{url}contact/", said | {"words": ""}).status_code == 422
    assert [branch.post(f"{url}contact/", said).status_code for _ in range(2)] == [303, 303]
    assert Contact.objects.count() == 1


def test_after_six_months_the_page_leads_to_the_transfer(towns: County, noted: Absence, desk: Desk, clock: Any) -> None:
    """EDU-08: with the clause and the date, on both sides of the desk and for the member."""
    link = f"/workbench/transfer/new/{noted.member_id}/"
    assert link not in desk("keeper").get(f"{ROOT}{noted.pk}/").text
    clock.move_to(at("2026-12-01 10:00"))
    page = desk("keeper").get(f"{ROOT}{noted.pk}/").text
    assert link in page
    assert "12月1日 已满规定的时间" in page
    assert desk("keeper").get(link).status_code == 200
    assert "/me/transfer/new/" in desk("m0").get("/me/mobility/").text


def test_ones_own_pages(towns: County, member: Any, desk: Desk) -> None:
    own = desk("m0")
    assert "报告外出" in own.get("/me/mobility/").text
    said = {
        "kind": "study",
        "reason": "study",
        "since": "2026-11-01",
        "region": "武汉市",
        "phone": "13800000001",
        "fixed": "on",
    }
    assert own.post("/me/mobility/new/", said | {"since": "2026-12-01"}).status_code == 422
    assert own.post("/me/mobility/new/", said).status_code == 303
    assert "等支部确认" in own.get("/me/mobility/").text
    row = Absence.objects.unscoped("test").get()
    assert own.post("/me/mobility/word/", {"key": "k"}).status_code == 422, "not yet confirmed"
    assert "报告外出" in desk("keeper").get("/workbench/").text
    assert desk("keeper").post(f"{ROOT}{row.pk}/confirm/", {"yes": "yes", "revision": row.revision}).status_code == 303
    assert own.post("/me/mobility/word/", {"key": "k", "words": "都好"}).status_code == 303
    assert "13800000001" in own.get("/me/mobility/move/").text, "one's own words in clear"
    said = {"region": "长沙市", "on": "2026-11-10", "phone": "13800000002", "revision": fresh(row).revision}
    assert own.post("/me/mobility/move/", said | {"revision": 0}).status_code == 422
    assert own.post("/me/mobility/move/", said).status_code == 303
    assert fresh(row).place == "长沙市"
    other = desk("m1")
    assert "长沙市" not in other.get("/me/mobility/").text
    assert other.post("/me/mobility/word/", {"key": "k"}).status_code == 404
    assert Client().get("/me/mobility/").status_code == 302
    assert desk("author").get("/me/mobility/").status_code == 200
    assert desk("author").get("/me/mobility/new/").status_code == 404


def test_the_person_answers_on_their_own_page(towns: County, lost: Matter, desk: Desk) -> None:
    own, url = desk("m0"), f"/me/mobility/matters/{lost.pk}/"
    assert own.get(url).status_code == 404, "before they are told"
    actions.tell(actor=towns.actor("keeper"), case=lost, text="打电话、问家里人，都找不到。", revision=lost.revision)
    assert "看一看，写说明" in own.get("/me/mobility/").text
    page = own.get(url).text
    assert "失去联系" in page
    assert "第二十四条" in page
    assert "都找不到" not in page, "what the branch wrote for itself"
    revision = fresh(lost).revision
    assert own.post(url, {"text": "在", "revision": revision}).status_code == 422
    assert own.post(url, {"text": "手机丢了，我在跑船。", "revision": revision}).status_code == 303
    assert "手机丢了" in desk("keeper").get(f"{ROOT}matters/{lost.pk}/").text
    assert desk("m1").get(url).status_code == 404
    assert "登记支部研究的意见" in desk("keeper").get(f"{ROOT}matters/{lost.pk}/").text


def test_lists_cost_the_same_with_three_and_with_many(towns: County, desk: Desk) -> None:
    run(book([person(n, name=f"甲{chr(0x4E00 + n)}") for n in range(20, 55)]), actor=towns.actor("judge"), dry=False)
    people = list(Member.objects.unscoped("test").filter(name__startswith="甲").order_by("pk"))
    host, where = towns.organisations["QS02-B1"], actions.Place
    urls = [("keeper", f"{ROOT}?lane={lane}") for lane in ("out", "contacts", "proposals")]
    urls += [("host", f"{ROOT}?lane=in"), ("keeper", "/workbench/")]

    def register(rows: list[Member]) -> None:
        for n, row in enumerate(rows):
            actions.register(
                actor=towns.actor("keeper"), member=row, kind="away", since=date(2026, 3, 1), reason="work",
                where=where(place="深圳", host=host), last_contact_on=date(2026, 8, 1 + n % 9) if n % 2 else date(2026, 4, 1),
            )  # fmt: skip
        actions.look()

    def cost() -> list[int]:
        found = []
        for who, url in urls:
            client = desk(who)
            client.get(url)
            with CaptureQueriesContext(connection) as seen:
                assert client.get(url).status_code == 200
            found.append(len(seen))
        return found

    register(people[:4])
    few = cost()
    register(people[4:])
    assert cost() == few
