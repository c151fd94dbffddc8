"""议事 at the desk: proposals, what waits to be released, what runs, what waits for its summary."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.democracy.speaking import queries as speaking
from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, number_of, to
from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import buttons, may
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Refused
from lianxin.ui import toasts

from . import actions, plans, policies, queries
from .announcing import DESK
from .forms import KeepersForm, StepForm, TopicForm
from .lifecycle import MANAGE, RELEASE
from .models import Topic
from .words import AUDIENCE_WORDS, KIND, LANES, TONES

at_desk = door(no_duty("管议事的同志"))
SIZE = 30
#: most offices among which a new topic's is chosen
OFFICES = 300


@require_safe
@at_desk(MANAGE, RELEASE)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/forum/?lane=``."""
    actor = actor_of(request)
    numbers, asked = queries.desk_counts(actor), request.GET.get("lane", "")
    lane = asked if asked in LANES else next((slug for slug in LANES if numbers[slug]), "running")
    page = Paginator(queries.lane(actor, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in LANES.items()]
    counts = speaking.counts(KIND, [one.pk for one in page])
    context = {
        "page": page, "chips": chips, "lane": lane, "may_draft": actor.has(MANAGE),
        "rows": [(one, TONES[one.state], counts.get(one.pk, 0), AUDIENCE_WORDS[one.audience]) for one in page],
    }  # fmt: skip
    return render(request, "forum/desk/list.html", context)


def _offices(actor: Actor) -> list[Organisation]:
    rows = Organisation.objects.filter(subtree("path", actor.paths_for(MANAGE)), closed_on=None)
    return list(rows.exclude(kind="unit").order_by("path")[:OFFICES])


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    """``/workbench/forum/new/?org=<pk>&plan=<number>``: a topic of the organisation's own, perhaps out of a plan."""
    actor = actor_of(request)
    offices = _offices(actor)
    wished = number_of(request.POST.get("org") or request.GET.get("org"))
    office: Organisation = need(
        next((o for o in offices if o.pk == wished), None) if wished else next(iter(offices), None)
    )
    plan = plans.plan(actor, number_of(request.POST.get("plan") or request.GET.get("plan")))
    form = TopicForm(request.POST or None, people=policies.keepers_at(office), office=office, plan=plan)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft(
                actor=actor, organisation=office, words=form.words(), key=form.cleaned_data["key"],
                planned=number_of(request.POST.get("plan")),
            )  # fmt: skip
        except Refused as refused:
            blame(form, refused)
        else:
            toasts.say(request, "已准备好，由另一位同志放行。")
            return to(f"{DESK}{made.pk}/")
    context = {"form": form, "office": office, "offices": offices, "plan": plan}
    return render(request, "forum/desk/write.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@at_desk(MANAGE, RELEASE)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/forum/<pk>/``: what it is, how it stands, what can be done."""
    actor = actor_of(request)
    topic = _topic(actor, pk)
    acts = [b for b in buttons(actor, topic) if b.event in ACTS]
    context = {
        "topic": topic, "plan": plans.plan(actor, topic.planned), "tone": TONES[topic.state], "who": AUDIENCE_WORDS[topic.audience], "acts": acts,
        "said": speaking.counts(KIND, [topic.pk]).get(topic.pk, 0),
        "waiting": speaking.waiting_at(KIND, topic.pk),
        "appeals": [step.note for step in topic.steps.filter(event="appeal")],
        "returned": [step.note for step in topic.steps.filter(event="return_summary")][-1:],
        "steps": [{"title": s.label, "when": s.at, "text": s.public_note, "done": True} for s in topic.steps.all()],
    }  # fmt: skip
    return render(request, "forum/desk/one.html", context)


def _topic(actor: Actor, pk: int) -> Topic:
    rows = queries.at_desk(actor).select_related("organisation", "keeper", "deputy", "proposer")
    found: Topic = need(rows.filter(pk=pk).first())
    return found


#: event -> what was done, said afterwards
ACTS = {
    "take_up": "已采纳，由另一位同志放行。", "edit": "已改好，由另一位同志放行。", "decline": "已决定不采纳，理由告诉了提议人。",
    "overturn": "申诉成立，请采纳这个话题。", "uphold": "复核决定已告诉提议人。", "drop": "不发起了。", "release": "已放行。",
    "reschedule": "结束时间已改，大家看得到。", "keepers": "主持人已更换。", "summarise": "小结已写好，由另一位同志放行。",
    "return_summary": "小结已退回。", "release_summary": "小结已公布，参加的同志会收到通知。", "take_down": "已撤下。",
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(MANAGE, RELEASE)
def act(request: HttpRequest, pk: int, event: str) -> HttpResponse:
    """``/workbench/forum/<pk>/<event>/``: one step on a page of its own."""
    actor = actor_of(request)
    topic = _topic(actor, pk)
    done = need(ACTS.get(event))
    decision = may(actor, topic, event)
    label = next(row.label for row in policies_rows(event))
    context = {"topic": topic, "event": event, "label": label}
    if event in ("take_up", "edit"):
        people = policies.keepers_at(topic.organisation)
        return step_page(
            request, lambda data: TopicForm(data, people=people, office=topic.organisation, topic=topic),
            lambda said: _written(actor, topic, event, request, people), decision, revision=topic.revision, done=done,
            back=f"{DESK}{pk}/", template="forum/desk/act.html", context=context,
        )  # fmt: skip
    if event == "keepers":
        people = policies.keepers_at(topic.organisation)
        return step_page(
            request, lambda data: KeepersForm(data, people=people, initial={"keeper": topic.keeper_id, "deputy": topic.deputy_id}),
            lambda said: actions.set_keepers(actor=actor, topic=topic, keeper=int(said["keeper"]), deputy=int(said["deputy"]),
                                             revision=said["revision"]),
            decision, revision=topic.revision, done=done, back=f"{DESK}{pk}/", template="forum/desk/act.html", context=context,
        )  # fmt: skip
    start = {
        "heard": topic.heard,
        "follows": topic.follows,
        "follow_url": topic.follow_url,
        "closes_at": topic.closes_at,
    }
    return step_page(
        request, lambda data: StepForm(data, step=event, initial=start), lambda said: _step(actor, topic, event, said),
        decision, revision=topic.revision, done=done, back=f"{DESK}{pk}/", template="forum/desk/act.html", context=context,
    )  # fmt: skip


def policies_rows(event: str) -> Any:
    """The rows of the table for an event."""
    from .lifecycle import TOPIC

    return TOPIC.by_event[event]


def _written(actor: Actor, topic: Topic, event: str, request: HttpRequest, people: list[tuple[int, str]]) -> object:
    form = TopicForm(request.POST, people=people, office=topic.organisation)
    form.is_valid()
    run = actions.take_up if event == "take_up" else actions.edit
    return run(actor=actor, topic=topic, words=form.words(), revision=form.cleaned_data["revision"] or 0)


def _step(actor: Actor, topic: Topic, event: str, said: dict[str, Any]) -> object:
    given = {name: value for name, value in said.items() if name != "revision"}
    if event in ("overturn", "uphold"):
        return actions.decide_appeal(
            actor=actor, topic=topic, overturn=event == "overturn", text=said["text"], revision=said["revision"]
        )
    run: Any = getattr(actions, event)
    return run(actor=actor, topic=topic, revision=said["revision"], **given)
