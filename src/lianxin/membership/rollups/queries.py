"""The figures of a subtree with what other instances reported into it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import QuerySet

from lianxin.foundation.exchange import messages
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.membership.statistics import queries as statistics
from lianxin.membership.statistics.bulletin import frame
from lianxin.membership.statistics.policies import READ
from lianxin.membership.statistics.reckoning import Sheet

from . import documents, overlap
from .documents import SIGNED, Report
from .models import Filing, Received, Reporter


@dataclass(frozen=True, slots=True)
class Part:
    """What one instance reported. latest: the newest version that is not recalled; counted: the newest confirmed one;
    why: the reason why nothing of it is in the sum."""

    reporter: Reporter
    latest: Received | None
    counted: Received | None
    why: str = ""

    @property
    def corrected(self) -> bool:
        """A newer version waits while an older one is counted."""
        return self.counted is not None and self.latest != self.counted


@dataclass(frozen=True, slots=True)
class Summary:
    """own: what is counted here; sheet: together with every part that counts."""

    office: Organisation
    own: Sheet
    sheet: Sheet
    parts: list[Part]
    faults: list[str]

    @property
    def others(self) -> int:
        return self.sheet.total - self.own.total

    @property
    def included(self) -> list[Received]:
        return [part.counted for part in self.parts if part.counted is not None and not part.why]


@lru_cache(256)
def _read(document: str) -> Report:
    return documents.read(document)


def report_of(received: Received) -> Report:
    return _read(received.document)


def genuine(received: Received) -> bool:
    """True when what lies here is, sign for sign, what the registered instance signed."""
    try:
        messages.verified(received.public, received.document.encode(), received.signature, SIGNED)
    except messages.Forged:
        return False
    return received.public == received.reporter.peer.public


def reporters(actor: Actor, office: Organisation) -> QuerySet[Reporter]:
    rows = Reporter.objects.visible_to(actor, READ).filter(subtree("org_path", [office.path]), active=True)
    return rows.select_related("peer", "organisation").order_by("organisation__path", "name")


def received(actor: Actor, pk: int) -> Received | None:
    rows = Received.objects.visible_to(actor, READ)
    return rows.select_related("reporter__peer", "organisation", "decided_by").filter(pk=pk).first()


def filing(actor: Actor, pk: int) -> Filing | None:
    rows = Filing.objects.visible_to(actor, READ)
    return rows.select_related("peer", "organisation", "prepared_by", "issued_by").filter(pk=pk).first()


def filings(actor: Actor, office: Organisation, day: date) -> list[Filing]:
    """What was prepared and sent of an office on a day, the newest first."""
    rows = Filing.objects.visible_to(actor, READ).filter(organisation=office, day=day)
    return list(rows.select_related("peer", "prepared_by", "issued_by").order_by("-pk")[:50])


def versions(one: Received) -> list[Received]:
    """Every version of a report, the newest first."""
    rows = Received.objects.unscoped("versions of one that the reader sees").filter(
        reporter=one.reporter_id, day=one.day
    )
    return list(rows.select_related("reporter__peer", "organisation", "decided_by").order_by("-version"))


def parts(actor: Actor, office: Organisation, day: date) -> list[Part]:
    """One for each registered reporter, whether it reported or not. Two statements."""
    known = list(reporters(actor, office))
    rows = Received.objects.unscoped("of reporters inside the scope").filter(
        reporter__in=known, day=day, recalled_at=None
    )
    newest: dict[int, list[Received]] = {}
    for row in rows.select_related("reporter__peer", "organisation").order_by("-version"):
        newest.setdefault(row.reporter_id, []).append(row)
    found = []
    for one in known:
        mine = newest.get(one.pk, [])
        found.append(Part(one, mine[0] if mine else None, next((r for r in mine if r.decision == "accepted"), None)))
    return found


def _judged(found: list[Part]) -> list[Part]:
    """With the reason of those that may not be added: a signature that does not hold, organisations that count twice."""
    reports = {
        part.reporter.pk: report_of(part.counted)
        for part in found
        if part.counted is not None and genuine(part.counted)
    }
    judged = []
    for part in found:
        why = ""
        if part.counted is not None and part.reporter.pk not in reports:
            why = "签名和内容对不上，没有计入"
        elif part.counted is not None:
            why = twice(reports[part.reporter.pk], [r for pk, r in reports.items() if pk != part.reporter.pk])
        judged.append(Part(part.reporter, part.latest, part.counted, why))
    return judged


def twice(report: Report, others: list[Report]) -> str:
    """Why a report would count somebody twice; empty when it would not."""
    here = overlap.counted_here(report)
    if here:
        more = f"等 {len(here)} 个组织" if len(here) > overlap.SHOWN else ""
        return f"{'、'.join(here[: overlap.SHOWN])}{more}的党员在本平台也有档案，会重复计算"
    there = overlap.counted_there(report, others)
    return f"和{'、'.join(there[: overlap.SHOWN])}报来的有相同的组织，会重复计算" if there else ""


def summary(actor: Actor, office: Organisation, day: date, *, fresh: bool = False) -> Summary:
    """The tables of a subtree over all instances. The caller has asked whether the actor may see the office."""
    own = statistics.report(actor, office, day, fresh=fresh).sheet
    found = _judged(parts(actor, office, day))
    counted = [report_of(part.counted) for part in found if part.counted is not None and not part.why]
    if not counted:
        return Summary(office, own, own, found, [])
    total, full, tables = documents.added(day, [mine(own, office, frozenset()), *counted])
    sheet = Sheet(day, total, full, tables)
    together = Report(
        office.code, office.name, day, 1, total, full, tables, frozenset(), (), documents.definitions(day)
    )
    faults = documents.faults(together, marked=False)
    return Summary(office, own, sheet, found, faults)


def mine(own: Sheet, office: Organisation, marks: frozenset[bytes]) -> Report:
    """The sheet of this instance in the form of a report."""
    tables = tuple(table for table in own.tables if table.key != "way")
    return Report(
        office.code, office.name, own.day, 1, own.total, own.full, tables, marks, (), documents.definitions(own.day)
    )


def differences(new: Report, old: Report) -> list[tuple[str, str, int, int]]:
    """(table, line, before, after) of every line that a correction changed."""
    found = [("", "党员", old.total, new.total)] if old.total != new.total else []
    for table in new.tables:
        before = {line.label: line.n for line in old.table(table.key).lines}
        after = {line.label: line.n for line in table.lines}
        found += [
            (table.title, label, before.get(label, 0), after.get(label, 0))
            for label in dict.fromkeys([*after, *before])
            if before.get(label, 0) != after.get(label, 0)
        ]
    return found


def start_of_year(day: date) -> date:
    """The end of the year before, the day that is usually reported."""
    return frame(day).year_begins.replace(year=day.year - 1, month=12, day=31)
