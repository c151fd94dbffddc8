"""Who keeps the ledger and who reads it: secretary and discipline commissioner of the organisation and above, and the
person themselves. Never the person as keeper of their own matter."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import plus_months
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied
from lianxin.membership.dossiers.models import Member

from .lifecycle import KEEP
from .models import Matter

POSTS = {"secretary": (KEEP,), "discipline": (KEEP,)}
OWN = Denied("自己的事由其他同志办理。", code="own_work", remedy="本组织没有另一位书记、纪检委员的，由上级办理。")


def is_concerned(actor: Actor, case: Matter) -> bool:
    return actor.is_person(case.member.person_id)


def kept_by(actor: Actor) -> Q:
    """Matters at the desk: inside the duty, one's own excepted."""
    return subtree("org_path", actor.paths_for(KEEP)) & ~Q(member__person_id=actor.person_id)


def may_keep(actor: Actor, case: Matter) -> Decision:
    if actor.kind != "system" and not actor.may(KEEP, case.org_path):
        return OUT_OF_SCOPE
    return OWN if is_concerned(actor, case) else Allowed()


def may_open(actor: Actor, member: Member) -> Decision:
    """R026: about a member of the scope who is on the roster."""
    if actor.kind != "system" and not actor.may(KEEP, member.org_path):
        return OUT_OF_SCOPE
    if actor.is_person(member.person_id):
        return OWN
    if not member.in_party:
        return Denied("监督台账登记在册的党员。", code="closed", field="member")
    return Allowed()


def latest(began: date) -> date:
    """The last day that EDU-10 allows a correction that began on a day."""
    return plus_months(began, rule("EDU-10", on=began).period("correct").amount)


def fits_until(began: date, until: date | None, today: date) -> Decision:
    """A correction has a last day, not before it is set and not after the year."""
    if until is None:
        return Denied("限期改正要写期限。", rule="EDU-10", code="empty", field="until")
    if until < began or until < today:
        return Denied("期限不能早于今天，也不能早于开始的那天。", code="order", field="until")
    if until > latest(began):
        return Denied(f"改正期限最迟到 {latest(began):%Y-%m-%d}。", rule="EDU-10", code="rule", field="until")
    return Allowed()
