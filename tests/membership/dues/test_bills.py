"""A bill in the database: brought in once, booked by people, undone, set aside; nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.foundation.organisations import actions as organisations
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import actions, queries
from lianxin.membership.dues.bills import actions as bill_actions
from lianxin.membership.dues.bills import queries as bill_queries
from lianxin.membership.dues.bills.actions import Outcome
from lianxin.membership.dues.bills.running import run
from lianxin.membership.dues.models import Bill, BillLine, Posting
from lianxin.membership.dues.reference import code_of
from tests.factories import County, appoint
from tests.membership.dues import bills

pytestmark = pytest.mark.django_db
Named = Callable[[str], Member]


def lines() -> Any:
    return BillLine.objects.unscoped("test")


def bring(
    county: County, data: bytes, *, who: str = "keeper", office: str = "QS01-B1", dry: bool = False, account: str = ""
) -> Outcome:
    return run(data, actor=county.actor(who), organisation=county.organisations[office], dry=dry, account=account)


def three(member: Named) -> bytes:
    return bills.wechat(bills.paid(1, 备注=f"党费 {code_of(member('周禾苗').pk)}"), bills.paid(2, **{"金额(元)": "￥20.00", "备注": "吴春秋党费"}),
                        bills.paid(3, 交易对方="路人"))  # fmt: skip


def test_a_bill_is_brought_in_once(charged: County, member: Named) -> None:
    assert len(bring(charged, three(member), dry=True).fresh) == 3
    assert not lines().exists(), "looking writes nothing"
    first, again = bring(charged, three(member)), bring(charged, three(member))
    assert (len(first.fresh), first.unchanged, len(again.fresh), again.unchanged) == (3, 0, 0, 3)
    assert (Bill.objects.unscoped("test").count(), lines().count()) == (1, 3)
    longer = bills.wechat(*(bills.paid(n) for n in range(1, 5)))
    assert (len(bring(charged, longer).fresh), lines().count()) == (1, 4), "a bill that overlaps brings what is new"
    assert not Posting.objects.unscoped("test").filter(debit="bank").exists(), "bringing in books nothing"


def test_what_says_something_else_than_last_time_is_refused(charged: County) -> None:
    bring(charged, bills.wechat(bills.paid(1)))
    made = bring(charged, bills.wechat(bills.paid(1, **{"金额(元)": "￥80.00"})))
    assert "以前导入时这笔是 90.00 元，现在是 80.00 元" in made.refused[0].reasons[0]
    other = charged.add("town_keeper", "secretary", "QS01")
    made = run(bills.wechat(bills.paid(1)), actor=other, organisation=charged.town, dry=False)
    assert made.refused[0].reasons == (bill_actions.ELSEWHERE,), "one payment is booked in one place"
    assert lines().count() == 1


def test_payer_and_words_are_sealed(charged: County) -> None:
    bring(charged, bills.wechat(bills.paid(1, 交易对方="清风明月", 备注="买菜剩下的")))
    with connection.cursor() as cursor:
        cursor.execute("SELECT party, words FROM dues_billline")
        stored = "".join("".join(row) for row in cursor.fetchall())
    assert "清风" not in stored
    assert "买菜" not in stored
    assert lines().get().party == "清风明月"


def test_a_line_is_booked_as_any_payment_and_comes_back_when_its_receipt_is_undone(
    charged: County, member: Named
) -> None:
    bring(charged, three(member))
    line, keeper, branch = lines().get(row=18), charged.actor("keeper"), charged.organisations["QS01-B1"]
    booked = bill_actions.book(actor=keeper, line=line, member=member("周禾苗"), revision=0)
    entry = Posting.objects.unscoped("test").get(debit="bank")
    assert (entry.fen, entry.on, entry.month, entry.receipt) == (
        9000,
        date(2026, 11, 20),
        date(2026, 9, 1),
        booked.receipt,
    )
    with pytest.raises(Refused, match="已被别人处理过"):
        bill_actions.book(actor=keeper, line=line, member=member("吴春秋"), revision=0)
    with pytest.raises(Refused, match="已入账"):
        bill_actions.book(actor=keeper, line=line, member=member("吴春秋"), revision=1)
    actions.undo(actor=keeper, organisation=branch, number=booked.receipt, reason="认错了人")
    line = lines().get(row=18)
    assert (line.outcome, line.member, line.receipt, line.revision) == ("open", None, "", 2)
    again = bill_actions.book(actor=keeper, line=line, member=member("吴春秋"), revision=2)
    assert again.receipt != booked.receipt
    assert queries.owed(member("周禾苗"))[date(2026, 9, 1)] == Decimal("90.00")


def test_setting_aside_needs_its_reason_and_can_be_taken_back(charged: County, member: Named) -> None:
    bring(charged, three(member))
    line, keeper = lines().get(row=20), charged.actor("keeper")
    with pytest.raises(Refused, match="什么钱"):
        bill_actions.set_aside(actor=keeper, line=line, reason=" ", revision=0)
    line = bill_actions.set_aside(actor=keeper, line=line, reason="会务费退回", revision=0)
    with pytest.raises(Refused, match="不作党费"):
        bill_actions.book(actor=keeper, line=line, member=member("周禾苗"), revision=1)
    line = bill_actions.wait_again(actor=keeper, line=line, revision=1)
    assert (line.outcome, line.reason) == ("open", "")


def test_refunds_and_fees_are_shown_and_never_booked(charged: County, member: Named) -> None:
    bring(charged, bills.wechat(bills.paid(1, 当前状态="已全额退款", 备注=code_of(member("周禾苗").pk))))
    line = lines().get()
    assert (line.kind, line.outcome) == ("refund", "shown")
    with pytest.raises(Refused, match="只作显示"):
        bill_actions.book(actor=charged.actor("keeper"), line=line, member=member("周禾苗"), revision=0)


def test_nobody_books_their_own_nor_outside_their_scope(charged: County, member: Named) -> None:
    bring(charged, three(member))
    line = lines().get(row=18)
    appoint(member("周禾苗").person, "committee_member", charged.organisations["QS01-B1"])
    charged.people["self"] = member("周禾苗").person
    with pytest.raises(Refused, match="其他同志"):
        bill_actions.book(actor=charged.actor("self"), line=line, member=member("周禾苗"), revision=0)
    with pytest.raises(Refused, match="没有找到"):
        bill_actions.book(actor=charged.actor("other_organiser"), line=line, member=member("周禾苗"), revision=0)
    with pytest.raises(Refused, match="只能查看"):
        bill_actions.set_aside(actor=charged.actor("leader"), line=line, reason="x", revision=0)
    with pytest.raises(Refused, match="没有找到"):
        bring(charged, bills.wechat(bills.paid(9)), who="other_organiser")


def test_one_transaction_for_a_whole_bill(charged: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails half way, nothing of the file is written."""

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a full disk")

    monkeypatch.setattr(bill_actions, "record", fail)
    with pytest.raises(RuntimeError, match="full disk"), transaction.atomic():
        bring(charged, bills.wechat(bills.paid(1), bills.paid(2)))
    assert (Bill.objects.unscoped("test").count(), lines().count()) == (0, 0)


