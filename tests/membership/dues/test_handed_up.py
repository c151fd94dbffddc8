"""What is handed up is on the way until the one above says what arrived; the ledger is even at every moment (FEE-07, B03)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations.succession import left_at
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import actions, confirming, due, queries, yearly
from lianxin.membership.dues.models import Posting, Remittance
from lianxin.membership.dues.posting import Entry, post
from tests.factories import County
from tests.membership.dues.people import DAY, arrives, last, up

pytestmark = pytest.mark.django_db
Named = Callable[[str], Member]
ROOT = "/workbench/dues/"
BRANCH, TOWN = "QS01-B1", "QS01"


@pytest.fixture
def paid(charged: County, member: Named) -> County:
    """270.00 of dues and a gift of 1,000.00 on the branch's account."""
    actions.receive(
        actor=charged.actor("keeper"), member=member("周禾苗"), amount=Decimal(1270), method="cash", on=DAY, key="k"
    )
    return charged


def held(county: County, code: str) -> dict[str, int]:
    return queries.held(county.organisations[code])


def balance(county: County, code: str, account: str) -> int:
    rows = Posting.objects.unscoped("test").filter(organisation=county.organisations[code])
    return int(queries.balances(rows)[account].scaleb(2))


def even() -> bool:
    return sum(queries.balances(Posting.objects.unscoped("test")).values()) == 0


def settle(county: County, answer: str = "少转了一笔", who: str = "keeper") -> Remittance:
    row = last()
    return confirming.settle(actor=county.actor(who), remittance=row, answer=answer, revision=row.revision)


def undo(county: County, number: str, who: str, code: str) -> int:
    return actions.undo(actor=county.actor(who), organisation=county.organisations[code], number=number, reason="记错")


def client_of(county: County, who: str) -> Client:
    client = Client()
    client.force_login(county.account_of(who))
    return client


def test_until_confirmed_it_is_on_the_way(paid: County) -> None:
    with pytest.raises(Refused, match=r"只有 270\.00 元"):
        up(paid, "share", "270.01")
    made = up(paid, "share", "270")
    assert up(paid, "share", "270") == made, "the same form twice is one"
    assert (held(paid, BRANCH)["bank"], balance(paid, BRANCH, "on_way")) == (100000, 27000)
    assert (balance(paid, BRANCH, "upward"), held(paid, TOWN)["bank"]) == (0, 0), "nobody has it yet"
    row = arrives(paid, "270.00")
    assert (row.standing, row.taken) == ("received", "SK2026-QS01-00001")
    assert (balance(paid, BRANCH, "on_way"), balance(paid, BRANCH, "upward")) == (0, 27000)
    assert (held(paid, TOWN)["bank"], -balance(paid, TOWN, "below")) == (27000, 27000)
    assert even()


@pytest.mark.parametrize(
    ("amount", "reason", "standing", "way"),
    [
        ("99.99", "", None, 10000),
        ("99.99", "银行扣了手续费", "differs", 1),
        ("100.00", "", "received", 0),
        ("100.01", "", None, 10000),
        ("100.01", "多转了一分", "differs", -1),
        ("0", "没有到账", "differs", 10000),
        ("-0.01", "x", None, 10000),
        ("99.999", "x", None, 10000),
    ],
)
def test_another_amount_needs_a_reason(amount: str, reason: str, standing: str | None, way: int, paid: County) -> None:
    """A fen less, the amount, a fen more: the receiver's ledger gets what arrived, the rest stays on the way."""
    up(paid, "share", "100")
    if standing is None:
        with pytest.raises(Refused):
            arrives(paid, amount, reason=reason)
        assert last().standing == "on_way"
    else:
        assert arrives(paid, amount, reason=reason).standing == standing
    assert balance(paid, BRANCH, "on_way") == way
    assert held(paid, TOWN)["bank"] == 10000 - way
    assert even()


