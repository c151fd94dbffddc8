"""The sheet of an organisation on a day, for the page, the file and the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic

from django.core.cache import cache
from django.db.models import Max, QuerySet
from django.utils import timezone

from lianxin.foundation.organisations.models import PARTY_KINDS, Organisation, OrganisationEvent
from lianxin.foundation.organisations.queries import below
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.models import MemberEvent

from . import checks, counting, reckoning
from .bulletin import frame
from .checks import Finding
from .policies import READ
from .reckoning import Sheet

#: what took longer than this is shown again for a while instead of being counted again
SLOW_SECONDS, KEPT_SECONDS = 2.0, 900
#: members of a subtree that is counted once as long as nothing changes
LARGE = 5000


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
    """Count, or show what was counted before: exactly while nothing was noted in any file or organisation since, and for
    a quarter of an hour where counting is slow, which the page then says.

    The caller has asked whether the actor may see the office; what is kept depends on office and day only.
    """
    key, stamp = f"membership.statistics:{office.path}:{day.isoformat()}", _stamp()
    kept: _Kept | None = None if fresh else cache.get(key)
    framed = frame(day)
    if kept is not None and (kept.slow or kept.stamp == stamp):
        findings = [checks.Finding(checks.CHECKS[code], n, framed) for code, n in kept.numbers.items()]
        return Report(kept.sheet, findings, kept.torn, kept.at, kept=kept.stamp != stamp)
    begun = monotonic()
    sheet = reckoning.tables(counting.count(actor, office, framed), framed)
    findings = checks.find(actor, office, sheet.strange, framed)
    made = Report(sheet, findings, reckoning.mismatches(sheet), timezone.now())
    slow = monotonic() - begun > SLOW_SECONDS
    if slow or sheet.total > LARGE:
        numbers = {finding.check.code: finding.n for finding in findings}
        cache.set(key, _Kept(sheet, numbers, made.torn, made.at, stamp, slow), KEPT_SECONDS)
    return made


@dataclass(frozen=True, slots=True)
class _Kept:
    sheet: Sheet
    numbers: dict[str, int]
    torn: list[str]
    at: datetime
    stamp: tuple[int, int, str]
    slow: bool


def _stamp() -> tuple[int, int, str]:
    """What changes with every change of a file or an organisation that the house makes, and with the day."""
    files = MemberEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    tree = OrganisationEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    return files, tree, timezone.localdate().isoformat()
