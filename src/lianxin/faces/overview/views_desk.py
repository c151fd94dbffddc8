"""驾驶舱 (R149): those who answer for a subtree see what is open in it, and reach the page where they can act."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from lianxin.faces.workbench.pages import actor_of, for_staff
from lianxin.foundation.accounts.desk import need
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of, by_code, by_paths
from lianxin.kernel.actor import Actor
from lianxin.voice.letters.queries import statistics

from .signals import READ, rows_of, signals


@require_safe
@for_staff(READ)
def overview(request: HttpRequest) -> HttpResponse:
    """``/workbench/overview/?org=``: signals of an organisation with all below it, and the same by its parts."""
    actor, now = actor_of(request), timezone.now()
    office = _office(actor, request.GET.get("org", ""))
    found = signals(actor, office, now)
    board = statistics.board(office, statistics.period_of("30d"))
    context = {
        "office": office, "trail": _trail(actor, office), "signals": found, "rows": rows_of(office, found),
        "whole": board.whole, "months": statistics.by_month(office), "now": now, "seats": _seats(actor, office),
    }  # fmt: skip
    return render(request, "overview/desk.html", context)


def _office(actor: Actor, code: str) -> Organisation:
    """The organisation asked for, else where the duty begins; what lies outside is 404 (P05)."""
    paths = actor.paths_for(READ)
    if not code:
        return by_paths(paths[:1])[paths[0]]
    found = by_code(code[:32]) if "\x00" not in code else None
    office: Organisation = need(found if found is not None and actor.may(READ, found.path) else None)
    return office


def _trail(actor: Actor, office: Organisation) -> list[Organisation]:
    """Organisations above, as far up as the actor may look."""
    known = by_paths([path for path in ancestors_of(office.path) if actor.may(READ, path)])
    return [known[path] for path in sorted(known) if path != office.path]


def _seats(actor: Actor, office: Organisation) -> list[tuple[str, str, bool]]:
    """(name, address, chosen) of every organisation where a duty of this kind begins; one needs no choice."""
    tops = by_paths(actor.paths_for(READ))
    if len(tops) < 2:
        return []
    return [(tops[path].short_name, f"?org={tops[path].code}", office.path.startswith(path)) for path in sorted(tops)]
