"""每日一学 at the desk: the month of a site with what is planned for each day, and the days that are still empty."""

from __future__ import annotations

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Revision, WorkflowState

from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from . import daily
from .desk.door import actor_of, at_desk
from .listing import month_of
from .models import ArticlePage, ColumnPage, SitePage
from .words_desk import EDIT, ISSUE, REVIEW

VERBS = ("portal.write", EDIT, REVIEW, ISSUE)
STATES = {
    "live": ("已发布", "ok"),
    "waiting": ("已审定，等到那天", "info"),
    "review": ("审核中", "wait"),
    "draft": ("草稿", ""),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """An item on its day."""

    pk: int
    title: str
    state: str

    @property
    def word(self) -> str:
        """Where it stands, in a word."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """Colour of that word."""
        return STATES[self.state][1]


def sites_of(actor: Actor) -> list[SitePage]:
    """Sites on which the person writes, reviews or issues, the topmost first."""
    paths = [path for verb in VERBS for path in actor.paths_for(verb)]
    rows = SitePage.objects.filter(subtree("organisation__path", paths), live=True)
    return list(rows.select_related("organisation").order_by("depth", "path"))


def planned(site: SitePage, first: date, last: date) -> dict[date, Planned]:
    """What stands on each day, drafts by their newest words included."""
    of_draft = Q(live=False, latest_revision__content__day__gte=first.isoformat())
    of_draft &= Q(latest_revision__content__day__lte=last.isoformat())
    rows = ArticlePage.objects.filter(subtree("path", [site.path]), form="theory", depth=site.depth + 2)
    rows = rows.filter(Q(live=True, day__range=(first, last)) | of_draft).select_related("latest_revision")
    found = list(rows)
    ids = [str(row.pk) for row in found]
    waiting = set(
        Revision.page_revisions.filter(object_id__in=ids, approved_go_live_at__isnull=False).values_list(
            "object_id", flat=True
        )
    )
    running = WorkflowState.objects.filter(object_id__in=ids, status=WorkflowState.STATUS_IN_PROGRESS)
    reviewed = set(running.values_list("object_id", flat=True))
    made: dict[date, Planned] = {}
    for row in found:
        key = str(row.pk)
        state = "live" if row.live else "waiting" if key in waiting else "review" if key in reviewed else "draft"
        day = row.day if row.live else date.fromisoformat(row.latest_revision.content["day"])
        if day is None:  # both ways of finding it name a day
            continue
        made[day] = Planned(row.pk, row.title if row.live else row.draft_title, state)
    return made


@require_safe
@at_desk("portal.desk")
def month(request: HttpRequest) -> HttpResponse:
    """``/workbench/portal-desk/daily/?site=&month=2026-11``: a calendar; GET only, items are written in Wagtail's desk."""
    sites = sites_of(actor_of(request))
    wanted = request.GET.get("site", "")
    site = next((s for s in sites if str(s.pk) == wanted), sites[0] if sites else None)
    first = month_of(request.GET.get("month", "")) or timezone.localdate().replace(day=1)
    before, later = daily.neighbours(first)
    context: dict[str, Any] = {"sites": sites, "site": site, "first": first, "before": before, "later": later}
    if site is not None:
        context |= _weeks(site, first)
    return render(request, "portal/daily_desk.html", context)


def _weeks(site: SitePage, first: date) -> dict[str, Any]:
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    found = planned(site, weeks[0][0], weeks[-1][-1])
    today = timezone.localdate()
    days = [d for week in weeks for d in week if d.month == first.month]
    column = ColumnPage.objects.child_of(site).filter(code="theory").first()
    return {
        "weeks": [[daily.Day(d, d.month == first.month, found.get(d)) for d in week] for week in weeks],
        "gaps": [d for d in days if d >= today and d not in found],
        "planned": sum(1 for d in days if d in found),
        "column": column,
        "today": today,
    }
