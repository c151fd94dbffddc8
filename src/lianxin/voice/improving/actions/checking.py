"""验收、销号: by another person than those who worked; and what happens when the same comes again."""

from __future__ import annotations

from datetime import date

from lianxin.foundation.casework.engine import advance, may
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused, all_of
from lianxin.voice.letters.queries import matters

from .. import figures
from ..models import Improvement
from .checks import comes, fits


@action("improving.decide")
def decide(*, actor: Actor, case: Improvement, keep: bool, text: str, revision: int) -> Improvement:
    """复核异议: keep it, or take it off the list. With a reason that the organisation reads (M02)."""
    case = lock(case, revision=revision)
    require(may(actor, case, "keep" if keep else "drop"))
    require(fits(text, "理由", "text"))
    return advance(case, "keep" if keep else "drop", actor=actor, note=text.strip())


@action("improving.drop")
def drop(*, actor: Actor, case: Improvement, text: str, revision: int) -> Improvement:
    """不列入: entered by mistake, or somebody else mends it already."""
    case = lock(case, revision=revision)
    require(may(actor, case, "drop"))
    require(fits(text, "理由", "text"))
    return advance(case, "drop", actor=actor, note=text.strip())


@action("improving.extend")
def extend(*, actor: Actor, case: Improvement, due_on: date, text: str, revision: int) -> Improvement:
    """延期 with a reason that is shown; once (LX-170)."""
    case = lock(case, revision=revision)
    require(may(actor, case, "extend"))
    require(all_of(fits(text, "原因", "text"), comes(due_on)))
    if due_on <= case.due_on:
        raise Refused(Denied("新的期限要比原来的晚。", code="order", field="due_on"))
    changes = {"due_on": due_on, "extensions": case.extensions + 1, "reminded": 0}
    note = f"{text.strip()}（{case.due_on:%Y-%m-%d} 延到 {due_on:%Y-%m-%d}）"
    return advance(case, "extend", actor=actor, public_note=note, changes=changes)


@action("improving.send_back")
def send_back(*, actor: Actor, case: Improvement, text: str, revision: int) -> Improvement:
    """退回继续整改, with what is missing."""
    case = lock(case, revision=revision)
    require(may(actor, case, "send_back"))
    require(fits(text, "差在哪里", "text"))
    return advance(case, "send_back", actor=actor, public_note=text.strip())


@action("improving.close")
def close(*, actor: Actor, case: Improvement, text: str, revision: int) -> Improvement:
    """验收通过，销号: the computed figure is counted once more, so that what is filed is of that day."""
    case = lock(case, revision=revision)
    require(may(actor, case, "close"))
    require(fits(text, "怎么验收的", "text"))
    got = figures.measure_again(case, moment.today())
    changes: dict[str, object] = {"again_from": moment.now(), "again_n": 0}
    if got is not None:
        changes |= {"after": got.value, "after_n": got.n, "again": got.kept}
    return advance(case, "close", actor=actor, public_note=text.strip(), changes=changes)


@action("improving.settle_again")
def settle_again(*, actor: Actor, case: Improvement, text: str, revision: int) -> Improvement:
    """看过，不重新整改: the letters are something else. Later ones raise the hint anew."""
    case = lock(case, revision=revision)
    require(may(actor, case, "settle_again"))
    require(fits(text, "理由", "text"))
    return advance(
        case, "settle_again", actor=actor, note=text.strip(), changes={"again_n": 0, "again_from": moment.now()}
    )


@action("improving.reopen")
def reopen(*, actor: Actor, case: Improvement, due_on: date, text: str, revision: int) -> Improvement:
    """重新整改, by people, with a new day. The figure before stays the first one; what was after is measured anew."""
    case = lock(case, revision=revision)
    require(may(actor, case, "reopen"))
    require(all_of(fits(text, "原因", "text"), comes(due_on)))
    changes = {
        "due_on": due_on, "round": case.round + 1, "reminded": 0, "extensions": 0, "again_n": 0, "after": None,
        "after_n": None, "again": {},
    }  # fmt: skip
    return advance(case, "reopen", actor=actor, public_note=text.strip(), changes=changes)


@action("improving.look_again")
def look_again(*, actor: Actor = SYSTEM) -> int:
    """又出现了: closed problems whose matter and place got new letters. A hint; people decide. Answers how many."""
    rows = Improvement.objects.unscoped("closed problems of all organisations").filter(
        state="closed", topic__isnull=False, again_from__isnull=False
    )
    raised = 0
    for row in rows.select_related("topic", "area", "organisation").order_by("pk"):
        n = matters.came_since(row.area or row.organisation, row.topic, row.again_from or moment.now())
        if n <= row.again_n:
            continue
        first = row.again_n == 0
        case = lock(row)
        if first:
            advance(case, "again", actor=SYSTEM, changes={"again_n": n}, data={"letters": n})
            raised += 1
        else:
            case.again_n = n
            case.save(update_fields=["again_n"])
    record("improving.look_again", actor=actor, hints=raised)
    return raised
