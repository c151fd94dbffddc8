"""A few trainings of the demonstration: classes that branches wrote down, and one that waits to be confirmed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from . import actions, queries
from .reckoning import last_of

BRANCHES = 3
#: (days from today, how many days, lessons, kind, title, host, proof, how many people)
ENTERED = (
    (130, 4, 30, "class", "村干部能力提升班", "县委组织部", "结业证书，存支部档案柜", 2),
    (70, 3, 20, "class", "村党支部书记培训班", "县委党校", "结业证书，存支部档案柜", 1),
    (40, 1, 4, "other", "防汛知识讲座", "镇党委", "镇党委通知，签到表存镇里", 4),
)


@action("training.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """The first branches of the first town; the demonstration's member brings one, and somebody of the first branch."""
    made, bring = 0, list(Member.objects.unscoped("the demonstration").filter(person__account__username="dangyuan"))
    branches = Organisation.objects.filter(kind="branch", closed_on=None).order_by("path")
    for number, branch in enumerate(branches[:BRANCHES]):
        people = queries.members_of(branch)
        for at, (back, days, lessons, kind, title, host, proof, many) in enumerate(ENTERED):
            said = _said(today, back, days, lessons, kind, title, host, proof)
            if people:
                made += len(actions.enter(actor=SYSTEM, members=people[:many], said=said, key=f"demo-{at}"))
        bring += people[-1:] if not number else []
    for member in bring:
        said = _said(today, 20, 2, 12, "class", "农村电商实用课", "县委党校", "结业证书，原件在本人处")
        if member.in_party:
            actions.report(actor=actor_of(member.person), member=member, said=said, key="demo")
            made += 1
    record("training.demo", actor=actor, trainings=made)
    return made


def _said(
    today: date, back: int, days: int, lessons: int, kind: str, title: str, host: str, proof: str
) -> actions.Said:
    """Of so many days, all of them in one year (EDU-04): early in January the class of the year before."""
    last = today - timedelta(days=back)
    if (last - timedelta(days=days - 1)).year != last.year:
        last = last_of(last.year - 1)
    first = last - timedelta(days=days - 1)
    return actions.Said(kind, title, host, first, last, Decimal(lessons), proof)
