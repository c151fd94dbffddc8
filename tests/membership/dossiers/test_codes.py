"""GB-02: the tables of the standards, whole: first and last code, their number, and words of people found in them."""

from __future__ import annotations

import pytest

from lianxin.foundation.rules.registry import rule
from lianxin.membership.dossiers.codes import choices, code_of, table


def test_gb_02_fifty_six_peoples_and_no_more() -> None:
    """GB-02: 01 to 56 without a gap, no name twice; the fifty-seventh is nobody."""
    peoples = table("ethnicity")
    assert len(peoples) == rule("GB-02").count("ethnicities") == 56
    assert list(peoples) == [f"{n:02}" for n in range(1, 57)]
    assert len(set(peoples.values())) == 56
    assert (peoples["01"], peoples["56"]) == ("汉族", "基诺族")
    assert [code_of("ethnicity", word) for word in ("00", "01", "56", "57")] == ["", "01", "56", ""]


@pytest.mark.parametrize(
    ("name", "codes"),
    [("sex", ["0", "1", "2", "9"]), ("politics", [f"{n:02}" for n in range(1, 14)])],
)
def test_gb_02_tables_that_are_short(name: str, codes: list[str]) -> None:
    assert list(table(name)) == codes
    assert [code for code, _ in choices(name)] == ["", *codes], "a picker offers the table and nothing else"


@pytest.mark.parametrize(
    ("name", "word", "code"),
    [("sex", "男", "1"), ("sex", "女", "2"), ("sex", "男性", "1"), ("sex", "3", ""), ("ethnicity", "汉", "01"),
     ("ethnicity", "藏", "04"), ("ethnicity", "藏族", "04"), ("ethnicity", "火星族", ""), ("education", "本科", "20"),
     ("education", "大专", "30"), ("education", "大学专科毕业", "31"), ("education", "90", "90"), ("education", "91", "")],
)  # fmt: skip
def test_gb_02_words_as_people_write_them(name: str, word: str, code: str) -> None:
    assert code_of(name, word) == code
