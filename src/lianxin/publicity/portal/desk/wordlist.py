"""用词表: our starting list and what the operator wrote, the nearer organisation winning."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine.actions import action, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Denied, Refused

from ..words_desk import WORD_KINDS

VERB = "portal.words"
HEADINGS = ("错误写法", "正确写法", "类别", "说明")
#: more lines than a page of words can be checked against at every save
MOST = 5000
OWN = Path(__file__).with_name("words.csv")
_KINDS = {label: code for code, label in WORD_KINDS.items()}


@dataclass(frozen=True, slots=True)
class Entry:
    """A word to point out. Letters and digits are matched as whole words, Chinese anywhere."""

    wrong: str
    right: str
    kind: str
    note: str = ""

    @property
    def say(self) -> str:
        """The sentence for the writer."""
        what = WORD_KINDS.get(self.kind, "用词")
        better = f"请核对是不是“{self.right}”" if self.right else "请核对"
        return f"{what}：“{self.wrong}”{better}。{self.note}"

    def stands_in(self, text: str) -> bool:
        """Whether the text holds it; not where it is only a part of the right way to write it."""
        if self.right and self.wrong in self.right:
            text = text.replace(self.right, "")
        if self.wrong.isascii():
            return bool(re.search(rf"(?<![A-Za-z0-9]){re.escape(self.wrong)}(?![A-Za-z0-9])", text))
        return self.wrong in text


@cache
def own() -> tuple[Entry, ...]:
    """The list that comes with the platform."""
    return tuple(entry for _, entry in parse(OWN.read_text("utf-8")))


def entries(org_path: str) -> list[Entry]:
    """What holds for an organisation: ours, then those above, then its own; an entry that is switched off is gone."""
    from ..models import WordEntry

    found = {entry.wrong: entry for entry in own()}
    rows = WordEntry.objects.filter(org_path__in=["", *ancestors_of(org_path)])
    for row in sorted(rows, key=lambda r: len(r.org_path)):
        found.pop(row.wrong, None)
        if row.active:
            found[row.wrong] = Entry(row.wrong, row.right, row.kind, row.note)
    return list(found.values())


def parse(text: str) -> Iterator[tuple[int, Entry]]:
    """(line, entry) of a table in CSV; raises `Refused` with the number of the line that cannot be read."""
    for number, cells in _rows(text):
        if not any(cells) or (number == 1 and cells[0] == HEADINGS[0]):
            continue
        wrong, right, kind, note = [*cells, "", "", ""][:4]
        if not wrong or len(wrong) > 40 or len(right) > 60 or len(note) > 120:
            raise Refused(
                Denied(
                    f"第 {number} 行：错误写法要有 1 到 40 个字，正确写法 60 字以内，说明 120 字以内。", field="file"
                )
            )
        if kind and kind not in _KINDS:
            raise Refused(Denied(f"第 {number} 行：类别请写 {'、'.join(_KINDS)} 之一。", field="file"))
        yield number, Entry(wrong, right, _KINDS.get(kind, "spelling"), note)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line on which it begins, cells) of each row.

    A quote that is not closed swallows the lines after it, up to the next quote or the end; no word is longer than its line,
    so that is refused at the line where the quote stands.
    """
    rows = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    while True:
        begins = rows.line_num + 1
        try:
            row = next(rows, None)
        except csv.Error:
            row = ["\n"]
        if row is None:
            return
        cells = [cell.strip() for cell in row]
        if any("\n" in cell or "\r" in cell for cell in row):
            raise Refused(
                Denied(f"第 {begins} 行：引号没有成对，后面的行会连成一条。请补上或删去引号再导入。", field="file")
            )
        yield begins, cells


def may_edit(actor: Actor, org_path: str) -> Allowed | Denied:
    """Those who review there keep the list."""
    return Allowed() if actor.may(VERB, org_path) else OUT_OF_SCOPE


@action("portal.word")
def put(*, actor: Actor, org_path: str, entry: Entry, active: bool = True) -> None:
    """Write one entry, or switch one of ours off."""
    from ..models import WordEntry

    require(may_edit(actor, org_path))
    WordEntry.objects.update_or_create(
        org_path=org_path, wrong=entry.wrong,
        defaults={"right": entry.right, "kind": entry.kind, "note": entry.note, "active": active},
    )  # fmt: skip
    record("portal.word", actor=actor, org_path=org_path, subject=f"word:{entry.wrong}", active=active)


@action("portal.words")
def put_many(*, actor: Actor, org_path: str, text: str) -> int:
    """Take in a table; all of it or nothing. Answers how many."""
    require(may_edit(actor, org_path))
    found = list(parse(text))
    if not found:
        raise Refused(Denied("文件里没有词条。", field="file"))
    if len(found) > MOST:
        raise Refused(Denied(f"一次最多 {MOST} 条，文件里有 {len(found)} 条。", field="file"))
    for _, entry in found:
        put(actor=actor, org_path=org_path, entry=entry)
    record("portal.words", actor=actor, org_path=org_path, lines=len(found))
    return len(found)


@action("portal.drop_word")
def drop(*, actor: Actor, pk: int) -> None:
    """Take an own entry away; ours of the same word holds again."""
    from ..models import WordEntry

    row = WordEntry.objects.filter(pk=pk).first()
    if row is None:
        raise Refused(OUT_OF_SCOPE)
    require(may_edit(actor, row.org_path))
    record("portal.drop_word", actor=actor, org_path=row.org_path, subject=f"word:{row.wrong}")
    row.delete()