@pytest.mark.parametrize(
    ("on", "allowed"),
    [("2026-11-19", False), ("2026-11-20", True), ("2026-11-27", True), ("2026-11-28", False)],
)
def test_nothing_arrives_before_it_was_sent_nor_tomorrow(on: str, allowed: bool, paid: County) -> None:
    up(paid, "share", "100")
    if allowed:
        assert arrives(paid, "100", on=date.fromisoformat(on)).taken_on == date.fromisoformat(on)
    else:
        with pytest.raises(Refused) as caught:
            arrives(paid, "100", on=date.fromisoformat(on))
        assert caught.value.denied.field == "on"


@pytest.mark.parametrize(("arrived", "bank"), [("99.99", 117001), ("100.01", 116999)])
def test_the_sender_puts_the_difference_right(arrived: str, bank: int, paid: County) -> None:
    up(paid, "share", "100")
    with pytest.raises(Refused, match="没有要处理的差额"):
        settle(paid)
    arrives(paid, arrived, reason="差一分")
    with pytest.raises(Refused, match="差额是怎么回事"):
        settle(paid, " ")
    assert settle(paid).standing == "settled"
    assert (held(paid, BRANCH)["bank"], balance(paid, BRANCH, "on_way")) == (bank, 0)
    with pytest.raises(Refused):
        settle(paid)
    assert even()


def test_what_arrived_beyond_must_be_there(paid: County) -> None:
    """270.00 of dues: with 270.01 arrived the gift would be touched, which goes up whole (FEE-07)."""
    up(paid, "share", "270")
    arrives(paid, "270.01", reason="多到一分")
    with pytest.raises(Refused, match=r"只有 0\.00 元"):
        settle(paid)
    assert last().standing == "differs"


def test_fee_07_gifts_on_the_way_are_neither_here_nor_there(paid: County) -> None:
    up(paid, "central", "1000")
    assert held(paid, BRANCH) == {"bank": 27000, "central": 0}
    assert held(paid, TOWN) == {"bank": 0, "central": 0}
    arrives(paid, "900", reason="分两次转")
    assert held(paid, TOWN) == {"bank": 90000, "central": 90000}
    settle(paid, "还有 100 元没有转")
    assert held(paid, BRANCH) == {"bank": 37000, "central": 10000}, "it still has to go up whole"
    assert even()


def test_who_sent_it_does_not_confirm_it(paid: County) -> None:
    """B03: an organiser of the town keeps the branch too; what they sent is confirmed by somebody else."""
    up(paid, "share", "100", who="organiser")
    with pytest.raises(Refused, match="另一位") as caught:
        arrives(paid, "100")
    assert caught.value.denied.code == "own_work"
    with pytest.raises(Refused, match="没有找到"):
        arrives(paid, "100", who="keeper")
    with pytest.raises(Refused, match="没有找到"):
        arrives(paid, "100", who="other_organiser")
    with pytest.raises(Refused, match="只能查看"):
        arrives(paid, "100", who="leader")
    paid.add("town_keeper", "secretary", TOWN)
    assert arrives(paid, "100", who="town_keeper").standing == "received"


def test_two_at_once(paid: County) -> None:
    """Two people of the town have the same page open; and one is told when the branch took it back meanwhile."""
    up(paid, "share", "100")
    page = last()
    paid.add("town_keeper", "secretary", TOWN)
    said: dict[str, Any] = {"remittance": page, "amount": Decimal(100), "on": DAY, "revision": page.revision}
    confirming.take_in(actor=paid.actor("organiser"), **said)
    with pytest.raises(Refused) as caught:
        confirming.take_in(actor=paid.actor("town_keeper"), **said)
    assert caught.value.denied.code == "stale"
    assert held(paid, TOWN)["bank"] == 10000, "it arrived once"
    made = up(paid, "share", "50", "u2")
    page = last()
    undo(paid, made.receipt, "keeper", BRANCH)
    with pytest.raises(Refused) as caught:
        confirming.take_in(
            actor=paid.actor("organiser"), remittance=page, amount=Decimal(50), on=DAY, revision=page.revision
        )
    assert caught.value.denied.code == "stale"
    assert (last().standing, held(paid, TOWN)["bank"], even()) == ("undone", 10000, True)


