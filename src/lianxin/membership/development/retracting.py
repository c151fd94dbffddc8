"""撤回上一步 (LX-260): a step that was entered wrongly is proposed to be taken back and decided by somebody else.

Nothing is erased: the step stays in the time line, struck through with the reason; the case, its promises and the file
are as they were before it, by an event of the lifecycle like every other change.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.engine import Before, advance, may
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.spine.actions import action, lock, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused
from lianxin.membership.dossiers import undoing as dossiers
from lianxin.membership.dossiers.models import Member

from . import policies, undoing
from .accompanying import ROLES
from .lifecycle import RETRACTING
from .models import Development, DevelopmentStep, Retraction
from .policies import UNDO
from .retraction_policies import RULE, waiting
from .steps import ROOT

LONGEST = 300
_TWICE = Denied("上一步已经提出撤回，正等另一位同志确认。", rule=RULE, code="pending")


@action("development.ask_back")
def ask(*, actor: Actor, case: Development, reason: str, revision: int) -> Development:
    """提出撤回上一步, with the reason that the person and everybody who may see the case reads."""
    case = lock(case, revision=revision)
    require(may(actor, case, "ask_back"))
    words = _words(reason, "请写明哪里登记错了，应当是什么。")
    step = _last(case)
    case = advance(case, "ask_back", actor=actor, data={"step": step.event})
    with or_refuse(_TWICE):
        row = Retraction.objects.create(case=case, step=step, reason=words, by=_person(actor), at=timezone.now())
    _tell(case, row, _deciders(case, row), "有一步登记错了，等您确认撤回", "asked")
    return case


@action("development.take_back")
def take_back(*, actor: Actor, case: Development, revision: int) -> Development:
    """同意撤回: state, days, promises, file and papers as they were before the step."""
    case = lock(case, revision=revision)
    require(may(actor, case, "take_back"))
    row = _waiting(case)
    step, was = row.step, row.step.before or {}
    words = f"撤回：{step.label}。{row.reason}"
    row.was = {"dates": case.dates, "facts": case.facts, "day": case.dates.get(step.event)}
    before = Before(step.source or "voided", was["clocks"])
    changes = undoing.restored(case, step)
    case = advance(case, "take_back", actor=actor, note=words, changes=changes, data={"step": step.event}, back=before)
    _undo_elsewhere(actor, case, row)
    _strike(case, step)
    _decide(row, actor, "done")
    _tell(case, row, [row.by_id, step.person_id], "登记错的一步已经撤回，请重新登记", "done")
    if step.event in ROLES:
        named = row.was["facts"].get(step.event, {}).get("people", [])
        people = Member.objects.unscoped("companions of one case").filter(pk__in=[int(key) for key in named])
        send_many(to=list(people.values_list("person_id", flat=True)), code="development.take_back",
                  title=f"请您做{case.member.name}的{ROLES[step.event]}，是登记错了，已经撤回", url="/me/development/people/",
                  key=f"retraction:{row.pk}:companions", org_path=case.org_path)  # fmt: skip
    return case


@action("development.keep_step")
def keep(*, actor: Actor, case: Development, answer: str, revision: int) -> Development:
    """不撤回, with a reason; or whoever proposed it takes the proposal back."""
    case = lock(case, revision=revision)
    require(may(actor, case, "keep_step"))
    row = _waiting(case)
    own = actor.person_id is not None and actor.person_id == row.by_id
    row.answer = answer.strip()[:LONGEST] if own else _words(answer, "请写明为什么不撤回。")
    case = advance(case, "keep_step", actor=actor, data={"step": row.step.event})
    _decide(row, actor, "withdrawn" if own else "kept")
    _tell(case, row, [row.by_id], "提出的撤回没有同意", "kept")
    return case


def _undo_elsewhere(actor: Actor, case: Development, row: Retraction) -> None:
    """The file follows back (DEV-21, DEV-24, DEV-26, DEV-27), each by an action of its own room."""
    step, member = row.step, case.member
    was = step.before or {}
    if was["member"] != was["after"]:
        dossiers.put_back(
            actor=actor, member=member, was=was["member"], on=timezone.localdate(),
            text=f"撤回登记错了的一步：{step.label}，人员类别、日期恢复为以前的",
        )  # fmt: skip
    if step.event == "archive":
        noted = set(row.was["facts"]["archive"].get("papers", [])) - set(was["papers"])
        dossiers.drop_originals(actor=actor, member=member, words=sorted(noted), reason="归档登记错了，已撤回")


def _strike(case: Development, step: DevelopmentStep) -> None:
    """The line is seen struck through; where the way itself was entered wrongly, every line that came with it."""
    rows = case.steps.filter(pk=step.pk) if step.source else case.steps.exclude(event__in=RETRACTING)
    rows.filter(undone_at=None).update(undone_at=timezone.now())


def _last(case: Development) -> DevelopmentStep:
    step = undoing.last_step(case)
    if step is None:
        raise Refused(Denied("没有可以撤回的步骤。", rule=RULE, code="closed"))
    return step


def _waiting(case: Development) -> Retraction:
    row = waiting(case)
    if row is None:
        raise Refused(Denied("没有提出撤回的步骤。", rule=RULE, code="stale"))
    return row


def _words(text: str, missing: str) -> str:
    words = text.strip()
    if not words or len(words) > LONGEST:
        many = f"写得太长，请在 {LONGEST} 字以内。" if words else missing
        raise Refused(Denied(many, rule=RULE, code="empty", field="reason"))
    return words


def _person(actor: Actor) -> Person | None:
    return Person.objects.filter(pk=actor.person_id or 0).first()


def _decide(row: Retraction, actor: Actor, state: str) -> None:
    row.state, row.decided_by, row.decided_at = state, _person(actor), timezone.now()
    row.save()


def _deciders(case: Development, row: Retraction) -> set[int]:
    """Whoever is next to decide: at the branch, and at the committee over it."""
    nobody = [pk for pk in (row.by_id, row.step.person_id, case.member.person_id) if pk]
    found = set(nearest_holders(UNDO, case.org_path, exclude=nobody))
    committee = policies.committee_over(case.org_path)
    return found | set(nearest_holders(UNDO, committee.path, exclude=nobody) if committee is not None else ())


def _tell(case: Development, row: Retraction, people: Iterable[int | None], title: str, what: str) -> None:
    send_many(
        to=sorted({pk for pk in people if pk is not None}), code="development.retraction", title=f"发展党员：{title}",
        body=f"{case.member.name}，{row.step.label}", url=f"{ROOT}{case.pk}/back/", key=f"retraction:{row.pk}:{what}", working=True,
        org_path=case.org_path,
    )  # fmt: skip
