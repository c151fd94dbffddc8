"""Several letters at once: each goes through its own action, one refusal does not stop the others."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_id, receiving
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import actions, routing
from .models import Letter
from .queries import desk
from .views_desk_base import actor_of, at_desk, number_of

#: most letters at once; a wish of the page, so that nobody waits long for the answer
MOST = 50
TITLES = {"assign": "批量分派", "take": "批量签收"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one letter; denied is None when it was done."""

    letter: Letter | None
    denied: Denied | None
    to: str = ""


@require_POST
@at_desk("letters.dispatch", "letters.handle")
def bulk(request: HttpRequest) -> HttpResponse:
    """``pick`` = "pk:revision" many times; ``operation`` = assign | take; assign asks for the office first."""
    actor, operation = actor_of(request), request.POST.get("operation", "")
    picks = _picks(request.POST.getlist("pick"))
    if operation not in TITLES:
        raise Refused(OUT_OF_SCOPE)
    chosen = _letters(actor, picks)
    if not chosen:
        context = {"title": TITLES[operation], "outcomes": [], "nothing": True}
        return render(request, "letters/desk/bulk_result.html", context, status=422)
    if operation == "take":
        return _result(request, operation, [_take(actor, pk, chosen.get(pk), revision) for pk, revision in picks])
    if "confirmed" not in request.POST:
        return _ask_office(request, actor, picks, chosen)
    return _assign_all(request, actor, picks, chosen)


def _ask_office(
    request: HttpRequest, actor: Actor, picks: list[tuple[int, int]], chosen: dict[int, Letter], problem: str = ""
) -> HttpResponse:
    """Each letter with the office that its route names; one office for all may be chosen instead."""
    lines = [(letter, revision, routing.suggest(letter)) for pk, revision in picks if (letter := chosen.get(pk))]
    context = {
        "lines": lines, "problem": problem, "offices": receiving(actor.paths_for("letters.dispatch")),
        "sure": sum(1 for *_, s in lines if s), "chosen": number_of(request.POST.get("organisation")),
    }  # fmt: skip
    return render(request, "letters/desk/bulk_assign.html", context, status=422 if problem else 200)


def _assign_all(
    request: HttpRequest, actor: Actor, picks: list[tuple[int, int]], chosen: dict[int, Letter]
) -> HttpResponse:
    by_route = request.POST.get("by") == "route"
    pk = number_of(request.POST.get("organisation"))
    office = by_id(pk) if pk and not by_route else None
    if office is None and not by_route:
        return _ask_office(request, actor, picks, chosen, "请选择一个单位，或按分派规则各自分派。")
    return _result(request, "assign", [_assign(actor, pk, chosen.get(pk), revision, office) for pk, revision in picks])


def _assign(actor: Actor, pk: int, letter: Letter | None, revision: int, office: Organisation | None) -> Outcome:
    if letter is None:
        return Outcome(None, OUT_OF_SCOPE)
    if office is None:
        found = routing.suggest(letter)
        if found is None:
            return Outcome(letter, Denied("没有适用的分派规则，请单独分派。", code="no_route"))
        office = found.organisation
    try:
        actions.assign(actor=actor, letter=letter, organisation=office, revision=revision)
    except Refused as refused:
        return Outcome(letter, refused.denied)
    return Outcome(letter, None, office.short_name)


def _take(actor: Actor, pk: int, letter: Letter | None, revision: int) -> Outcome:
    if letter is None:
        return Outcome(None, OUT_OF_SCOPE)
    try:
        actions.take(actor=actor, letter=letter, revision=revision)
    except Refused as refused:
        return Outcome(letter, refused.denied)
    return Outcome(letter, None)


def _result(request: HttpRequest, operation: str, outcomes: list[Outcome]) -> HttpResponse:
    refused = [o for o in outcomes if o.denied is not None]
    context = {
        "title": TITLES[operation], "outcomes": outcomes, "done": len(outcomes) - len(refused), "refused": len(refused),
        "queue": "dispatch" if operation == "assign" else "take",
    }  # fmt: skip
    return render(request, "letters/desk/bulk_result.html", context)


def _picks(texts: list[str]) -> list[tuple[int, int]]:
    """(pk, revision) of each ticked box, at most `MOST`, each letter once."""
    found: dict[int, int] = {}
    for text in texts[:MOST]:
        pk, _, revision = text.partition(":")
        if (number := number_of(pk)) and (seen := number_of(revision)) is not None:
            found[number] = seen
    return list(found.items())


def _letters(actor: Actor, picks: list[tuple[int, int]]) -> dict[int, Letter]:
    rows = desk.in_scope(actor).filter(pk__in=[pk for pk, _ in picks])
    return {x.pk: x for x in rows.select_related("organisation", "received_by", "topic__parent__parent")}
