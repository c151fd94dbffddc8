"""学时 of a gathering that was filed without them, or with the wrong number."""

from __future__ import annotations

from decimal import Decimal

from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import policies
from ..lessons import fits, lasts, plain
from ..models import Gathering


@action("gatherings.credit")
def credit(*, actor: Actor, gathering: Gathering, lessons: Decimal | None, revision: int) -> Gathering:
    """补记、更正学时. The minutes stay as they were filed; the ledger says what stood there before."""
    gathering = lock(gathering, revision=revision)
    require(policies.may_keep(actor, gathering.org_path))
    if gathering.state != "closed":
        raise Refused(Denied("还没有归档的，在“修改”里写学时。", code="wrong_state"))
    if gathering.lessons == lessons:
        raise Refused(Denied("没有改动。", code="same", field="lessons"))
    require(fits(lessons, gathering.day, length=lasts(gathering.starts_at, gathering.ends_at)))
    before, gathering.lessons = gathering.lessons, lessons
    gathering.revision += 1
    gathering.save()
    said = {"before": plain(before) if before else "没有", "after": plain(lessons) if lessons else "没有"}
    record("gatherings.credit", actor=actor, subject=gathering, **said)
    return gathering
