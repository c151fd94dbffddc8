"""整改台账 at the desk."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.files.queries import files_of_all
from lianxin.kernel import personal_data
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts
from lianxin.voice.letters.models import Topic
from lianxin.voice.letters.queries import matters

from . import actions, figures, queries
from .announcing import DESK
from .forms import WAYS, EnterForm
from .lifecycle import READ, SET
from .models import Improvement
from .reading import subject_of
from .steps import STEPS, handle, offered
from .words import LANES

at_desk = door(no_duty("办理整改的同志"))
SIZE = 30
LETTERS = 20


@require_safe
@at_desk(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/improvements/?lane=&q=``."""
    actor = actor_of(request)
    numbers, asked, words = queries.counts(actor), request.GET.get("lane", ""), request.GET.get("q", "").strip()[:60]
    lane = asked if asked in LANES else next((s for s in ("entered", "reported", "working") if numbers[s]), "working")
    page = Paginator(queries.lane(actor, lane, words.replace("\x00", "")), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in LANES.items()]
    context = {
        "page": page,
        "chips": chips,
        "lane": lane,
        "q": words,
        "today": timezone.localdate(),
        "may_enter": actor.has(SET),
    }
    return render(request, "improving/desk/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(SET)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/improvements/new/?by=&letter=&letter=``: 列入整改."""
    actor = actor_of(request)
    way = request.GET.get("by", "")
    way = way if way in WAYS else "letters"
    form = EnterForm(
        request.POST or None, way=way, setters=queries.setters(actor), targets=queries.targets(actor),
        gatherings=queries.gatherings(actor), topics=list(Topic.objects.filter(retired=False)),
        initial=_from_letters(actor, request),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.enter(actor=actor, facts=form.facts(actor), key=form.cleaned_data["key"])
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已列入，责任单位会收到通知。")
            return to(f"{DESK}{made.pk}/")
    query = request.GET.copy()
    ways = []
    for slug, word in WAYS.items():
        query["by"] = slug
        ways.append((word, f"?{query.urlencode()}", slug == way, None))
    context = {"form": form, "parts": form.parts(), "ways": ways}
    return render(request, "improving/desk/new.html", context, status=422 if request.method == "POST" else 200)


def _from_letters(actor: Actor, request: HttpRequest) -> dict[str, Any]:
    """What letters say already is not asked again (B03)."""
    wanted = [pk for pk in map(number_of, request.GET.getlist("letter")[:LETTERS]) if pk]
    rows = matters.at_desk(actor, wanted)
    if not rows:
        return {}
    first = rows[0]
    return {
        "origin": "letters", "letters": " ".join(x.number or "" for x in rows), "organisation": str(first.organisation_id),
        "area": str(first.organisation_id), "topic": str(first.topic_id or ""),
    }  # fmt: skip


@require_safe
@at_desk(READ)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/improvements/<pk>/``."""
    actor = actor_of(request)
    found: Improvement = need(queries.one(actor, pk))
    steps = list(found.steps.select_related("organisation").order_by("at", "pk"))
    files = files_of_all([subject_of(step.pk) for step in steps if step.event == "progress"])
    newer = found.is_public and any(
        found.shown_until and step.at > found.shown_until and step.public_label and step.event != "show"
        for step in steps
    )
    context = {
        "case": found, "steps": [(step, files.get(subject_of(step.pk), [])) for step in steps], "measures": list(found.measures.all()),
        "letters": matters.at_desk(actor, [source.letter_id for source in found.sources.all()]),
        "n_letters": found.sources.count(), "offered": offered(actor, found), "newer": newer, "today": timezone.localdate(),
        "before_from": figures.says(found.frozen), "after_from": figures.says(found.again), "method": figures.address(found.frozen),
        "bars": figures.bars(found),
    }  # fmt: skip
    return render(request, "improving/desk/case.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(READ)
def step(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """``/workbench/improvements/<pk>/<step>/``."""
    actor = actor_of(request)
    found: Improvement = need(queries.one(actor, pk))
    wanted = need(STEPS.get(slug))
    looks = personal_in(found) if wanted.event in ("ask_show", "show") else []
    return handle(request, actor, found, wanted, back=f"{DESK}{pk}/", looks=looks)


def personal_in(case: Improvement) -> list[str]:
    """What looks like personal data in words that everybody would read; a hint, people decide (M01)."""
    words = [case.title, case.problem, case.cause, case.wanted, case.answer, case.result]
    words += [*case.measures.values_list("text", flat=True), *case.steps.values_list("public_note", flat=True)]
    found = [finding for text in words for finding in personal_data.find(text)]
    return list(dict.fromkeys(f"{finding.label}：{finding.text}" for finding in found))
