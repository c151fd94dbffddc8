"""监票人 on their own device: make a key, mix the ballots, take the key out. Private keys never come here (V05)."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.accounts.desk import actor_of, need, signed_in
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from . import actions, ceremony, opening_state, texts
from .models import Round, Scrutineer
from .views_meeting import _refused, _text


def mine(actor: Actor, uuid: str) -> tuple[Round, Scrutineer]:
    """The round and the scrutineer who asks; 404 for everybody else."""
    row: Round = need(Round.objects.select_related("election").filter(uuid=uuid).first())
    holder = Scrutineer.objects.filter(election_id=row.election_id, person_id=actor.person_id or 0).first()
    if holder is None:
        raise Refused(OUT_OF_SCOPE)
    return row, holder


@require_safe
@signed_in
def page(request: HttpRequest, uuid: str) -> HttpResponse:
    """``/elections/<uuid>/scrutineer/``: what this scrutineer does next, and what the others have done."""
    row, holder = mine(actor_of(request), uuid)
    state = opening_state.of(row, holder)
    context = {"round": row, "case": row.election, "holder": holder, "state": state, "data": told(row, holder)}
    return render(request, "elections/box/scrutineer.html", context)


def told(row: Round, holder: Scrutineer) -> dict[str, Any]:
    """What the scrutineer's browser works with; none of it is secret from them."""
    step, case = opening_state.of(row, holder).step, row.election
    threshold = ceremony.needed(case)
    order = [one.pk for one in case.scrutineers.all()]
    return {
        "group": texts.group_of(case).name, "name": holder.name, "step": step, "uuid": row.uuid,
        "file": f"/elections/{row.uuid}/{row.uuid}.bel", "post": f"/elections/{row.uuid}/scrutineer/",
        "threshold": threshold, "size": len(order), "index": order.index(holder.pk) + 1,
        "certificates": ceremony.handed_in(row, "certificate") if threshold else [],
        "input": ceremony.input_of(row, holder) if step == "output" else "", "kept": ceremony.kept(row, holder),
    }  # fmt: skip


@require_safe
@signed_in
def state(request: HttpRequest, uuid: str) -> HttpResponse:
    """``/elections/<uuid>/scrutineer/state.json``: asked again while others are waited for."""
    row, holder = mine(actor_of(request), uuid)
    return JsonResponse(told(row, holder) | {"words": opening_state.of(row, holder).words})


@require_POST
@signed_in
def hand_in(request: HttpRequest, uuid: str, what: str) -> HttpResponse:
    """``POST /elections/<uuid>/scrutineer/{key,certificate,polynomial,output,shuffle,decrypt}/``: the text that the browser made."""
    actor = actor_of(request)
    row, _ = mine(actor, uuid)
    try:
        body = _text(request)
        match what:
            case "key":
                actions.hand_in_key(actor=actor, row=row, key=_object(body))
            case "certificate" | "polynomial" | "output":
                actions.hand_in_part(actor=actor, row=row, part=what, text=body)
            case "shuffle":
                actions.shuffle(actor=actor, row=row, body=body)
            case "decrypt":
                actions.take_key_out(actor=actor, row=row, body=body)
            case _:
                raise Refused(OUT_OF_SCOPE)
    except Refused as refused:
        return _refused(refused)
    return JsonResponse({"taken": what})


def _object(body: str) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(Denied("公钥读不懂，没有收下。", code="malformed"))
    return found
