"""整改 for everybody: the list, one problem with its time line, the feed, the table, the figures."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page, require_safe

from lianxin.foundation.organisations.queries import by_code, receiving
from lianxin.kernel.cells import harmless
from lianxin.kernel.freshness import FOR_EVERYBODY
from lianxin.ui.words import number as said_number
from lianxin.voice.letters.queries import statistics

from . import figures, queries, reading
from .models import Improvement
from .reading import Filters
from .words import KINDS

FEED, DEEPEST, TABLE = 30, 500, 2000
FOR_ONE = "private, no-cache"
#: signs that XML 1.0 cannot carry
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
COLUMNS = (
    "编号",
    "题目",
    "类别",
    "责任单位",
    "提出单位",
    "进展",
    "期限",
    "公开时间",
    "销号时间",
    "衡量",
    "整改前",
    "目标",
    "整改后",
    "n",
    "网址",
)


def for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Conditional answers; a shared cache keeps them for ten seconds for nobody in particular."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        known = settings.SESSION_COOKIE_NAME in request.COOKIES
        response.headers.setdefault("Cache-Control", FOR_ONE if known else FOR_EVERYBODY)
        return response

    wrapped: Callable[..., HttpResponse] = conditional_page(run)
    return wrapped


@dataclass(frozen=True, slots=True)
class Choice:
    """What stands in the address."""

    filters: Filters
    words: str = ""
    page: int = 1

    def query(self, **changes: str) -> str:
        """The query string with some of it changed; what is empty falls away."""
        f = self.filters
        now = {"q": self.words, "org": f.organisation.code if f.organisation else "", "kind": f.kind, "stage": f.stage,
               "year": str(f.year or "")}  # fmt: skip
        kept = {k: v for k, v in {**now, **changes}.items() if v}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def narrowed(self) -> bool:
        return self.filters != Filters() or bool(self.words)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page; number, last and total are what the pagination reads."""

    items: list[Improvement]
    number: int
    last: int
    total: int


def choice_of(data: QueryDict) -> Choice:
    """Read an address; what is unknown is left out."""
    code, kind, stage, year, page = (
        data.get(name, "").replace("\x00", "")[:40] for name in ("org", "kind", "stage", "year", "page")
    )
    filters = Filters(
        organisation=by_code(code) if code else None, kind=kind if kind in KINDS else "",
        stage=stage if stage in reading.SHOWN_STAGES else "",
        year=int(year) if year.isascii() and year.isdigit() and 1900 < int(year[:5]) < 3000 else None,
    )  # fmt: skip
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1
    return Choice(filters, data.get("q", "").replace("\x00", "").strip()[:100], min(max(1, number), DEEPEST))


