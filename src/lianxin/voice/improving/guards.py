"""Who may open what proves a step (M01: the address of a file is a route too)."""

from __future__ import annotations

from lianxin.foundation.files.guards import register_guard
from lianxin.foundation.files.models import StoredFile
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision

from .lifecycle import READ
from .models import ImprovementStep


def guard(actor: Actor, stored: StoredFile) -> Decision:
    """Those whose duty covers the problem; everybody once it was released with the step, as long as it is shown."""
    step = ImprovementStep.objects.select_related("case").filter(pk=int(stored.subject.partition(":")[2])).first()
    if step is None:
        return OUT_OF_SCOPE
    case = step.case
    released = case.is_public and stored.public and case.shown_until is not None and step.at <= case.shown_until
    return Allowed() if released or actor.may(READ, case.org_path) else OUT_OF_SCOPE


register_guard("improvement_step", guard)
