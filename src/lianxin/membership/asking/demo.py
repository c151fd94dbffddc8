"""Questions of the demonstration. All text is ours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.membership.dossiers.models import Member

from . import actions, policies

#: (days ago, without a name, title, what was asked, the answer or nothing, given to members)
ASKED = (
    (20, True, "评议的时候能不能不只说好话", "每次评议都是一团和气，我也跟着说，回家心里别扭。能不能换个办法，让大家敢说真的？",
     "问得好。下次评议先请两位老同志带头说自己的不足，每人准备一条具体的意见，写在纸上再念。支委会已经议过。", True),
    (6, False, "流动在外的同志怎么交党费", "我在外地打工，每月怎么交党费方便？", "在“我的党费”里能看到每月该交多少，按支部公布的办法转账就行，收据一样有。", False),
    (2, True, "家里老人要照看，活动能不能少排在晚上", "支部活动多半在晚上，我家里走不开，不是不想来，不知道怎么开口。", "", False),
)  # fmt: skip


@action("asking.demo")
def load(*, today: date, actor: Actor = SYSTEM) -> int:
    """One member of the first branch that has somebody who answers asks all of them."""
    made = 0
    for branch in Organisation.objects.filter(kind="branch", closed_on=None).order_by("path")[:6]:
        rows = Member.objects.unscoped("the demonstration").filter(
            organisation=branch, stage="member", standing="active"
        )
        people = list(rows.select_related("person", "organisation").order_by("pk")[: len(ASKED)])
        if len(people) < len(ASKED) or branch.pk not in {one.pk for one in policies.askable(people[0])}:
            continue
        for member, (ago, hidden, title, text, said, shown) in zip(people, ASKED, strict=True):
            with moment.at(timezone.make_aware(datetime.combine(today - timedelta(days=ago), time(20)))):
                case = actions.ask(actor=actor_of(member.person), member=member, organisation=branch, title=title, text=text,
                                   hidden=hidden, willing=hidden, key=f"demo-{member.pk}-{ago}")  # fmt: skip
                if said:
                    case = actions.answer(actor=SYSTEM, question=case, text=said, key="demo", revision=case.revision)
                if shown:
                    actions.show(actor=SYSTEM, question=case, shown=True, revision=case.revision)
            made += 1
        break
    record("asking.demo", actor=actor, questions=made)
    return made
