"""The sheet of an organisation on a day, for the page, the file and the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone

from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor

from . import checks, counting, reckoning
from .bulletin import frame
from .checks import Finding
from .policies import READ
from .reckoning import Sheet

#: what took longer than this is shown again for a while instead of being counted again
SLOW_SECONDS, KEPT_SECONDS = 2.0, 900


@dataclass(frozen=True, slots=True)
class Report:
    """What a page or a file shows. torn: titles of tables that were counted while somebody changed files; kept: it
    was counted a while ago, at `at`."""

    sheet: Sheet
    findings: list[Finding]
    torn: list[str]
    at: datetime
    kept: bool = False

    @property
    def wrong(self) -> int:
        """How many things do not add up."""
        return len(self.findings) + len(self.torn)


def tops(actor: Actor) -> QuerySet[Organisation]:
    """Party organisations where the actor's right begins, and everything below them, in the order of the tree."""
    return below(actor.paths_for(READ)).filter(kind__in=PARTY_KINDS)


def report(actor: Actor, office: Organisation, day: date, *, fresh: bool = False) -> Report:
    """Count, or show what was counted within the last quarter of an hour where counting is slow.

    The caller has asked whether the actor may see the office; what is kept depends on office and day only.
    """
    key = f"membership.statistics:{office.path}:{day.isoformat()}"
    kept: tuple[Sheet, dict[str, int], list[str], datetime] | None = None if fresh else cache.get(key)
    framed = frame(day)
    if kept is not None:
        sheet, numbers, torn, at = kept
        findings = [checks.Finding(checks.CHECKS[code], n, framed) for code, n in numbers.items()]
        return Report(sheet, findings, torn, at, kept=True)
    begun = monotonic()
    sheet = reckoning.tables(counting.count(actor, office, framed), framed)
    findings = checks.find(actor, office, sheet.strange, framed)
    made = Report(sheet, findings, reckoning.mismatches(sheet), timezone.now())
    if monotonic() - begun > SLOW_SECONDS:
        cache.set(key, (sheet, {f.check.code: f.n for f in findings}, made.torn, made.at), KEPT_SECONDS)
    return made
