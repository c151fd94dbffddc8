"""Ballots of real threads on a real database, in a process of their own; prints what came of them as JSON."""

from __future__ import annotations

import json
import sys
from typing import Any

from lianxin.democracy.ballotbox.ballots import fill_in
from lianxin.democracy.ballotbox.credentials import secret_of
from lianxin.democracy.ballotbox.mixing import shuffle
from lianxin.democracy.ballotbox.texts import compact, read
from lianxin.democracy.ballotbox.verifying import verify
from lianxin.democracy.elections import actions, box
from tests.democracy.elections.conftest import NAMES, Meeting, World, build_world, draft_of
from tests.voice.letters.racing import race

KEEPERS = NAMES[8:10]


def opened(world: World, key: str) -> Meeting:
    office = world.county.organisations["QS01-B1"]
    case = actions.draw(actor=world.who("runner"), organisation=office, draft=draft_of(), key=key)
    found = Meeting(world, case).announce().sign_in(NAMES).keys_of(KEEPERS).give_slips()
    found.do("open_vote")
    return found


def casts(found: Meeting, many: int, receipts: list[Any]) -> list[Any]:
    """A call for each slip, its ballot filled in before."""
    row = found.row
    election = box.published(row)
    made = [
        fill_in(election, secret_of(slip, row.uuid, election.group), [[1, 1, 2, 3, 0, 0]])
        for slip in found.slips[:many]
    ]
    return [lambda b=b: receipts.append(actions.cast(row=row, text=b.text)) for b in made]


def chain(found: Meeting, receipts: list[Any]) -> dict[str, Any]:
    """Whether the file holds, and each receipt's event stands in it."""
    row = found.row
    report = verify(b"".join(box.file_of(row)))
    there = dict(row.links.filter(kind="Ballot").values_list("tracker", "hash"))
    return {"holds": report.holds, "ballots": report.ballots, "receipts": len(receipts),
            "missing": [one.tracker for one in receipts if there.get(one.tracker) != one.head]}  # fmt: skip


def main() -> None:
    world, told = build_world(), {}  # type: World, dict[str, Any]
    receipts: list[Any] = []
    found = opened(world, "all")
    told["all"] = [race(*casts(found, 8, receipts)), chain(found, receipts)]
    receipts = []
    found = opened(world, "close")
    case, calls = found.fresh(), casts(found, 6, receipts)
    close = lambda: actions.close_vote(actor=world.who("runner"), election=case, revision=case.revision)  # noqa: E731 -- one call of the race
    calls[0]()  # what is mixed below is not nothing, also when the end comes first
    came = race(*calls[1:3], close, *calls[3:])
    sized = read(found.row.links.get(kind="EncryptedTally").texts[1])
    told["close"] = [came, chain(found, receipts), sized["num_tallied"]]
    row = found.row
    election, before = box.published(row), box.current(row, box.table_of(row))
    bodies = [compact(shuffle(election.group, election.key, election.fingerprint, before).plain()) for _ in KEEPERS]
    told["shuffle"] = race(*[
        lambda n=n, b=b: actions.shuffle(actor=world.who(n), row=row, body=b) for n, b in zip(KEEPERS, bodies, strict=True)
    ])  # fmt: skip
    if sorted(told["shuffle"]) != ["ok", "proof"]:
        raise SystemExit(f"two who mix: {told['shuffle']}")
    last = KEEPERS[told["shuffle"].index("proof")]
    found.keys = {last: found.keys[last]} | found.keys
    opening(found, last)
    case = found.fresh()
    press = lambda: actions.count(actor=world.who("runner"), election=case, revision=case.revision)  # noqa: E731 -- one call of the race
    told["count"] = [sorted(race(press, press)), verify(b"".join(box.file_of(found.row))).complete]
    sys.stdout.write(json.dumps(told))


def opening(found: Meeting, last: str) -> None:
    """The one who was told to mix anew does, then all take their keys out."""
    from lianxin.democracy.ballotbox.tallies import decrypt

    row = found.row
    election = box.published(row)
    made = shuffle(election.group, election.key, election.fingerprint, box.current(row, box.table_of(row)))
    actions.shuffle(actor=found.world.who(last), row=row, body=compact(made.plain()))
    for name, secret in found.keys.items():
        part = decrypt(election, box.table_of(found.row), secret)
        actions.take_key_out(actor=found.world.who(name), row=found.row, body=compact(part.plain()))
