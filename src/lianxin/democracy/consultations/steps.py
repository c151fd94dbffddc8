"""One step of a motion or of a consultation: its form, what it does, what the page says afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from lianxin.foundation.accounts.stepping import step_page
from lianxin.foundation.casework.engine import may
from lianxin.foundation.casework.flow import flow_of
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """slug: in the address; event: the row of the table that decides whether it is offered; form: (case, data) -> form;
    act: (actor, case, cleaned words, form); hint: one sentence above the form."""

    slug: str
    event: str
    label: str
    form: Callable[[Any, Any], Any]
    act: Callable[[Actor, Any, Said, Any], Any]
    done: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that the table offers now; denied: why this person may not take it."""

    step: Step
    denied: Denied | None


def offers(actor: Actor, case: Any, steps: Mapping[str, Step]) -> list[Offer]:
    """Steps of the present state that the actor's duties could take; refused ones with their reason."""
    rows = {row.event for row in flow_of(case).lifecycle.leaving(case.state)}
    found = []
    for step in steps.values():
        if step.event not in rows:
            continue
        decision = may(actor, case, step.event)
        denied = decision if isinstance(decision, Denied) else None
        if denied is None or denied.code not in (
            "no_right",
            "out_of_scope",
            "not_author",
            "nothing_here",
            "not_adopted",
            "adopted",
        ):
            found.append(Offer(step, denied))
    return found


def page(
    request: HttpRequest, actor: Actor, case: Any, step: Step, *, back: str, template: str, **more: Any
) -> HttpResponse:
    """The page of one step."""
    held: dict[str, Any] = {}

    def make(data: Any) -> Any:
        held["form"] = step.form(case, data)
        return held["form"]

    return step_page(
        request, make, lambda said: step.act(actor, case, said, held["form"]), may(actor, case, step.event),
        revision=case.revision, done=step.done, back=back, template=template, context={"case": case, "step": step, **more},
        hidden=("out_of_scope", "no_right", "not_author"),
    )  # fmt: skip
