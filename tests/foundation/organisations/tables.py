"""Invented tables of organisations, as people keep them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from lianxin.foundation.organisations.importing.words import HEADINGS

COLUMNS = ("name", "code", "parent", "kind")


def row(code: str, parent: str = "QS01", kind: str = "党支部", **more: Any) -> dict[str, Any]:
    """A branch of the town."""
    return {"code": code, "parent": parent, "kind": kind, "name": f"柳河镇{code}党支部"} | more


def table(rows: Iterable[dict[str, Any]], columns: Sequence[str] = COLUMNS) -> bytes:
    """CSV with the usual headings; further columns where a row has them."""
    rows = list(rows)
    more = [name for name in HEADINGS if name not in columns and any(name in one for one in rows)]
    names = [*columns, *more]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([HEADINGS[name][0] for name in names])
    writer.writerows([[one.get(name, "") for name in names] for one in rows])
    return out.getvalue().encode("utf-8-sig")