def test_each_side_undoes_its_own_and_in_order(paid: County) -> None:
    made = up(paid, "share", "100")
    row = arrives(paid, "90", reason="少了")
    with pytest.raises(Refused, match="已经确认过"):
        undo(paid, made.receipt, "keeper", BRANCH)
    with pytest.raises(Refused, match="没有找到"):
        undo(paid, row.taken, "keeper", BRANCH)
    settled = settle(paid)
    with pytest.raises(Refused, match="已经处理了差额"):
        undo(paid, row.taken, "organiser", TOWN)
    undo(paid, settled.settled, "keeper", BRANCH)
    assert (last().standing, balance(paid, BRANCH, "on_way")) == ("differs", 1000)
    undo(paid, row.taken, "organiser", TOWN)
    assert (last().standing, held(paid, TOWN)["bank"], balance(paid, BRANCH, "on_way")) == ("on_way", 0, 10000)
    assert arrives(paid, "100").standing == "received"
    assert even()


def test_what_went_further_up_is_not_undone(paid: County) -> None:
    paid.add("town_keeper", "secretary", TOWN)
    up(paid, "share", "100")
    row = arrives(paid, "100")
    up(paid, "share", "0.01", "t1", "town_keeper", TOWN)
    with pytest.raises(Refused, match="已经把这笔钱上缴了"):
        undo(paid, row.taken, "town_keeper", TOWN)
    sent = last()
    undo(paid, sent.voucher, "town_keeper", TOWN)
    assert undo(paid, row.taken, "town_keeper", TOWN) == 2


def test_entered_before_there_was_a_confirmation(paid: County) -> None:
    """Both lines at once, as they were written before: undone together while the money is still above."""
    branch, town = paid.organisations[BRANCH], paid.organisations[TOWN]
    keeper = paid.actor("keeper")
    post(keeper, Entry("upward", "bank", 5000, "上缴上级：党费", "up:old", receipt="SJ-OLD", organisation=branch))
    post(keeper, Entry("bank", "below", 5000, "上缴：党费", "up:old:in", receipt="SJ-OLD", organisation=town))
    paid.add("town_keeper", "secretary", TOWN)
    further = up(paid, "share", "0.01", "t1", "town_keeper", TOWN)
    with pytest.raises(Refused, match="已经把这笔钱上缴了"):
        undo(paid, "SJ-OLD", "keeper", BRANCH)
    undo(paid, further.receipt, "town_keeper", TOWN)
    assert undo(paid, "SJ-OLD", "keeper", BRANCH) == 2


def test_the_highest_committee_has_nobody_to_wait_for(paid: County) -> None:
    paid.add("county_keeper", "secretary", "QS")
    up(paid, "share", "100")
    arrives(paid, "100")
    paid.add("town_keeper", "secretary", TOWN)
    up(paid, "share", "100", "t", "town_keeper", TOWN)
    arrives(paid, "100", who="county_keeper")
    up(paid, "share", "40", "c", "county_keeper", "QS")
    assert (held(paid, "QS")["bank"], balance(paid, "QS", "upward"), Remittance.objects.unscoped("test").count()) == (
        6000,
        4000,
        2,
    )


def test_the_sender_is_told_and_today_says_what_waits(paid: County) -> None:
    keeper, organiser = paid.actor("keeper"), paid.actor("organiser")
    titles = lambda actor: [item.title for item in due.provide(actor, timezone.now()).items]  # noqa: E731 - three short calls
    up(paid, "share", "100")
    assert titles(organiser) == ["下级上缴的党费有 1 笔等着确认"]
    assert titles(keeper) == [], "the sender can only wait"
    arrives(paid, "99", reason="少一元")
    assert (titles(organiser), titles(keeper)) == ([], ["上缴的党费有 1 笔和上级收到的不一样"])
    told = Notice.objects.get(person_id=keeper.person_id, code="dues.handed")
    assert ("登记 100.00 元" in told.body, "收到 99.00 元。少一元" in told.body) == (True, True)
    settle(paid)
    assert titles(keeper) == []


