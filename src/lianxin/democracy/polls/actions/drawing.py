"""Drawn up by one, released by another; cancelled with a reason before anything is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused, all_of

from .. import indexing, policies, urns
from ..flow import FLOW
from ..lifecycle import DRAW
from ..limits import not_longer, within
from ..models import NamedBallot, Poll, Roll
from ..words import KINDS
from .rolls import fix_roll, name_people

_TWICE = Denied("这一页已经提交过了。", code="twice", remedy="请到列表里查看。")


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that is declared; fixed by the release. people: persons of a named list."""

    kind: str
    title: str
    items: tuple[str, ...]
    options: tuple[str, ...]
    opens_at: datetime
    closes_at: datetime
    result_on: date
    intro: str = ""
    most: int = 1
    write_in: bool = False
    comment: bool = False
    nameless: bool = True
    may_change: bool = False
    electorate: str = "organisation"
    people: tuple[int, ...] = ()
    audience: str = "voters"
    names_to: str = ""
    least: int = 0
    quorum: int = 0
    remind_every: int = 0
    no_election: bool = False
    keeper: int | None = None
    deputy: int | None = None

    def columns(self) -> dict[str, object]:
        """Columns of the poll; what a poll without names cannot have falls away."""
        names = ("kind", "title", "intro", "most", "write_in", "comment", "nameless", "electorate", "opens_at", "closes_at",
                 "result_on", "audience", "quorum", "remind_every")  # fmt: skip
        found: dict[str, object] = {name: getattr(self, name) for name in names}
        found |= {"items": list(self.items), "options": list(self.options)}
        found |= {"keeper_id": self.keeper, "deputy_id": self.deputy}
        found |= {
            "may_change": self.may_change and not self.nameless,
            "names_to": "" if self.nameless else self.names_to or "desk",
        }
        floor = policies.few() + 1 if self.nameless else 0
        return found | {"least": max(self.least, floor)}


