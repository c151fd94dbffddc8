"""A file has moved or closed: what this room holds of the person follows. Told by the dossiers (`register_follower`)."""

from __future__ import annotations

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from ..models import Absence, Matter
from ..words import OPEN
from .caring import let_go
from .registering import finish

#: standing of a file that is no longer kept here -> how the registration ends
_ENDS = {"moved": "transferred", "left": "left", "ended": "left", "deceased": "left"}


@action("mobility.follow")
def follow(*, actor: Actor, member: Member) -> None:
    """The relation went to another branch: the registration is over; what is proposed goes on where the person is now."""
    rows = Absence.objects.unscoped("of one member").filter(member=member, state__in=OPEN)
    for row in rows:
        how = _ENDS.get(member.standing) or ("transferred" if row.organisation_id != member.organisation_id else "")
        if how:
            finish(actor, lock(row), how, moment.today())
    let_go(member.pk)
    for case in Matter.objects.unscoped("about one member").filter(member=member, closed_at=None):
        if case.home_id != member.organisation_id:
            home = {"home": member.organisation, "home_path": member.org_path, "organisation": member.organisation}
            advance(lock(case), "send_back" if case.state == "discussed" else "carried", actor=SYSTEM, changes=home)
    record("mobility.follow", actor=actor, subject=member, org_path=member.org_path)
