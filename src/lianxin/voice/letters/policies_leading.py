"""Who sends a letter up, who gives an instruction, who reports back and who ends it (R099)."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.accounts.queries import in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor, posts_with
from lianxin.kernel.decision import Allowed, Decision, Denied, all_of

from . import policies
from .models import Instruction, Letter, Party, Picked

INSTRUCT, RECOMMEND = "letters.instruct", "letters.recommend"
RULE = "LX-151"
NO_PERSON = Denied("批示和反馈要由一位同志写，系统不能代替。", code="no_person")


def open_one(letter: Letter) -> Instruction | None:
    """The instruction that still runs."""
    return Instruction.objects.filter(letter=letter, closed_at=None).select_related("to").first()


def may_recommend(actor: Actor, letter: Letter) -> Decision:
    """Once for a letter; the leaders above it find it on their list."""
    if Picked.objects.filter(letter=letter).exists():
        return Denied("这件已经送领导阅看。", code="nothing")
    return all_of(_a_person(actor), policies.no_conflict(actor, letter))


def may_instruct(actor: Actor, letter: Letter) -> Decision:
    """One at a time, so that an office has one word to follow."""
    if open_one(letter) is not None:
        return Denied("已有一条批示在办，反馈阅结后再批。", rule=RULE, code="once")
    return all_of(_a_person(actor), policies.not_own(actor, letter), policies.no_conflict(actor, letter))


def may_report_back(actor: Actor, letter: Letter) -> Decision:
    """The office that was asked, and nobody in its place."""
    found = open_one(letter)
    if found is None or found.reported_at is not None:
        return Denied("没有等待反馈的批示。", rule=RULE, code="nothing")
    if not actor.may("letters.handle", found.to.org_path):
        return Denied(f"这条批示请“{found.to.short_name}”反馈。", rule=RULE, code="nothing")
    return all_of(_a_person(actor), policies.may_handle(actor, letter))


def may_close(actor: Actor, letter: Letter) -> Decision:
    """Whoever wrote it; somebody else with the duty only when the writer has left it."""
    found = open_one(letter)
    if found is None or found.reported_at is None:
        return Denied("没有等您阅结的反馈。", rule=RULE, code="nothing")
    if not actor.is_person(found.by_id) and _still_leads(found.by_id):
        return Denied("由作出批示的同志阅结。", rule=RULE, code="not_mine")
    return all_of(_a_person(actor), policies.no_conflict(actor, letter))


def fits(letter: Letter, to: Organisation, text: str, until: date | None) -> Decision:
    """To the office that handles the letter or helps with it: an instruction changes nobody's hands."""
    if not text.strip():
        return Denied("请写明要求做什么。", rule=RULE, code="empty", field="text")
    if until is None or until < moment.today():
        return Denied("反馈的日期不能在今天以前。", rule=RULE, code="past", field="until")
    if to.pk not in offices_of(letter):
        return Denied("批示只能给承办或协办单位；要换单位请分派员改派。", rule=RULE, code="not_theirs", field="to")
    return Allowed()


def offices_of(letter: Letter) -> list[int]:
    """The responsible office first, then those that help."""
    helping = Party.objects.filter(letter=letter, role="cohandler").values_list("organisation_id", flat=True)
    return [letter.organisation_id, *(int(pk) for pk in helping if pk)]


def longest() -> int:
    """Characters of an instruction and of a report."""
    return rule(RULE).count("text")


def _still_leads(person_id: int | None) -> bool:
    return person_id is not None and in_force().filter(person_id=person_id, post__in=posts_with(INSTRUCT)).exists()


def _a_person(actor: Actor) -> Decision:
    return Allowed() if actor.person_id is not None else NO_PERSON
