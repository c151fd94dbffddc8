"""Letters and their figures."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_code
from lianxin.voice.letters.queries import machines, public, statistics
from lianxin.voice.letters.queries.statistics import Figures
from lianxin.voice.letters.words import ACCOUNT_OF_RESULT, RATINGS

from . import schemas
from .paging import PageNumber, PageSize, part

router = Router(tags=["留言"])
Code = Annotated[str, Query("", max_length=40, pattern=r"^[^\x00]*$", description="组织代码")]
#: the largest key of the database
Key = Annotated[int, Path(ge=1, le=2**63 - 1, description="留言的序号，即页面地址里的数字")]


@router.get(
    "/letters",
    response={200: schemas.Page[schemas.LetterBrief], 404: schemas.Problem, 422: schemas.Problem},
    operation_id="listLetters",
    summary="公开的留言",
)
def letters(
    request: HttpRequest,
    kind: Annotated[schemas.Kind | None, Query(None, description="类型")],
    state: Annotated[schemas.Stage | None, Query(None, description="办到哪一步")],
    org: Code,
    topic: Annotated[str, Query("", max_length=40, pattern=r"^[^\x00]*$", description="事项代码，包含下级事项")],
    year: Annotated[int | None, Query(None, ge=1900, le=9998, description="公开的年份")],
    page: PageNumber,
    page_size: PageSize,
) -> Any:
    """已经审核公开的留言，最新公开的在前。不含未公开的留言，也不含姓名、电话和不公开的备注。"""
    found = machines.topic_of(topic) if topic else None
    if topic and found is None:
        raise Http404(f"没有代码为“{topic}”的事项。")
    wanted = public.Filters(kind=kind or "", stage=state or "", organisation=office_of(org), topic=found, year=year)
    return part(request, machines.listed(wanted), page, page_size, brief)


@router.get(
    "/letters/{int:letter_id}",
    response={200: schemas.LetterDetail, 404: schemas.Problem, 422: schemas.Problem},
    operation_id="getLetter",
    summary="一件公开的留言",
)
def letter(request: HttpRequest, letter_id: Key) -> Any:
    """内容、办理经过、答复和审核过的追问。没有公开的留言一律回答“没有找到”。"""
    found = machines.one(letter_id)
    if found is None:
        raise Http404("没有这件公开的留言。")
    return detail(found)


@router.get(
    "/statistics",
    response={200: schemas.Statistics, 404: schemas.Problem, 422: schemas.Problem},
    operation_id="getStatistics",
    summary="办理统计",
    tags=["统计"],
)
def figures(
    request: HttpRequest,
    org: Code,
    period: Annotated[schemas.PeriodName, Query("30d", description="统计期：近三十天、本季、今年、去年、全部")],
) -> Any:
    """一个组织（含下级）和它的直属下级的数字。件数太少时比率和中位数为空，见规则 LX-08。"""
    office, span = office_of(org), statistics.period_of(period)
    sheet = statistics.sheet(office, span)
    return {
        "period": span.label,
        "since": span.since,
        "until": span.until,
        "whole": figures_out(sheet.board.whole),
        "parts": [figures_out(f) for f in sheet.board.parts],
        "by_kind": _counts(sheet.kinds),
        "by_month": _counts(sheet.months),
        "refusals": _counts(sheet.moderation.refused),
    }


def office_of(code: str) -> Organisation | None:
    """The organisation of a code, None for no code; 404 for an unknown one."""
    found = by_code(code) if code else None
    if code and found is None:
        raise Http404(f"没有代码为“{code}”的组织。")
    return found


def brief(x: Any) -> dict[str, Any]:
    """A row of `machines.listed`."""
    words = machines.labels(x)
    path = x.topic.path.split("/") if x.topic else []
    return {
        "id": x.pk,
        "number": x.number,
        "kind": x.kind,
        "kind_name": words["kind"],
        "topic": {"code": x.topic.code, "name": path[-1], "path": path} if x.topic else None,
        "title": x.title,
        "nickname": x.nickname,
        "state": x.stage,
        "state_name": words["stage"],
        "office": {"code": x.organisation.code, "name": x.organisation.short_name},
        "received_at": x.opened_at,
        "published_at": x.published_at,
        "answered_at": x.answered_at,
        "rating": x.rating,
        "round": x.round,
        "followers": x.followers,
        "url": f"{settings.SITE_URL}{x.get_absolute_url()}",
    }


def detail(x: Any) -> dict[str, Any]:
    """A letter of `machines.one`."""
    placed = x.place_public
    return {
        **brief(x),
        "demand": x.demand,
        "body": x.body,
        "place": (x.place or None) if placed else None,
        "lat": float(x.lat) if placed and x.lat is not None else None,
        "lon": float(x.lon) if placed and x.lon is not None else None,
        "result": x.result or None,
        "result_name": ACCOUNT_OF_RESULT.get(x.result) or None,
        "photos": [f"{settings.SITE_URL}{url}" for url in machines.pictures([x.pk]).get(x.pk, [])],
        "replies": [_reply(r) for r in x.sent_replies],
        "steps": [{"at": s.at, "what": s.public_label, "note": s.public_note} for s in x.public_steps],
        "messages": [{"at": m.created_at, "kind_name": m.get_kind_display(), "body": m.body} for m in x.shown_messages],
    }


def _reply(r: Any) -> dict[str, Any]:
    return {
        "office": {"code": r.organisation.code, "name": r.organisation.short_name},
        "sent_at": r.sent_at,
        "body": r.body,
        "points": [{"point": str(p.get("point", "")), "answer": str(p.get("answer", ""))} for p in r.points],
        "legal_basis": r.legal_basis,
        "plain_words": r.plain_words,
        "result": r.result,
        "result_name": ACCOUNT_OF_RESULT.get(r.result, ""),
    }


def figures_out(f: Figures) -> dict[str, Any]:
    """Figures in the words of the document."""
    return {
        "code": f.code,
        "name": f.name,
        "received": f.received,
        "answered": f.answered,
        "open": f.open,
        "overdue": f.overdue,
        "refused": f.refused,
        "redone": f.redone,
        "on_time": f.on_time,
        "on_time_n": f.on_time_n,
        "median_workdays": f.median,
        "p90_workdays": f.p90,
        "workdays_n": f.days_n,
        "satisfied": f.satisfied,
        "rated": f.rated,
        "unrated": f.unrated,
        "ratings": _counts([(label, f.ratings[level]) for level, label in RATINGS.items()]) if f.ratings else None,
    }


def _counts(rows: Any) -> list[dict[str, Any]]:
    return [{"label": label, "count": n} for label, n in rows]
