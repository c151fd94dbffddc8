"""Published letters for machines: Atom (RFC 4287) and CSV (RFC 4180)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from lianxin.kernel.cells import harmless
from lianxin.kernel.freshness import FOR_EVERYBODY
from lianxin.ui.feeds import xml

from . import public_list
from .models import Letter, Reply
from .queries import public
from .structured import reply_text
from .views_public import FOR_ONE, anonymous, for_everybody
from .words import ACCOUNT_OF_RESULT, KINDS, RATINGS, STAGES

ENTRIES = 30
CHUNK = 500

COLUMNS = (
    "编号", "类型", "事项", "标题", "诉求", "内容", "地点", "昵称", "收到时间", "公开时间", "承办单位", "办理情况",
    "首次答复时间", "答复单位", "答复", "办理结果", "评价", "网址",
)  # fmt: skip


@require_safe
@for_everybody
def feed(request: HttpRequest) -> HttpResponse:
    """``/letters/feed.atom?q=&org=&topic=&kind=``: the newest letters of the same list, with their replies."""
    choice = public_list.choice_of(request.GET)
    if choice.words:
        rows = public.in_order(
            public.search(choice.words, choice.filters, limit=ENTRIES, counted=False).ids, "body", "demand"
        )
    else:
        rows = list(public.listing(choice.filters).only(*public.LISTED, "body", "demand")[:ENTRIES])
    replies = _replies(rows)
    address = f"{settings.SITE_URL}{choice.query()}"
    self_address = f"{settings.SITE_URL}{request.get_full_path()}"
    made = Atom1Feed(
        title=xml(_title(choice)), link=address, description="群众留言和答复", language="zh-CN",
        feed_url=self_address, feed_guid=address, author_name=settings.SITE_NAME,
    )  # fmt: skip
    for letter in rows:
        _add(made, letter, replies.get(letter.pk, []))
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _title(choice: public_list.Choice) -> str:
    f = choice.filters
    parts = [f.organisation.short_name if f.organisation else "", str(f.topic or ""), KINDS.get(f.kind, "")]
    parts += [
        STAGES[f.stage][0] if f.stage else "",
        f"{f.year} 年" if f.year else "",
        f"“{choice.words}”" if choice.words else "",
    ]
    return " · ".join([settings.SITE_NAME, "群众留言", *(p for p in parts if p)])


def _add(made: Atom1Feed, letter: Letter, replies: list[Reply]) -> None:
    url = f"{settings.SITE_URL}{letter.get_absolute_url()}"
    words = "\n\n".join([t for t in (letter.demand, letter.body) if t] + [f"答复：{reply_text(r)}" for r in replies])
    changed = max(t for t in (letter.published_at, *(r.sent_at for r in replies)) if t)
    made.add_item(
        title=xml(f"【{letter.stage_label}】{letter.title}"), link=url, unique_id=url, description=xml(words),
        author_name=xml(letter.nickname), pubdate=letter.published_at, updateddate=changed,
        categories=[letter.get_kind_display()],
    )  # fmt: skip


@require_safe
def export(request: HttpRequest) -> HttpResponseBase:
    """``/letters/export.csv``: all letters of the same words and filters as the list, public columns only, streamed."""
    choice = public_list.choice_of(request.GET)
    response = StreamingHttpResponse(_lines(choice), content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = 'attachment; filename="letters.csv"'
    response.headers["Cache-Control"] = FOR_EVERYBODY if anonymous(request) else FOR_ONE
    return response


class _Echo:
    """A file that hands back what is written, one record at a time."""

    def write(self, text: str) -> str:
        return text


def _lines(choice: public_list.Choice) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(writer.writerow(COLUMNS))
    for chunk in _chunks(choice):
        replies = _replies(chunk)
        for letter in chunk:
            yield str(writer.writerow([harmless(v) for v in _record(letter, replies.get(letter.pk, []))]))


def _chunks(choice: public_list.Choice) -> Iterator[list[Letter]]:
    """The letters of the list, some hundreds at a time."""
    more = ("body", "demand", "place", "place_public", "result")
    if choice.words:
        yield from public.all_hits(choice.words, choice.filters, *more)
        return
    found = public.listing(choice.filters).only(*public.LISTED, *more).iterator(chunk_size=CHUNK)
    while chunk := list(islice(found, CHUNK)):
        yield chunk


def _record(letter: Letter, replies: list[Reply]) -> list[Any]:
    return [
        letter.number, letter.get_kind_display(), letter.topic.path if letter.topic else "", letter.title,
        letter.demand, letter.body, letter.place if letter.place_public else "", letter.nickname,
        _moment(letter.opened_at), _moment(letter.published_at), letter.organisation.short_name,
        STAGES[letter.stage][0], _moment(letter.answered_at),
        "；".join(dict.fromkeys(r.organisation.short_name for r in replies)),
        "\n\n".join(reply_text(r) for r in replies), ACCOUNT_OF_RESULT.get(letter.result, ""),
        RATINGS.get(letter.rating or 0, "未评价" if letter.answered_at else ""),
        f"{settings.SITE_URL}{letter.get_absolute_url()}",
    ]  # fmt: skip


def _moment(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def _replies(letters: list[Letter]) -> dict[int, list[Reply]]:
    """Sent replies by letter, one statement."""
    rows = Reply.objects.filter(letter__in=[x.pk for x in letters], state="sent").select_related("organisation")
    found: dict[int, list[Reply]] = {}
    for reply in rows.order_by("sent_at"):
        found.setdefault(reply.letter_id, []).append(reply)
    return found
