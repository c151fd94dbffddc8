"""What readers say to an item: a question, a rating."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lianxin.kernel.decision import OUT_OF_SCOPE, Refused
from lianxin.ui.toasts import say

from . import actions
from .access import reader_of
from .forms.public import QuestionForm, RatingForm
from .models import Item, Question
from .views_public import item_page

WRONG = 422


def _item(pk: int) -> Item:
    found = Item.objects.unscoped("the action asks who may read it").filter(pk=pk).first()
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    return found


@require_POST
def ask_question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question; it waits for its review."""
    form = QuestionForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            actions.ask_question(
                actor=reader_of(request), item=_item(pk), text=data["text"], nickname=data["nickname"], key=data["key"]
            )
        except Refused as refused:
            if refused.denied.code == "out_of_scope":
                raise
            form.add_error(refused.denied.field or None, refused.denied.reason)
        else:
            say(request, "问题已收到，审核以后在这里显示，并由发布单位回答。")
            return redirect("disclosure:item", pk)
    return item_page(request, pk, question=form, status=WRONG)


@require_POST
def appeal(request: HttpRequest, pk: int, question_pk: int) -> HttpResponse:
    """申诉, once, by the one who asked."""
    question = Question.objects.filter(pk=question_pk, item_id=pk).select_related("item").first()
    if question is None:
        raise Refused(OUT_OF_SCOPE)
    try:
        actions.appeal_question(actor=reader_of(request), question=question, text=request.POST.get("text", ""))
    except Refused as refused:
        if refused.denied.code == "out_of_scope":
            raise
        return item_page(request, pk, appeal=(question_pk, refused.denied, request.POST.get("text", "")), status=WRONG)
    say(request, "申诉已收到，由另一位同志审核，结果会通知您。")
    return redirect(f"/disclosure/{pk}/#questions")


@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """How clear it was."""
    actor = reader_of(request)
    if actor.person_id is None:
        return redirect_to_login(f"/disclosure/{pk}/")
    form = RatingForm(request.POST)
    if not form.is_valid():
        return item_page(request, pk, rating=form, status=WRONG)
    actions.rate(actor=actor, item=_item(pk), level=form.cleaned_data["level"])
    say(request, "谢谢，评价已记下。只统计人数，不显示是谁。")
    return redirect("disclosure:item", pk)
