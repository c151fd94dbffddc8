from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.foundation.rules.numerals import articles_in, number, words


@given(st.integers(min_value=1, max_value=9999))
def test_a_numeral_reads_back(value: int) -> None:
    assert number(words(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("二十三", 23),
        ("一百零五", 105),
        ("一百一十", 110),
        ("23", 23),
        ("二〇二二", 2022),
        ("", None),
        ("甲", None),
    ],
)
def test_reading(text: str, value: int | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("clause", "articles"),
    [
        ("第三十四条", (34,)),
        ("第三十五、三十六条", (35, 36)),
        ("第十三–十七条", (13, 17)),
        ("原第二十一条（修改后条号可能顺延，待核）", (21,)),
        ("国办发〔2019〕51号", ()),
        ("", ()),
    ],
)
def test_articles_of_a_clause(clause: str, articles: tuple[int, ...]) -> None:
    assert articles_in(clause) == articles
