"""What the workbench tells the frame: open work beside each line, and where the person sits."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.cache import cache
from django.http import HttpRequest

from lianxin.foundation.accounts.queries import duty_labels
from lianxin.foundation.notices.queries import unread_count
from lianxin.kernel.actor import Actor
from lianxin.ui.registry import Seat
from lianxin.voice.letters.badges import open_letters

#: an organisation may be renamed meanwhile; a minute of the old name hurts nobody
_KEPT = 60


def counts(actor: Actor) -> Mapping[str, int]:
    """Unread notices for everybody; open letters for those who work on them."""
    if actor.person_id is None:
        return {}
    found = {"notices": unread_count(actor.person_id)}
    if actor.has("letters.read"):
        found["letters"] = open_letters(actor)
    return found


def seats(request: HttpRequest) -> list[Seat]:
    """The duty nearest to the ground. The key names the duties, so a new appointment shows at once."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if actor.kind != "staff":
        return []
    key = "workbench.seat:" + ",".join(str(d.appointment_id) for d in actor.duties)
    label = cache.get_or_set(key[:200], lambda: (duty_labels(actor) or [""])[0], _KEPT)
    return [Seat(label=str(label), current=True)] if label else []
