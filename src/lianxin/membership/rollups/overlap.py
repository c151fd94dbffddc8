"""Nobody is counted twice: organisations whose members are counted here and in a report as well."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.membership.dossiers.headcounts import staffed
from lianxin.membership.statistics.bulletin import frame
from lianxin.membership.statistics.counting import offices

from .documents import Report, marks_of

SHOWN = 5


def own_marks(office: Organisation, day: date) -> frozenset[bytes]:
    """What a report of this subtree carries: its Party organisations that were in being on the day."""
    rows = offices(office, frame(day)).filter(kind__in=PARTY_KINDS)
    return marks_of(rows.values_list("code", flat=True).iterator())


def counted_here(report: Report) -> list[str]:
    """Short names of organisations that stand in the report and keep files of members here."""
    rows = staffed().values_list("code", "short_name")
    return [name for code, name in rows.iterator() if marks_of([code]) <= report.marks]


def counted_there(report: Report, others: list[Report]) -> list[str]:
    """Names of other reports that count an organisation of this one."""
    return [other.name for other in others if other.code != report.code and other.marks & report.marks]
