"""Helps of the demonstration: one in each state that people meet. All people and texts are invented."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from . import actions
from .actions import Facts
from .models import Help

#: (days ago, who, kind, need, how far it goes, what was done)
HELPED = (
    (2, "渡口组李家", "care", "老两口行动不便，买药、取快递要人跑腿。", "registered", ""),
    (25, "河东组王家", "work", "想种大棚，不知道找谁学、去哪里贷款。", "helping", "陪着去了农技站，约好下周看别人家的大棚。"),
    (50, "老街张家", "errand", "医保断了一年，不知道怎么补。", "confirming", "带上材料陪跑大厅，当场补好了。"),
    (120, "桥头陈家", "school", "孩子开学要住校，差一笔生活费。", "following", "帮着申请了助学金，已经到账。"),
)  # fmt: skip


@action("helping.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """The first branch of the first town."""
    branch = Organisation.objects.filter(kind="branch", closed_on=None).order_by("path").first()
    rows = Member.objects.unscoped("the demonstration").filter(organisation=branch, stage="member", standing="active")
    helper, made = rows.order_by("pk").first(), 0
    if branch is not None and helper is not None:
        for ago, who, kind, need, how, said in HELPED:
            day = today - timedelta(days=ago)
            with moment.at(timezone.make_aware(datetime.combine(day, time(10)))):
                facts = Facts(who, kind, need, "spoken", day, address="禾川县", witness="村会计")
                case = actions.register(actor=SYSTEM, organisation=branch, facts=facts, key=f"demo-{ago}")
                if how != "registered":
                    _lead(case, helper, how, said, day)
            made += 1
    record("helping.demo", actor=actor, helps=made)
    return made


def _lead(case: Help, helper: Member, how: str, said: str, day: date) -> None:
    case = actions.assign(actor=SYSTEM, case=case, helper=helper, revision=case.revision)
    case = actions.deed(actor=SYSTEM, case=case, on=day, text=said, key="demo")
    if how in ("confirming", "following"):
        case = actions.done(actor=SYSTEM, case=case, revision=case.revision)
    if how == "following":
        actions.say_result(
            actor=SYSTEM, case=case, result="solved", text="钱到了，孩子安心上学。", on=day, revision=case.revision
        )
