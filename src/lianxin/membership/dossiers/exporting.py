"""Rosters out: in the shape in which they come in, so that a table goes round without being typed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.sheet_books import WIDE, book

from .completeness import lacking
from .importing.judging import HEADINGS, Bad
from .models import Member

#: our name -> width of the column
_WIDTHS = {"name": 12, "identity": 22, "organisation": 28, "work_unit": 28}
_SHEET = "党员名册"
REASON = "退回原因"


@action("dossiers.export")
def export(*, actor: Actor, rows: QuerySet[Member], org_path: str) -> bytes:
    """A roster as .xlsx. Identity numbers stand in it in clear, so every export is a line of the ledger (P02)."""
    lines = [_line(member) for member in rows.select_related("person")]
    record("dossiers.export", actor=actor, org_path=org_path, rows=len(lines))
    return _book(list(HEADINGS), lines)


def template() -> bytes:
    """An empty roster with the headings."""
    return _book(list(HEADINGS), [])


def refused(rows: Iterable[Bad]) -> bytes:
    """The refused rows with their reasons in a last column, to be mended and brought again."""
    names = list(HEADINGS)
    lines = [[*(row.cells.get(name, "") for name in names), "；".join(row.reasons)] for row in rows]
    return _book(names, lines, more=(REASON,))


@action("dossiers.export_missing")
def export_missing(*, actor: Actor, rows: QuerySet[Member], org_path: str) -> bytes:
    """缺件清单 as .xlsx: who lacks what; no numbers stand in it."""
    found = [
        [member.name, member.organisation.name, member.get_stage_display(), "、".join(words), str(len(words))]
        for member, words in lacking(rows)
    ]
    record("dossiers.export_missing", actor=actor, org_path=org_path, rows=len(found))
    return book(
        "缺件清单", [("姓名", 12), ("所在党组织", 28), ("人员类别", 12), ("缺的材料", 48), ("缺几件", 8)], found
    )


def _line(member: Member) -> list[str]:
    return [
        member.name, member.person.identity_number, member.organisation.name, member.get_stage_display(),
        member.get_sex_display() if member.sex else "", member.get_ethnicity_display() if member.ethnicity else "",
        str(member.born or ""), member.get_education_display() if member.education else "", str(member.joined_on or ""),
        str(member.full_since or ""), member.person.phone, member.occupation, member.work_unit,
    ]  # fmt: skip


def _book(names: Sequence[str], lines: Iterable[Sequence[str]], more: Sequence[str] = ()) -> bytes:
    headings = [(HEADINGS[name][0], _WIDTHS.get(name, 14)) for name in names]
    return book(_SHEET, [*headings, *((word, WIDE) for word in more)], lines)
