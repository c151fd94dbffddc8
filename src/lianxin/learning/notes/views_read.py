"""What others opened to me: the list by what was studied, one note, what is said about it, what an organisation says."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, need, number_of, signed_in, to
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.ui import toasts

from . import actions, commenting, policies, queries, recommending
from .forms import AudienceForm, CommentForm, RecommendForm
from .models import Comment, Note, Recommendation
from .queries import Wanted
from .views_mine import SIZE, chips, pressed
from .words import KINDS

ROOT = actions.ROOT


def wanted_of(data: QueryDict) -> Wanted:
    """What stands in the address; what is unknown narrows nothing."""
    kind = data.get("kind", "")
    about = data.get("about", "").replace("\x00", "")[:300]
    return Wanted(kind if kind in KINDS else "", about, data.get("recommended") == "1")


def filters(wanted: Wanted) -> list[tuple[str, str, bool]]:
    """Chips by what was studied, and what organisations recommend; no counts."""
    here = {"about": wanted.about} if wanted.about else {}
    none = not (wanted.kind or wanted.recommended)
    kinds = [(word, f"?{urlencode({**here, 'kind': kind})}", wanted.kind == kind) for kind, word in KINDS.items()]
    said = ("组织推荐的", f"?{urlencode({**here, 'recommended': 1})}", wanted.recommended)
    return [("全部", f"?{urlencode(here)}", none), *kinds, said]


def about_of(wanted: Wanted, page: list[Note]) -> str:
    """What the list is about, when it was narrowed to one thing."""
    return page[0].about_title if wanted.about and page else ""


@require_safe
@signed_in
def opened(request: HttpRequest) -> HttpResponse:
    """``/me/notes/opened/?kind=&about=&recommended=1``: what everybody opened to me, the newest first."""
    wanted = wanted_of(request.GET)
    page = Paginator(queries.opened(actor_of(request), wanted), SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "chips": chips("opened"), "filters": filters(wanted), "wanted": wanted,
               "about": about_of(wanted, list(page.object_list))}  # fmt: skip
    return render(request, "notes/mine/opened.html", context)


@require_safe
@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/me/notes/<pk>/``: a note, for its author and for those to whom it was opened."""
    actor = actor_of(request)
    return _one(request, actor, need(queries.one(actor, pk)))


def _one(
    request: HttpRequest,
    actor: Actor,
    note: Note,
    *,
    form: CommentForm | None = None,
    told: RecommendForm | None = None,
) -> HttpResponse:
    may_say, made = policies.may_comment(actor, note), queries.recommended(note)
    offices = queries.speaking_for(actor, note, made)
    context = {
        "note": note, "said": queries.said(actor, note), "form": form or CommentForm(), "made": made,
        "author": bool(policies.is_author(actor, note)), "deaf": may_say if isinstance(may_say, Denied) else None,
        "audience": AudienceForm(initial={"audience": note.audience}), "places": actor.places_for(policies.RECOMMEND),
        "told": (told or RecommendForm(offices=offices, initial={"office": offices[0].pk})) if offices else None,
    }  # fmt: skip
    return render(request, "notes/mine/one.html", context, status=422 if form or told else 200)


@require_POST
@signed_in
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something, or answer."""
    actor = actor_of(request)
    note = need(queries.one(actor, pk))
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            commenting.comment(actor=actor, note=note, text=form.cleaned_data["comment"], key=form.cleaned_data["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "说好了，作者会收到通知。" if not policies.is_author(actor, note) else "已回复。")
            return to(f"{ROOT}{pk}/#said")
    return _one(request, actor, note, form=form)


@require_POST
@signed_in
def act_on_comment(request: HttpRequest, pk: int, said: int, verb: str) -> HttpResponse:
    """Delete a line; it is the writer's or the author's."""
    actor = actor_of(request)
    need(queries.one(actor, pk))
    return on_comment(request, actor, pk, said, verb, f"{ROOT}{pk}/#said")


def on_comment(request: HttpRequest, actor: Actor, pk: int, said: int, verb: str, back: str) -> HttpResponse:
    """What a writer does with a line of theirs: ``drop`` it, or ask somebody else to look ``again``."""
    does, done = need({
        "drop": (commenting.take_away, "已删除。"),
        "again": (commenting.ask_again, "已请另一位同志再看。"),
    }.get(verb))  # fmt: skip
    rows = Comment.objects.select_related("note__member").filter(pk=said, note_id=pk, gone_by="")
    row: Comment = need(rows.first())
    return pressed(request, lambda: does(actor=actor, comment=row), done, to_page=back)


@require_POST
@signed_in
def recommend(request: HttpRequest, pk: int) -> HttpResponse:
    """推荐 by an organisation at which the person has the duty."""
    actor = actor_of(request)
    note = need(queries.one(actor, pk))
    offices = queries.speaking_for(actor, note, queries.recommended(note))
    chosen = number_of(request.POST.get("office"))
    office: Organisation = need(next((o for o in offices if o.pk == chosen), offices[0] if offices else None))
    form = RecommendForm(request.POST, offices=offices)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            recommending.recommend(actor=actor, note=note, organisation=office, reason=reason)
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已推荐，作者会收到通知。")
            return to(f"{ROOT}{pk}/")
    return _one(request, actor, note, told=form)


@require_POST
@signed_in
def unrecommend(request: HttpRequest, pk: int, made: int) -> HttpResponse:
    """Taken back by the organisation, or not wanted by the author."""
    actor = actor_of(request)
    need(queries.one(actor, pk))
    rows = Recommendation.objects.select_related("organisation", "note__member").filter(pk=made, note_id=pk)
    row = need(rows.first())
    return pressed(request, lambda: recommending.drop(actor=actor, made=row), "已取消推荐。", to_page=f"{ROOT}{pk}/")
