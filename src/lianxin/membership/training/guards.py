"""Who may see the scan of a certificate."""

from __future__ import annotations

from lianxin.foundation.files.models import StoredFile
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision

from .models import Training
from .policies import CONFIRM, KEEP


def may_see(actor: Actor, stored: StoredFile) -> Decision:
    """Its person, and those who write down or confirm."""
    rows = Training.objects.select_related("member__organisation")
    one = rows.filter(pk=int(stored.subject.partition(":")[2])).first()
    if one is None:
        return OUT_OF_SCOPE
    path = one.member.org_path
    seen = actor.is_person(one.member.person_id) or actor.may(KEEP, path) or actor.may(CONFIRM, path)
    return Allowed() if seen else OUT_OF_SCOPE
