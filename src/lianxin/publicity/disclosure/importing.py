"""Reading a catalogue from a CSV: headings in Chinese or by the names of the columns, one verdict for each row."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, fields
from pathlib import Path

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import find_rule
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused

from .actions import Line, add_line, edit_line
from .models import Entry
from .words import FORMS, FREQUENCIES, SCOPES

#: our name -> heading
HEADINGS = {
    "org": "组织代码", "code": "目录编号", "matter": "公开事项", "content": "公开内容", "basis": "公开依据",
    "basis_rule": "规定编号", "scope": "公开范围", "form": "公开形式", "frequency": "公开时机",
}  # fmt: skip
NEEDED = ("org", "code", "matter", "basis", "scope", "frequency")
_WORDS = {
    "scope": {word: code for code, word in SCOPES.items()} | {"向社会公开": "public", "党内": "inner"},
    "form": {word: code for code, word in FORMS.items()},
    "frequency": {word: code for code, word in FREQUENCIES.items()},
}
_KNOWN = {"scope": SCOPES, "form": FORMS, "frequency": FREQUENCIES}
_BIG = 5_000_000


class FileError(ValueError):
    """The file as a whole cannot be read; the text says why in plain Chinese."""


@dataclass
class Outcome:
    """What became of the rows. refused: (line of the file, reason)."""

    imported: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def read(path: Path) -> list[tuple[int, dict[str, str]]]:
    """(line, cells by our names) of every row that is not empty. Raises FileError."""
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    names = {word: name for name, word in HEADINGS.items()} | {name: name for name in HEADINGS}
    try:
        head = [names.get(cell.strip(), "") for cell in next(reader, [])]
        missing = [HEADINGS[name] for name in NEEDED if name not in head]
        if missing:
            raise FileError(f"表头缺少：{'、'.join(missing)}。")
        rows = []
        for cells in reader:
            found = {name: cell.strip() for name, cell in zip(head, cells, strict=False) if name}
            if any(found.values()):
                rows.append((reader.line_num, found))
    except csv.Error as error:
        raise FileError(f"第 {reader.line_num} 行附近不是完整的 CSV，请检查引号。") from error
    return rows


def _text(path: Path) -> str:
    raw = path.read_bytes()
    if len(raw) > _BIG:
        raise FileError("文件超过 5 MB，请分成几个文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError("看不懂文件的编码，请存成 UTF-8 的 CSV。")


@action("disclosure.import_catalogue")
def write(*, rows: list[tuple[int, dict[str, str]]], actor: Actor = SYSTEM) -> Outcome:
    """Add what is new and change what differs; the keepers of a line stay. The same file again changes nothing."""
    outcome = Outcome()
    offices: dict[str, Organisation | None] = {}
    for number, cells in rows:
        code = cells.get("org", "")
        if code not in offices:
            offices[code] = Organisation.objects.filter(code=code, closed_on=None).first() if code else None
        office = offices[code]
        if office is None:
            outcome.refused.append((number, f"没有代码为“{code[:32]}”的组织，或者它已经撤销。"))
            continue
        made = _line(cells)
        fault = made if isinstance(made, str) else _keep(actor, office, made, outcome)
        if fault:
            outcome.refused.append((number, fault))
    record("disclosure.import_catalogue", actor=actor, imported=outcome.imported, refused=len(outcome.refused))
    return outcome


def _line(cells: dict[str, str]) -> Line | str:
    """The line that a row says, or what is wrong with it."""
    said = {f.name: cells.get(f.name, "") for f in fields(Line)}
    for name, words in _WORDS.items():
        said[name] = words.get(said[name], said[name])
    said["form"] = said["form"] or "web"
    for name, known in _KNOWN.items():
        if said[name] not in known:
            return f"“{HEADINGS[name]}”要写成：{'、'.join(dict(known).values())}。"
    for name in Line.__dataclass_fields__:
        most = getattr(Entry._meta.get_field(name), "max_length", None)
        if most and len(said[name]) > most:
            return f"“{HEADINGS[name]}”最多 {most} 个字。"
        if "\x00" in said[name]:
            return f"“{HEADINGS[name]}”里有看不见的字符。"
    if said["basis_rule"] and find_rule(said["basis_rule"]) is None:
        return f"没有编号为“{said['basis_rule']}”的规定。"
    return Line(**said)


def _keep(actor: Actor, office: Organisation, line: Line, outcome: Outcome) -> str:
    """Write one line; answers the reason when it is refused."""
    rows = Entry.objects.unscoped("the code is unique in one organisation")
    known = rows.filter(organisation=office, code=line.code).first()
    try:
        if known is None:
            add_line(actor=actor, organisation=office, line=line)
        elif all(getattr(known, f.name) == getattr(line, f.name) for f in fields(Line)):
            outcome.unchanged += 1
            return ""
        elif known.state != "listed":
            return f"目录编号 {line.code} 已经停用，请换一个编号。"
        else:
            edit_line(actor=actor, entry=known, line=line, keeper=known.handler, deputy=known.deputy,
                      revision=known.revision)  # fmt: skip
    except Refused as refused:
        return refused.denied.reason
    outcome.imported += 1
    return ""
