"""The ledger of the dues: balances by construction, nothing counted twice, nothing erased (FEE-05, FEE-06, FEE-07)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.foundation.organisations import actions as organisations
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import actions, queries
from lianxin.membership.dues.models import Assessment, Posting
from tests.factories import County, appoint

pytestmark = pytest.mark.django_db
ROOT = "/workbench/dues/"
JANUARY = date(2026, 1, 1)


def rows() -> Any:
    return Posting.objects.unscoped("test")


def pay(county: County, member: Member, amount: str, key: str = "k1", who: str = "keeper") -> actions.Receipt:
    return actions.receive(
        actor=county.actor(who), member=member, amount=Decimal(amount), method="cash", on=date(2026, 11, 20), key=key
    )


def test_charging_a_month_twice_charges_once(charged: County) -> None:
    count = rows().count()
    assert actions.charge(actor=charged.actor("organiser"), organisation=charged.town, month=date(2026, 11, 1)) == 0
    assert rows().count() == count
    found = queries.balances(rows())
    assert (found["receivable"], found["income"], found["remitted"]) == (
        Decimal("330.00"),
        Decimal("-390.00"),
        Decimal("60.00"),
    )
    assert sum(found.values()) == 0
    assert str(found["receivable"]) == "330.00", "to the fen, on every engine"


def test_a_payment_settles_the_oldest_month_first(charged: County, member: Callable[[str], Member]) -> None:
    receipt = pay(charged, member("周禾苗"), "135")
    assert receipt.months == ((date(2026, 9, 1), Decimal("90.00")), (date(2026, 10, 1), Decimal("45.00")))
    assert queries.owed(member("周禾苗")) == {date(2026, 10, 1): Decimal("45.00"), date(2026, 11, 1): Decimal("90.00")}


@pytest.mark.parametrize(("amount", "account", "extra"), [("370", "extra", "100.00"), ("1270", "central", "1000.00")])
def test_what_is_given_beyond_the_dues_stands_apart(
    amount: str, account: str, extra: str, charged: County, member: Callable[[str], Member]
) -> None:
    """FEE-07: from a thousand yuan on it goes up whole, on an account of its own."""
    assert pay(charged, member("周禾苗"), amount).extra == Decimal(extra)
    assert queries.balances(rows())[account] == -Decimal(extra)


def test_the_same_form_twice_is_one_payment(charged: County, member: Callable[[str], Member]) -> None:
    first, second = pay(charged, member("周禾苗"), "90"), pay(charged, member("周禾苗"), "90")
    assert first == second
    assert rows().filter(debit="bank").count() == 1


def test_fee_06_older_months_are_not_made_up_for(assessed: County, member: Callable[[str], Member]) -> None:
    for month in (4, 5):
        actions.charge(
            actor=assessed.actor("keeper"), organisation=assessed.organisations["QS01-B1"], month=date(2026, month, 1)
        )
    assert [month for month, _ in queries.open_months(member("周禾苗"), date(2026, 11, 20))] == [date(2026, 5, 1)]
    assert pay(assessed, member("周禾苗"), "90").months == ((date(2026, 5, 1), Decimal("90.00")),)


def test_undoing_leaves_both_lines(charged: County, member: Callable[[str], Member]) -> None:
    receipt = pay(charged, member("周禾苗"), "135")
    branch = charged.organisations["QS01-B1"]
    with pytest.raises(Refused, match="冲正原因"):
        actions.undo(actor=charged.actor("keeper"), organisation=branch, number=receipt.number, reason=" ")
    assert (
        actions.undo(actor=charged.actor("keeper"), organisation=branch, number=receipt.number, reason="写错了人") == 2
    )
    assert queries.owed(member("周禾苗"))[date(2026, 9, 1)] == Decimal("90.00")
    assert rows().filter(receipt=receipt.number).count() == 4
    with pytest.raises(Refused, match="已经冲正过"):
        actions.undo(actor=charged.actor("keeper"), organisation=branch, number=receipt.number, reason="再来")


def test_fee_05_a_change_within_the_year_needs_its_reason(assessed: County, member: Callable[[str], Member]) -> None:
    keeper, one = assessed.actor("keeper"), member("周禾苗")
    with pytest.raises(Refused) as caught:
        actions.assess(actor=keeper, member=one, group="employed", income=Decimal(8000), since=date(2026, 7, 1))
    assert caught.value.denied.rule == "FEE-05"
    actions.assess(
        actor=keeper, member=one, group="retired", income=Decimal(5001), since=date(2026, 7, 1), reason="七月退休"
    )
    held = [queries.assessment(one, date(2026, month, 1)) for month in (6, 7)]
    assert [row.payable for row in held if row] == [Decimal("90.00"), Decimal("50.01")], "the old one stays"
    actions.assess(actor=keeper, member=one, group="retired", income=Decimal(5000), since=date(2027, 1, 1))


def test_a_remission_needs_its_reason_and_is_no_increase(branch: County, member: Callable[[str], Member]) -> None:
    said: dict[str, Any] = {
        "actor": branch.actor("keeper"),
        "member": member("周禾苗"),
        "group": "employed",
        "income": Decimal(4000),
        "since": JANUARY,
    }
    with pytest.raises(Refused, match="减免要写明原因"):
        actions.assess(**said, payable=Decimal(10))
    with pytest.raises(Refused, match="不能多于"):
        actions.assess(**said, payable=Decimal("40.01"), reason="自愿")


def test_income_and_reasons_are_sealed(assessed: County) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT income, reason FROM dues_assessment")
        stored = "".join("".join(row) for row in cursor.fetchall())
    assert "6000" not in stored
    assert "病人" not in stored
    assert {row.income for row in Assessment.objects.unscoped("test")} == {"6000", "4000"}


def test_only_members_pay_and_nobody_keeps_their_own(branch: County, member: Callable[[str], Member]) -> None:
    with pytest.raises(Refused, match="不交党费"):
        pay(branch, member("冯长河"), "10")
    appoint(member("周禾苗").person, "committee_member", branch.organisations["QS01-B1"])
    branch.people["self"] = member("周禾苗").person
    with pytest.raises(Refused, match="其他同志"):
        pay(branch, member("周禾苗"), "10", who="self")
    with pytest.raises(Refused, match="没有找到"):
        pay(branch, member("周禾苗"), "10", who="other_organiser")


@pytest.mark.parametrize(("amount", "word"), [("0", "大于 0"), ("1.001", "两位小数"), ("-5", "大于 0")])
def test_amounts_that_are_none(amount: str, word: str, charged: County, member: Callable[[str], Member]) -> None:
    with pytest.raises(Refused, match=word):
        pay(charged, member("周禾苗"), amount)


def test_the_table_itself_refuses_what_does_not_balance(charged: County) -> None:
    first = rows().first()
    for wrong in ({"fen": 0}, {"credit": first.debit}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Posting.objects.unscoped("test").filter(pk=first.pk).update(**wrong)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payments=st.lists(st.decimals(Decimal("0.01"), Decimal("1500"), places=2), max_size=5), undone=st.booleans())
def test_whatever_is_paid_the_accounts_balance(
    payments: list[Decimal], undone: bool, charged: County, member: Callable[[str], Member]
) -> None:
    with transaction.atomic():
        made = [pay(charged, member("周禾苗"), str(amount), f"k{n}") for n, amount in enumerate(payments)]
        if undone and made:
            actions.undo(
                actor=charged.actor("keeper"),
                organisation=charged.organisations["QS01-B1"],
                number=made[0].number,
                reason="错",
            )
        found = queries.balances(rows())
        assert sum(found.values()) == 0
        kept = sum(payments, Decimal(0)) - (payments[0] if undone and made else 0)
        assert found["bank"] == kept
        assert all(left > 0 for left in queries.owed(member("周禾苗")).values())
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("who", "sheet", "page", "form"),
    [("keeper", 200, 200, 200), ("organiser", 200, 200, 200), ("leader", 200, 200, 403), ("other_organiser", 200, 404, 404),
     ("handler", 403, 403, 403), ("", 302, 302, 302)],
)  # fmt: skip
def test_who_opens_what(
    who: str, sheet: int, page: int, form: int, charged: County, member: Callable[[str], Member]
) -> None:
    client = Client()
    if who:
        client.force_login(charged.account_of(who))
    one = f"{ROOT}members/{member('周禾苗').pk}/"
    assert [client.get(url).status_code for url in (ROOT, one, f"{one}receive/")] == [sheet, page, form]


def test_the_month_of_a_branch_in_the_browser(assessed: County, member: Callable[[str], Member]) -> None:
    client, office = Client(), assessed.organisations["QS01-B1"].pk
    client.force_login(assessed.account_of("keeper"))
    form = f"{ROOT}members/{member('周禾苗').pk}/receive/"
    assert "全部记作自愿多交" in client.get(form).text, "FEE-07: no gift by mistake, before anything is charged"
    assert client.post(f"{ROOT}charge/", {"org": office, "month": "2026-11"}).status_code == 303
    text = client.get(f"{ROOT}?org={office}&month=2026-11").text
    assert "90.00" in text
    assert "欠交" in text
    one = f"{ROOT}members/{member('周禾苗').pk}/"
    assert "全部记作自愿多交" not in client.get(form).text
    wrong = client.post(f"{one}receive/", {"amount": "abc", "method": "cash", "on": "2026-11-20", "key": "a"})
    assert (wrong.status_code, "要填数字" in wrong.text, 'value="abc"' in wrong.text) == (422, True, True)
    paid = client.post(f"{one}receive/", {"amount": "90", "method": "cash", "on": "2026-11-20", "key": "a"})
    assert paid.status_code == 303
    receipt = client.get(paid.headers["Location"]).text
    assert "90.00 元" in receipt
    assert "2026年11月" in receipt
    assert "借贷相差" in client.get(f"{ROOT}ledger/?org={office}").text
    other = Client()
    other.force_login(assessed.account_of("other_organiser"))
    assert other.get(paid.headers["Location"]).status_code == 404


def test_my_dues(charged: County, member: Callable[[str], Member]) -> None:
    charged.people["me"] = member("周禾苗").person
    client = Client()
    client.force_login(charged.account_of("me"))
    text = client.get("/me/dues/").text
    assert "90.00 元" in text
    assert "6000 元" in text
    client.force_login(charged.account_of("author"))
    assert "还没有核定" in client.get("/me/dues/").text


def test_what_is_owed_goes_along_with_a_merger(charged: County) -> None:
    """The line stays where it was written; the new branch sees all the same that it is owed."""
    into = organisations.found(actor=SYSTEM, parent=charged.town, name="柳河镇联合党支部", short_name="联合支部", kind="joint_branch",
                               code="QS01-B9", on=date(2020, 1, 1))  # fmt: skip
    charged.organisations["QS01-B9"] = into
    organisations.merge(actor=charged.actor("admin"), organisation=charged.organisations["QS01-B1"], into=into,
                        on=date(2026, 11, 27), basis="合并")  # fmt: skip
    keeper = charged.add("new_keeper", "committee_member", "QS01-B9")
    lines = {line.member.name: line.owed for line in queries.sheet(keeper, into, date(2026, 11, 1))}
    assert lines == {"周禾苗": Decimal("270.00"), "吴春秋": Decimal("60.00")}
