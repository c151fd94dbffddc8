"""Transfers of the demonstration: one in each state that people meet, made by the same actions as everybody's."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from . import actions
from .models import Transfer
from .words import INSIDE, PAPER

#: how far each goes
WAYS = ("requested", "issued", "refused", "declined", "received", "paper")
WHY = "本人已经在那边工作半年，住处也固定。"


@action("transfer.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """People of branches of the first towns, each to another town."""
    towns = list(Organisation.objects.filter(kind="committee", depth=2, closed_on=None).order_by("path")[:4])
    if len(towns) < 2:
        return 0
    made = 0
    for n, how in enumerate(WAYS):
        town, other = towns[n % len(towns)], towns[(n + 1) % len(towns)]
        rows = Member.objects.unscoped("the demonstration").filter(
            organisation__path__startswith=town.path, stage="member", standing="active", developments=None
        )
        member = rows.exclude(transfers__closed_at=None, transfers__isnull=False).order_by("-pk").first()
        if member is not None:
            _lead(member, other, how, today)
            made += 1
    record("transfer.demo", actor=actor, cases=made)
    return made


def _lead(member: Member, other: Organisation, how: str, today: date) -> None:
    if how == "paper":
        actions.ask(actor=SYSTEM, member=member, way=PAPER, reason="home", target_name="云汀市南浦区书院街道党工委")
        return
    case: Transfer = actions.ask(actor=SYSTEM, member=member, way=INSIDE, reason="work", target=other, text=WHY)
    if how == "declined":
        actions.refuse(
            actor=SYSTEM, case=case, ground="papers", text="还缺新单位的证明，请补上再申请。", revision=case.revision
        )
    if how in ("requested", "declined"):
        return
    case = actions.issue(actor=SYSTEM, case=case, days=10, dues_until=today.replace(day=1), revision=case.revision)
    if how == "refused":
        actions.refuse(
            actor=SYSTEM, case=case, ground="elsewhere", text="本人常住邻镇，请核对后转到邻镇。", revision=case.revision
        )
    if how == "received":
        from .queries import homes

        actions.receive(actor=SYSTEM, case=case, home=homes(case).first(), revision=case.revision)
