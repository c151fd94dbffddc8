"""What is published of a round before anybody votes: the election's text, its questions, the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from lianxin.democracy.ballotbox.groups import BELENIOS_2048, RFC_3526_2048, Group
from lianxin.democracy.ballotbox.questions import Question, Ranked, Summed, write_election
from lianxin.democracy.ballotbox.texts import fingerprint
from lianxin.democracy.ballotbox.trustees import (
    Single,
    Trustee,
    election_key,
    key_of,
    read_key,
    read_trustees,
    write_trustees,
)
from lianxin.foundation.rules.registry import rule

from .models import Election, Round
from .words import MATTER, ROUNDS

#: rules that decide the count; their version stands in the fingerprint of every round
RULES = ("ELE-01", "ELE-03", "ELE-04", "ELE-05", "ELE-06", "ELE-07")


def group_of(election: Election) -> Group:
    """Persons: ballots are opened one by one; a matter: only sums are."""
    return RFC_3526_2048 if election.of_persons else BELENIOS_2048


def questions(election: Election, row: Round) -> list[Question]:
    """What stands on the ballot. Persons: one question, a number for each candidate and two for each 另选他人."""
    names = [str(one["name"]) for one in row.names]
    if not election.of_persons:
        return [Summed(name, MATTER, 1, 1) for name in names]
    others = row.sheet(frozenset({1})).others
    free = [f"另选他人{at + 1}（名册号{part}）" for at in range(others) for part in ("高位", "低位")]
    return [Ranked(f"{election.office or election.title}，应选 {row.seats} 名", (*names, *free))]


def singles(election: Election, keys: Sequence[dict[str, Any]]) -> list[Trustee]:
    """Scrutineers all of whom are needed. MalformedError when nobody proved to hold a key."""
    return [Single(read_key(key, group_of(election))) for key in keys]


def publish(election: Election, row: Round, holders: Sequence[Trustee]) -> dict[str, str]:
    """Trustees and text of a round from what the scrutineers made; the server adds a key of its own.

    Columns of the round.
    """
    group = group_of(election)
    secret = group.random()
    trustees = [*holders, Single(key_of(group, secret, "服务器"))]
    today = timezone.localdate(election.meeting_at)
    made = write_election(
        uuid=row.uuid, name=election.title, description=election.intro, group=group,
        key=int(election_key(group, trustees)), questions=questions(election, row),
        lianxin={
            "round": row.number, "kind": row.kind, "kind_word": ROUNDS[row.kind], "seats": row.seats,
            "before": before(row), "roll": election.roll_hash, "rules": {one: rule(one, today).source.version for one in RULES},
        },
    )  # fmt: skip
    return {"served": str(secret), "trustees": write_trustees(trustees), "text": made.text}


def before(row: Round) -> str:
    """Fingerprint of the round before that had a text, void or not, so that rounds stand in one chain; empty for the first."""
    found = row.election.rounds.filter(number__lt=row.number).exclude(text="").order_by("-number").first()
    return fingerprint(found.text) if found else ""


def trustees_of(row: Round) -> list[Trustee]:
    """As they were published."""
    return read_trustees(row.trustees, group_of(row.election))


def secret_of_server(row: Round) -> int:
    return int(row.served)


def now_stamp(moment: Any) -> str:
    """Seconds since 1970 as the head of a file has them; the same in every record, so that none tells when it came."""
    return str(int(moment.timestamp()))


__all__ = ["RULES", "group_of", "now_stamp", "publish", "questions", "secret_of_server", "singles", "trustees_of"]
