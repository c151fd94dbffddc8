"""One matter of the demonstration. The person and the text are invented."""

from __future__ import annotations

from datetime import date, timedelta

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.clocks import plus_months
from lianxin.membership.dossiers.models import Member

from . import actions

WHY = "三季度连着三次没有请假，也没有来开会。已经当面谈过，请按时参加，来不了的提前请假。"


@action("oversight.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """A correction of a few months, of a member of the first branch of the first town."""
    branch = Organisation.objects.filter(kind="branch", closed_on=None).order_by("path").first()
    rows = Member.objects.unscoped("the demonstration").filter(organisation=branch, stage="member", standing="active")
    member, began = rows.order_by("-pk").first(), today - timedelta(days=20)
    if member is not None:
        actions.open_matter(
            actor=SYSTEM, member=member, kind="correct", text=WHY, began=began, until=plus_months(began, 4), key="demo"
        )
    record("oversight.demo", actor=actor, matters=int(member is not None))
    return int(member is not None)
