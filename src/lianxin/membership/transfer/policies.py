"""Who may do what with a transfer, and what the letter asks (TRF-01, EDU-09)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of, by_paths
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, all_of

from .lifecycle import ISSUE, JUDGE, WORK
from .models import Transfer
from .words import INSIDE, PAPER, PEER

READ = "transfer.read"
#: post -> what it may do inside the subtree of its organisation
POSTS = {
    "secretary": (READ, WORK, ISSUE, JUDGE),
    "deputy_secretary": (READ, WORK, ISSUE, JUDGE),
    "committee_member": (READ, WORK),
    "organiser": (READ, WORK, ISSUE, JUDGE),
    "discipline": (READ,),
    "leader": (READ, JUDGE),
}


def is_person(actor: Actor, case: Any) -> bool:
    """The transfer is the actor's own."""
    return case.member is not None and actor.is_person(case.member.person_id)


def committee_of(path: str, *, above: int = 0) -> Organisation | None:
    """The nearest committee at a path or over it; above: how many of them are left out."""
    known = by_paths(ancestors_of(path))
    found = [known[step] for step in ancestors_of(path) if step in known and known[step].kind == "committee"]
    found = [one for one in found if not one.closed_on]
    return found[above] if len(found) > above else None


def judge_of(case: Transfer) -> Organisation | None:
    """Who decides on an appeal: the committee over the one that refused, over both sides where they have one in common."""
    refusing = case.target_path if case.state == "refused" and case.target_id else case.source_path
    own = committee_of(refusing)
    if own is None:
        return None
    known = by_paths(ancestors_of(own.path))
    over = [known[p] for p in ancestors_of(own.path) if p != own.path and p in known and known[p].kind == "committee"]
    both = [one for one in over if case.source_path.startswith(one.path)]
    return next(iter(both or over), None)


def seen_by(actor: Actor, verb: str = READ) -> Q:
    """Both sides see a transfer; the side where it goes does from the letter on."""
    paths = actor.paths_for(verb)
    coming = subtree("target_path", paths) & Q(issued_on__isnull=False) & ~Q(target_path="")
    leaving = subtree("source_path", paths) & ~Q(source_path="")
    return subtree("org_path", paths) | leaving | coming


def may_ask(actor: Actor, member: Any) -> Decision:
    """A branch for its people, or somebody for themselves."""
    if not (actor.is_person(member.person_id) or actor.may(WORK, member.org_path)):
        return OUT_OF_SCOPE
    if member.standing != "active":
        return Denied(f"这份档案{member.get_standing_display()}，不能办理转接。", code="closed", field="member")
    return Allowed()


def _on_leaving_side(actor: Actor, case: Transfer) -> Decision:
    """The letter is the business of those who wrote it."""
    return Allowed() if actor.kind == "system" or actor.may(ISSUE, _source_committee(case)) else OUT_OF_SCOPE


def _takes_back(actor: Actor, case: Transfer) -> Decision:
    """Whoever lets somebody go takes it back or appeals; the other side refuses, with a ground (EDU-09)."""
    if actor.kind == "system":
        return Allowed()
    if case.source_id:
        return Allowed() if actor.may(WORK, case.source_path) else OUT_OF_SCOPE
    if case.way == PAPER:
        return Allowed()
    return Denied("对方开的介绍信不能撤销，不接收的请写明理由。", rule="EDU-09", code="other_way")


def _source_committee(case: Transfer) -> str:
    found = committee_of(case.source_path)
    return found.path if found else case.source_path


def _good(actor: Actor, case: Transfer) -> Decision:
    """TRF-01: after the last day a letter is paper."""
    today = timezone.localdate()
    if not case.lapsed(today):
        return Allowed()
    day = case.valid_until
    return Denied(f"介绍信有效期到 {day:%Y-%m-%d}，已经过期。", rule="TRF-01", code="lapsed",
                  remedy="请原党委重新开介绍信。转接完成以前仍由原支部负责（EDU-09）。")  # fmt: skip


def _not_own(actor: Actor, case: Transfer) -> Decision:
    return Denied("自己的转接由其他同志办理。", code="own_work") if is_person(actor, case) else Allowed()


