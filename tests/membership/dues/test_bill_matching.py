"""What is proposed for a line, and why; and that a proposal is what the ledger then does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.membership.dues.bills.matching import Candidate, Facts, propose
from lianxin.membership.dues.reckoning import oldest_arrears, spread
from lianxin.membership.dues.reference import ALPHABET, LENGTH, code_of, numbers_in

SEPTEMBER, OCTOBER, NOVEMBER = (date(2026, month, 1) for month in (9, 10, 11))
DAY = date(2026, 11, 20)
OWED = ((SEPTEMBER, 9000), (OCTOBER, 9000), (NOVEMBER, 9000))
ZHOU = Candidate(7, "周禾苗", "0001", OWED)
WU = Candidate(8, "吴春秋", "0002", ((NOVEMBER, 2000),))
NAMESAKE = Candidate(9, "周禾苗", "0003", ((NOVEMBER, 5000),))


def line(fen: int, party: str = "", words: str = "", *, pk: int = 1, verified: bool = False, on: date = DAY) -> Facts:
    return Facts(pk, on, fen, party, words, verified)


def only(facts: Facts, *people: Candidate) -> tuple[str, int | None, str]:
    made = propose([facts], people or (ZHOU, WU), oldest_arrears)[facts.pk]
    return made.sure, made.member, "，".join(made.reasons)


@pytest.mark.parametrize(
    ("facts", "sure", "member", "reason"),
    [
        (line(9000, "清风", f"党费 {code_of(7)}"), "certain", 7, "缴费代码"),
        (line(27000, "清风", f"党费{code_of(7).lower()}谢谢"), "certain", 7, "正好是 3 个月"),
        (line(9500, "清风", code_of(7)), "likely", 7, "不是整月"),
        (line(30000, "清风", code_of(7)), "likely", 7, "自愿多交"),
        (line(9000, "吴春秋 6217", code_of(7), verified=True), "certain", 7, "可能是代交"),
        (line(9000, "周禾苗 6217", verified=True), "certain", 7, "付款人姓名相同"),
        (line(9000, "周禾苗"), "likely", 7, "付款人姓名相同"),
        (line(2000, "清风", "代吴春秋交党费"), "likely", 8, "附言里有姓名"),
        (line(9000, "清风 138****0001"), "likely", 7, "手机尾号 0001"),
        (line(9500, "清风 138****0001"), "unknown", None, "手机尾号 0001"),
        (line(9000, "清风", "党费"), "unknown", None, "没有缴费代码"),
        (line(9000, "清风", "流水 620001"), "unknown", None, "没有缴费代码"),
    ],
)  # fmt: skip
def test_one_line(facts: Facts, sure: str, member: int | None, reason: str) -> None:
    found = only(facts)
    assert found[:2] == (sure, member)
    assert reason in found[2]


def test_a_name_inside_a_longer_one_is_not_meant() -> None:
    short = Candidate(5, "周禾", "", ((NOVEMBER, 9000),))
    assert only(line(9000, "周禾苗", verified=True), ZHOU, short)[:2] == ("certain", 7)
    assert only(line(9000, "周禾", verified=True), ZHOU, short)[:2] == ("certain", 5)


def test_namesakes_are_told_apart_by_the_amount_or_not_at_all() -> None:
    assert only(line(5000, "周禾苗", verified=True), ZHOU, NAMESAKE)[:2] == ("likely", 9)
    sure, member, reason = only(line(4000, "周禾苗", verified=True), ZHOU, NAMESAKE)
    assert (sure, member) == ("unknown", None)
    assert "有 2 位都可能" in reason


def test_an_earlier_payment_settles_months_for_a_later_one() -> None:
    first, second = line(18000, words=code_of(7), pk=1), line(9000, words=code_of(7), pk=2)
    found = propose([first, second], [ZHOU], oldest_arrears)
    assert [month for month, _ in found[1].months] == [SEPTEMBER, OCTOBER]
    assert [month for month, _ in found[2].months] == [NOVEMBER]
    third = propose([first, second, line(9000, words=code_of(7), pk=3)], [ZHOU], oldest_arrears)[3]
    assert (third.sure, third.months, third.extra) == ("likely", (), 9000)
    assert "请先看应收" in third.reasons[-1]


@pytest.mark.parametrize(("on", "month"), [(date(2026, 5, 31), date(2025, 11, 1)), (date(2026, 6, 1), None)])
def test_fee_06_months_that_are_too_old_are_not_proposed(on: date, month: date | None) -> None:
    """The last day on which November is still made up for is the last of May."""
    old = Candidate(7, "周禾苗", "", ((date(2025, 11, 1), 9000),))
    made = propose([line(9000, words=code_of(7), on=on)], [old], oldest_arrears)[1]
    assert [of for of, _ in made.months] == ([month] if month else [])


@given(
    st.lists(
        st.tuples(st.integers(1, 40000), st.sampled_from([code_of(7), code_of(8), "周禾苗", "无名", ""])), max_size=12
    )
)
def test_no_proposal_uses_money_or_months_twice(payments: list[tuple[int, str]]) -> None:
    lines = [line(fen, words=words, pk=n) for n, (fen, words) in enumerate(payments)]
    found = propose(lines, [ZHOU, WU], oldest_arrears)
    assert set(found) == {one.pk for one in lines}, "every line has an answer"
    used: dict[tuple[int, date], int] = {}
    for one in lines:
        made = found[one.pk]
        if made.member is None:
            continue
        assert sum(fen for _, fen in made.months) + made.extra == one.fen
        for month, fen in made.months:
            used[made.member, month] = used.get((made.member, month), 0) + fen
    for (pk, month), fen in used.items():
        assert fen <= dict(ZHOU.owed if pk == 7 else WU.owed)[month]


@given(st.integers(1, len(ALPHABET) ** LENGTH - 1))
def test_a_code_is_read_as_people_write_it(number: int) -> None:
    code = code_of(number)
    spoiled = f"附言：{code[:2].lower()} {code[2:5]}-{code[5:]}，党费"
    assert numbers_in(f"党费{code}") == numbers_in(spoiled) == [number]


@given(st.integers(1, len(ALPHABET) ** LENGTH - 1), st.integers(2, 7), st.sampled_from(ALPHABET))
def test_a_slip_of_one_sign_names_nobody_else(number: int, at: int, sign: str) -> None:
    code = code_of(number)
    wrong = code[:at] + sign + code[at + 1 :]
    assert numbers_in(wrong) == ([number] if wrong == code else [])


@given(st.integers(1, len(ALPHABET) ** LENGTH - 1), st.integers(2, 6))
def test_two_signs_that_changed_places_name_nobody_else(number: int, at: int) -> None:
    code = code_of(number)
    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert numbers_in(swapped) in ([], [number])


@given(st.integers(0, 10**8), st.lists(st.tuples(st.dates(), st.integers(0, 10**6)), max_size=12))
def test_spreading_loses_nothing(fen: int, owed: list[tuple[date, int]]) -> None:
    used, left = spread(fen, owed)
    assert sum(part for _, part in used) + left == fen
    assert left == max(0, fen - sum(part for _, part in owed))