@action("polls.draw")
def draw(*, actor: Actor, organisation: Organisation, draft: Draft, key: str) -> Poll:
    """起草. The same form twice is one poll."""
    if not actor.may(DRAW, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    known = Poll.objects.unscoped("the same form").filter(key=key[:40]).first()
    if known is not None:
        record("polls.draw_again", actor=actor, subject=known)
        return known
    require(sound(draft))
    with or_refuse(_TWICE):
        case = Poll.objects.create(
            state=FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path, opened_at=moment.now(),
            key=key[:40], author_id=actor.person_id, **draft.columns(),
        )  # fmt: skip
    case.number = f"TP{timezone.localdate(case.opened_at).year}-{case.pk:05d}"
    case.save(update_fields=["number"])
    FLOW.step.objects.create(case=case, event="draw", label="起草", source="", target=case.state, at=case.opened_at,
                             actor_kind=actor.kind, person_id=actor.person_id)  # fmt: skip
    name_people(case, draft.people)
    record("polls.draw", actor=actor, subject=case, org_path=case.org_path, kind=case.kind)
    return case


@action("polls.change")
def change(*, actor: Actor, poll: Poll, draft: Draft, revision: int) -> Poll:
    """修改 of a draft; later nothing of it moves."""
    case = lock(poll, revision=revision)
    require(sound(draft))
    case = advance(case, "change", actor=actor, changes=draft.columns())
    name_people(case, draft.people)
    return case


@action("polls.submit")
def submit(*, actor: Actor, poll: Poll, revision: int) -> Poll:
    """送另一位同志看."""
    return advance(lock(poll, revision=revision), "submit", actor=actor)


@action("polls.give_back")
def give_back(*, actor: Actor, poll: Poll, reason: str, revision: int) -> Poll:
    """退回修改, with what to change."""
    case = lock(poll, revision=revision)
    require(within(reason, "退回的原因", "reason", "statement"))
    return advance(case, "give_back", actor=actor, note=reason.strip())


@action("polls.release")
def release(*, actor: Actor, poll: Poll, revision: int) -> Poll:
    """放行: the roll is fixed, an urn stands ready, those on the roll are told. The clock opens and closes."""
    case = lock(poll, revision=revision)
    changes = fix_roll(case) | {"released_at": moment.now()}
    case = advance(case, "release", actor=actor, changes=changes, data={"people": changes["roll_size"]})
    if case.nameless:
        urns.make(case)
    indexing.index(case)
    return case


@action("polls.cancel")
def cancel(*, actor: Actor, poll: Poll, reason: str, revision: int) -> Poll:
    """取消: what was cast is destroyed unread and never counted."""
    case = lock(poll, revision=revision)
    require(within(reason, "取消的原因", "reason", "statement"))
    case = advance(case, "cancel", actor=actor, changes={"reason": reason.strip()}, public_note=reason.strip())
    urns.destroy(case)
    NamedBallot.objects.filter(poll=case).delete()
    if case.released_at is None:
        Roll.objects.filter(poll=case).delete()
    indexing.index(case)
    return case


def sound(draft: Draft) -> Decision:
    """Whether a declaration can be kept: nothing of an election, nothing twice, times that make sense."""
    found = rule("LX-180")
    return all_of(
        within(draft.title, "题目", "title", "title"),
        not_longer(draft.intro, "说明", "intro", "intro"),
        Allowed() if draft.kind in KINDS else Denied("请选一种。", code="choice", field="kind"),
        policies.two_people(draft.keeper, draft.deputy),
        policies.no_election(draft.title, draft.intro, *draft.items),
        Allowed() if draft.no_election else Denied("请确认这不是选举。", code="election", field="no_election"),
        _list(draft.items, "问什么", "items", found.count("items"), found.count("line"), 1),
        _list(draft.options, "答什么", "options", found.count("options"), found.count("line"), 1 if draft.write_in else 2),
        _most(draft),
        _times(draft),
    )  # fmt: skip


def _list(lines: Sequence[str], label: str, field: str, most: int, long: int, least: int) -> Decision:
    if len(lines) < least:
        return Denied(f"“{label}”至少写 {least} 行。", code="empty", field=field)
    if len(lines) > most:
        return Denied(f"“{label}”最多 {most} 行，现在是 {len(lines)} 行。", rule="LX-180", code="too_many", field=field)
    twice = next((line for line in lines if lines.count(line) > 1), "")
    if twice:
        return Denied(f"“{label}”里“{twice}”写了两遍。", code="twice_named", field=field)
    wide = next((line for line in lines if len(line) > long), "")
    if wide:
        return Denied(f"“{wide[:12]}…”太长，每行最多 {long} 个字。", rule="LX-180", code="too_long", field=field)
    return Allowed()


def _most(draft: Draft) -> Decision:
    if not 1 <= draft.most <= max(1, len(draft.options) + (1 if draft.write_in else 0)):
        return Denied("“最多选几个”要在 1 和答案的个数之间。", code="most", field="most")
    if draft.write_in and len(draft.items) > 1:
        return Denied("可以另写名字的，一次只问一项。", code="write_in", field="write_in")
    if draft.quorum > 100 or (draft.quorum and draft.electorate == "citizens"):
        return Denied("参与率填 0 到 100；不设名册的算不出参与率，请填 0。", code="quorum", field="quorum")
    if draft.electorate == "named" and not draft.people:
        return Denied("请写明名单上的人。", code="people", field="people")
    return Allowed()


def _times(draft: Draft) -> Decision:
    now, longest = moment.now(), rule("LX-180").count("longest")
    if draft.closes_at <= draft.opens_at or draft.closes_at <= now:
        return Denied("截止时间要晚于开始时间，也要晚于现在。", code="times", field="closes_at")
    if draft.closes_at - draft.opens_at > timedelta(days=longest):
        return Denied(f"最长投 {longest} 天。", rule="LX-180", code="times", field="closes_at")
    if draft.result_on < timezone.localdate(draft.closes_at):
        return Denied("公布结果的日子不能早于截止的日子。", code="times", field="result_on")
    every = rule("LX-182").count("every")
    if draft.remind_every and draft.remind_every < every:
        return Denied(f"提醒最多 {every} 天一次；不提醒填 0。", rule="LX-182", code="remind", field="remind_every")
    return Allowed()
