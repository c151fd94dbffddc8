"""How Chinese text is folded, cut and compared."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.chinese import bigrams, fold, overlap, shared


def test_fold_unifies_what_people_type_differently() -> None:
    assert fold("　ＡＢＣ１２３，　路灯\t坏了\r\n ") == "abc123, 路灯 坏了"
    assert fold("①号楼 ㎡") == "1号楼 m2"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_bigrams_of_han_and_words_of_the_rest() -> None:
    assert bigrams("A2区路灯坏了，请看5G-NR") == ["a2", "区路", "路灯", "灯坏", "坏了", "请看", "5g", "nr"]
    assert bigrams("水") == ["水"]
    assert bigrams("。，！ ") == []
    assert bigrams("二〇二六") == ["二〇", "〇二", "二六"]
    assert bigrams("𠮷野家") == ["𠮷野", "野家"]


@given(st.text(alphabet="路灯坏了修好abc1 ，", max_size=30), st.text(alphabet="路灯坏了修好abc1 ，", max_size=30))
def test_overlap_is_a_symmetric_share(a: str, b: str) -> None:
    assert overlap(a, b) == overlap(b, a)
    assert 0.0 <= overlap(a, b) <= 1.0
    assert (overlap(a, b) == 0.0) == (not shared(a, b))
    if bigrams(a):
        assert overlap(a, a) == 1.0


def test_overlap_finds_the_same_matter_and_not_another() -> None:
    assert overlap("人民路路灯不亮", "反映人民路路灯夜里不亮的问题") > 0.6
    assert overlap("人民路路灯不亮", "医保报销比例是多少") == 0.0
    assert shared("路灯不亮", "修路灯") == {"路灯"}
