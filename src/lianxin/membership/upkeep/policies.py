"""Who keeps the card of an organisation, who confirms it, and until when it is good (LX-120)."""

from __future__ import annotations

from datetime import date, timedelta

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import Actor
from lianxin.kernel.clocks import plus_months
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied

from .models import ContactCard, House, LeadingGroup
from .words import OFFICES

READ, CARD, CONFIRM = "upkeep.read", "upkeep.card", "upkeep.confirm"
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ, CARD, CONFIRM),
    "deputy_secretary": (READ, CARD, CONFIRM),
    "committee_member": (READ, CARD),
    "organiser": (READ, CARD, CONFIRM),
    "discipline": (READ,),
    "leader": (READ,),
}


def good_until(confirmed: date) -> date:
    """The last day on which a card counts as looked through (LX-120, in the version of the day it was)."""
    return plus_months(confirmed, rule("LX-120", on=confirmed).period("confirm").amount)


def reminded_from(confirmed: date) -> date:
    """The first day of the reminder."""
    return good_until(confirmed) - timedelta(days=rule("LX-120", on=confirmed).count("ahead"))


def has_card(organisation: Organisation) -> Decision:
    """Organisations of the Party in being, groups excepted."""
    if organisation.kind not in OFFICES:
        return Denied(f"{organisation.get_kind_display()}没有单独的对外联系方式。", code="kind")
    if organisation.closed_on:
        return Denied("这个党组织已经撤销。", code="closed")
    return Allowed()


def is_keeper(actor: Actor, card: ContactCard | None) -> bool:
    return card is not None and actor.is_person(card.keeper_id)


def may_propose(actor: Actor, organisation: Organisation, card: ContactCard | None) -> Decision:
    """The keeper, or a duty over the organisation."""
    if not (is_keeper(actor, card) or actor.may(READ, organisation.path)):
        return OUT_OF_SCOPE
    if not (is_keeper(actor, card) or actor.may(CARD, organisation.path)):
        return Denied("您的岗位只能查看。", code="no_right", remedy="请支部委员或者责任人修改。")
    return has_card(organisation)


def may_confirm(actor: Actor, card: ContactCard) -> Decision:
    """By the secretary or somebody above, and never by the one who proposed it (M04)."""
    if not (is_keeper(actor, card) or actor.may(READ, card.org_path)):
        return OUT_OF_SCOPE
    if not actor.may(CONFIRM, card.org_path):
        return Denied("联系方式由书记、副书记或者组织员确认。", rule="LX-120", code="no_right")
    if card.proposed and actor.is_person(card.proposed_by_id):
        return Denied("自己改的由另一位同志确认。", rule="LX-120", code="own_work",
                      remedy="请本组织另一位书记、副书记或者上级的同志确认。")  # fmt: skip
    return has_card(card.organisation)


def may_name_keeper(actor: Actor, organisation: Organisation) -> Decision:
    """Named by whoever confirms."""
    if not actor.may(READ, organisation.path):
        return OUT_OF_SCOPE
    if not actor.may(CONFIRM, organisation.path):
        return Denied("责任人由书记、副书记或者组织员指定。", code="no_right")
    return has_card(organisation)


def may_write_rule(actor: Actor, organisation: Organisation) -> Decision:
    """R029: the organisation's own rules are written by those who confirm for it."""
    if not actor.may(READ, organisation.path):
        return OUT_OF_SCOPE
    if not actor.may(CONFIRM, organisation.path):
        return Denied("制度由书记、副书记或者组织员登记。", code="no_right")
    return has_card(organisation)


def in_force(house: House) -> Decision:
    return Denied("这项制度已经停用。", code="closed") if house.ended_on else Allowed()


def may_check_rule(actor: Actor, house: House) -> Decision:
    """The keeper, or a duty over the organisation that keeps things there."""
    if actor.is_person(house.keeper_id):
        return Allowed()
    if not actor.may(READ, house.org_path):
        return OUT_OF_SCOPE
    return Allowed() if actor.may(CARD, house.org_path) else Denied("检查由责任人、书记、委员登记。", code="no_right")


def may_write_group(actor: Actor, organisation: Organisation) -> Decision:
    """R027: leading groups are registered by those who confirm for the organisation."""
    if not actor.may(READ, organisation.path):
        return OUT_OF_SCOPE
    if not actor.may(CONFIRM, organisation.path):
        return Denied("领导机构由书记、副书记或者组织员登记。", code="no_right")
    return has_card(organisation)


def stands(group: LeadingGroup) -> Decision:
    return Denied("这个领导机构已经撤销。", code="closed") if group.dissolved_on else Allowed()
