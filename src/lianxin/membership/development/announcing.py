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
}


def moved(case: Development, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """The person reads every public step; the office whose turn it is gets a notice."""
    if moment.replaying():
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
    if case.state in TURN and row.target == case.state:
        verb, title = TURN[case.state]
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
