"""Pages of 粘贴导入."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from .. import policies
from ..forms_paste import PasteForm
from . import pasting, queries
from .addresses import behind_the_desk
from .door import actor_of, at_desk, item_of, to

#: reports of the last drafts that a person made are kept in the session
KEY, KEPT = "portal.pasted", 5


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.WRITE)
def paste(request: HttpRequest) -> HttpResponse:
    """``/workbench/portal-desk/paste/``."""
    actor = actor_of(request)
    columns = queries.columns(actor)
    sent = request.method == "POST"
    form = PasteForm(request.POST if sent else None, request.FILES if sent else None, columns=columns)
    if sent and form.is_valid() and form.taken:
        data = form.cleaned_data
        user: Any = request.user
        page = pasting.draft(
            actor=actor, user=user, column=data["column"], taken=form.taken, title=data["title"], source=data["source"]
        )  # fmt: skip
        reports = dict(list(request.session.get(KEY, {}).items())[-KEPT:])
        request.session[KEY] = reports | {str(page.pk): dict(form.taken.dropped)}
        return to(f"/workbench/portal-desk/paste/{page.pk}/")
    return render(request, "portal/desk/paste.html", {"form": form, "columns": columns}, status=422 if sent else 200)


@require_safe
@at_desk(policies.WRITE)
def pasted(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/portal-desk/paste/<pk>/``: what it became, and what was left out."""
    page = item_of(actor_of(request), pk)
    draft = page.get_latest_revision_as_object()
    report = request.session.get(KEY, {}).get(str(pk), {})
    body = behind_the_desk("".join(str(block) for block in draft.body))
    context = {
        "page": draft, "report": sorted(report.items(), key=lambda row: -row[1]), "counts": _counts(draft),
        "body": mark_safe(body),  # noqa: S308 - blocks render themselves, cleaned before they were kept
    }  # fmt: skip
    return render(request, "portal/desk/pasted.html", context)


def _counts(page: Any) -> str:
    """ "3 个小标题、5 段文字、2 张图片"."""
    names = {"heading": "个小标题", "text": "段文字", "picture": "张图片", "quote": "处引用"}
    kinds = [block.block_type for block in page.body]
    return "、".join(f"{kinds.count(kind)} {word}" for kind, word in names.items() if kind in kinds)
