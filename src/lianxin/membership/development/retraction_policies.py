"""Who may propose to take the last step back, and who decides it: never the one who entered it, nor whom it is about."""

from __future__ import annotations

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of

from . import undoing
from .lifecycle import DEVELOPMENT, FILE, WORK
from .models import Development, DevelopmentStep, Retraction
from .policies import OF_COMMITTEE, READ, UNDO, may_decide, may_write_paper
from .steps import CARRIED_ON

RULE = "LX-260"


def waiting(case: Development) -> Retraction | None:
    """The proposal that nobody has decided yet."""
    return case.retractions.filter(state="waiting").select_related("step", "by").first()


def may_ask(actor: Actor, case: Development) -> Decision:
    """Whoever may enter the step may propose to take it back."""
    if waiting(case) is not None:
        return _no("上一步已经提出撤回，正等另一位同志确认。", "pending")
    step = undoing.last_step(case)
    if step is None:
        return _no("没有可以撤回的步骤。", "closed")
    return all_of(may_write_paper(actor, case), _entering(actor, case, step), undoing.free(case, step))


def may_confirm(actor: Actor, case: Development) -> Decision:
    """Another person with the duty: a secretary or an organiser; a committee's step only at the committee."""
    row = waiting(case)
    if row is None:
        return _no("没有提出撤回的步骤。", "stale")
    if not actor.may(READ, case.org_path):
        return OUT_OF_SCOPE
    if not actor.may(UNDO, case.org_path):
        return Denied("由支部书记、副书记或者上级党委的组织员确认。", rule=RULE, code="no_right")
    if actor.person_id in (row.by_id, row.step.person_id):
        return Denied(
            "登记或提出撤回这一步的人自己不能确认。",
            rule=RULE,
            code="own_work",
            remedy="请支部书记、副书记或者上级党委的组织员确认。",
        )
    last = undoing.last_step(case)
    if last is None or last.pk != row.step_id:
        return _no("提出撤回以后情况变了，那一步已经不是最后一步。", "stale", "请登记“不撤回”，需要的话重新提出。")
    return all_of(may_write_paper(actor, case), _of_the_committee(actor, case, row.step), undoing.free(case, row.step))


def may_keep(actor: Actor, case: Development) -> Decision:
    """Who may decide says no; who proposed takes the proposal back. Holds also when the step may no longer be taken back."""
    row = waiting(case)
    if row is None:
        return _no("没有提出撤回的步骤。", "stale")
    if not actor.may(READ, case.org_path):
        return OUT_OF_SCOPE
    if actor.person_id is not None and actor.person_id == row.by_id:
        return Allowed()
    right = (
        Allowed()
        if actor.may(UNDO, case.org_path)
        else Denied("由支部书记、副书记或者上级党委的组织员确认。", rule=RULE, code="no_right")
    )
    return all_of(may_write_paper(actor, case), right, _of_the_committee(actor, case, row.step))


GUARDS = {"ask_back": may_ask, "take_back": may_confirm, "keep_step": may_keep}


def _entering(actor: Actor, case: Development, step: DevelopmentStep) -> Decision:
    """The right that the step itself asks for."""
    rows = DEVELOPMENT.by_event.get(step.event, ())
    verb = rows[0].verb if rows else FILE if step.event == CARRIED_ON else WORK
    if not actor.may(verb, case.org_path):
        return Denied("这一步由谁登记，就由谁那里提出撤回。", rule=RULE, code="no_right")
    return _of_the_committee(actor, case, step)


def _of_the_committee(actor: Actor, case: Development, step: DevelopmentStep) -> Decision:
    """What a committee decided is taken back at a committee with that power (DEV-17)."""
    return may_decide(actor, case) if step.event in (*OF_COMMITTEE, CARRIED_ON) else Allowed()


def _no(reason: str, code: str, remedy: str = "") -> Denied:
    return Denied(reason, rule=RULE, code=code, remedy=remedy)
