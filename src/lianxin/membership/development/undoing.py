"""What a step changes, written down beside it, so that the step can be taken back without a second way of reckoning."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from lianxin.foundation.casework import timers
from lianxin.foundation.casework.flow import flow_of
from lianxin.foundation.organisations import queries as organisations
from lianxin.kernel.decision import Allowed, Decision, Denied
from lianxin.membership.dossiers import completeness
from lianxin.membership.dossiers.models import Member
from lianxin.membership.dossiers.undoing import columns
from lianxin.membership.dossiers.words import IN_PARTY
from lianxin.membership.dues.models import Posting

from .lifecycle import RETRACTING
from .models import Development, DevelopmentStep

#: why a step of a case may not be taken back for the sake of what another room made of it; None when it may
Hold = Callable[[Development, DevelopmentStep], Denied | None]
_ROOMS: dict[str, Hold] = {}


def register_hold(room: str, ask: Hold) -> None:
    """Called by a room above whose own matters rest on what somebody became by a step; the same name replaces it."""
    _ROOMS[room] = ask


def before(case: Development, touched: Iterable[str], member: Member, *, papers: bool = False) -> dict[str, Any]:
    """How the case and the first page of the file stand. touched: names of the days and facts that the step changes."""
    names = list(touched)
    return {
        "dates": {name: case.dates.get(name) for name in names}, "facts": {name: case.facts.get(name) for name in names},
        "clocks": timers.remember(flow_of(case), case), "member": columns(member),
        "papers": sorted(completeness.held([member.pk])[member.pk]) if papers else [],
    }  # fmt: skip


def write_down(case: Development, event: str, was: dict[str, Any]) -> None:
    """Beside the step that was just written, with what the file says now."""
    step = case.steps.filter(event=event).latest("pk")
    step.before = was | {"after": columns(Member.objects.unscoped("of one case").get(pk=case.member_id))}
    step.save(update_fields=["before"])


def write_first(case: Development, event: str, member: dict[str, Any]) -> None:
    """Beside the step with which a way began: before it there was none. member: the columns of the file before it."""
    none = {"dates": dict.fromkeys(case.dates), "facts": dict.fromkeys(case.facts), "clocks": [], "papers": []}
    write_down(case, event, none | {"member": member})


def restored(case: Development, step: DevelopmentStep) -> dict[str, Any]:
    """`dates` and `facts` as they were before the step; what other steps said stays."""
    was, made = step.before or {}, {}
    for column in ("dates", "facts"):
        kept = {name: value for name, value in getattr(case, column).items() if name not in was[column]}
        made[column] = kept | {name: value for name, value in was[column].items() if value is not None}
    return made


def last_step(case: Development) -> DevelopmentStep | None:
    """The step that stands last: neither taken back, nor about taking back, nor that the person moved to another branch."""
    rows = case.steps.filter(undone_at=None).exclude(event__in=(*RETRACTING, "move"))
    return rows.order_by("-pk").first()


def free(case: Development, step: DevelopmentStep) -> Decision:
    """Whether nothing that rests on the step stands in the way, here, in the file and in the rooms above (LX-260)."""
    if step.event == "leave":
        return _no("组织关系已经转到别处，这里不再更正。", "请把更正的情况写给现在管理档案的党组织。")
    if step.before is None:
        return _no(
            "这一步是平台能撤回以前登记的，没有留下登记前的样子。",
            "请在下一步的说明里写明更正，或者请党委的组织员核对档案。",
        )
    others = Development.objects.unscoped("one way at a time").filter(member=case.member_id, closed_at=None)
    if case.closed_at is not None and others.exclude(pk=case.pk).exists():
        return _no("这以后又登记了新的申请，以前的不能再打开。", "请先撤回新的申请的登记。")
    became = step.before["member"] != step.before["after"]
    if became and _went_on(case, step):
        return _no("组织关系已经凭这一步转到现在的支部。", "请先把组织关系转回原支部，再请党委的组织员更正档案。")
    if became and columns(case.member) != step.before["after"]:
        return _no("档案里的人员类别或日期后来又改过，和这一步写进去的不一样。", "请先在“党员档案”里改回来，再撤回。")
    if _made_a_member(step) and _charged(case.member):
        return _no("已经按党员给这位同志记了党费。", "请先在“党费”里把记账冲回，再撤回。")
    for ask in _ROOMS.values():
        if became and (denied := ask(case, step)) is not None:
            return denied
    return Allowed()


def _went_on(case: Development, step: DevelopmentStep) -> bool:
    """The relation went to another branch since; a merger took branch and person along and is no transfer (DEV-06)."""
    branch = case.fact(step.event).get("branch")
    if branch in (None, case.organisation_id):
        return False
    taken_at = organisations.by_id(int(branch))
    return taken_at is None or organisations.heir(taken_at).pk != case.organisation_id


def _made_a_member(step: DevelopmentStep) -> bool:
    was = step.before or {}
    return was["after"]["stage"] in IN_PARTY and was["member"]["stage"] not in IN_PARTY


def _charged(member: Member) -> bool:
    return Posting.objects.unscoped("of one member").filter(member=member, reverses=None, reversed_by=None).exists()


def _no(reason: str, remedy: str) -> Denied:
    return Denied(reason, rule="LX-260", code="held", remedy=remedy)
