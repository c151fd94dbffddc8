"""Counting paper twice, announcing with a few words, and the archive, where the urn is destroyed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Denied, Refused

from .. import announcing, counting, indexing, policies, results, urns
from ..limits import within
from ..models import NamedBallot, PaperCount, Poll, Roll


@action("polls.enter_paper")
def enter_paper(
    *, actor: Actor, poll: Poll, ballots: int, counts: Sequence[Sequence[int]], names: Sequence[tuple[str, int]]
) -> PaperCount:
    """登记纸质票, each of two people what they counted themselves; both see only whether it agrees."""
    case = lock(poll)
    require(policies.may_enter_paper(actor, case))
    if ballots > case.paper_issued:
        raise Refused(
            Denied(f"只发出 {case.paper_issued} 张，收回不会更多。", rule="ELE-04", code="paper", field="ballots")
        )
    numbers = json.dumps([ballots, [list(row) for row in counts], sorted([name, times] for name, times in names)],
                         ensure_ascii=False)  # fmt: skip
    if not counting.adds_up(results.from_numbers(numbers), case.shape):
        raise Refused(Denied("数对不上：一项的得票不会多于收回的票。", code="paper", field="ballots"))
    made, _ = PaperCount.objects.update_or_create(
        poll=case, person_id=actor.person_id or 0, defaults={"numbers": numbers}
    )
    record("polls.enter_paper", actor=actor, subject=case)
    return made


@action("polls.announce")
def announce(*, actor: Actor, poll: Poll, statement: str, revision: int) -> Poll:
    """公布结果, with a short statement. What is announced is counted under the lock of the urn."""
    case = lock(poll, revision=revision)
    require(within(statement, "结果说明", "statement", "statement"))
    require(policies.may_announce(actor, case))
    if case.nameless:
        urns.held(case)  # a ballot that came in time and is still being written is waited for
    found = results.reckon(case)
    changes = results.kept(found) | {"statement": statement.strip()}
    case = advance(
        case, "announce", actor=actor, changes=changes, public_note=statement.strip(), data={"ballots": found.ballots}
    )
    indexing.index(case)
    return case


@action("polls.archive")
def archive(*, actor: Actor, poll: Poll, revision: int) -> Poll:
    """归档: the urn and its key, ballots with names and the counts of paper are destroyed; the announced result stays."""
    case = advance(lock(poll, revision=revision), "archive", actor=actor)
    urns.destroy(case)
    NamedBallot.objects.filter(poll=case).delete()
    PaperCount.objects.filter(poll=case).delete()
    indexing.index(case)
    return case


@action("polls.tell_how_many")
def tell_how_many(*, actor: Actor = SYSTEM) -> int:
    """Once a night, one line for all: how many took part in what runs. Answers how many polls run."""
    running = [poll for poll in _released() if poll.phase() == "open"]
    counted = {poll.number: Roll.objects.filter(poll=poll, voted=True).count() for poll in running}
    record("polls.tell_how_many", actor=actor, polls=len(running), ballots=sum(counted.values()))
    return len(running)


@action("polls.remind")
def remind(*, actor: Actor = SYSTEM) -> int:
    """Those who have not voted, as often as was declared; answers how many were told."""
    from lianxin.foundation.spine import moment

    now, told = moment.now(), 0
    for poll in _released():
        days = (now - poll.opens_at).days
        if poll.phase(now) == "open" and poll.remind_every and days >= poll.remind_every:
            told += announcing.remind(poll, days // poll.remind_every)
    record("polls.remind", actor=actor, people=told)
    return told


def _released() -> list[Poll]:
    return list(Poll.objects.unscoped("what the clock goes through").filter(state="released").order_by("pk"))
