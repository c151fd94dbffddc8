"""Every page of the dues against every role, inside and outside the scope (P05): nothing opens by accident."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import urls_desk, ways
from lianxin.membership.dues.bills.running import run
from lianxin.membership.dues.models import BillLine, Posting
from tests.factories import County
from tests.membership.dues import bills
from tests.membership.dues.people import last, up

pytestmark = pytest.mark.django_db
ROOT = "/workbench/dues/"
#: role -> (what lists answer, what pages of one thing answer, what forms of change answer)
ROLES = {
    "keeper": (200, 200, 200), "organiser": (200, 200, 200), "leader": (200, 200, 403), "other_organiser": (200, 404, 404),
    "handler": (403, 403, 403), "author": (403, 403, 403), "": (302, 302, 302),
}  # fmt: skip
LISTS = ("sheet", "ledger", "bills", "ways", "year", "handed")
PAGES = ("receipt", "member", "bill", "line", "remittance")
FORMS = ("assess", "receive", "remit", "undo_line", "bring", "hand_up")
POSTS = ("charge", "take", "book", "decide_way")
OWN_FILE = ("rejects",)


@pytest.fixture
def addresses(charged: County, member: Callable[[str], Member]) -> dict[str, str]:
    office, one = charged.organisations["QS01-B1"], member("周禾苗")
    made = run(bills.wechat(bills.paid(1)), actor=charged.actor("keeper"), organisation=office, dry=False).bill
    assert made
    line = BillLine.objects.unscoped("test").get()
    charge = Posting.objects.unscoped("test").filter(member=one, credit="income").first()
    way = ways.propose(actor=charged.actor("keeper"), organisation=office, payee="x", link="https://a.cn/")
    from lianxin.membership.dues.bills.actions import book

    paid = book(actor=charged.actor("keeper"), line=line, member=one, revision=0)
    assert charge
    up(charged, "share", "1")
    of, at = f"?org={office.pk}", f"members/{one.pk}/"
    return {
        "sheet": "", "ledger": "ledger/", "bills": "bills/", "ways": "ways/", "year": "year/", "receipt": f"receipts/{paid.receipt}/",
        "member": at, "bill": f"bills/{made.pk}/", "line": f"bills/lines/{line.pk}/", "assess": f"{at}assess/", "receive": f"{at}receive/",
        "remit": f"{at}remit/", "undo_line": f"lines/{charge.pk}/undo/", "bring": f"bills/import/{of}", "hand_up": f"hand-up/{of}",
        "charge": f"charge/?org={office.pk}", "take": "bills/import/x/", "book": f"bills/{made.pk}/book/", "decide_way": f"ways/{way.pk}/",
        "rejects": f"bills/import/x/rejects.xlsx{of}", "handed": "handed/", "remittance": f"handed/{last().pk}/",
    }  # fmt: skip


def client_of(county: County, who: str) -> Client:
    client = Client()
    if who:
        client.force_login(county.account_of(who))
    return client


def test_every_address_stands_in_the_table() -> None:
    assert {pattern.name for pattern in urls_desk.urlpatterns} == {*LISTS, *PAGES, *FORMS, *POSTS, *OWN_FILE}


@pytest.mark.parametrize("who", ROLES)
def test_who_opens_what_inside_and_outside(who: str, charged: County, addresses: dict[str, str]) -> None:
    client = client_of(charged, who)
    for names, expected in zip((LISTS, PAGES, FORMS), ROLES[who], strict=True):
        for name in names:
            assert client.get(ROOT + addresses[name]).status_code == expected, (who, name)
    office = charged.organisations["QS01-B1"].pk
    posted = {
        "charge": client.post(f"{ROOT}charge/", {"org": office, "month": "2026-11"}).status_code,
        "book": client.post(ROOT + addresses["book"]).status_code,
        "decide_way": client.post(ROOT + addresses["decide_way"], {"do": "nothing"}).status_code,
    }
    inside = who in ("keeper", "organiser")
    wanted = {200: {"charge": 303, "book": 303, "decide_way": 404}, 403: dict.fromkeys(posted, 403), 404: dict.fromkeys(posted, 404),
              302: dict.fromkeys(posted, 302)}[ROLES[who][2]]  # fmt: skip
    assert posted == wanted, who
    assert client.get(ROOT + addresses["rejects"]).status_code == (
        404 if inside or who == "other_organiser" else ROLES[who][2]
    )


@pytest.mark.parametrize("name", LISTS)
def test_an_organisation_outside_the_scope_is_not_there(name: str, charged: County, addresses: dict[str, str]) -> None:
    client = client_of(charged, "other_organiser")
    assert client.get(f"{ROOT}{addresses[name]}?org={charged.organisations['QS01-B1'].pk}").status_code == 404


def test_the_own_pages_of_others_show_nothing_of_mine(charged: County, addresses: dict[str, str]) -> None:
    for who, status in (("author", 404), ("", 302)):
        client = client_of(charged, who)
        assert client.get(f"/me/dues/{addresses['receipt']}").status_code == status
        assert client.get("/me/dues/").status_code == (302 if status == 302 else 200)