def test_the_same_line_brought_in_by_two_at_once_is_told(charged: County, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(charged, bills.wechat(bills.paid(1)))
    real = bill_actions.compare

    def blind(reading: Any, office: Any) -> Outcome:
        made = real(reading, office)
        made.fresh, made.unchanged = list(reading.lines), 0
        return made

    monkeypatch.setattr(bill_actions, "compare", blind)
    with pytest.raises(Refused, match="刚才有人做了同样的事"):
        bring(charged, bills.wechat(bills.paid(1)))


def test_bills_go_along_with_a_merger(charged: County, member: Named) -> None:
    bring(charged, three(member))
    into = organisations.found(actor=SYSTEM, parent=charged.town, name="柳河镇联合党支部", short_name="联合支部", kind="joint_branch",
                               code="QS01-B9", on=date(2020, 1, 1))  # fmt: skip
    charged.organisations["QS01-B9"] = into
    organisations.merge(actor=charged.actor("admin"), organisation=charged.organisations["QS01-B1"], into=into,
                        on=date(2026, 11, 27), basis="合并")  # fmt: skip
    keeper = charged.add("new_keeper", "committee_member", "QS01-B9")
    assert bill_queries.waiting(keeper, [into.path]) == (3, 20000)
    line = lines().get(row=18)
    assert bill_actions.book(actor=keeper, line=line, member=member("周禾苗"), revision=0).outcome == "booked"


FENS = st.lists(st.integers(1, 60000), min_size=1, max_size=6)
MOVES = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["book", "other", "aside", "again", "undo", "import"])), max_size=10
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fens=FENS, moves=MOVES)
def test_whatever_people_do_the_bill_adds_up(
    fens: list[int], moves: list[tuple[int, str]], charged: County, member: Named
) -> None:
    """What came in = booked + set aside + waiting, the ledger holds exactly what was booked, and it balances to the fen."""
    data = bills.wechat(*(bills.paid(n, **{"金额(元)": f"￥{Decimal(fen).scaleb(-2)}"}) for n, fen in enumerate(fens)))
    keeper, branch, refusals = charged.actor("keeper"), charged.organisations["QS01-B1"], set()
    with transaction.atomic():
        bring(charged, data)
        for at, move in moves:
            line = lines().get(row=18 + at % len(fens))
            try:
                if move in ("book", "other"):
                    who = member("周禾苗" if move == "book" else "吴春秋")
                    bill_actions.book(actor=keeper, line=line, member=who, revision=line.revision)
                elif move == "aside":
                    bill_actions.set_aside(actor=keeper, line=line, reason="别的钱", revision=line.revision)
                elif move == "again":
                    bill_actions.wait_again(actor=keeper, line=line, revision=line.revision)
                elif move == "undo" and line.receipt:
                    actions.undo(actor=keeper, organisation=branch, number=line.receipt, reason="错")
                elif move == "import":
                    assert not bring(charged, data).fresh
            except Refused as refused:
                refusals.add(refused.denied.code)
        assert refusals <= {"stale"}
        sums = bill_queries.sums(lines())
        assert sums.fen["in"] == sum(fens) == sums.fen["booked"] + sums.fen["aside"] + sums.fen["open"]
        assert sums.difference == 0
        found = queries.balances(Posting.objects.unscoped("test"))
        assert sum(found.values()) == 0
        assert found["bank"] == Decimal(sums.fen["booked"]).scaleb(-2)
        assert all(left > 0 for name in ("周禾苗", "吴春秋") for left in queries.owed(member(name)).values())
        transaction.set_rollback(True)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fens=FENS)
def test_a_proposal_is_what_the_ledger_then_does(fens: list[int], charged: County, member: Named) -> None:
    code = code_of(member("周禾苗").pk)
    data = bills.wechat(
        *(bills.paid(n, **{"金额(元)": f"￥{Decimal(fen).scaleb(-2)}", "备注": code}) for n, fen in enumerate(fens))
    )
    branch = charged.organisations["QS01-B1"]
    with transaction.atomic():
        bring(charged, data)
        found = bill_queries.proposals(branch, list(bill_queries.lines(Bill.objects.unscoped("test").get(), "open")))
        for line in lines().order_by("row"):
            booked = bill_actions.book(actor=charged.actor("keeper"), line=line, member=member("周禾苗"), revision=0)
            receipt = actions.receipt(booked.receipt)
            proposed = found[line.pk]
            assert tuple((month, int(amount * 100)) for month, amount in receipt.months) == proposed.months
            assert int(receipt.extra * 100) == proposed.extra
        transaction.set_rollback(True)
