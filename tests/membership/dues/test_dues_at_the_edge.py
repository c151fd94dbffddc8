"""FEE-05, FEE-06 at their edges: the sum itself, a fen less and more; the day before, today, tomorrow; this month and the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import actions, handing_up, queries
from lianxin.membership.dues.models import Posting
from tests.factories import County
from tests.membership.dues.people import arrives, last

pytestmark = pytest.mark.django_db
Named = Callable[[str], Member]
NOVEMBER = date(2026, 11, 1)


def refused(call: Callable[[], object]) -> tuple[str, str]:
    """(rule, field) of the refusal."""
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.denied.rule, caught.value.denied.field


@pytest.mark.parametrize(
    ("payable", "reason", "told"),
    [
        ("40.00", "", None), ("39.99", "", ("FEE-06", "reason")), ("39.99", "家里有病人", None),
        ("0.00", "家里有病人", None), ("-0.01", "家里有病人", ("", "payable")), ("40.01", "自愿", ("", "payable")),
    ],
)  # fmt: skip
def test_fee_06_what_is_to_be_paid_between_nothing_and_what_was_reckoned(
    payable: str, reason: str, told: tuple[str, str] | None, branch: County, member: Named
) -> None:
    """FEE-06: 40.00 of 4,000 is no remission and asks for no reason; a fen less is one; nothing at all may be remitted."""
    assess = lambda: actions.assess(  # noqa: E731 - asked once, refused or not
        actor=branch.actor("keeper"), member=member("周禾苗"), group="employed", income=Decimal(4000),
        since=date(2026, 1, 1), payable=Decimal(payable), reason=reason,
    )  # fmt: skip
    if told is not None:
        assert refused(assess) == told
    else:
        assert assess().payable == Decimal(payable)


@pytest.mark.parametrize(("payable", "people"), [("0.00", 0), ("0.01", 1)])
def test_fee_06_who_was_let_off_whole_owes_nothing(payable: str, people: int, branch: County, member: Named) -> None:
    """FEE-06: 免交 leaves no line; a fen that is left is owed as a fen, the rest of the month stands as remitted."""
    keeper, one = branch.actor("keeper"), member("周禾苗")
    actions.assess(actor=keeper, member=one, group="employed", income=Decimal(4000), since=NOVEMBER,
                   payable=Decimal(payable), reason="家里有病人")  # fmt: skip
    assert actions.charge(actor=keeper, organisation=branch.organisations["QS01-B1"], month=NOVEMBER) == people
    assert queries.owed(one) == ({NOVEMBER: Decimal(payable)} if people else {})
    lines = Posting.objects.unscoped("test").filter(member=one)
    assert {row.debit: row.amount for row in lines} == (
        {"receivable": Decimal("40.00"), "remitted": Decimal("39.99")} if people else {}
    )


@pytest.mark.parametrize(("amount", "good"), [("89.99", True), ("90.00", True), ("90.01", False)])
def test_fee_06_no_more_is_remitted_than_is_owed(amount: str, good: bool, charged: County, member: Named) -> None:
    said: dict[str, Any] = {
        "actor": charged.actor("keeper"), "member": member("周禾苗"), "month": date(2026, 10, 1), "key": "k",
        "amount": Decimal(amount), "reason": "住院",
    }  # fmt: skip
    if not good:
        assert refused(lambda: actions.remit(**said)) == ("", "amount")
        return
    actions.remit(**said)
    left = Decimal("90.00") - Decimal(amount)
    assert queries.owed(member("周禾苗")).get(date(2026, 10, 1), Decimal(0)) == left


@pytest.mark.parametrize(("day", "good"), [(26, True), (27, True), (28, False)])
def test_a_payment_of_today_is_written_and_one_of_tomorrow_is_not(
    day: int, good: bool, charged: County, member: Named
) -> None:
    """FEE-06: paid yesterday, today, tomorrow."""
    pay = lambda: actions.receive(  # noqa: E731 - asked once, refused or not
        actor=charged.actor("keeper"),
        member=member("周禾苗"),
        amount=Decimal(90),
        method="cash",
        on=date(2026, 11, day),
        key="k",
    )
    if not good:
        assert refused(pay) == ("", "on")
        return
    number = pay().number
    assert {row.on for row in Posting.objects.unscoped("test").filter(receipt=number)} == {date(2026, 11, day)}


@pytest.mark.parametrize(("month", "good"), [(10, True), (11, True), (12, False)])
def test_fee_06_a_month_is_charged_when_it_has_come(month: int, good: bool, assessed: County, member: Named) -> None:
    """FEE-06: 按月, the month before, this one, the next one."""
    charge = lambda: actions.charge(  # noqa: E731 - asked once, refused or not
        actor=assessed.actor("keeper"), organisation=assessed.organisations["QS01-B1"], month=date(2026, month, 28)
    )
    if good:
        assert charge() == 2
    else:
        assert refused(charge) == ("", "month")


@pytest.mark.parametrize(
    ("since", "asks"),
    [(date(2025, 12, 1), False), (date(2026, 1, 1), True), (date(2026, 12, 1), True), (date(2027, 1, 1), False)],
)
def test_fee_05_once_a_year(since: date, asks: bool, branch: County, member: Named) -> None:
    """FEE-05: what was fixed on 1 January 2026 stands until 31 December; a change before that says why, the next year's not."""
    said: dict[str, Any] = {"actor": branch.actor("keeper"), "member": member("周禾苗"), "group": "employed"}
    actions.assess(**said, income=Decimal(6000), since=date(2026, 1, 1))
    again = lambda: actions.assess(**said, income=Decimal(8000), since=since)  # noqa: E731 - asked once, refused or not
    if asks:
        assert refused(again) == ("FEE-05", "reason")
    else:
        assert again().since == since


@pytest.mark.parametrize(
    ("sent", "arrived", "told"),
    [(26, 26, ""), (27, 27, ""), (28, 28, "sent"), (26, 25, "arrived"), (26, 28, "arrived")],
)
def test_money_goes_up_and_arrives_on_days_that_have_come(
    sent: int, arrived: int, told: str, charged: County, member: Named
) -> None:
    """Yesterday and today, not tomorrow; on the day it was sent, not the day before."""
    actions.receive(
        actor=charged.actor("keeper"), member=member("周禾苗"), amount=Decimal(90), method="cash", on=date(2026, 11, 20), key="k"
    )  # fmt: skip
    up = lambda: handing_up.hand_up(  # noqa: E731 - asked once, refused or not
        actor=charged.actor("keeper"), organisation=charged.organisations["QS01-B1"], part="share", amount=Decimal(90),
        on=date(2026, 11, sent), key="u1",
    )  # fmt: skip
    if told == "sent":
        assert refused(up) == ("", "on")
        return
    up()
    take = lambda: arrives(charged, "90", on=date(2026, 11, arrived))  # noqa: E731 - asked once, refused or not
    if told:
        assert refused(take) == ("", "on")
        assert last().standing == "on_way"
    else:
        assert take().standing != "on_way"
