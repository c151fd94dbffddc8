"""Forms about one letter: shown beside it, carried out by their action, nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from .actions.answering import hints_for
from .forms_desk import ACTS, Act
from .forms_desk.answering import HintsForm, ReplyForm
from .forms_desk.base import ActForm
from .forms_desk.dispatch import AssignForm
from .models import Letter
from .policies import no_conflict
from .views_desk_base import actor_of, at_desk, letter_at_desk, number_of
from .views_desk_letter import changed_since, detail_context, labels_of, marked

#: refusals that no other words in the form can mend: the page explains instead of offering the form
FINAL = ("no_right", "wrong_state", "own_work", "conflict", "same_reviewer", "once", "too_late", "limit", "nothing")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("letters.work")
def act(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/letters/<pk>/<slug>/``: GET shows the form, POST does it."""
    found = ACTS.get(slug)
    if found is None:
        raise Http404
    actor = actor_of(request)
    letter = letter_at_desk(actor, pk)
    decision = found.decision(actor, letter)
    if isinstance(decision, Denied) and decision.code in ("no_right", "out_of_scope"):
        raise Refused(decision)
    if request.method != "POST":
        form = found.form(actor=actor, letter=letter) if decision else None
        return _page(request, actor, letter, found, form, decision if isinstance(decision, Denied) else None)
    return _carry_out(request, actor, letter, found, decision)


def _carry_out(request: HttpRequest, actor: Actor, letter: Letter, found: Act, decision: Any) -> HttpResponse:
    form = found.form(_data(request), request.FILES, actor=actor, letter=letter)
    seen = number_of(form.data.get("revision"))
    if seen is not None and seen != letter.revision:
        return _stale(request, actor, letter, found, form, seen)
    if isinstance(decision, Denied):
        return _page(request, actor, letter, found, form, decision, status=409)
    if not form.is_valid():
        return _page(request, actor, letter, found, form, status=422)
    try:
        if request.POST.get("go") == "save" and isinstance(form, ReplyForm):
            form.save_draft()
            toasts.say(request, "草稿已保存，可以随时接着写。")
            return _to(f"/workbench/letters/{letter.pk}/{found.slug}/")
        after = form.carry_out()
    except Refused as refused:
        return _refused(request, actor, letter, found, form, refused.denied, seen)
    _say_done(request, found, after)
    if found.slug == "exclude" and not no_conflict(actor, after):
        return _to("/workbench/letters/")  # who registered it for the own office does not open the letter any more
    return _to(f"/workbench/letters/{after.pk}/")


def _data(request: HttpRequest) -> Any:
    """What was posted. An undo button carries the revision in its address; a saved draft needs no result yet."""
    data = request.POST.copy()
    if "revision" not in data and "revision" in request.GET:
        data["revision"] = request.GET["revision"]
    if data.get("go") == "save" and not data.get("result"):
        data["result"] = "explained"
    return data


def _refused(
    request: HttpRequest, actor: Actor, letter: Letter, found: Act, form: ActForm, denied: Denied, seen: int | None
) -> HttpResponse:
    if denied.code == "out_of_scope":
        raise Refused(denied)
    if denied.code == "stale" or letter.revision != _fresh(letter).revision:
        return _stale(request, actor, letter_at_desk(actor, letter.pk), found, form, seen or 0)
    if denied.field in form.fields:
        form.add_error(denied.field, denied.reason)
        return _page(request, actor, letter, found, form, rule_denied=denied, status=422)
    return _page(request, actor, letter, found, form, denied, status=409 if denied.code in FINAL else 422)


def _fresh(letter: Letter) -> Letter:
    return Letter.objects.unscoped("the letter that was just shown").only("revision", "state").get(pk=letter.pk)


def _stale(request: HttpRequest, actor: Actor, letter: Letter, found: Act, form: ActForm, seen: int) -> HttpResponse:
    """Somebody was faster: what they did, and the same form with everything typed, ready to be sent again."""
    decision = found.decision(actor, letter)
    data = request.POST.copy()
    data["revision"] = str(letter.revision)
    if isinstance(form, ReplyForm):
        data["seen"] = str(form.saved)
    again = found.form(data, form.files, actor=actor, letter=letter)
    again.errors  # noqa: B018 - cleaning keeps uploads that were already taken
    more = {"stale": True, "changed": changed_since(letter, seen)}
    return _page(
        request, actor, letter, found, again, decision if isinstance(decision, Denied) else None, status=409, **more
    )


