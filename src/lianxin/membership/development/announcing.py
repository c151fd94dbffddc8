"""Who is told when something moves, and when a promise runs out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition
from lianxin.membership.dossiers.models import Member

from .accompanying import ROLES
from .lifecycle import FILE, WORK
from .models import Development

ROOT = "/workbench/development/"
#: state -> whose turn it is
TURN = {
    "recommended": (FILE, "有积极分子待备案"),
    "checked": (FILE, "有发展对象待预审"),
    "accepted": (FILE, "有接收预备党员待审批"),
    "accepted_full": (FILE, "有转正待审批"),
    "accepted_longer": (FILE, "有延长预备期待审批"),
    "accepted_cancel": (FILE, "有取消预备党员资格待审批"),
}
#: decisions of the committee that the branch has to act upon; event -> what the notice says
BACK = {
    "refuse_accept": "党委没有批准接收，请支部继续培养",
    "approve_extend": "党委批准延长预备期",
    "refuse_extend": "党委没有批准延长预备期，请支部再讨论",
    "refuse_full": "党委没有批准转正，请支部再讨论",
    "approve_cancel": "党委批准取消预备党员资格",
    "refuse_cancel": "党委没有批准取消预备党员资格",
}
#: what the person learns also when it is written down some days after the meeting (F03)
TOLD_LATER = ("cancel", "extend", "not_full", *BACK)


def moved(case: Development, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """The person reads every public step; the office whose turn it is gets a notice."""
    if moment.replaying() and row.event not in TOLD_LATER:
        return
    key = f"development:{case.pk}:{row.event}:{case.revision}"
    if row.public:
        send_many(to=[case.member.person_id], code=f"development.{row.event}", title=f"您的入党事项：{row.public}",
                  url="/me/development/", key=f"{key}:person", org_path=case.org_path)  # fmt: skip
    if row.event in ROLES:
        chosen = [int(key) for key in case.fact(row.event).get("people", [])]
        named = (
            Member.objects.unscoped("companions of one case").filter(pk__in=chosen).values_list("person_id", flat=True)
        )
        send_many(to=list(named), code=f"development.{row.event}", title=f"支部请您做{case.member.name}的{ROLES[row.event]}",
                  url="/me/development/people/", key=f"{key}:companions", org_path=case.org_path)  # fmt: skip
    turn = (WORK, BACK[row.event]) if row.event in BACK else TURN.get(case.state) if row.target == case.state else None
    if turn is not None:
        verb, title = turn
        people = [p for p in nearest_holders(verb, case.org_path) if p != actor.person_id]
        send_many(to=people, code=f"development.{row.event}", title=title, body=case.member.name, url=f"{ROOT}{case.pk}/",
                  key=key, working=True, org_path=case.org_path)  # fmt: skip


def alert(case: Development, clock: ClockBase, overdue: bool) -> None:
    """A promise runs out or has run out: the branch learns it, and the committee what is the committee's."""
    verb = FILE if clock.name == "approve" else WORK
    word = "已超过期限" if overdue else "快到期限"
    send_many(
        to=nearest_holders(verb, case.org_path), code="development.alert", title=f"发展党员：{clock.label}{word}",
        body=case.member.name, url=f"{ROOT}{case.pk}/", key=f"development:{case.pk}:{clock.pk}:{clock.alerts}",
        working=True, org_path=case.org_path,
    )  # fmt: skip
