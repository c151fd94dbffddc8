"""Organisations, rules and the texts that they rest on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Path, Query, Router

from lianxin.foundation.organisations import queries as organisations
from lianxin.foundation.rules import queries as texts
from lianxin.foundation.rules import registry

from . import schemas
from .letters import Code, office_of
from .paging import PageNumber, PageSize, part

router = Router()


@router.get(
    "/organisations",
    response={200: schemas.Page[schemas.Organisation], 404: schemas.Problem, 422: schemas.Problem},
    operation_id="listOrganisations",
    summary="组织",
    tags=["组织"],
)
def offices(
    request: HttpRequest,
    below: Code,
    takes_letters: Annotated[bool | None, Query(None, description="只要承办留言的")],
    page: PageNumber,
    page_size: PageSize,
) -> Any:
    """按组织树的次序。给出 below 时只列这个组织和它的下级。"""
    top = office_of(below)
    paths = [top.org_path] if top else [""]
    rows = organisations.receiving(paths) if takes_letters else organisations.below(paths)
    answer = part(request, rows, page, page_size, lambda o: o)
    codes = _codes(_above(o) for o in answer["items"])
    return {**answer, "items": [_office(o, codes.get(_above(o))) for o in answer["items"]]}


@router.get(
    "/organisations/{code}",
    response={200: schemas.Organisation, 404: schemas.Problem, 422: schemas.Problem},
    operation_id="getOrganisation",
    summary="一个组织",
    tags=["组织"],
)
def office(
    request: HttpRequest, code: Annotated[str, Path(max_length=40, pattern=r"^[^\x00]+$", description="组织代码")]
) -> Any:
    """对外公开的名称、电话和地址。"""
    found = office_of(code)
    if found is None or found.closed_on:
        raise Http404(f"没有代码为“{code}”的组织。")
    return _office(found, _codes([_above(found)]).get(_above(found)))


@router.get(
    "/rules",
    response={200: list[schemas.RuleOut], 422: schemas.Problem},
    operation_id="listRules",
    summary="平台照办的规则",
    tags=["规则"],
)
def rules(request: HttpRequest) -> Any:
    """今天有效的全部规则：每个期限、人数和比例，依据哪一条，核对到什么程度。"""
    return [_rule(r) for r in registry.all_rules()]


@router.get(
    "/rules/{rule_id}",
    response={200: schemas.RuleOut, 404: schemas.Problem, 422: schemas.Problem},
    operation_id="getRule",
    summary="一条规则",
    tags=["规则"],
)
def rule(request: HttpRequest, rule_id: Annotated[str, Path(max_length=20, description="规则编号，如 PET-04")]) -> Any:
    """规则今天的版本。"""
    found = registry.find_rule(rule_id)
    if found is None:
        raise Http404(f"没有编号为“{rule_id}”的规则。")
    return _rule(found)


@router.get(
    "/regulations",
    response={200: list[schemas.RegulationBrief], 422: schemas.Problem},
    operation_id="listRegulations",
    summary="收进来的法规全文",
    tags=["法规"],
)
def regulations(request: HttpRequest) -> Any:
    """运行单位导入的全文；没有导入的法规只在规则里注明条款。"""
    return [_text(t) for t in texts.current_texts()]


@router.get(
    "/regulations/{slug}",
    response={200: schemas.RegulationDetail, 404: schemas.Problem, 422: schemas.Problem},
    operation_id="getRegulation",
    summary="一份法规的全文",
    tags=["法规"],
)
def regulation(
    request: HttpRequest,
    slug: Annotated[str, Path(max_length=80, pattern=r"^[^\x00]+$", description="地址名，见列表里的 slug")],
) -> Any:
    """条文按次序，附依据它的规则编号。"""
    found = next(iter(texts.texts_of(slug)), None)
    if found is None:
        raise Http404(f"没有收进名为“{slug}”的法规。")
    base = _text(found)
    articles = [
        {
            "heading": a.heading,
            "chapter": a.chapter,
            "section": a.section,
            "paragraphs": a.paragraphs,
            "url": f"{base['url']}#{a.anchor}",
        }
        for a in found.articles.all()
    ]
    return {**base, "articles": articles, "rules": [r.id for r in texts.rules_citing(found)]}


def _above(o: Any) -> str:
    return str(o.org_path[: -o.steplen])


def _codes(paths: Iterable[str]) -> dict[str, str]:
    """Codes of organisations in being, by path. One statement."""
    rows = organisations.below([""]).filter(path__in={p for p in paths if p})
    return dict(rows.values_list("path", "code"))


def _office(o: Any, parent: str | None) -> dict[str, Any]:
    return {
        "code": o.code,
        "name": o.name,
        "short_name": o.short_name,
        "kind": o.kind,
        "kind_name": o.get_kind_display(),
        "parent": parent,
        "region_code": o.region_code,
        "address": o.address,
        "phone": o.contact_phone,
        "takes_letters": o.takes_letters,
    }


def _rule(r: registry.Rule) -> dict[str, Any]:
    return {
        "id": r.id,
        "title": r.title,
        "wording": r.wording,
        "regulation": r.regulation,
        "clause": r.clause,
        "level": r.level,
        "level_name": r.level_word,
        "version": r.version,
        "since": r.since,
        "until": r.until,
        "figures": [{"name": f.name, "label": f.label, "text": f.text} for f in r.figures.values()],
        "url": f"{settings.SITE_URL}{r.page}",
    }


def _text(t: Any) -> dict[str, Any]:
    return {
        "slug": t.slug,
        "title": t.title,
        "version": t.version,
        "issued": t.issued,
        "in_force": t.in_force,
        "url": f"{settings.SITE_URL}{t.page}",
    }
