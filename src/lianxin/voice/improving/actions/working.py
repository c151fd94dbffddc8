"""整改: what the organisation that mends it does, and what is reminded of by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.engine import advance, may
from lianxin.foundation.files.actions import store
from lianxin.foundation.files.intake import Prepared
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from .. import announcing, figures
from ..flow import FLOW
from ..models import Improvement, Measure
from ..reading import subject_of
from .checks import fits, passed
from .entering import Plan, measure_fits, put_measure


@action("improving.accept")
def accept(
    *, actor: Actor, case: Improvement, revision: int, cause: str = "", plan: Plan | None = None, key: str = ""
) -> Improvement:
    """认领: with the cause and at least one measure that a post answers for."""
    case = lock(case, revision=revision)
    require(may(actor, case, "accept"))
    require(fits(cause or case.cause, "原因", "cause"))
    if plan is None and not case.measures.exists():
        raise Refused(Denied("请写一条措施。", code="empty", field="measure"))
    if plan is not None:
        require(measure_fits(plan))
    changes = {"cause": cause.strip()} if cause.strip() else {}
    case = advance(case, "accept", actor=actor, changes=changes)
    if plan is not None and not case.measures.filter(key=key[:40]).exists():
        put_measure(case, plan, key)
    return case


@action("improving.object")
def object_to(*, actor: Actor, case: Improvement, text: str, revision: int) -> Improvement:
    """提出异议, once, with the reason; somebody else at who set it decides (F03)."""
    case = lock(case, revision=revision)
    require(may(actor, case, "object"))
    require(fits(text, "理由", "text"))
    return advance(case, "object", actor=actor, note=text.strip(), changes={"objected": True})


@action("improving.measure")
def add_measure(*, actor: Actor, case: Improvement, plan: Plan, key: str) -> Improvement:
    """补充措施. The same form twice is one measure."""
    case = lock(case)
    require(may(actor, case, "measure"))
    if case.measures.filter(key=key[:40]).exists():
        record("improving.measure_again", actor=actor, subject=case)
        return case
    require(measure_fits(plan))
    case = advance(case, "measure", actor=actor)
    put_measure(case, plan, key)
    return case


@action("improving.measured")
def finish_measure(*, actor: Actor, case: Improvement, measure: int, on: date, text: str, revision: int) -> Improvement:
    """措施完成, with what was done."""
    case = lock(case, revision=revision)
    require(may(actor, case, "measured"))
    row = case.measures.select_for_update().filter(pk=measure).first()
    if row is None:
        raise Refused(Denied("请选择措施。", code="choice", field="measure"))
    if row.done_on:
        raise Refused(Denied("这条措施已经登记完成。", code="twice", field="measure"))
    require(fits(text, "怎么做的", "text"))
    require(passed(on))
    case = advance(case, "measured", actor=actor, public_note=text.strip(), data={"measure": row.pk})
    Measure.objects.filter(pk=row.pk).update(done_on=on, done_note=text.strip())
    return case


@action("improving.progress")
def progress(
    *, actor: Actor, case: Improvement, text: str, outside: bool, files: Sequence[Prepared] = (), files_outside: bool = False,
    revision: int,
) -> Improvement:  # fmt: skip
    """记一步进展. outside: its words are shown with the next release; files_outside: pictures and papers too."""
    case = lock(case, revision=revision)
    require(may(actor, case, "progress"))
    require(fits(text, "进展", "text"))
    most = rule("LX-170").count("files")
    if len(files) > most:
        raise Refused(Denied(f"一步最多附 {most} 个文件。", rule="LX-170", code="too_many", field="files"))
    said = text.strip()
    note, public_note = ("", said) if outside else (said, "")
    case = advance(case, "progress", actor=actor, note=note, public_note=public_note)
    if files:
        step = case.steps.filter(event="progress").latest("pk")
        for prepared in files:
            store(
                actor=actor, upload=prepared, org_path=case.org_path, subject=subject_of(step.pk), public=files_outside
            )
    return case


@action("improving.report")
def report(*, actor: Actor, case: Improvement, text: str, after: float | None, revision: int) -> Improvement:
    """报告完成: what was reached, and the figure again; a computed one is counted by the system (R084)."""
    case = lock(case, revision=revision)
    require(may(actor, case, "report"))
    require(fits(text, "结果", "text"))
    if not case.measures.filter(done_on__isnull=False).exists():
        raise Refused(Denied("还没有一条措施登记完成。", code="empty", remedy="请先登记措施完成的情况。"))
    changes = {"result": text.strip(), **measured_again(case, after)}
    return advance(case, "report", actor=actor, public_note=text.strip(), changes=changes)


def measured_again(case: Improvement, after: float | None) -> dict[str, object]:
    """The columns of the figure at the end. Raises `Refused` when a typed one is missing."""
    if case.metric == "typed":
        if after is None:
            raise Refused(Denied("请填写整改后的数字。", code="empty", field="after"))
        return {"after": after}
    got = figures.measure_again(case, moment.today())
    return (
        {"after": got.value, "after_n": got.n, "again": got.kept}
        if got
        else {"after": None, "after_n": None, "again": {}}
    )


@action("improving.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Promises and the organisation's own days that run out, each stage once. Answers how many."""
    given = timers.sweep(FLOW, moment.now())
    today = moment.today()
    near = today + timedelta(days=rule("LX-170").count("ahead"))
    rows = Improvement.objects.unscoped("days of all organisations run out").filter(state="working")
    due = rows.filter(Q(due_on__lte=near, reminded=0) | Q(due_on__lt=today, reminded__lt=2))
    for case in due.select_for_update().order_by("pk"):
        overdue = case.due_on < today
        case.reminded = 2 if overdue else 1
        case.save(update_fields=["reminded"])
        announcing.day_comes(case, overdue)
        given += 1
    record("improving.remind", actor=actor, alerts=given)
    return given
