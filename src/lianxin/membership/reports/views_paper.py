"""On paper: a thought report entered at the branch; 想找人谈谈, the empty sheet, and entering what was addressed to oneself."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, signed_in, to
from lianxin.foundation.spine import moment
from lianxin.kernel.decision import Refused, require
from lianxin.membership.papers import FILES
from lianxin.ui import toasts

from . import entering, policies, queries, sheets, talking
from .forms import EnterForm, PaperWishForm
from .views_talks import at_desk


@require_safe
@signed_in
def blank(request: HttpRequest, ending: str) -> HttpResponse:
    """``/me/reports/talks/wish/paper.pdf`` or ``.docx``: the same for everybody, so it tells nobody who fetched it."""
    file = need(FILES.get(ending))
    response = HttpResponse(file.make(sheets.blank(moment.now())), content_type=file.content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(sheets.TITLE)}.{ending}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.TALK)
def enter(request: HttpRequest, member: int) -> HttpResponse:
    """``/workbench/reports/talks/wish/<member>/``: 登记纸上的请求 that was addressed to the reader."""
    actor = actor_of(request)
    person = need(queries.people(actor).filter(pk=member).first())
    require(policies.may_talk(actor, person))
    form = PaperWishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            talking.wish_on_paper(actor=actor, member=person, on=said["on"], text=said["remark"], key=said["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已登记，只有你们两个人能看。谈过以后请登记谈话。")
            return to("/workbench/reports/talks/")
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/desk/enter_wish.html", {"form": form, "person": person}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(policies.READ)
def report(request: HttpRequest) -> HttpResponse:
    """``/workbench/reports/enter/``: 代录纸上交来的思想汇报."""
    actor = actor_of(request)
    form = EnterForm(request.POST or None, request.FILES or None, people=queries.writers(actor))
    if request.method == "POST" and form.is_valid():
        try:
            made = entering.enter(actor=actor, **form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已代录，本人会收到通知。")
            return to(f"/me/reports/{made.pk}/")
    return render(request, "reports/desk/enter.html", {"form": form}, status=422 if request.method == "POST" else 200)
