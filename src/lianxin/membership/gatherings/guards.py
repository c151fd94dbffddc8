"""Who may see the photographs of a gathering."""

from __future__ import annotations

from lianxin.foundation.files.models import StoredFile
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision

from . import queries
from .inheriting import inherits
from .models import Gathering, PaperList
from .policies import KEEP, READ


def may_see(actor: Actor, stored: StoredFile) -> Decision:
    """Pictures of the gathering: those whose duty covers it, and those who are on its list."""
    pk = int(stored.subject.partition(":")[2])
    one = Gathering.objects.unscoped("asked for one right").select_related("organisation").filter(pk=pk).first()
    if one is None:
        return OUT_OF_SCOPE
    seen = (
        actor.may(READ, one.org_path) or inherits(actor, READ, one) or queries.own_row(actor.person_id, pk) is not None
    )
    return Allowed() if seen else OUT_OF_SCOPE


def may_see_paper(actor: Actor, stored: StoredFile) -> Decision:
    """A sheet with everybody's signature: those who write attendance down."""
    paper = PaperList.objects.select_related("gathering").filter(pk=int(stored.subject.partition(":")[2])).first()
    allowed = paper is not None and actor.may(KEEP, paper.gathering.org_path)
    return Allowed() if allowed else OUT_OF_SCOPE
