"""Who judges, who stands aside, and what each judge says."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import announcing, policies
from ..limits import fits
from ..models import Call, Judge, Judgement, Recusal, Work
from ..words import LEVELS
from .holding import held

_TWICE = Denied("已经请过这位评委。", code="twice", field="judge")
_ASIDE = Denied("已经登记过了。", code="twice", field="author")
_HANDED = Denied("这篇的意见已经交出，不能再改。", rule="LX-196", code="twice")


@dataclass(frozen=True, slots=True)
class Said:
    """What a judge hands in. levels, said: by the place of the criterion."""

    levels: dict[int, str]
    said: dict[int, str]
    overall: str


@action("essays.ask_judge")
def ask_judge(*, actor: Actor, call: Call, person: Person, revision: int) -> Judge:
    """请评委. Whoever sent a work may be asked: their own is kept from them."""
    case = advance(lock(call, revision=revision), "judges", actor=actor)
    with or_refuse(_TWICE):
        judge = Judge.objects.create(call=case, person=person, since=moment.now())
    record("essays.ask_judge", actor=actor, subject=case, judge=judge.pk)
    announcing.asked_to_judge(case, person.pk)
    return judge


@action("essays.let_go")
def let_go(*, actor: Actor, judge: Judge, revision: int) -> None:
    """不再请, as long as they have handed nothing in: what was said of a work stays."""
    case = advance(lock(judge.call, revision=revision), "judges", actor=actor)
    held_row = lock(judge)
    if held_row.judgements.exists():
        raise Refused(Denied("这位评委已经交过意见，不能再取消。", rule="LX-196", code="judged"))
    record("essays.let_go", actor=actor, subject=case, judge=held_row.pk)
    held_row.delete()


@action("essays.declare")
def declare(*, actor: Actor, judge: Judge, author: Person, why: str, revision: int) -> Recusal:
    """登记回避: this judge does not see what this author wrote. The desk knows the names, the judge does not."""
    case = advance(lock(judge.call, revision=revision), "judges", actor=actor)
    if not policies.sees_authors(actor, case):
        raise Refused(Denied("您是评委，看不到作者，请由另一位同志登记。", rule="LX-196", code="blind"))
    require(fits(why, "为什么回避", "why", figure="note"))
    works = Work.objects.unscoped("the works of this call").filter(call=case, author=author)
    if not works.exclude(state="draft").exists():
        raise Refused(Denied("请从投了稿的作者里选。", code="choice", field="author"))
    if Judgement.objects.filter(judge=judge, work__in=works).exists():
        raise Refused(Denied("这位评委已经交了对这位作者的意见。", rule="LX-196", code="judged", field="author",
                             remedy="请在定结果时另请一位评委补评，并在理由里说明。"))  # fmt: skip
    with or_refuse(_ASIDE):
        made = Recusal.objects.create(judge=judge, author=author, why=why.strip(), at=moment.now())
    record("essays.declare", actor=actor, subject=case, judge=judge.pk)
    return made


@action("essays.stand_aside")
def stand_aside(*, actor: Actor, judge: Judge, work: Work, why: str) -> Recusal:
    """我要回避: a judge who recognises a work leaves it to the others."""
    case = held(work)
    require(policies.judges(actor, case, judge))
    require(fits(why, "为什么回避", "why", figure="note"))
    if Judgement.objects.filter(judge=judge, work=case).exists():
        raise Refused(_HANDED)
    with or_refuse(_ASIDE):
        made = Recusal.objects.create(judge=judge, work=case, why=why.strip(), at=moment.now())
    record("essays.stand_aside", actor=actor, subject=case.call, judge=judge.pk)
    return made


@action("essays.judge")
def hand_in_judgement(*, actor: Actor, judge: Judge, work: Work, said: Said) -> Judgement:
    """交意见: once, without having seen anybody else's; a level and words for each criterion."""
    case = held(work)
    require(policies.judges(actor, case, judge))
    for number, name in enumerate(case.call.criteria):
        if said.levels.get(number) not in LEVELS:
            raise Refused(Denied(f"请选择“{name}”怎么样。", code="empty", field=f"level_{number}"))
        require(fits(said.said.get(number, ""), name, f"said_{number}", figure="opinion", needed=False))
    require(fits(said.overall, "总的意见", "overall", figure="opinion"))
    places = range(len(case.call.criteria))
    with or_refuse(_HANDED):
        made = Judgement.objects.create(
            judge=judge, work=case, overall=said.overall.strip(), handed_at=moment.now(),
            levels={str(n): said.levels[n] for n in places}, said={str(n): said.said.get(n, "").strip() for n in places},
        )  # fmt: skip
    record("essays.judge", actor=actor, subject=case.call, judge=judge.pk)
    return made


def judge_of(actor: Actor, call_id: int) -> Judge:
    """The actor as a judge of a call; 404 for everybody else."""
    found = (
        Judge.objects.select_related("call__organisation")
        .filter(call_id=call_id, person_id=actor.person_id or 0)
        .first()
    )
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    return found
