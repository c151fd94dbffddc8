"""采纳了什么、落实了没有: a list for everybody, as a page, a feed and a table (R099)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from lianxin.foundation.organisations.queries import by_code
from lianxin.kernel.cells import harmless
from lianxin.ui.feeds import xml

from . import public_list
from .models import Adoption
from .queries import adopted
from .queries.adopted import STANDINGS, Wanted
from .views_public import for_everybody
from .words import VERDICTS

SIZE, ENTRIES = 20, 30
COLUMNS = (
    "编号", "标题", "答复单位", "采纳情况", "理由", "将做什么", "由谁落实", "最迟", "落实日期", "做了什么", "更正", "公布日期", "网址",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """What stands in the address."""

    wanted: Wanted

    def query(self, **changes: str) -> str:
        w = self.wanted
        now = {"verdict": w.verdict, "standing": w.standing, "org": w.organisation.code if w.organisation else ""}
        kept = {k: v for k, v in {**now, **changes}.items() if v}
        return f"?{urlencode(kept)}" if kept else ""


def choice_of(data: QueryDict) -> Choice:
    """Read an address; what is unknown is left out."""
    verdict, standing, org = data.get("verdict", ""), data.get("standing", ""), data.get("org", "")[:32]
    office = by_code(org) if org and "\x00" not in org else None
    return Choice(Wanted(verdict if verdict in VERDICTS else "", standing if standing in STANDINGS else "", office))


@require_safe
@for_everybody
def adopted_list(request: HttpRequest) -> HttpResponse:
    """``/letters/adopted/?verdict=&standing=&org=``."""
    choice = choice_of(request.GET)
    page = Paginator(adopted.shown(choice.wanted), SIZE).get_page(request.GET.get("page"))
    context = {
        "choice": choice, "page": page, "rows": list(page.object_list), "options": public_list.office_options(choice.wanted.organisation),
        "verdicts": _chips(choice, "verdict", VERDICTS, choice.wanted.verdict),
        "standings": _chips(choice, "standing", STANDINGS, choice.wanted.standing),
    }  # fmt: skip
    return render(request, "letters/public/adopted.html", context)


def _chips(choice: Choice, name: str, words: dict[str, str], chosen: str) -> list[tuple[str, str, bool]]:
    first = ("全部", f"/letters/adopted/{choice.query(**{name: ''})}", not chosen)
    return [
        first, *((word, f"/letters/adopted/{choice.query(**{name: key})}", key == chosen) for key, word in words.items())
    ]  # fmt: skip


@require_safe
@for_everybody
def adopted_feed(request: HttpRequest) -> HttpResponse:
    """``/letters/adopted/feed.atom``: the newest of the same list."""
    choice = choice_of(request.GET)
    address = f"{settings.SITE_URL}/letters/adopted/{choice.query()}"
    made = Atom1Feed(
        title=f"{settings.SITE_NAME} · 意见采纳", link=address, description="采纳了什么、落实了没有", language="zh-CN",
        feed_url=f"{settings.SITE_URL}{request.get_full_path()}", feed_guid=address, author_name=settings.SITE_NAME,
    )  # fmt: skip
    for row in adopted.shown(choice.wanted)[:ENTRIES]:
        url = f"{settings.SITE_URL}{row.letter.get_absolute_url()}#adoption"
        words = [row.reason, row.plan, row.done_text, *(f"更正：{why}" for _, _, why in row.correction_lines)]
        made.add_item(
            title=xml(f"【{row.get_verdict_display()}】{row.letter.title}"), link=url, unique_id=url,
            description=xml("\n".join(w for w in words if w)), author_name=xml(row.organisation.short_name), pubdate=row.shown_at,
            updateddate=row.shown_at,
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@require_safe
@for_everybody
def adopted_csv(request: HttpRequest) -> HttpResponse:
    """``/letters/adopted/export.csv``: all of the same list, RFC 4180."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in adopted.shown(choice_of(request.GET).wanted).iterator(chunk_size=500):
        writer.writerow([harmless(cell) for cell in _record(row)])
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = 'attachment; filename="letters-adopted.csv"'
    return response


def _record(row: Adoption) -> list[Any]:
    corrected = "；".join(f"{on:%Y-%m-%d} 原为{was}，{why}" for on, was, why in row.correction_lines)
    return [
        row.letter.number, row.letter.title, row.organisation.short_name, row.get_verdict_display(), row.reason, row.plan,
        row.post, row.until, row.done_on, row.done_text, corrected, timezone.localdate(row.shown_at) if row.shown_at else "",
        f"{settings.SITE_URL}{row.letter.get_absolute_url()}",
    ]  # fmt: skip