def listing_of(choice: Choice) -> Listing:
    """The page that was asked for; beyond the end it is the last one."""
    if choice.words:
        number = min(choice.page, reading.MOST_HITS // reading.SIZE)
        hits = reading.search(choice.words, choice.filters, limit=reading.SIZE, offset=(number - 1) * reading.SIZE)
        last = max(1, -(-hits.total // reading.SIZE))
        return Listing(reading.in_order(hits.ids), min(number, last), last, hits.total)
    rows = reading.listing(choice.filters)
    total = rows.count()
    last = min(max(1, -(-total // reading.SIZE)), DEEPEST)
    number = min(choice.page, last)
    return Listing(list(rows[(number - 1) * reading.SIZE : number * reading.SIZE]), number, last, total)


@require_safe
@for_everybody
def improvements(request: HttpRequest) -> HttpResponse:
    """``/improvements/?org=&kind=&stage=&year=&q=``: released problems, newest first."""
    choice = choice_of(request.GET)
    f, base = choice.filters, "/improvements/"
    stages = [("全部", f"{base}{choice.query(stage='')}", not f.stage, None)]
    stages += [
        (word, f"{base}{choice.query(stage=name)}", f.stage == name, None)
        for name, word in reading.SHOWN_STAGES.items()
    ]
    context = {"choice": choice, "page": listing_of(choice), "stages": stages, "offices": reading.offices(), "kinds": reading.kinds(),
               "today": timezone.localdate(), "export": choice.query()}  # fmt: skip
    return render(request, "improving/public/list.html", context)


@require_safe
@for_everybody
def improvement(request: HttpRequest, pk: int) -> HttpResponse:
    """``/improvements/<pk>/``: one released problem; of one taken down the notice, of others nothing (M01)."""
    found = reading.read(pk)
    if found is None:
        raise Http404("没有找到这件整改。")
    case = found.case
    if case.state != "closed":
        # what was reached is told when another person has verified it
        case.after, case.again = None, {}
    context = {
        "found": found, "case": case, "measures": found.measures, "today": timezone.localdate(), "bars": figures.bars(case),
        "before_from": figures.says(case.frozen), "after_from": figures.says(case.again), "method": figures.address(case.frozen),
    }  # fmt: skip
    return render(request, "improving/public/one.html", context)


def _picked(choice: Choice, many: int) -> list[Improvement]:
    if choice.words:
        return reading.in_order(reading.search(choice.words, choice.filters, limit=min(many, 200)).ids, whole=True)
    return list(reading.listing(choice.filters).defer(None).select_related("organisation", "set_by")[:many])


@require_safe
@for_everybody
def feed(request: HttpRequest) -> HttpResponse:
    """``/improvements/feed.atom``: the newest of the same list (RFC 4287)."""
    choice = choice_of(request.GET)
    address = f"{settings.SITE_URL}/improvements/{choice.query()}"
    made = Atom1Feed(
        title=f"{settings.SITE_NAME} · 整改", link=address, description="问题、整改和销号", language="zh-CN",
        feed_url=f"{settings.SITE_URL}{request.get_full_path()}", feed_guid=address, author_name=settings.SITE_NAME,
    )  # fmt: skip
    for case in _picked(choice, FEED):
        url = f"{settings.SITE_URL}{case.get_absolute_url()}"
        made.add_item(
            title=_xml(f"【{case.stage_label}】{case.title}"), link=url, unique_id=url, description=_xml(case.problem),
            author_name=_xml(case.organisation.short_name), pubdate=case.published_at, updateddate=case.closed_at or case.shown_until,
            categories=[case.get_kind_display()],
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text)


@require_safe
@for_everybody
def export(request: HttpRequest) -> HttpResponse:
    """``/improvements/export.csv``: the same list as a table (RFC 4180), what is shown only."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for x in _picked(choice_of(request.GET), TABLE):
        closed = x.state == "closed"
        writer.writerow([
            harmless(cell) for cell in (
                x.number, x.title, x.get_kind_display(), x.organisation.short_name, x.set_by.short_name, x.stage_label, x.due_on,
                _day(x.published_at), _day(x.closed_at), f"{x.get_metric_display()}（{x.shown_unit}）", said_number(x.before),
                said_number(x.goal), said_number(x.after) if closed and x.after is not None else "",
                x.before_n if x.before_n is not None else "", f"{settings.SITE_URL}{x.get_absolute_url()}",
            )
        ])  # fmt: skip
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = 'attachment; filename="improvements.csv"'
    return response


def _day(moment: Any) -> str:
    return f"{timezone.localdate(moment):%Y-%m-%d}" if moment else ""


@require_safe
@for_everybody
def board(request: HttpRequest) -> HttpResponse:
    """``/improvements/figures/?org=&period=``: how many, of them in time, by organisation in the order of the tree (R162)."""
    code, name = request.GET.get("org", "")[:32], request.GET.get("period", "")
    organisation = by_code(code) if code and "\x00" not in code else None
    if code and organisation is None:
        raise Http404("没有找到这个单位。")
    name = name if name in statistics.PERIODS else "year"
    period = statistics.period_of(name)
    sheet = queries.sheet(organisation, period.since, period.until)
    org = f"&org={organisation.code}" if organisation else ""
    context = {
        "sheet": sheet, "organisation": organisation, "period": period, "name": name, "enough": statistics.minimum(),
        "chips": [(word, f"?period={slug}{org}", slug == name, None) for slug, word in statistics.PERIODS.items()],
        "offices": [(o.code, "　" * (o.depth - 1) + o.short_name) for o in receiving()],
        "facts": [(sheet.whole.entered, "列入"), (sheet.whole.open, "在改"), (sheet.whole.overdue, "逾期"), (sheet.whole.closed, "销号")],
    }  # fmt: skip
    return render(request, "improving/public/board.html", context)
