"""Rows of a table against the tree that is there: what would become of each. Nothing is written here.

Parents may stand after their children in the file; a row goes in only when the row of its parent does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied

from .. import policies
from ..founding import Founding, parts
from ..models import KINDS, UNDATED, Organisation
from .judging import Bad, Row

EDIT = "organisations.edit"


@dataclass
class Plan:
    """What would become of the rows. root: the topmost organisation of an empty house; changed: (row, what is there,
    the values that differ)."""

    root: Row | None = None
    fresh: list[tuple[Row, Organisation | str]] = field(default_factory=list)
    changed: list[tuple[Row, Organisation, dict[str, Any]]] = field(default_factory=list)
    unchanged: list[Row] = field(default_factory=list)
    refused: list[Bad] = field(default_factory=list)

    @property
    def imported(self) -> int:
        return len(self.fresh) + (self.root is not None)

    def foundings(self, root: Organisation | None, today: date) -> list[Founding]:
        """The new organisations, parents first. root: what became of the row of that name."""
        known = {root.code: root} if root is not None else {}
        return [
            Founding(
                known.get(above, above) if isinstance(above, str) else above, row.name, row.short_name, row.kind, row.code,
                row.founded or today, {k: v for k, v in row.said.items() if k != "short_name"}, basis_of(row),
            )
            for row, above in self.fresh
        ]  # fmt: skip


def basis_of(row: Row) -> str:
    """Says so where the day of the founding is not known."""
    return "" if row.founded else UNDATED


class Planner:
    """One look at the tree for all rows."""

    def __init__(self, actor: Actor, rows: Sequence[Row | Bad]) -> None:
        self.actor, self.rows = actor, rows
        self.good = {row.code: row for row in rows if isinstance(row, Row)}
        self.bad_codes = {
            "".join(row.cells.get("code", "").split()): row.number for row in rows if isinstance(row, Bad)
        }
        self.known = self._known()
        self.empty = not Organisation.objects.exists()
        self.plan = Plan(refused=[row for row in rows if isinstance(row, Bad)])
        #: code of a row that was looked at -> whether it will stand in the tree
        self.settled: dict[str, bool] = {}

    def _known(self) -> dict[str, Organisation]:
        codes = sorted(
            {row.code for row in self.good.values()} | {row.parent for row in self.good.values() if row.parent}
        )
        found = [o for part in parts(codes) for o in Organisation.objects.filter(code__in=part)]
        return {o.code: o for o in found}

    def run(self) -> Plan:
        """Every row, each after the row of its parent."""
        for row in self.good.values():
            for one in self._upward(row):
                fault = self._fault(one)
                self.settled[one.code] = not fault
                if fault:
                    self.plan.refused.append(Bad(one.number, (fault,), one.cells))
        self.plan.refused.sort(key=lambda bad: bad.number)
        return self.plan

    def _upward(self, row: Row) -> list[Row]:
        """The rows above this one that were not looked at yet, the topmost first, and the row itself.

        In a circle the walk ends where it began, and the row there finds that its parent is not settled.
        """
        way: dict[str, Row] = {}
        step: Row | None = row
        while step is not None and step.code not in self.settled and step.code not in way:
            way[step.code] = step
            step = None if step.code in self.known else self.good.get(step.parent)
        return list(reversed(way.values()))

    def _fault(self, row: Row) -> str:
        """Put a row into the plan; the reason when that cannot be."""
        if row.code in self.known:
            return self._compare(row, self.known[row.code])
        if not row.parent:
            return self._top(row)
        above = self.known.get(row.parent)
        if above is not None and self.actor.may(EDIT, above.path):
            return self._below(row, above, above)
        if row.parent in self.good and above is None:
            return self._below_row(row, self.good[row.parent])
        if row.parent in self.bad_codes:
            return f"上级组织（第 {self.bad_codes[row.parent]} 行）没有导入，先改好那一行"
        return f"找不到上级组织代码 {row.parent[:32]}：表里没有，您管理的范围里也没有"

    def _below_row(self, row: Row, parent: Row) -> str:
        if row.parent not in self.settled:
            return f"上下级绕成了一圈：第 {row.number} 行和第 {parent.number} 行"
        if not self.settled[row.parent]:
            return f"上级组织（第 {parent.number} 行）没有导入，先改好那一行"
        return self._below(row, Organisation(kind=parent.kind, short_name=parent.short_name), row.parent)

    def _below(self, row: Row, parent: Organisation, above: Organisation | str) -> str:
        decision = policies.may_stand_below(row.kind, parent)
        if isinstance(decision, Denied):
            return decision.reason.rstrip("。")
        self.plan.fresh.append((row, above))
        return ""

    def _top(self, row: Row) -> str:
        if self.actor.kind != "system":
            return "缺少上级组织代码"
        if not self.empty or self.plan.root is not None:
            return "缺少上级组织代码：最上级组织已经有了"
        self.plan.root = row
        return ""

    def _compare(self, row: Row, there: Organisation) -> str:
        if not self.actor.may(EDIT, there.path):
            return policies.CODE_TAKEN.reason.rstrip("。")
        if there.closed_on:
            return f"这个组织 {there.closed_on} 已经撤销，代码不能再用"
        if there.kind != row.kind:
            return f"系统里它是{KINDS[there.kind]}，类别不能用表来改"
        above = self.known.get(row.parent)
        if row.parent and there.path[: -Organisation.steplen] != (above.path if above else None):
            return "上级组织和系统里的不一样，调整隶属请在组织页面办理"
        said = {"name": row.name, **row.said}
        # an empty cell says nothing; what is known stays
        differs = {key: value for key, value in said.items() if getattr(there, key) != value}
        if differs:
            self.plan.changed.append((row, there, differs))
        else:
            self.plan.unchanged.append(row)
        return ""
