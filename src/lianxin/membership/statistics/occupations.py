"""What people write about their work, as one of the groups of the bulletin.

`occupations.tsv` is read from above: the first line whose word stands in the text decides, so that narrower words
(大学生村官) stand before wider ones (大学生). The texts of the files stay as they are.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

#: groups of the bulletin, in its order
GROUPS = (
    "工人（工勤技能人员）",
    "农牧渔民",
    "企事业单位、社会组织专业技术人员",
    "企事业单位、社会组织管理人员",
    "党政机关工作人员",
    "学生",
    "其他职业人员",
    "离退休人员",
)
#: something is written, and no line of the table knows it
OTHER_TEXT = "没有归类"
UNFILLED = "未填"


@cache
def words() -> tuple[tuple[str, str], ...]:
    """(word, group), in the order in which they decide."""
    lines = (Path(__file__).parent / "occupations.tsv").read_text(encoding="utf-8").splitlines()
    found = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    return tuple((word, GROUPS[int(at) - 1]) for at, word in found)


@lru_cache(65_536)
def group_of(text: str) -> str:
    """The group of a text; `OTHER_TEXT` when none is known, `UNFILLED` when it is empty."""
    text = text.strip().replace("(", "（").replace(")", "）")
    if not text:
        return UNFILLED
    if text in GROUPS:
        return text
    return next((group for word, group in words() if word in text), OTHER_TEXT)
