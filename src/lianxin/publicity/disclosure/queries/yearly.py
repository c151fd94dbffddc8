"""年度报告: how much was disclosed under each matter, whether in time, and what became of requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import lineage
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree

from ..models import Entry, EntryClock, Item, Question, Rating, Request
from ..words import FREQUENCIES
from .reading import new_year, shares
from .reviewing import Quarter, quarters, reasons


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter: items shown, renewals that fell due (n), of them in time and late."""

    code: str
    matter: str
    rhythm: str
    shown: int
    on_time: int
    late: int

    @property
    def n(self) -> int:
        return self.on_time + self.late


@dataclass(frozen=True)
class Report:
    """One organisation with all below it, one year. Only what everybody may read is in it."""

    organisation: Organisation
    year: int
    until: datetime
    matters: list[MatterLine]
    withdrawn: int
    corrected: int
    requests: int
    granted: int
    refused: int
    in_time: int
    decided: int
    questions: int
    answered: int
    #: the review of questions (M05)
    reviewed: list[Quarter]
    withheld: list[tuple[str, int]]
    #: shares of the three ratings when enough people rated (LX-08), and how many did
    ratings: list[tuple[str, int]]
    rated: int

    @property
    def appeals(self) -> int:
        return sum(q.appeals for q in self.reviewed)

    @property
    def overturned(self) -> int:
        return sum(q.overturned for q in self.reviewed)

    @property
    def shown(self) -> int:
        return sum(m.shown for m in self.matters)

    @property
    def on_time(self) -> int:
        return sum(m.on_time for m in self.matters)

    @property
    def late(self) -> int:
        return sum(m.late for m in self.matters)


def report(organisation: Organisation, year: int) -> Report:
    """The report of a year up to now. Matters of the inner scope are not counted: the page is public."""
    first, last = new_year(year), new_year(year + 1)
    until = min(last, moment.now())
    here = lineage(organisation)
    items = Item.objects.unscoped("figures of public items").filter(subtree("org_path", here), scope="public")
    asked = Request.objects.unscoped("figures without texts").filter(
        subtree("org_path", here), opened_at__gte=first, opened_at__lt=last
    )
    numbers = asked.exclude(state="withdrawn").aggregate(
        requests=Count("pk"), granted=Count("pk", filter=Q(state="granted")),
        refused=Count("pk", filter=Q(state="refused")), decided=Count("pk", filter=Q(late__isnull=False)),
        in_time=Count("pk", filter=Q(late=False)),
    )  # fmt: skip
    withdrawn = items.filter(was_public=True, state="withdrawn", closed_at__gte=first, closed_at__lt=last).count()
    corrected = items.filter(
        was_public=True, versions__state="shown", versions__shown_at__gte=first, versions__shown_at__lt=last
    )
    said = Question.objects.filter(item__in=items, created_at__gte=first, created_at__lt=last)
    asked_about = said.filter(publication="public")
    answered = asked_about.filter(answer_publication="public").exclude(answer="").count()
    ratings, rated = shares(Rating.objects.filter(item__in=items, at__gte=first, at__lt=last))
    return Report(
        organisation, year, until, _matters(here, first, last, until), withdrawn, corrected.distinct().count(),
        questions=asked_about.count(), answered=answered, ratings=ratings, rated=rated,
        reviewed=quarters(said, year), withheld=reasons(said), **numbers,
    )  # fmt: skip


def _matters(here: list[str], first: datetime, last: datetime, until: datetime) -> list[MatterLine]:
    entries = Entry.objects.unscoped("figures of the public catalogue").filter(
        subtree("org_path", here), scope="public"
    )
    shown = dict(
        Item.objects.unscoped("figures of public items")
        .filter(subtree("org_path", here), was_public=True, public_at__gte=first, public_at__lt=last)
        .values_list("entry__code").annotate(n=Count("pk")).order_by()
    )  # fmt: skip
    due = (
        EntryClock.objects.filter(case__in=entries, name="renew", due_at__gte=first, due_at__lt=until)
        .exclude(state=EntryClock.CANCELLED)
        .values("case__code")
        .annotate(on_time=Count("pk", filter=Q(stopped_at__lte=F("due_at"))), n=Count("pk"))
        .order_by()
    )
    renewals = {row["case__code"]: (row["on_time"], row["n"] - row["on_time"]) for row in due}
    names = {e.code: (e.matter, e.frequency) for e in entries.only("code", "matter", "frequency").order_by("-pk")}
    return [
        MatterLine(code, matter, FREQUENCIES[rhythm], shown.get(code, 0), *renewals.get(code, (0, 0)))
        for code, (matter, rhythm) in sorted(names.items())
    ]


def first_year() -> int:
    """The year of the first item or request."""
    rows = Item.objects.unscoped("the first of all").order_by("opened_at").values_list("opened_at", flat=True)
    found = rows.first()
    return timezone.localdate(found).year if found else moment.today().year
