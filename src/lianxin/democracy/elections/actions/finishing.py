"""计票, what follows from it, and the way of the result: report, approval, archive."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import counting, following, namesakes, policies, results, rolls, strokes
from ..lifecycle import RUN
from ..models import Election, Opinion, PaperTally, Round
from .meeting import add_round


@action("elections.count_paper")
def count_paper(*, actor: Actor, row: Round, numbers: dict[str, Any]) -> bool:
    """登记纸质票, each of two people what they counted themselves; answers whether both agree (V06)."""
    row = lock(row)
    case = row.election
    if not actor.may(RUN, case.org_path) and not case.scrutineers.filter(person_id=actor.person_id or 0).exists():
        raise Refused(OUT_OF_SCOPE)
    if case.state != "closed" or not row.paper:
        raise Refused(Denied("现在不登记纸质票。", code="wrong_state"))
    if row.paper_sums is not None:
        raise Refused(Denied("纸质票已经登记好，两个人数的一样。", code="twice"))
    sheet = row.sheet(results.nameable(row))
    seats = sheet if case.of_persons else counting.Sheet(len(row.names), len(row.names))
    try:
        named = [number for number, _ in numbers.get("named", [])]
        good = len(set(named)) == len(named) and counting.adds_up(results.from_numbers(numbers, seats), seats)
    except (KeyError, TypeError, ValueError):
        good = False
    if not good:
        raise Refused(
            Denied("数对不上：每名候选人的赞成、不赞成、弃权加起来要等于有效票。", code="paper", field="lines")
        )
    told = json.dumps(numbers, sort_keys=True)
    PaperTally.objects.update_or_create(round=row, person_id=actor.person_id or 0, defaults={"numbers": told})
    record("elections.count_paper", actor=actor, subject=case)
    found = [str(one.numbers) for one in row.papers.all()]
    if len(found) > 1 and told in found and found.count(told) > 1:
        row.paper_sums = numbers
        row.save(update_fields=["paper_sums"])
        row.papers.all().delete()
    return row.paper_sums is not None


@action("elections.count")
def count(*, actor: Actor, election: Election, revision: int) -> Election:
    """计票: the rules speak; the sheet says what they said."""
    case = lock(election, revision=revision)
    row = lock(policies.round_of(case))
    require(policies.may_count(actor, case))
    outcome = {"rounds": row.number}
    Opinion.objects.filter(voter__election=case).delete()  # their sums stand in the round; nobody needs more
    return advance(case, "count", actor=actor, changes={"outcome": outcome}, data={"round": row.number})


@action("elections.void")
def void(*, actor: Actor, election: Election, revision: int) -> Election:
    """宣布无效: more came back than was given out (ELE-04); the same names are voted on again."""
    case = advance(lock(election, revision=revision), "void", actor=actor)
    row = lock(policies.round_of(case))
    row.void, row.served = True, ""  # without the server's key nobody opens what was cast
    row.save(update_fields=["void", "served"])
    add_round(case, "again", row.seats, row.names)
    return case


@action("elections.another")
def another(*, actor: Actor, election: Election, names: Sequence[str], revision: int) -> Election:
    """再投一轮: those who were level among themselves (ELE-07), else names for the seats that are left (ELE-08)."""
    case = lock(election, revision=revision)
    require(following.may_follow(actor, case))
    last = results.last_sheet(case)
    if last.level:
        case = advance(case, "another", actor=actor, data={"kind": "runoff"})
        add_round(case, "runoff", last.open, _named(case, sorted(last.level, key=strokes.key)))
        return case
    names = [namesakes.tidy(name) for name in names]
    left = results.seats_open(case)
    require(policies.candidates_fit(case.kind, left, len(names), policies.day_of(case)))
    taken = {name for name, _ in results.elected(case)}
    if not names or len(set(names)) != len(names) or taken & set(names):
        raise Refused(Denied("请写还没有当选的人，每人一行。", rule="ELE-08", code="names", field="names"))
    case = advance(case, "another", actor=actor, data={"kind": "further"})
    add_round(case, "further", left, _named(case, strokes.by_strokes(list(names))))
    return case


def _named(case: Election, names: Sequence[str]) -> list[dict[str, Any]]:
    """Lines of a ballot: who stood before keeps the key of a candidate, others that of the roll."""
    standing = {one.name: one.pk for one in case.candidates.all()}
    roll = {one.name: one.number for one in case.voters.filter(without="")}
    found: list[dict[str, Any]] = []
    for name in names:
        if name in standing:
            found.append({"name": name, "candidate": standing[name]})
        elif name in roll:
            found.append({"name": name, "voter": roll[name]})
        elif known := rolls.like(case, name):
            raise Refused(namesakes.several(name, known, "names"))
        else:
            raise Refused(Denied(f"{name}不在名册上，也不是候选人。", rule="ELE-14", code="names", field="names"))
    return found


@action("elections.take_back")
def take_back(*, actor: Actor, election: Election, revision: int) -> Election:
    """不再投这一轮: a further vote that was prepared and has not begun; its keys and slips are void with it.

    What was counted stands as it is: afterwards seats are given up, or other names voted on (ELE-08).
    """
    case = lock(election, revision=revision)
    row = lock(policies.round_of(case))
    case = advance(case, "take_back", actor=actor, data={"round": row.number})
    row.delete()  # nothing was cast in it: it has no archive
    return case


@action("elections.reduce")
def reduce(*, actor: Actor, election: Election, votes: tuple[int, int, int], revision: int) -> Election:
    """减少名额: more than half of the electors agree, and how they voted is written down (ELE-08)."""
    case = lock(election, revision=revision)
    require(following.may_reduce(actor, case))
    row = results.last_counted(case)
    left, whole = results.seats_open(case), row.due
    if min(votes) < 0 or sum(votes) > row.present:
        raise Refused(Denied("票数比到会的人还多。", code="votes", field="yes"))
    if not counting.carried(votes[0], whole, rule("ELE-08", policies.day_of(case)).share("reduce")):
        words = f"选举人 {whole} 名，同意 {votes[0]} 名，没有超过半数，不能减少名额。"
        raise Refused(Denied(words, rule="ELE-08", code="votes", field="yes"))
    agreed = {"seats": left, "yes": votes[0], "no": votes[1], "abstain": votes[2], "whole": whole}
    return advance(case, "reduce", actor=actor, changes={"meeting": {**case.meeting, "reduce": agreed}}, data=agreed)


@action("elections.report")
def report(*, actor: Actor, election: Election, revision: int) -> Election:
    """上报, once every seat is filled or given up."""
    return advance(lock(election, revision=revision), "report", actor=actor)


@action("elections.approve")
def approve(*, actor: Actor, election: Election, number: str, on: date, revision: int) -> Election:
    """批准 by the organisation above. number: of its document."""
    case = lock(election, revision=revision)
    if on < policies.day_of(case) or on > moment.today():
        raise Refused(Denied("批准日期在开会以后、今天以前。", code="day", field="on"))
    said = {"number": number.strip(), "on": on.isoformat(), "by": actor.name}
    return advance(case, "approve", actor=actor, changes={"approval": said})


@action("elections.send_back")
def send_back(*, actor: Actor, election: Election, reason: str, revision: int) -> Election:
    """退回补正, with what is missing."""
    if not reason.strip():
        raise Refused(Denied("请写明要补正什么。", code="empty", field="reason"))
    return advance(lock(election, revision=revision), "send_back", actor=actor, note=reason.strip())


@action("elections.archive")
def archive(*, actor: Actor, election: Election, revision: int) -> Election:
    """归档: archives of every round stay where they are, for whoever wants to check them."""
    return advance(lock(election, revision=revision), "archive", actor=actor)
