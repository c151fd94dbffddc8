"""``/letters/mine/<pk>/message/<id>/`` and ``…/rating/<id>/``: the author appeals against words not being shown (M02)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from lianxin.kernel.decision import Denied, Refused
from lianxin.ui.toasts import say

from . import actions, policies_words
from .access import citizen_of, own_letter
from .forms_public.mine import AppealWords
from .models import Letter, Message, Rating, Words
from .views_mine import MOVED, STALE, WRONG, not_here, page_of_form

KINDS: dict[str, type[Message] | type[Rating]] = {"message": Message, "rating": Rating}


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int, what: str, words_pk: int) -> HttpResponse:
    """A page with the words, why they are not shown, and one question; POST sends the appeal."""
    letter = own_letter(request, pk)
    if letter is None:
        return not_here(request)
    words = KINDS[what].objects.filter(letter=letter, pk=words_pk).first()
    if words is None:
        raise Http404("没有这段话。")
    form = AppealWords(request.POST or None)
    if request.method != "POST":
        decision = policies_words.may_appeal(citizen_of(request), words)
        return _page(request, letter, words, AppealWords(), decision if isinstance(decision, Denied) else None)
    if not form.is_valid():
        return _page(request, letter, words, form, status=WRONG)
    try:
        actions.appeal_words(actor=citizen_of(request), words=words, text=form.cleaned_data["text"])
    except Refused as refused:
        denied = refused.denied
        if denied.code != "twice":  # the same words once more: they are there already
            form.add_error(denied.field if denied.field in form.fields else None, denied.reason + denied.remedy)
            return _page(request, letter, words, form, status=STALE if denied.code in MOVED else WRONG)
    else:
        say(request, form.done)
    return redirect(f"/letters/mine/{letter.pk}/?done={what}-{words.pk}")


def _page(
    request: HttpRequest, letter: Letter, words: Words, form: AppealWords, denied: Denied | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    rows = policies_words.reviews_of(words)
    said = words.body if isinstance(words, Message) else getattr(words, "text", "")
    more = {"said": said, "held": policies_words.held_back(rows), "path": f"{words.what}/{words.pk}"}
    return page_of_form(request, letter, f"{words.what}-{words.pk}", form, denied, status, **more)
