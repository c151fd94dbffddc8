"""The server dies while ballots come in: a receipt was shown and its event is in the archive, or the voter sends the same ballot again."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time

import pytest

from tests.recovery.children import Installation
from tests.recovery.serving import AT_HOME, Server, serving

ROUNDS = 2
#: ballots of each round; one slip each
SENDERS = 4
BUILD = """
import json
from lianxin.democracy.ballotbox.ballots import fill_in
from lianxin.democracy.ballotbox.credentials import secret_of
from lianxin.democracy.elections import box
from tests.democracy.elections.conftest import build_world
from tests.democracy.elections.racing import opened
found = opened(build_world(), "killed")
row = found.row
election = box.published(row)
made = [fill_in(election, secret_of(slip, row.uuid, election.group), [[1, 1, 2, 3, 0, 0]]).text for slip in found.slips]
print(json.dumps([row.uuid, made]))
"""
LOOK = """
import json
from lianxin.democracy.ballotbox.verifying import verify
from lianxin.democracy.elections import box
from lianxin.democracy.elections.models import Round
row = Round.objects.get()
report = verify(b"".join(box.file_of(row)))
links = row.links.filter(kind="Ballot").order_by("height")
print(json.dumps({"holds": report.holds, "ballots": report.ballots, "there": {x.tracker: [x.height, x.hash] for x in links}}))
"""


def send(server: Server, uuid: str, text: str) -> dict[str, object]:
    """The receipt. OSError when the line breaks."""
    status, said, _ = server.ask("POST", f"/elections/{uuid}/ballots/", text.encode(), Content_Type="application/json")
    assert status == 201, (status, said)
    return dict(json.loads(said))


def send_and_die(
    installation: Installation, uuid: str, ballots: list[str], delay: float
) -> tuple[list[dict[str, object]], list[str]]:
    """All at once, the server dies meanwhile: receipts, and ballots without one."""
    receipts: dict[str, dict[str, object]] = {}
    with serving(installation) as server:

        def one(text: str) -> None:
            try:
                receipts[text] = send(server, uuid, text)
            except (OSError, http.client.HTTPException):
                return  # the line broke: no receipt was shown

        threads = [threading.Thread(target=one, args=(text,)) for text in ballots]
        for thread in threads:
            thread.start()
        time.sleep(delay)
        server.kill()
        for thread in threads:
            thread.join()
    return list(receipts.values()), [text for text in ballots if text not in receipts]


@pytest.mark.slow
def test_a_killed_server_keeps_every_ballot_with_a_receipt(installation: Installation) -> None:
    """R067, V03: after every kill the chain is whole; sent again, what had no receipt is there once, with the same receipt twice."""
    installation.environment |= AT_HOME
    installation.migrate()
    uuid, ballots = json.loads(installation.run(BUILD))
    with serving(installation) as server:
        began = time.monotonic()
        receipts = [send(server, uuid, ballots[0])]
        took = time.monotonic() - began
    dice, without = random.Random(20261128), list[str]()
    for number in range(ROUNDS):
        some = ballots[1 + number * SENDERS :][:SENDERS]
        got, lost = send_and_die(installation, uuid, some, dice.uniform(0.2, 2.0) * took)
        receipts, without = receipts + got, without + lost
    seen = json.loads(installation.run(LOOK))
    assert seen["holds"]
    for receipt in receipts:
        assert seen["there"][receipt["tracker"]] == [receipt["height"], receipt["head"]], "a receipt without its event"
    with serving(installation) as server:
        for text in without:
            assert send(server, uuid, text) == send(server, uuid, text)
    seen = json.loads(installation.run(LOOK))
    assert (seen["holds"], seen["ballots"], len(seen["there"])) == (True, 1 + ROUNDS * SENDERS, 1 + ROUNDS * SENDERS)
