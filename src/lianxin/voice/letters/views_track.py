"""``/letters/track/``: from the query code to the letter, in two steps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from . import throttle
from .access import open_by_code
from .forms_public import CodeForm

WRONG, TOO_OFTEN = 422, 429
UNKNOWN = "没有找到这个查询码对应的留言。请对照抄下的再看一遍；如果是别的网站给的编号，请到那里查询。"


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Asks for the code; a right one opens the letter for this session."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if throttle.blocked(request):
            return _page(request, form, TOO_OFTEN, blocked=True)
        if form.is_valid():
            letter = open_by_code(request, form.cleaned_data["code"])
            if letter is not None:
                return redirect("letters:mine", letter.pk)
            form.add_error("code", UNKNOWN)
        throttle.missed(request)
        status = WRONG
    return _page(request, form, status)


def _page(request: HttpRequest, form: CodeForm, status: int, *, blocked: bool = False) -> HttpResponse:
    minutes = throttle.SECONDS // 60
    context = {"form": form, "blocked": blocked, "minutes": minutes}
    response = render(request, "letters/public/track.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
