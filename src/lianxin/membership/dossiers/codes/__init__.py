"""Code tables of national standards and of the Party, as pairs of code and Chinese name.

Sources: GB/T 2261.1-2003 (sex), GB/T 3304-1991 (ethnic groups), GB/T 4658-2006 (education),
GB/T 4761-2008 (relation in a family, its one-digit table), GB/T 4762-1984 (politics);
the kinds of sanction are those of the regulations on discipline (《中国共产党纪律处分条例》第八条).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
#: words that people write and the tables do not have; table -> word -> code
_OTHER_WORDS = {
    "sex": {"男": "1", "女": "2"},
    "education": {
        "研究生": "10", "博士": "11", "博士研究生": "11", "硕士": "14", "硕士研究生": "14", "本科": "20", "大学": "20",
        "大学本科": "20", "大专": "30", "专科": "30", "大学专科": "30", "中专": "40", "高中": "60", "初中": "70", "小学": "80",
    },
    "ethnicity": {},
}  # fmt: skip


@cache
def table(name: str) -> dict[str, str]:
    """code -> name, in the order of the standard. name: of a file beside this one, e.g. ``"sex"``."""
    lines = (_HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines)


@cache
def _words(name: str) -> dict[str, str]:
    known = {word: code for code, word in table(name).items()} | {code: code for code in table(name)}
    if name == "ethnicity":
        known |= {word.removesuffix("族"): code for word, code in known.items()}
    if name == "sex":
        known |= {word.removesuffix("性"): code for word, code in known.items()}
    return known | {word: code for word, code in _OTHER_WORDS.get(name, {}).items() if code in table(name)}


def code_of(name: str, word: str) -> str:
    """The code of a word or of a code as people write it; empty when the table has none."""
    return _words(name).get(word, "")


def choices(name: str, *, empty: str | None = "未填") -> list[tuple[str, str]]:
    """For a picker, with an empty line first unless it is None."""
    return [*([] if empty is None else [("", empty)]), *table(name).items()]
