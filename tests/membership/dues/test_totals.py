"""The sums of the ledger are those of its lines at every moment, whoever wrote them and however (decision 0023)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.foundation.organisations import actions as tree
from lianxin.foundation.organisations.queries import by_code
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dues import actions, handing_up, keeping, queries, totals, views_desk, yearly
from lianxin.membership.dues.models import Assessment, Posting, Total
from lianxin.membership.dues.policies import READ
from lianxin.membership.dues.posting import Entry, post
from lianxin.membership.dues.reckoning import fen_of
from tests.factories import County

pytestmark = pytest.mark.django_db
Named = Callable[[str], Member]
DAY = date(2026, 11, 20)
ROOT = "/workbench/dues/"
CODES = ("QS", "QS01", "QS01-B1", "QS02")


def rows() -> Any:
    return Posting.objects.unscoped("test")


def lines_below(path: str) -> list[Posting]:
    return [row for row in rows().select_related("organisation") if row.organisation.path.startswith(path)]


def balances_by_hand(lines: list[Posting]) -> Counter[str]:
    """Debit less credit of every account in fen, line by line."""
    found: Counter[str] = Counter()
    for row in lines:
        found[row.debit] += row.fen
        found[row.credit] -= row.fen
    return Counter({name: fen for name, fen in found.items() if fen})


def year_by_hand(lines: list[Posting], year: int) -> dict[str, Counter[str]]:
    """The year of each organisation from its lines one by one, without any statement of the room."""
    found: dict[str, Counter[str]] = {}
    for row in lines:
        this_month, this_day = row.month is not None and row.month.year == year, row.on.year == year
        if not this_month and not this_day:
            continue
        mine = found.setdefault(row.organisation.code, Counter())
        debit, credit, sign = (row.credit, row.debit, -1) if row.reverses_id else (row.debit, row.credit, 1)
        own = row.member_id is not None
        if this_month:
            mine["owed"] += row.fen * ((row.debit == "receivable") - (row.credit == "receivable"))
            mine["charged"] += sign * row.fen * (own and (debit, credit) == ("receivable", "income"))
            mine["remitted"] += sign * row.fen * (own and (debit, credit) == ("remitted", "receivable"))
        if this_day:
            ways = ("on_way", "gift_way")
            mine["on_way"] += row.fen * ((row.debit in ways) - (row.credit in ways))
            mine["paid"] += sign * row.fen * (own and (debit, credit) == ("bank", "receivable"))
            mine["extra"] += sign * row.fen * (own and (debit, credit) == ("bank", "extra"))
            mine["central"] += sign * row.fen * (own and (debit, credit) == ("bank", "central"))
            mine["below"] += sign * row.fen * (not own and debit == "bank" and credit in ("central", "below"))
            mine["upward"] += (
                sign * row.fen * (not own and (debit, credit) in (("upward", "bank"), ("upward", "on_way")))
            )
            mine["gifts_up"] += (
                sign * row.fen * (not own and (debit, credit) in (("central", "bank"), ("central", "gift_way")))
            )
    return found


def same() -> None:
    """Balances, numbers of lines and years of every part of the tree, and every kept sum, as counted anew."""
    assert totals.wrong() == []
    for code in CODES:
        office = by_code(code)
        assert office is not None
        kept, lines = totals.below(SYSTEM, office), lines_below(office.path)
        assert totals.lines(kept) == len(lines), code
        told = {name: fen_of(amount) for name, amount in queries.balances(kept).items() if amount}
        assert told == dict(balances_by_hand(lines)), code
        for year in (2025, 2026):
            found, _ = yearly.year_of(SYSTEM, office, year)
            of = {line.organisation.code: Counter(line.amounts) for line in found if line.organisation}
            wanted = {name: {c: sums[c] for c in yearly.COLUMNS} for name, sums in year_by_hand(lines, year).items()}
            assert of == wanted, (code, year)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["charge", "pay", "pay", "undo", "remit", "up", "tree", "edit", "delete", "many", "join", "refill"]),
        st.integers(0, 11), st.sampled_from(["1", "89.99", "90", "1270"]),
    ),
    max_size=10,
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_written_the_sums_are_those_of_the_lines(charged: County, member: Named, steps: Any) -> None:
    """By the actions, by statements typed by hand, with the tree and the files changing between: always exact."""
    with transaction.atomic():
        for at, (what, n, amount) in enumerate(steps):
            try:
                with transaction.atomic():
                    _step(charged, member, what, n, Decimal(amount), f"k{at}")
            except Refused:
                pass
            same()
        transaction.set_rollback(True)


def _step(county: County, member: Named, what: str, n: int, amount: Decimal, key: str) -> None:
    lines = list(rows().order_by("pk"))
    line = lines[n % len(lines)] if lines else None
    if what in ("edit", "delete", "many", "join", "refill"):
        _by_hand(what, n, line, member)
    elif what == "tree":
        tree.move(actor=SYSTEM, organisation=by_code("QS01-B1"), parent=by_code(("QS01", "QS02")[n % 2]), on=DAY)
    else:
        _by_action(what, n, line, member(("周禾苗", "吴春秋")[n % 2]), amount, key)


def _by_action(what: str, n: int, line: Posting | None, one: Member, amount: Decimal, key: str) -> None:
    branch = by_code("QS01-B1")
    if what == "charge":
        actions.charge(actor=SYSTEM, organisation=branch, month=date(2026 - n % 2, 1 + n % 11, 1))
    elif what == "pay":
        on = date(2026 - n // 9, 11, 20)
        actions.receive(actor=SYSTEM, member=one, amount=amount, method="cash", on=on, key=key)
    elif what == "remit":
        actions.remit(actor=SYSTEM, member=one, month=date(2026, 9, 1), amount=amount, reason="住院", key=key)
    elif what == "up":
        part = ("share", "central")[n % 2]
        handing_up.hand_up(actor=SYSTEM, organisation=branch, part=part, amount=amount, on=DAY, key=key)
    elif line is not None and line.receipt:
        actions.undo(actor=SYSTEM, organisation=branch, number=line.receipt, reason="错")
    elif line is not None:
        actions.undo_line(actor=SYSTEM, posting=line, reason="错")


def _by_hand(what: str, n: int, line: Posting | None, member: Named) -> None:
    """What no action of the house does; the database is written all the same."""
    if what == "refill":
        keeping.refill(connection)
    elif what == "many":
        rows().filter(debit="receivable").update(month=date(2025, 12, 1), fen=n + 1)
    elif what == "join":
        rows().filter(member=member("周禾苗")).update(member=member("冯长河"))
    elif line is not None and what == "edit":
        line.on, line.fen, line.organisation = date(2025, 5, 5), 7 + n, by_code(("QS02", "QS01-B1")[n % 2])
        line.save()
    elif line is not None:
        rows().filter(pk__gte=line.pk, reversed_by=None).delete()


def test_what_is_rolled_back_is_in_no_sum(charged: County, member: Named) -> None:
    before = set(Total.objects.values_list("debit", "credit", "fen", "lines"))
    with transaction.atomic():
        actions.receive(actor=SYSTEM, member=member("周禾苗"), amount=Decimal(90), method="cash", on=DAY, key="k")
        assert Total.objects.filter(debit="bank", fen=9000).exists()
        transaction.set_rollback(True)
    assert set(Total.objects.values_list("debit", "credit", "fen", "lines")) == before


def test_moving_a_subtree_changes_no_line_and_the_ledger_follows(charged: County, member: Named) -> None:
    """Decision 0020: the place stands at the organisation alone. An assessment goes where its member goes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dues_posting ORDER BY id")
        before = cursor.fetchall()
    tree.move(actor=SYSTEM, organisation=charged.organisations["QS01-B1"], parent=charged.organisations["QS02"], on=DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM dues_posting ORDER BY id")
        assert cursor.fetchall() == before
    here, there = charged.actor("organiser"), charged.actor("other_organiser")
    office = by_code("QS")
    assert office is not None
    for actor, lines, assessed in ((here, 0, 0), (there, len(before), 2)):
        assert queries.ledger(actor, office).count() == lines
        assert totals.lines(totals.below(actor, office)) == lines
        assert len(yearly.year_of(actor, office, 2026)[0]) == bool(lines)
        assert Assessment.objects.visible_to(actor, READ).count() == assessed


def test_the_lines_are_the_same_however_they_are_found(charged: County, member: Named) -> None:
    """Walking by the day and sorting an office: the same lines in one order, and nothing outside the scope (P05)."""
    for key in "abc":
        actions.receive(actor=SYSTEM, member=member("周禾苗"), amount=Decimal(50), method="cash", on=DAY, key=key)
    handing_up.hand_up(actor=SYSTEM, organisation=by_code("QS01-B1"), part="share", amount=Decimal(30), on=DAY, key="u")
    seen: set[tuple[int, ...]] = set()
    for who in ("keeper", "organiser", "other_organiser"):
        for code in CODES:
            actor, office = charged.actor(who), by_code(code)
            assert office is not None
            narrow, wide = (tuple(queries.ledger(actor, office, wide=way)) for way in (False, True))
            assert narrow == wide, (who, code)
            assert len(wide) == totals.lines(totals.below(actor, office))
            seen.add(wide)
    assert {len(one) for one in seen} >= {0, rows().filter(organisation__code="QS01-B1").count()}
    assert queries.is_wide(100, 50) is (50 * rows().order_by("-pk").first().pk < 100 * 100)


def test_a_ledger_ends_where_a_page_would_take_long(
    charged: County, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    client.force_login(charged.account_of("keeper"))
    address = f"{ROOT}ledger/?org={charged.organisations['QS01-B1'].pk}"
    whole = client.get(address)
    assert "列到最近的" not in whole.text
    monkeypatch.setattr(views_desk, "SIZE", 2)
    monkeypatch.setattr(views_desk, "REACH", 4)
    many = rows().count()
    cut = client.get(address + "&page=9")
    assert f"一共 {many} 笔，这里列到最近的 4 笔" in cut.text
    assert [p.pk for p in cut.context["lines"]] == list(rows().order_by("-on", "-pk").values_list("pk", flat=True)[2:4])
    assert cut.context["balances"] == whole.context["balances"], "of all lines"


def test_the_year_asks_as_often_for_two_offices_as_for_many(charged: County, django_assert_num_queries: Any) -> None:
    actor: Actor = charged.actor("organiser")
    for turn in range(2):
        with django_assert_num_queries(2):
            assert len(yearly.year_of(actor, charged.town, 2026)[0]) == turn + 1
        post(SYSTEM, Entry("bank", "below", 5, "下级上缴", f"x{turn}", on=DAY, organisation=charged.town))


def test_the_command_holds_sums_against_lines(charged: County, capsys: Any) -> None:
    call_command("dues_recount")
    assert "党费合计与账一致" in capsys.readouterr().out
    Total.objects.filter(debit="receivable").update(fen=1)
    with pytest.raises(SystemExit):
        call_command("dues_recount", "--json")
    told = capsys.readouterr()
    assert "1 个组织的合计与账不一致" in told.err
    figures = json.loads(told.out.splitlines()[-1])
    assert (figures["ok"], len(figures["wrong"]), figures["missing_triggers"]) == (False, 1, [])
    call_command("dues_recount", "--all")
    same()


def test_a_trigger_that_was_lost_is_noticed_and_made_good(charged: County, member: Named, capsys: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DROP TRIGGER {keeping.NAMES[0]}" + (f" ON {keeping.LINES}" if connection.vendor == "postgresql" else "")
        )
    actions.receive(actor=SYSTEM, member=member("周禾苗"), amount=Decimal(90), method="cash", on=DAY, key="k")
    assert totals.wrong() == [charged.organisations["QS01-B1"].pk], "the test sees what the trigger does"
    with pytest.raises(SystemExit):
        call_command("dues_recount")
    assert keeping.NAMES[0] in capsys.readouterr().err
    keeping.install(connection)
    same()
