"""Importing a three-level taxonomy of matters."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from ..models import Topic
from .reading import FileError, open_text

HEADINGS = ("一级分类", "二级分类", "三级分类")
NAME_MOST = 40


@dataclass
class Outcome:
    """What became of the rows. refused: (line, reason)."""

    imported: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def read(path: Path) -> list[tuple[int, list[str]]]:
    """(line, names from the first level down) of every row that is not empty. Raises FileError."""
    reader = csv.reader(io.StringIO(open_text(path), newline=""))
    head = [c.strip() for c in next(reader, [])]
    missing = [h for h in HEADINGS[:1] if h not in head]
    if missing:
        raise FileError(f"表头缺少：{'、'.join(missing)}。")
    columns = [head.index(h) for h in HEADINGS if h in head]
    rows = []
    for cells in reader:
        names = [cells[i].strip() if i < len(cells) else "" for i in columns]
        if any(names):
            rows.append((reader.line_num, names))
    return rows


@action("letters.import_topics")
def write(*, rows: list[tuple[int, list[str]]], actor: Actor = SYSTEM) -> Outcome:
    """Add what is new; a matter that is there already stays as it is."""
    outcome = Outcome()
    known = {t.path: t for t in Topic.objects.all()}
    for line, names in rows:
        reason = _fault(names)
        if reason:
            outcome.refused.append((line, reason))
        elif _add([n for n in names if n], known):
            outcome.imported += 1
        else:
            outcome.unchanged += 1
    record("letters.import_topics", actor=actor, imported=outcome.imported, refused=len(outcome.refused))
    return outcome


def _fault(names: list[str]) -> str:
    if not names[0]:
        return "没有一级分类"
    if len(names) == len(HEADINGS) and names[2] and not names[1]:
        return "有三级分类但没有二级分类"
    long = next((n for n in names if len(n) > NAME_MOST or "/" in n), "")
    return f"分类名称过长或含有“/”：{long[:20]}" if long else ""


def _add(names: list[str], known: dict[str, Topic]) -> bool:
    parent: Topic | None = None
    added = False
    for level in range(1, len(names) + 1):
        path = "/".join(names[:level])
        if path not in known:
            code = f"{parent.code}-{parent.children.count() + 1:02}" if parent else f"N{len(known) + 1:03}"
            known[path] = Topic.objects.create(
                code=code,
                name=names[level - 1],
                parent=parent,
                level=level,
                path=path,
                order=len(known),
                mark=parent.mark if parent else "",
            )
            added = True
        parent = known[path]
    return added
