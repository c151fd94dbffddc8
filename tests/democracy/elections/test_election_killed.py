"""The server dies in the middle of taking a ballot (R067): the archive holds it whole with its receipt, or nothing of it."""

from __future__ import annotations

from typing import Any

from django.db import connection

from lianxin.democracy.ballotbox.ballots import fill_in
from lianxin.democracy.ballotbox.credentials import secret_of
from lianxin.democracy.ballotbox.verifying import verify
from lianxin.democracy.elections import actions, box
from lianxin.democracy.elections.actions import Standing
from tests.democracy.elections.conftest import NAMES, Meeting


class KilledError(Exception):
    """Nobody in the house expects it, as nobody expects the end of a process."""


class Death:
    """After so many statements nothing answers any more."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, execute: Any, *asked: Any) -> Any:
        if self.left <= 0 and not str(asked[0]).startswith(("ROLLBACK", "RELEASE")):
            raise KilledError
        self.left -= 1
        return execute(*asked)


def test_at_whichever_statement_it_dies(meeting: Any) -> None:
    """Nothing of a ballot is left before the last statement; sent again it is taken once, whatever happened before."""
    found: Meeting = meeting(kind="matter", office="", candidates=[Standing("同意修缮活动室")])
    found.announce().sign_in(NAMES).keys_of(NAMES[8:10]).give_slips().do("open_vote")
    row, election = found.row, box.published(found.row)
    text = fill_in(election, secret_of(found.slips[0], row.uuid, election.group), [[1, 0, 0]]).text
    before, deaths = b"".join(box.file_of(row)), 0
    for after in range(40):
        try:
            with connection.execute_wrapper(Death(after)):
                receipt = actions.cast(row=row, text=text)
        except KilledError:
            deaths += 1
            assert b"".join(box.file_of(row)) == before
        else:
            break
    assert deaths >= 5, "the loop found its end before a ballot was written"
    (link,) = row.links.filter(kind="Ballot")
    assert (receipt.height, receipt.head) == (link.height, link.hash) == (1, link.hash)
    assert actions.cast(row=row, text=text) == receipt, "the answer that was lost on the way"
    raw = b"".join(box.file_of(row))
    assert raw.startswith(before)
    assert verify(raw).ballots == 1
