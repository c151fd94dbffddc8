"""Numbered receipts, quarters, remissions, what goes up, the year: FEE-05, FEE-06, FEE-07 at their boundaries."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from lianxin.foundation.privacy.export import export_of
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import actions, queries, yearly
from lianxin.membership.dues.models import Posting
from lianxin.membership.dues.reckoning import months_of
from tests.factories import County
from tests.membership.dues.people import arrives, people_of, up

pytestmark = pytest.mark.django_db
Named = Callable[[str], Member]
DAY = date(2026, 11, 20)
ROOT = "/workbench/dues/"


def rows() -> Any:
    return Posting.objects.unscoped("test")


def pay(county: County, member: Member, amount: str, key: str = "k1", on: date = DAY) -> actions.Receipt:
    return actions.receive(
        actor=county.actor("keeper"), member=member, amount=Decimal(amount), method="cash", on=on, key=key
    )


def signed_in(county: County, who: str) -> Client:
    client = Client()
    client.force_login(county.account_of(who))
    return client


def test_receipts_are_numbered_without_gaps(charged: County, member: Named) -> None:
    one, two = pay(charged, member("周禾苗"), "90"), pay(charged, member("吴春秋"), "20", "k2")
    assert (one.number, two.number) == ("DF2026-QS01-B1-00001", "DF2026-QS01-B1-00002")
    with pytest.raises(Refused):
        pay(charged, member("吴春秋"), "0", "k3")
    assert pay(charged, member("吴春秋"), "20", "k2").number == two.number, "the same form keeps its number"
    assert pay(charged, member("吴春秋"), "20", "k4").number == "DF2026-QS01-B1-00003"


def test_my_own_receipt_can_be_printed_and_nobody_elses(charged: County, member: Named) -> None:
    mine, others = pay(charged, member("周禾苗"), "90"), pay(charged, member("吴春秋"), "20", "k2")
    charged.people["me"] = member("周禾苗").person
    client = signed_in(charged, "me")
    assert mine.number in client.get("/me/dues/").text
    text = client.get(f"/me/dues/receipts/{mine.number}/").text
    assert "90.00 元" in text
    assert "收款组织（盖章）" in text
    assert client.get(f"/me/dues/receipts/{others.number}/").status_code == 404


@pytest.mark.parametrize(
    ("month", "quarter"),
    [(1, (1, 2, 3)), (3, (1, 2, 3)), (4, (4, 5, 6)), (9, (7, 8, 9)), (10, (10, 11, 12)), (12, (10, 11, 12))],
)  # fmt: skip
def test_fee_06_the_quarter_of_a_month(month: int, quarter: tuple[int, ...]) -> None:
    assert tuple(of.month for of in months_of("quarter", date(2026, month, 1))) == quarter
    assert months_of("month", date(2026, month, 1)) == [date(2026, month, 1)]


def test_fee_06_who_pays_by_the_quarter_owes_it_whole_and_once(branch: County, member: Named) -> None:
    keeper, office = branch.actor("keeper"), branch.organisations["QS01-B1"]
    said: dict[str, Any] = {
        "actor": keeper,
        "member": member("周禾苗"),
        "group": "employed",
        "income": Decimal(6000),
        "since": date(2026, 11, 1),
        "every": "quarter",
    }
    with pytest.raises(Refused, match="党支部同意") as caught:
        actions.assess(**said)
    assert caught.value.denied.rule == "FEE-06"
    actions.assess(**said, reason="11 月 2 日支委会同意")
    assert actions.charge(actor=keeper, organisation=office, month=date(2026, 11, 1)) == 1
    assert list(queries.owed(member("周禾苗"))) == [date(2026, 11, 1), date(2026, 12, 1)], "not before it was assessed"
    assert actions.charge(actor=keeper, organisation=office, month=date(2026, 11, 1)) == 0
    receipt = pay(branch, member("周禾苗"), "180")
    assert ([month.month for month, _ in receipt.months], receipt.extra) == ([11, 12], 0)


def test_fee_06_a_remission_of_an_owed_month(charged: County, member: Named) -> None:
    keeper, one, october = charged.actor("keeper"), member("周禾苗"), date(2026, 10, 1)
    said: dict[str, Any] = {"actor": keeper, "member": one, "month": october, "key": "k"}
    with pytest.raises(Refused, match="减免要写明原因") as caught:
        actions.remit(**said, amount=Decimal(10), reason=" ")
    assert caught.value.denied.rule == "FEE-06"
    with pytest.raises(Refused, match=r"只欠 90\.00 元"):
        actions.remit(**said, amount=Decimal("90.01"), reason="住院")
    made = actions.remit(**said, amount=Decimal("90.00"), reason="住院")
    assert actions.remit(**said, amount=Decimal("90.00"), reason="住院") == made, "the same form twice is one"
    assert october not in queries.owed(one)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, text FROM dues_posting WHERE id = %s", [made.pk])
        assert "住院" not in "".join(cursor.fetchone())
    with pytest.raises(Refused, match="没有欠交"):
        actions.remit(**said | {"key": "k2"}, amount=Decimal(1), reason="住院")
    actions.undo_line(actor=keeper, posting=made, reason="弄错了")
    assert queries.owed(one)[october] == Decimal("90.00")
    assert sum(queries.balances(rows()).values()) == 0


def test_a_wrong_charge_is_undone_and_charged_anew(charged: County, member: Named) -> None:
    keeper, one = charged.actor("keeper"), member("周禾苗")
    charge = rows().get(member=one, month=date(2026, 11, 1), credit="income")
    actions.undo_line(actor=keeper, posting=charge, reason="十一月退休了")
    assert date(2026, 11, 1) not in queries.owed(one)
    with pytest.raises(Refused, match="已经冲正过"):
        actions.undo_line(actor=keeper, posting=charge, reason="再来")
    actions.assess(
        actor=keeper, member=one, group="retired", income=Decimal(5000), since=date(2026, 11, 1), reason="退休"
    )
    assert actions.charge(actor=keeper, organisation=charged.organisations["QS01-B1"], month=date(2026, 11, 1)) == 1
    assert queries.owed(one)[date(2026, 11, 1)] == Decimal("25.00")
    assert actions.charge(actor=keeper, organisation=charged.organisations["QS01-B1"], month=date(2026, 11, 1)) == 0


def test_a_paid_charge_is_not_undone(charged: County, member: Named) -> None:
    pay(charged, member("周禾苗"), "90")
    charge = rows().get(member=member("周禾苗"), month=date(2026, 9, 1), credit="income")
    with pytest.raises(Refused, match="已经交过"):
        actions.undo_line(actor=charged.actor("keeper"), posting=charge, reason="x")
    receipt = rows().get(debit="bank")
    with pytest.raises(Refused, match="不能在这里冲正"):
        actions.undo_line(actor=charged.actor("keeper"), posting=receipt, reason="x")


@pytest.mark.parametrize(("given", "central"), [("999.99", 0), ("1000.00", 100000), ("1000.01", 100001)])
def test_fee_07_a_gift_of_a_thousand_goes_up_whole(given: str, central: int, charged: County, member: Named) -> None:
    """What must go up whole is there for nothing else, and no more of it goes up than was given."""
    pay(charged, member("周禾苗"), str(Decimal(270) + Decimal(given)))
    held = queries.held(charged.organisations["QS01-B1"])
    assert held["central"] == central
    if not central:
        return
    with pytest.raises(Refused, match=r"只有 270\.00 元"):
        up(charged, "share", "270.01")
    with pytest.raises(Refused) as caught:
        up(charged, "central", str(Decimal(given) + Decimal("0.01")))
    assert caught.value.denied.rule == "FEE-07"
    up(charged, "central", given)
    assert queries.held(charged.organisations["QS01-B1"]) == {"bank": 27000, "central": 0}
    arrives(charged, given)
    assert queries.held(charged.organisations["QS01"])["central"] == central, "the town still has to hand it on"


def test_the_year_of_a_town(charged: County, member: Named) -> None:
    """Charges by their month, money by its day, reversals taken off what they reverse."""
    pay(charged, member("周禾苗"), "1370")
    slip = pay(charged, member("吴春秋"), "20", "k2")
    actions.undo(
        actor=charged.actor("keeper"), organisation=charged.organisations["QS01-B1"], number=slip.number, reason="错"
    )
    up(charged, "share", "150")
    arrives(charged, "150")
    up(charged, "central", "1000", "u2")
    arrives(charged, "1000")
    up(charged, "central", "100", "u3")
    lines, total = yearly.year_of(charged.actor("organiser"), charged.town, 2026)
    of = {line.organisation.code: line.amounts for line in lines if line.organisation}
    assert of["QS01-B1"] == {
        "charged": 39000,
        "remitted": 6000,
        "paid": 27000,
        "owed": 6000,
        "extra": 0,
        "central": 110000,
        "below": 0,
        "upward": 15000,
        "gifts_up": 100000,
        "on_way": 10000,
    }
    assert of["QS01"]["below"] == 115000, "what nobody has confirmed is not there yet"
    assert total.amounts["paid"] == 27000
    assert yearly.year_of(charged.actor("organiser"), charged.town, 2025)[0] == []
    assert yearly.year_of(charged.actor("other_organiser"), charged.town, 2026)[0] == [], (
        "outside the scope there is nothing"
    )


def test_the_year_on_the_page_and_as_a_table(charged: County, member: Named) -> None:
    pay(charged, member("周禾苗"), "270")
    client, town = signed_in(charged, "organiser"), charged.town.pk
    assert "270.00" in client.get(f"{ROOT}year/?org={town}&year=2026").text
    table = client.get(f"{ROOT}year/?org={town}&year=2026&form=xlsx").content
    read = CalamineWorkbook.from_filelike(io.BytesIO(table)).get_sheet_by_index(0).to_python()
    assert (read[0][3], read[1][0], read[1][3], read[-1][0]) == (
        "收到党费（元）",
        "柳河镇新桥村党支部",
        "270.00",
        "合计",
    )


def test_remission_and_reversal_at_the_desk(charged: County, member: Named) -> None:
    client, one = signed_in(charged, "keeper"), member("周禾苗")
    at = f"{ROOT}members/{one.pk}/remit/"
    said = {"month": "2026-10-01", "amount": "100", "reason": "住院", "key": "x"}
    wrong = client.post(at, said)
    assert (wrong.status_code, "只欠 90.00 元" in wrong.text, 'value="100"' in wrong.text) == (422, True, True)
    assert client.post(at, said | {"amount": "40"}).status_code == 303
    made = rows().get(note__isnull=False, text="2026年10月减免", month=date(2026, 10, 1), member=one)
    assert f"lines/{made.pk}/undo/" in client.get(f"{ROOT}members/{one.pk}/").text
    undo = f"{ROOT}lines/{made.pk}/undo/"
    assert client.post(undo, {"reason": ""}).status_code == 422
    assert client.post(undo, {"reason": "错"}).status_code == 303
    for who, status in (("leader", 403), ("other_organiser", 404)):
        assert signed_in(charged, who).get(at).status_code == status
    assert signed_in(charged, "other_organiser").get(undo).status_code == 404


def test_my_own_export_holds_my_dues(charged: County, member: Named) -> None:
    """P03: what I owe, how it was reckoned, what I paid; nobody else's."""
    pay(charged, member("周禾苗"), "90")
    pay(charged, member("吴春秋"), "20", "k2")
    tables = export_of(member("周禾苗").person_id).rooms["党费"]
    assert tables["党费核定"][0]["计费收入"] == "6000"
    paid = [row for row in tables["党费往来"] if row["收据号"]]
    assert [(row["金额"], row["收据号"]) for row in paid] == [("90.00", "DF2026-QS01-B1-00001")]


def test_pages_of_forty_ask_as_often_as_pages_of_two(charged: County, member: Named) -> None:
    client, office = signed_in(charged, "keeper"), charged.organisations["QS01-B1"].pk
    urls = (f"{ROOT}?org={office}", f"{ROOT}ledger/?org={office}", f"{ROOT}year/?org={office}")
    seen = []
    for more in (1, 40):
        people_of(charged, more)
        counts = []
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            counts.append(len(asked))
        seen.append(counts)
    assert seen[0] == seen[1]


def test_charging_many_takes_few_statements(charged: County) -> None:
    people_of(charged, 60)
    with CaptureQueriesContext(connection) as asked:
        made = actions.charge(
            actor=charged.actor("keeper"), organisation=charged.organisations["QS01-B1"], month=date(2026, 8, 1)
        )
    assert made == 62
    assert len(asked) < 20
