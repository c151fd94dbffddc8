"""What a page of another room needs to show what was said at its place, and to let people speak.

    context = {..., "speaking": page.context(request, "forum", topic.pk)}
    {% include "speaking/parts/list.html" %} {% include "speaking/parts/form.html" %}

and the style sheet ``speaking/speaking.css`` in the head. The form posts to ``/speak/<kind>/<place>/``.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from lianxin.foundation.accounts.desk import actor_of
from lianxin.foundation.accounts.models import Person
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied

from . import policies, queries
from .forms import SayForm
from .registry import Place, place_of


def context(
    request: HttpRequest, kind: str, place: int | Place, part: str = "", *, every_part: bool = False
) -> dict[str, Any]:
    """Rows and form of a place, as the parts of ``speaking/parts/`` read them; nothing for whoever may not read.

    every_part: list what was said to every part of the place, not to `part` alone.
    """
    actor = actor_of(request)
    there = place_of(kind, place) if isinstance(place, int) else place
    if there is None or not policies.may_read(actor, there):
        return {"place": None, "page": [], "form": None, "own": [], "kind": kind}
    may = policies.may_speak(actor, kind, there)
    rows = queries.published(
        kind, there, actor=actor, part=None if every_part else part, number=request.GET.get("page")
    )
    return {
        "kind": kind, "count": queries.counts(kind, [there.pk], None if every_part else part).get(there.pk, 0),
        "place": there, "part": part, "page": rows, "own": queries.own_waiting(actor, kind, there.pk),
        "form": form_for(actor, part=part) if may else None, "denied": may if isinstance(may, Denied) else None,
        "may_answer": actor.person_id is not None and bool(policies.may_answer(actor, kind, there)),
        "may_assist": bool(policies.may_assist(actor, kind, there)), "post": f"/speak/{kind}/{there.pk}/",
        "parts": there.parts,
    }  # fmt: skip


def form_for(actor: Actor, data: Any = None, *, part: str = "", reply_to: int | None = None) -> SayForm:
    """The form of somebody who may speak."""
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    names = {"nickname": str(person.nickname), "name": str(person.name)} if person else {}
    return SayForm(data, initial={"part": part, "reply_to": reply_to}, **names)
