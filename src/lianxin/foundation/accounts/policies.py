"""Who may appoint, and who must sign in with a second factor."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .models import Appointment
from .posts import POSTS


def may_appoint(actor: Actor, organisation: Organisation, person_id: int) -> Decision:
    """Keepers of accounts appoint inside their subtree, and never themselves."""
    if not actor.may("accounts.edit", organisation.org_path):
        return OUT_OF_SCOPE
    if organisation.closed_on:
        return Denied(f"“{organisation}”已撤销，不能再任命。", code="closed", field="organisation")
    if actor.is_person(person_id):
        return Denied("不能任命自己，请由另一位管理员办理。", code="own_work")
    return Allowed()


def term_is_sound(post: str, since: date, until: date | None) -> Decision:
    """The post exists and the term does not end before it begins."""
    if post not in POSTS:
        return Denied("没有这个岗位。", code="unknown_post", field="post")
    if until and until < since:
        return Denied("任期结束不能早于开始。", code="term", field="until")
    return Allowed()


def may_end(actor: Actor, appointment: Appointment) -> Decision:
    return may_appoint(actor, appointment.organisation, appointment.person_id)
