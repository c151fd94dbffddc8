"""审核后来的文字 at the desk: the form stands on the page of the letter; what was refused is shown there again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from .forms_desk.words import form_for
from .models import Letter, Message, Rating, Words
from .views_desk_base import actor_of, at_desk, letter_at_desk
from .views_desk_letter import page_context

KINDS: dict[str, type[Message] | type[Rating]] = {"message": Message, "rating": Rating}
DECISIONS = ("public", "withheld", "overturn", "uphold")
WRONG, STALE = 422, 409


@require_POST
@at_desk("letters.review")
def review_words(request: HttpRequest, pk: int, what: str, words_pk: int) -> HttpResponse:
    """Show or keep back a follow-up or the text of a rating (M01), or decide about its author's appeal (M02)."""
    actor = actor_of(request)
    letter = letter_at_desk(actor, pk)
    said = _one(letter, what, words_pk)
    decision = request.POST.get("decision", "")
    form = form_for(said, request.POST)
    if decision not in DECISIONS:
        return _again(request, letter, said, Denied("请用按钮选择公开还是不公开。", code="choose"))
    if not form.is_valid():
        return _again(request, letter, said)
    try:
        told = form.carry_out(actor, decision)
    except Refused as refused:
        if refused.denied.code in ("out_of_scope", "no_right"):
            raise
        return _again(request, letter, said, refused.denied)
    toasts.say(request, told)
    response = redirect(f"/workbench/letters/{letter.pk}/")
    response.status_code = 303
    return response


def _again(request: HttpRequest, letter: Letter, said: Words, denied: Denied | None = None) -> HttpResponse:
    """The letter as it stands now, with what was typed where it belongs, ready to be sent again."""
    actor = actor_of(request)
    said.refresh_from_db()
    data = request.POST.copy()
    data["seen"] = said.publication
    form = form_for(said, data)
    if form.is_valid() and denied is not None:
        form.add_error(denied.field if denied.field in form.fields else None, denied.reason)
    context = page_context(actor, letter_at_desk(actor, letter.pk), typed=form)
    wrong = denied is None or denied.field or denied.code == "choose"
    return render(request, "letters/desk/detail.html", context, status=WRONG if wrong else STALE)


def _one(letter: Letter, what: str, pk: int) -> Words:
    row = KINDS[what].objects.filter(letter=letter, pk=pk).first()
    if row is None:
        raise Http404
    return row
