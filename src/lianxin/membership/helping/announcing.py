"""Who is told. Titles name nobody and no need: they travel by e-mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lianxin.foundation.accounts.queries import appointments_at
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from .lifecycle import MANAGE
from .models import Help

DESK, MINE = "/workbench/helping/", "/me/helping/"


def moved(case: Help, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """A new helper learns of it; a helped member is asked for the result."""
    if moment.replaying():
        return
    key = f"help:{case.pk}:{case.revision}"
    if row.event in ("assign", "reassign", "again", "reopen"):
        title = "支部请您帮扶一户" if row.event in ("assign", "reassign") else "帮扶的这一户还有困难，请接着帮"
        _tell([case.handler_id], case, actor, f"help.{row.event}", title, f"{MINE}{case.pk}/", key)
    if row.event == "done":
        _tell(
            [case.member.person_id] if case.member else [],
            case,
            actor,
            "help.done",
            "请您说说帮扶有没有用",
            f"{MINE}{case.pk}/",
            key,
        )
        _tell(
            _managing(case), case, actor, "help.done", "有一件帮扶办完，请问问本人", f"{DESK}{case.pk}/", f"{key}:desk"
        )


def alert(case: Help, clock: ClockBase, overdue: bool) -> None:
    """The days of LX-122 run out, or ran out: who helps is told of visits, who organises of all."""
    word = "超过了期限" if overdue else "快到期限"
    key = f"help:{case.pk}:{clock.pk}:{clock.alerts}"
    if clock.name == "visit":
        _tell([case.handler_id], case, None, "help.alert", f"帮扶：{clock.label}{word}", f"{MINE}{case.pk}/", key)
    _tell(_managing(case), case, None, "help.alert", f"帮扶：{clock.label}{word}", f"{DESK}{case.pk}/", f"{key}:desk")


def _managing(case: Help) -> list[int]:
    return sorted(set(appointments_at(case.organisation_id, MANAGE).values_list("person_id", flat=True)))


def _tell(
    people: Sequence[int | None], case: Help, actor: Actor | None, code: str, title: str, url: str, key: str
) -> None:
    known = {p for p in people if p is not None and (actor is None or p != actor.person_id)}
    send_many(to=known, code=code, title=title, url=url, key=key, working=True, org_path=case.org_path)