def test_an_organisation_does_not_close_with_money_on_the_way(paid: County) -> None:
    labels = lambda code: [rest.label for rest in left_at(paid.organisations[code]) if "上缴" in rest.label]  # noqa: E731 - short
    up(paid, "share", "100")
    assert labels(BRANCH) == labels(TOWN) == ["在途或者有差额的上缴"]
    arrives(paid, "99", reason="少一元")
    assert (labels(BRANCH), labels(TOWN)) == (["在途或者有差额的上缴"], [])
    settle(paid)
    assert labels(BRANCH) == []


def test_over_the_end_of_a_year(paid: County) -> None:
    """Sent in one year and confirmed in the next: on the way at its end, and counted where it arrived."""
    up(paid, "share", "100")
    row = last()
    Posting.objects.unscoped("test").filter(receipt=row.voucher).update(on=date(2025, 12, 31))
    arrives(paid, "100")
    of = {year: yearly.year_of(paid.actor("organiser"), paid.town, year)[1].amounts for year in (2025, 2026)}
    assert [(of[year]["on_way"], of[year]["upward"], of[year]["below"]) for year in of] == [
        (10000, 0, 0),
        (-10000, 10000, 10000),
    ]


def test_at_the_desk(paid: County) -> None:
    keeper, organiser = client_of(paid, "keeper"), client_of(paid, "organiser")
    office, town = paid.organisations[BRANCH].pk, paid.organisations[TOWN].pk
    at = f"{ROOT}hand-up/?org={office}"
    assert "柳河镇党委确认收到了才记进它的账" in keeper.get(at).text
    said = {"part": "share", "amount": "9999", "on": "2026-11-20", "key": "x"}
    wrong = keeper.post(at, said)
    assert (wrong.status_code, "只有 270.00 元" in wrong.text, 'value="9999"' in wrong.text) == (422, True, True)
    assert keeper.post(at, said | {"amount": "70"}).status_code == 303
    page = f"{ROOT}handed/{last().pk}/"
    assert "等柳河镇党委确认" in keeper.get(page).text
    assert "新桥村支部：党费" in organiser.get(f"{ROOT}handed/?org={town}").text
    sent = {"amount": "69", "on": "2026-11-20", "reason": "", "revision": "0"}
    wrong = organiser.post(page, sent)
    assert (wrong.status_code, "请写明哪里不一样" in wrong.text, 'value="69"' in wrong.text) == (422, True, True)
    assert organiser.post(page, sent | {"reason": "少一元"}).status_code == 303
    stale = organiser.post(page, sent | {"amount": "70"})
    assert stale.status_code == 422
    assert "少到" in keeper.get(page).text
    assert keeper.post(page, {"answer": "", "revision": "1"}).status_code == 422
    assert keeper.post(page, {"answer": "忘了一元", "revision": "1"}).status_code == 303
    slip = organiser.get(f"{ROOT}receipts/{last().taken}/").text
    assert ("党费收款凭证" in slip, slip.count("69.00 元")) == (True, 2), "the amount once, and its sum once"
    assert "登记错了，冲正" not in keeper.get(f"{ROOT}receipts/{last().taken}/").text, "it is the town's to undo"
    assert client_of(paid, "leader").get(at).status_code == 403
    assert client_of(paid, "leader").post(page, sent).status_code == 403
    assert client_of(paid, "other_organiser").get(at).status_code == 404


def test_a_page_of_many_asks_as_often_as_one_of_few(paid: County) -> None:
    client, town = client_of(paid, "organiser"), paid.organisations[TOWN].pk
    seen = []
    for more in (2, 20):
        for n in range(more):
            up(paid, "share", "0.01", f"{more}-{n}")
        client.get(f"{ROOT}handed/?org={town}")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{ROOT}handed/?org={town}").status_code == 200
        seen.append(len(asked))
    assert seen[0] == seen[1]
