"""发言审核: one by one, never in bulk."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.accounts.desk import actor_of, blame, door, need, no_duty, to
from lianxin.foundation.casework.engine import may
from lianxin.kernel.decision import Refused
from lianxin.kernel.personal_data import LABELS, find, mask
from lianxin.ui import toasts

from . import actions, queries
from .announcing import DESK
from .forms import ReasonForm
from .lifecycle import REVIEW
from .models import Contribution, Earlier, Verdict
from .registry import FLOORS, place_of
from .words import LANES, TONES

at_desk = door(no_duty("审核发言的同志"))
SIZE = 30


@require_safe
@at_desk(REVIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/speaking/?lane=``."""
    actor = actor_of(request)
    numbers, asked = queries.lane_counts(actor), request.GET.get("lane", "")
    lane = asked if asked in LANES else "waiting"
    page = Paginator(queries.lane(actor, lane), SIZE).get_page(request.GET.get("page"))
    chips = [(word, f"?lane={slug}", slug == lane, numbers[slug]) for slug, (word, _) in LANES.items()]
    labels = {kind: floor.label for kind, floor in FLOORS.items()}
    context = {
        "page": page,
        "chips": chips,
        "lane": lane,
        "rows": [(one, labels.get(one.kind, ""), TONES[one.state]) for one in page],
    }
    return render(request, "speaking/desk/list.html", context)


def _refuse(actor: Any, one: Contribution, said: dict[str, Any]) -> str:
    actions.refuse(actor=actor, contribution=one, reason=said["reason"], text=said["text"], revision=said["revision"])
    return "已决定不发布，理由已告诉本人。"


def _publish(actor: Any, one: Contribution, said: dict[str, Any]) -> str:
    actions.publish(actor=actor, contribution=one, revision=said["revision"])
    return "已发布。"


def _hide(actor: Any, one: Contribution, said: dict[str, Any]) -> str:
    actions.hide(actor=actor, contribution=one, reason=said["reason"], text=said["text"], revision=said["revision"])
    return "已撤下，撤下的理由大家看得到。"


def _appeal(overturn: bool) -> Any:
    def run(actor: Any, one: Contribution, said: dict[str, Any]) -> str:
        actions.decide_appeal(
            actor=actor, contribution=one, overturn=overturn, text=said["text"], revision=said["revision"]
        )
        return "复核决定已告诉本人。"

    return run


def _amendment(take: bool) -> Any:
    def run(actor: Any, one: Contribution, said: dict[str, Any]) -> str:
        actions.decide_amendment(actor=actor, contribution=one, take=take, text=said["text"], revision=said["revision"])
        return "更正已显示。" if take else "更正没有通过，已告诉本人。"

    return run


#: state -> (acts of the form, does it ask for a reason); an act: word of the button -> what it does
ACTS: dict[str, dict[str, Any]] = {
    "waiting": {"publish": _publish, "refuse": _refuse},
    "appealed": {"overturn": _appeal(True), "uphold": _appeal(False)},
    "contested": {"restore": _appeal(True), "keep_hidden": _appeal(False)},
    "published": {"hide": _hide},
    "amending": {"take_amendment": _amendment(True), "drop_amendment": _amendment(False)},
}
PLAIN = ("appealed", "contested", "amending")


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk(REVIEW)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """``/workbench/speaking/<pk>/``: the words, hints, and the decision."""
    actor = actor_of(request)
    found: Contribution = need(queries.at_desk(actor).select_related("reply_to").filter(pk=pk).first())
    stage = "amending" if found.amending and request.POST.get("act") != "hide" else found.state
    act = request.POST.get("act", "")
    form = ReasonForm(
        request.POST or None, plain=stage in PLAIN or act == "publish", initial={"revision": found.revision}
    )
    if act == "publish":
        form.fields["text"].required = False
    if request.method == "POST" and form.is_valid():
        try:
            said = need(ACTS.get(stage, {}).get(act))(actor, found, form.cleaned_data)
        except Refused as refused:
            blame(form, refused)
            found.refresh_from_db()
            form.data = {**form.data.dict(), "revision": str(found.revision)}  # type: ignore[attr-defined]  # a QueryDict
        else:
            toasts.say(request, said)
            return to(DESK)
    stage = "amending" if found.amending else found.state
    first = next(iter(ACTS.get(stage, {})), "")
    hits = find(found.wish_text or found.text)
    context = {
        "one": found, "form": form, "stage": stage, "tone": TONES[found.state], "place": place_of(found.kind, found.place),
        "verdicts": list(Verdict.objects.filter(contribution=found)), "earlier": list(Earlier.objects.filter(contribution=found)),
        "found": sorted({LABELS[hit.kind] for hit in hits}), "masked": mask(found.wish_text or found.text) if hits else "",
        "same": queries.same_words(found), "decision": may(actor, found, first) if first else None,
        "appeals": [step.note for step in found.steps.filter(event__in=("appeal", "contest"))],
        "label": FLOORS[found.kind].label if found.kind in FLOORS else "",
    }  # fmt: skip
    return render(request, "speaking/desk/one.html", context, status=422 if request.method == "POST" else 200)
