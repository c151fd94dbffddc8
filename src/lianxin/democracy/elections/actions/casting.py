"""投票. A ballot comes without a person: its credential speaks for it, and the archive is its only record (V01).

It is no audited action on purpose: a line of the ledger carries the moment. One transaction appends the ballot to the
chain or nothing at all; the receipt is what was appended.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from lianxin.democracy.ballotbox.ballots import BallotError, check_ballot, read_ballot
from lianxin.democracy.ballotbox.texts import MalformedError
from lianxin.foundation.spine.actions import lock
from lianxin.kernel.decision import Denied, Refused

from .. import box
from ..models import Election, Round

#: of a round with two thousand slips more than a megabyte, and everybody who votes now waits for the same row
_LARGE = ("slips", "text", "trustees", "keys", "served")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the voter keeps: the tracker, where it stands in the chain, the chain's head with it."""

    tracker: str
    height: int
    head: str


def cast(*, row: Round, text: str) -> Receipt:
    """Take a ballot, or refuse it and keep no trace. Raises `Refused` with a code.

    The same ballot twice is answered with its first receipt; another one of the same credential counts instead of the
    one before, and both stay in the archive.
    """
    _voting(row)
    election = box.published(row)
    try:
        ballot = read_ballot(election, text)
    except (MalformedError, RecursionError, UnicodeError) as wrong:
        raise Refused(Denied("这张选票的格式不对，没有投入票箱。", code="malformed")) from wrong
    if str(ballot.credential) not in row.slips:
        raise Refused(
            Denied("这个凭证不在本轮的名单里，没有投入票箱。", code="credential", remedy="请核对凭证，或者找工作人员。")
        )
    try:
        check_ballot(election, ballot)
    except BallotError as wrong:
        raise Refused(Denied("这张选票的证明不成立，没有投入票箱。", code="proof", remedy="请重新填一张。")) from wrong
    with transaction.atomic():
        fresh = lock(row, without=_LARGE)
        _voting(fresh)
        known = fresh.links.filter(kind="Ballot", tracker=ballot.tracker).first()
        if known is not None:
            return Receipt(ballot.tracker, known.height, known.hash)
        mark = box.credential_mark(str(ballot.credential))
        link = box.append(fresh, "Ballot", text, tracker=ballot.tracker, credential=mark)
    return Receipt(ballot.tracker, link.height, link.hash)


def _voting(row: Round) -> None:
    state = Election.objects.unscoped("as it stands").filter(pk=row.election_id).values_list("state", flat=True).get()
    if state != "voting" or row.closed_at is not None or row.opened_at is None:
        raise Refused(Denied("现在不在投票，这张票没有投入票箱。", code="late" if row.opened_at else "early"))
    if not row.issued:
        words = "这一轮全部用纸质票，这张票没有投入票箱。"
        raise Refused(Denied(words, rule="LX-240", code="paper", remedy="请填纸质票。"))
