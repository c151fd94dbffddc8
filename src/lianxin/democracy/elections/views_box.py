"""The box of a round in public: its page, the booth, the place where ballots come in, the file that anybody can check.

The address of a round is long and random; whoever was given it may look, vote with a slip, and check. No session, no
person and no address of a visitor is looked at or kept here (V01).
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lianxin.democracy.ballotbox.texts import fingerprint
from lianxin.kernel.decision import Refused
from lianxin.ui.feeds import Line, atom

from . import actions, box, policies, queries, results
from .models import Round
from .views_meeting import _refused, _text


def found(uuid: str) -> Round:
    """A round whose text is published, or 404."""
    row = queries.round_by(uuid)
    if row is None:
        raise Http404("没有这次选举。")
    return row


@require_safe
def one(request: HttpRequest, uuid: str) -> HttpResponse:
    """``/elections/<uuid>/``: how many, the head of the chain, and how to check it without us."""
    row = found(uuid)
    head = box.head(row)
    context = {
        "round": row, "case": row.election, "head": head, "fingerprint": fingerprint(row.text),
        "ballots": row.links.filter(kind="Ballot").count(), "returned": policies.returned(row),
        "trackers": trackers(row),
        "address": request.build_absolute_uri(f"/elections/{row.uuid}"),
    }  # fmt: skip
    return render(request, "elections/box/one.html", context)


def trackers(row: Round) -> list[tuple[str, bool]]:
    """(tracker, whether a later ballot of the same slip counts instead), by their signs and not by when they came."""
    rows = list(row.links.filter(kind="Ballot").order_by("height").values_list("tracker", "credential"))
    last = {credential: tracker for tracker, credential in rows}
    return sorted((tracker, last[credential] != tracker) for tracker, credential in rows)


@require_safe
def text(request: HttpRequest, uuid: str) -> HttpResponse:
    """``election.json``: exactly the bytes that are hashed."""
    return HttpResponse(found(uuid).text, content_type="application/json; charset=utf-8")


@require_safe
def file(request: HttpRequest, uuid: str, name: str) -> HttpResponse | StreamingHttpResponse:
    """``/elections/<uuid>/<uuid>.bel``: what `belenios-tool election verify --url` asks for."""
    row = found(uuid)
    if name != uuid or not row.links.exists():
        raise Http404("还没有档案。")
    answer = StreamingHttpResponse(box.file_of(row), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{uuid}.bel"'
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def booth(request: HttpRequest, uuid: str) -> HttpResponse:
    """``/elections/<uuid>/booth/``: the page on which a ballot is filled in and locked."""
    row = found(uuid)
    case = row.election
    names = dict(case.voters.values_list("number", "name"))
    nameable = results.nameable(row) if row.sheet(frozenset()).others else frozenset()
    sheet = row.sheet(nameable)
    context = {
        "round": row, "case": case, "fingerprint": fingerprint(row.text), "kiosk": "kiosk" in request.GET,
        "others": range(sheet.others), "nameable": [(n, names[n]) for n in sorted(nameable)],
        "open": case.state == "voting" and row.closed_at is None, "trial": "trial" in request.GET,
        "data": {"election": row.text, "roll": box.slips_text(row.slips) if row.slips else "",
                 "candidates": len(row.names), "others": sheet.others, "seats": row.seats, "persons": case.of_persons,
                 "cast": f"/elections/{row.uuid}/ballots/", "trial": f"/workbench/elections/{case.pk}/trial/"},
    }  # fmt: skip
    answer = render(request, "elections/box/booth.html", context)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@csrf_exempt  # a ballot carries its own right to be cast; no session speaks here
@require_POST
def ballots(request: HttpRequest, uuid: str) -> HttpResponse:
    """``POST /elections/<uuid>/ballots/``: the ballot as text; answers its receipt, or why it was not taken."""
    row = found(uuid)
    try:
        receipt = actions.cast(row=row, text=_text(request))
    except Refused as refused:
        return _refused(refused, 422)
    return JsonResponse({"tracker": receipt.tracker, "height": receipt.height, "head": receipt.head}, status=201)


@require_safe
def feed(request: HttpRequest, uuid: str) -> HttpResponse:
    """``/elections/<uuid>/feed.atom``: the newest head of the chain, for those who watch that it only grows."""
    row = found(uuid)
    head, lines = box.head(row), []
    if head is not None:
        at = row.closed_at or row.opened_at or timezone.now()
        said = f"第 {head.height} 节：{head.hash}"
        lines.append(Line(f"档案链头 {head.hash[:16]}", f"/elections/{uuid}/?at={head.height}", said, "选举档案", at))
    return atom(row.election.title, f"/elections/{uuid}/", lines)
