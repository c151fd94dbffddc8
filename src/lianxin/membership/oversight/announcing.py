"""The person learns that something was written; titles name neither matter nor words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from .lifecycle import KEEP
from .models import Matter

DESK, MINE = "/workbench/oversight/", "/me/oversight/"


def moved(case: Matter, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Every line of the office is told to the person; an answer to those who keep the ledger."""
    key = f"oversight:{case.pk}:{case.revision}"
    if row.event == "answer":
        tell_keepers(case, "监督事项有本人说明", key, actor)
    elif row.verb == KEEP:
        tell_person(case, key)


def tell_person(case: Matter, key: str) -> None:
    if not moment.replaying():
        send_many(to=[case.member.person_id], code="oversight.person", title="党组织有一件与您有关的事，请看一看",
                  url=f"{MINE}{case.pk}/", key=key, org_path=case.org_path)  # fmt: skip


def tell_keepers(case: Matter, title: str, key: str, actor: Actor | None = None) -> None:
    """The nearest ones, the person never among them."""
    if moment.replaying():
        return
    out = [case.member.person_id, *([actor.person_id] if actor is not None and actor.person_id else [])]
    send_many(to=nearest_holders(KEEP, case.org_path, exclude=out), code="oversight.keeper", title=title,
              url=f"{DESK}{case.pk}/", key=key, working=True, org_path=case.org_path)  # fmt: skip


def alert(case: Matter, clock: ClockBase, overdue: bool) -> None:
    """No clock runs in this room: the last day is chosen by people."""
