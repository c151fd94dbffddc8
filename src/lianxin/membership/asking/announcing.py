"""Who is told. A thread without a name tells its author nothing: a notice would have to know whom to reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.accounts.queries import appointments_at
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from .lifecycle import ANSWER
from .models import Question

DESK, MINE = "/workbench/questions/", "/me/questions/"
#: events of which a signed author learns
_TOLD = {"answer": "您的提问有了答复", "add": "您的提问有了补充答复", "show": "您的提问和答复已给党员看"}


def moved(case: Question, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """A signed author reads what was said; those who answer learn of a follow-up."""
    if moment.replaying():
        return
    if row.event in _TOLD and case.person_id is not None:
        send_many(to=[case.person_id], code=f"question.{row.event}", title=_TOLD[row.event], url=f"{MINE}{case.pk}/",
                  key=f"question:{case.pk}:{case.revision}", org_path=case.org_path)  # fmt: skip
    if row.event == "ask_more":
        tell_answering(case, actor, "提问的同志还有话要问", f"question:{case.pk}:{case.revision}")


def tell_answering(case: Question, actor: Actor, title: str, key: str) -> None:
    """Those of exactly that organisation; titles name neither words nor people."""
    if moment.replaying():
        return
    rows = appointments_at(case.organisation_id, ANSWER).values_list("person_id", flat=True)
    # the author is left out of those told only where the name is known; leaving out the nameless one would name them
    people = {person for person in rows if case.hidden or person != actor.person_id}
    send_many(to=people, code="question.waiting", title=title, url=f"{DESK}{case.pk}/", key=key, working=True,
              org_path=case.org_path)  # fmt: skip


def entered(case: Question) -> None:
    """Who signed a paper learns that it was entered, and can say so when it was not theirs."""
    if case.person_id is not None:
        send_many(to=[case.person_id], code="question.entered", title="您纸上交来的提问已经代录，开始计算答复期限",
                  url=f"{MINE}{case.pk}/", key=f"question:{case.pk}:entered", org_path=case.org_path)  # fmt: skip


def alert(case: Question, clock: ClockBase, overdue: bool) -> None:
    """The days of LX-121 run out, or ran out."""
    rows = appointments_at(case.organisation_id, ANSWER).values_list("person_id", flat=True)
    send_many(to=set(rows), code="question.alert", title="党员提问超过了答复期限" if overdue else "党员提问快到答复期限",
              url=f"{DESK}{case.pk}/", key=f"question:{case.pk}:{clock.pk}:{clock.alerts}", working=True,
              org_path=case.org_path)  # fmt: skip
