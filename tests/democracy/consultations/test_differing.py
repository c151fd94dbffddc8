"""The difference shows both texts and nothing else; M06."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.democracy.consultations.differing import GONE, NEW, compare
from lianxin.democracy.consultations.intake import paragraphs_of

TEXTS = st.lists(st.text("一二三四五六七八九十。，", min_size=1, max_size=12), max_size=6)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_without_what_is_new_it_is_the_old_text_and_the_other_way_round(old: list[str], new: list[str]) -> None:
    lines = compare(old, new)
    sides = [["".join(text for kind, text in line.runs if kind != side) for line in lines] for side in (NEW, GONE)]
    assert [text for text in sides[0] if text] == old
    assert [text for text in sides[1] if text] == new
    assert [line.number for line in lines if line.number] == list(range(1, len(new) + 1))


def test_typed_numbers_and_empty_lines_fall_away() -> None:
    assert paragraphs_of("1. 甲\n\n  2、乙\n（3）丙\n4 月起试行") == ("甲", "乙", "丙", "4 月起试行")