def _on_the_roll(actor: Actor, case: Transfer) -> Decision:
    """Whoever left the Party while the letter was on its way is not received anywhere."""
    member = case.member
    if member is None or member.standing == "active":
        return Allowed()
    return Denied(
        f"{member.name}的档案{member.get_standing_display()}，不能再办转接。",
        code="closed",
        remedy="请撤销或者退回这次转接。",
    )


def _only(*ways: str) -> Callable[[Actor, Transfer], Decision]:
    def guard(actor: Actor, case: Transfer) -> Decision:
        return Allowed() if case.way in ways else Denied("这种转接没有这一步。", code="other_way")

    return guard


def _within(actor: Actor, case: Transfer) -> Decision:
    """Between branches of one committee no letter is needed."""
    one, two = committee_of(case.source_path), committee_of(case.target_path) if case.target_path else None
    same = case.way == INSIDE and one is not None and two is not None and one.pk == two.pk
    return Allowed() if same else Denied("转往别的党委要开介绍信。", code="other_committee")


def _between(actor: Actor, case: Transfer) -> Decision:
    return Denied("同一党委内直接调整，不用开介绍信。", code="same_committee") if _within(actor, case) else Allowed()


def _kept(case: Transfer) -> bool:
    """Whether a refusal was one of this side, on which a superior of this instance can decide."""
    return judge_of(case) is not None


def _appealable(actor: Actor, case: Transfer) -> Decision:
    if _kept(case):
        return Allowed()
    return Denied("上面没有党委可以复核。", rule="EDU-09", code="no_judge", remedy="请向上级党组织书面反映。")


def _came(state: str) -> Callable[[Actor, Transfer], Decision]:
    """An order goes back to where the appeal came from."""

    def guard(actor: Actor, case: Transfer) -> Decision:
        last = case.steps.filter(target="appealed").order_by("-at", "-pk").first()
        return Allowed() if last and last.source == state else Denied("申诉的不是这一步。", code="other_step")

    return guard


def _own_appeal(actor: Actor, case: Transfer) -> Decision:
    """Who refused does not decide on the appeal against it."""
    refusing = case.steps.filter(event__in=("decline", "refuse")).order_by("-at", "-pk").first()
    if refusing is not None and actor.person_id and refusing.person_id == actor.person_id:
        return Denied("原来作决定的人不能复核自己的决定。", rule="EDU-09", code="same_person")
    return Allowed()


def _both(*guards: Callable[[Actor, Transfer], Decision]) -> Callable[[Actor, Transfer], Decision]:
    return lambda actor, case: all_of(*(guard(actor, case) for guard in guards))


GUARDS: dict[str, Callable[[Actor, Transfer], Decision]] = {
    "issue": _both(_not_own, _on_the_roll, _between),
    "adjust": _both(_not_own, _on_the_roll, _within),
    "decline": _not_own,
    "receive": _both(
        _not_own,
        _on_the_roll,
        _good,
        lambda a, c: Allowed() if c.target_id else Denied("等对方回执。", code="other_way"),
    ),
    "refuse": _both(_not_own, lambda a, c: Allowed() if c.target_id else Denied("等对方回执。", code="other_way")),
    "reissue": _both(_not_own, _on_the_roll, _on_leaving_side),
    "note_receipt": _both(_only(PAPER), _on_leaving_side, _not_own),
    "appeal": _both(_takes_back, _appealable),
    "appeal_own": _appealable,
    "order_issue": _both(_not_own, _on_the_roll, _own_appeal, _came("declined")),
    "order_receive": _both(_not_own, _on_the_roll, _own_appeal, _came("refused")),
    "keep": _both(_not_own, _own_appeal),
    "ask_back": _both(_takes_back, _only(PEER)),
    "recall": _both(
        _takes_back,
        lambda a, c: (
            Denied("要先请对方平台退回。", code="other_way") if c.way == PEER and c.state == "issued" else Allowed()
        ),
    ),
}


def longest(way: str) -> tuple[int, int]:
    """(usual, longest) days of a letter (TRF-01)."""
    found = rule("TRF-01")
    return found.period("city" if way == INSIDE else "other_city").amount, found.period("longest").amount
