"""专职兼职 (R028): who holds a post full-time, counted from the appointments themselves; nothing is entered twice (B03)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.ui.words import cn_date

from . import policies, queries
from .words import NAMED_POSTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ("党组织", "书记", "专职人员", "兼职人员", "还缺什么")
NO_SECRETARY, ALL_PART_TIME = "没有登记书记", "都是兼职"


@dataclass(frozen=True, slots=True)
class Staff:
    """One organisation. secretary: ``专职``, ``兼职`` or empty; gap: what it lacks, in words, or empty."""

    office: Organisation
    secretary: str
    full: int
    part: int

    @property
    def gap(self) -> str:
        if not self.secretary:
            return NO_SECRETARY
        return "" if self.full else ALL_PART_TIME


@dataclass(frozen=True, slots=True)
class Total:
    """A subtree in numbers: organisations, those whose secretary is full-time, posts full-time and part-time."""

    offices: int
    with_full_secretary: int
    full: int
    part: int


def staff_of(offices: Iterable[Organisation], on: date) -> list[Staff]:
    """The appointments of those organisations on a day; one statement."""
    offices = list(offices)
    rows = in_force(on).filter(organisation__in=[one.pk for one in offices], post__in=NAMED_POSTS).order_by()
    found: dict[int, dict[tuple[str, bool], int]] = {}
    for place, post, full, n in rows.values_list("organisation_id", "post", "full_time").annotate(n=Count("pk")):
        found.setdefault(place, {})[post, full] = n
    return [_staff(one, found.get(one.pk, {})) for one in offices]


def _staff(office: Organisation, counts: dict[tuple[str, bool], int]) -> Staff:
    secretary = "专职" if counts.get(("secretary", True)) else "兼职" if counts.get(("secretary", False)) else ""
    full = sum(n for (_, is_full), n in counts.items() if is_full)
    return Staff(office, secretary, full, sum(counts.values()) - full)


def offices(actor: Actor) -> QuerySet[Organisation]:
    """Organisations of the scope in the order of the tree."""
    return queries.offices(actor).order_by("path")


def total(actor: Actor, on: date) -> Total:
    """The whole scope; three statements however large it is."""
    rows = in_force(on).filter(subtree("org_path", actor.paths_for(policies.READ)), post__in=NAMED_POSTS)
    rows = rows.filter(organisation__in=offices(actor).values("pk")).order_by()
    counted = dict(rows.values_list("full_time").annotate(n=Count("pk")))
    led = rows.filter(post="secretary", full_time=True).values("organisation_id").distinct().count()
    return Total(offices(actor).count(), led, counted.get(True, 0), counted.get(False, 0))


def own_gaps(actor: Actor, on: date) -> list[Staff]:
    """What exactly the actor's own organisations lack: told to them, nobody is ranked."""
    return [one for one in staff_of(offices(actor).filter(path__in=actor.places_for(policies.CARD)), on) if one.gap]


def book(actor: Actor, on: date) -> bytes:
    """The table as .xlsx, in the order of the tree."""
    raw = io.BytesIO()
    import xlsxwriter  # two megabytes, and most processes never write a workbook

    made = xlsxwriter.Workbook(raw, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page, bold = made.add_worksheet("专职兼职"), made.add_format({"bold": True})
    page.set_column(0, 0, 36)
    page.write_string(0, 0, f"截至 {cn_date(on)}", bold)
    for column, word in enumerate(HEADINGS):
        page.write_string(2, column, word, bold)
    for at, one in enumerate(staff_of(offices(actor), on), 3):
        page.write_string(at, 0, one.office.name)
        page.write_string(at, 1, one.secretary)
        page.write_number(at, 2, one.full)
        page.write_number(at, 3, one.part)
        page.write_string(at, 4, one.gap)
    made.close()
    return raw.getvalue()