def _page(
    request: HttpRequest, actor: Actor, letter: Letter, found: Act, form: ActForm | None,
    denied: Denied | None = None, *, status: int = 200, **more: Any,
) -> HttpResponse:  # fmt: skip
    context = detail_context(actor, letter) | (form.aside() if form else {})
    context |= {
        "act": found,
        "form": form,
        "denied": denied,
        "final": denied is not None and denied.code in FINAL,
        **more,
    }
    if context.get("highlight"):
        pieces = {name: marked(getattr(letter, name)) for name in ("title", "demand", "body", "place")}
        context["marked"] = pieces
        context["found_labels"] = labels_of(piece for part in pieces.values() for piece in part)
    if form is not None and form.is_bound and denied is not None:
        context["typed"] = [
            (b.label, b.value()) for b in form.visible_fields() if isinstance(b.value(), str) and b.value()
        ]
    return render(request, found.template, context, status=status)


def _say_done(request: HttpRequest, found: Act, after: Letter) -> None:
    undo = f"/workbench/letters/{after.pk}/{found.undo}/?revision={after.revision}" if found.undo else ""
    toasts.say(request, f"{found.done}{found.undo_hint}", undo_url=undo)


def _to(url: str) -> HttpResponse:
    response = redirect(url)
    response.status_code = 303
    return response


@require_safe
@at_desk("letters.dispatch")
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Options of the field 承办人 for another office, without sending the form."""
    actor = actor_of(request)
    letter = letter_at_desk(actor, pk)
    office = number_of(request.GET.get("organisation"))
    form = AssignForm({"organisation": str(office or "")}, actor=actor, letter=letter)
    options = [format_html('<option value="{}">{}</option>', value, word) for value, word in form.people()]
    return HttpResponse("".join(options))


@require_POST
@at_desk("letters.handle")
def hints(request: HttpRequest, pk: int) -> HttpResponse:
    """Live hints for what is typed so far; a fragment of HTML, nothing is kept."""
    actor = actor_of(request)
    letter = letter_at_desk(actor, pk)
    form = HintsForm(request.POST)
    if not form.is_valid():
        return HttpResponse("", status=422)
    points = [{"point": "", "answer": str(v)} for k, v in request.POST.items() if k.startswith("point_")]
    found = hints_for(letter, form.cleaned_data["body"], points, form.cleaned_data["legal_basis"])
    return render(request, "letters/desk/hints.html", {"hints": found, "asked": True})


@require_POST
@at_desk("letters.handle")
def autosave(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft as it is typed; answers when it was kept, or why not."""
    actor = actor_of(request)
    letter = letter_at_desk(actor, pk)
    data = request.POST.copy()
    data["result"] = data.get("result") or "explained"
    form = ReplyForm(data, actor=actor, letter=letter)
    if not form.is_valid():
        return JsonResponse({"saved": False, "text": "有一栏太长，没有自动保存。"}, status=422)
    try:
        form.save_draft()
    except Refused as refused:
        return JsonResponse({"saved": False, "text": refused.denied.reason}, status=409)
    return JsonResponse({"saved": True, "text": "草稿已自动保存"})


@require_POST
@at_desk("letters.handle")
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The reply as the citizen will read it, with what is typed so far; nothing is kept."""
    actor = actor_of(request)
    letter = letter_at_desk(actor, pk)
    data = request.POST.copy()
    data["result"] = data.get("result") or "explained"
    form = ReplyForm(data, actor=actor, letter=letter)
    form.is_valid()
    cleaned = form.cleaned_data
    context = {
        "letter": letter,
        "points": form.points(),
        **{k: cleaned.get(k, "") for k in ("body", "legal_basis", "plain_words")},
    }
    return render(request, "letters/desk/preview.html", context)
