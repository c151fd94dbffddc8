"""Parts of lists, with the addresses of their neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query

#: nobody leafs further; filters lead to older rows
DEEPEST, LARGEST = 1000, 100
PageNumber = Annotated[int, Query(1, ge=1, le=DEEPEST, description="第几页，从 1 开始")]
PageSize = Annotated[int, Query(20, ge=1, le=LARGEST, description="每页多少条")]


def part(
    request: HttpRequest,
    rows: QuerySet[Any] | Sequence[Any],
    page: int,
    size: int,
    shape: Callable[[Any], dict[str, Any]],
    total: int | None = None,
) -> dict[str, Any]:
    """One page as `schemas.Page` reads it; a page beyond the end is empty. total: when it is known already."""
    if total is None:
        total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    first = (page - 1) * size
    return {
        "items": [shape(row) for row in rows[first : first + size]],
        "page": page,
        "page_size": size,
        "total": total,
        "next": _address(request, page + 1) if first + size < total and page < DEEPEST else None,
        "previous": _address(request, page - 1) if page > 1 else None,
    }


def _address(request: HttpRequest, page: int) -> str:
    query = {**request.GET.dict(), "page": str(page)}
    return f"{settings.SITE_URL}{request.path}?{urlencode(query)}"
