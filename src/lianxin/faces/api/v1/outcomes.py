"""What became of things: suggestions that were taken up, problems that were found and mended."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from lianxin.voice.improving import reading
from lianxin.voice.letters.queries import adopted

from . import schemas
from .letters import Code, office_of
from .paging import PageNumber, PageSize, part

router = Router()
Key = Annotated[int, Path(ge=1, le=2**63 - 1, description="整改的序号，即页面地址里的数字")]


@router.get(
    "/adoptions",
    response={200: schemas.Page[schemas.Adoption], 404: schemas.Problem, 422: schemas.Problem},
    operation_id="listAdoptions",
    summary="采纳登记",
    tags=["采纳"],
)
def adoptions(
    request: HttpRequest,
    verdict: Annotated[schemas.Verdict | None, Query(None, description="采纳情况")],
    standing: Annotated[schemas.Standing | None, Query(None, description="答应的事落实了没有")],
    org: Code,
    page: PageNumber,
    page_size: PageSize,
) -> Any:
    """意见采纳了没有、答应做什么、做了没有；由另一位同志确认以后才公布，最新公布的在前。只含公开的留言。"""
    wanted = adopted.Wanted(verdict or "", standing or "", office_of(org))
    return part(request, adopted.shown(wanted), page, page_size, _adoption)


@router.get(
    "/improvements",
    response={200: schemas.Page[schemas.ImprovementBrief], 404: schemas.Problem, 422: schemas.Problem},
    operation_id="listImprovements",
    summary="公开的整改",
    tags=["整改"],
)
def improvements(
    request: HttpRequest,
    kind: Annotated[schemas.MatterKind | None, Query(None, description="哪一类问题")],
    stage: Annotated[schemas.MendingStage | None, Query(None, description="改到哪一步")],
    org: Code,
    year: Annotated[int | None, Query(None, ge=1900, le=9998, description="公开的年份")],
    page: PageNumber,
    page_size: PageSize,
) -> Any:
    """责任单位说明过、另一位同志放行以后公开的整改，最新公开的在前。讲的是事，不讲人。"""
    filters = reading.Filters(office_of(org), kind or "", stage or "", year)
    rows = reading.listing(filters).defer(None).select_related("organisation", "set_by")
    return part(request, rows, page, page_size, _improvement)


@router.get(
    "/improvements/{int:improvement_id}",
    response={200: schemas.ImprovementDetail, 404: schemas.Problem, 422: schemas.Problem},
    operation_id="getImprovement",
    summary="一件公开的整改",
    tags=["整改"],
)
def improvement(request: HttpRequest, improvement_id: Key) -> Any:
    """问题、措施、经过和结果。没有公开的、已经撤下的，一律回答“没有找到”；还没有放行的话不在里面。"""
    found = reading.read(improvement_id)
    if found is None or not found.text:
        raise Http404("没有这件公开的整改。")
    case = found.case
    return {
        **_improvement(case),
        "cause": case.cause,
        "result": found.result,
        "answer": found.answer,
        "measures": [_measure(m) for m in found.measures],
        "steps": [{"at": s["when"], "what": s["title"], "note": s["text"]} for s in found.steps],
        "letters": [_letter(x) for x in found.letters],
        "photos": [f"{settings.SITE_URL}{f.get_absolute_url()}" for f in found.papers],
    }


def _ref(office: Any) -> dict[str, Any]:
    return {"code": office.code, "name": office.short_name}


def _letter(x: Any) -> dict[str, Any]:
    return {"id": x.pk, "number": x.number, "title": x.title, "url": f"{settings.SITE_URL}{x.get_absolute_url()}"}


def _adoption(x: Any) -> dict[str, Any]:
    return {
        "letter": _letter(x.letter),
        "office": _ref(x.organisation),
        "verdict": x.verdict,
        "verdict_name": x.get_verdict_display(),
        "reason": x.reason,
        "plan": x.plan,
        "post": x.post,
        "until": x.until,
        "done_on": x.done_on,
        "done_text": x.done_text,
        "late": x.late,
        "corrections": [{"on": on, "was": was, "why": why} for on, was, why in x.correction_lines],
        "shown_at": x.shown_at,
    }


def _improvement(x: Any) -> dict[str, Any]:
    closed = x.state == "closed"  # what was reached is told when another person has verified it
    return {
        "id": x.pk,
        "number": x.number,
        "kind": x.kind,
        "kind_name": x.get_kind_display(),
        "title": x.title,
        "problem": x.problem,
        "office": _ref(x.organisation),
        "set_by": _ref(x.set_by),
        "stage": x.stage,
        "stage_name": x.stage_label,
        "round": x.round,
        "due_on": x.due_on,
        "published_at": x.published_at,
        "closed_at": x.closed_at,
        "measured_by": x.get_metric_display(),
        "unit": x.shown_unit,
        "before": x.before,
        "goal": x.goal,
        "after": x.after if closed else None,
        "url": f"{settings.SITE_URL}{x.get_absolute_url()}",
    }


def _measure(m: Any) -> dict[str, Any]:
    """As on the page: how it was done waits for the words of the next release."""
    return {"text": m.text, "post": m.get_post_display(), "due_on": m.due_on, "done_on": m.done_on}
