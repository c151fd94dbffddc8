"""Rounds that are all on paper: they need no cryptography, and the rules are the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from lianxin.democracy.elections import actions, policies, results
from lianxin.democracy.elections.actions import Standing
from lianxin.kernel.decision import Denied, Refused
from tests.democracy.elections.conftest import NAMES, Meeting

Make = Callable[..., Meeting]
#: lines of paper: so many 赞成, the rest 不赞成
Lines = Sequence[Sequence[int]]
SCRUTINEERS = ("周禾苗", "郑明亮")


def refused(call: Callable[..., object], *given: Any, **named: Any) -> Denied:
    """How a call is refused."""
    with pytest.raises(Refused) as found:
        call(*given, **named)
    assert found.value.denied.reason
    return found.value.denied


def appointed(found: Meeting, names: Sequence[str] = SCRUTINEERS, votes: tuple[int, int, int] | None = None) -> Meeting:
    people = [(found.world.person(name).pk, "chief" if at == 0 else "scrutineer") for at, name in enumerate(names)]
    found.do("appoint", people=people, votes=votes or (policies.present(found.fresh()), 0, 0))
    return found


def seated(make: Make, here: Sequence[str] = NAMES, **more: Any) -> Meeting:
    """Signed in, all with paper; two scrutineers."""
    watching = SCRUTINEERS if set(SCRUTINEERS) <= set(here) else here[:2]
    return appointed(make(**more).announce().sign_in(here, paper=here), watching)


def polled(make: Make, here: Sequence[str] = NAMES, **more: Any) -> Meeting:
    """A round on paper that was closed."""
    found = seated(make, here, **more)
    found.do("open_vote")
    found.do("close_vote")
    return found


def yes_of(*yes: int, of: int) -> list[list[int]]:
    return [[n, of - n, 0] for n in yes]


def told(found: Meeting, lines: Lines, *, ballots: int, void: int = 0, named: Sequence[Sequence[int]] = ()) -> Meeting:
    """Two people enter the same numbers of the paper."""
    numbers = {
        "ballots": ballots,
        "void": void,
        "lines": [list(one) for one in lines],
        "named": [list(n) for n in named],
    }
    for who in ("runner", "reviewer"):
        actions.count_paper(actor=found.world.who(who), row=found.row, numbers=numbers)
    return found


def counted(found: Meeting, lines: Lines, *, ballots: int, **more: Any) -> results.Sheet:
    told(found, lines, ballots=ballots, **more).do("count")
    return results.sheet_of(found.row)


def again_on_paper(found: Meeting, here: Sequence[str] = NAMES) -> Meeting:
    """The next round, with the same people at the table."""
    found.do("open_vote")
    found.do("close_vote")
    return found


def matter(make: Make, here: int) -> Meeting:
    return seated(make, NAMES[:here], kind="admission", office="", candidates=[Standing("同意接收李明为预备党员")])


def reported(make: Make) -> Meeting:
    found = polled(make)
    counted(found, yes_of(12, 11, 10, 0, of=12), ballots=12)
    found.do("report")
    return found
