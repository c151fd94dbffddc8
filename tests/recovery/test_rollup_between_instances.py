"""A county's figures reach the instance above while messages are lost, doubled, late, replayed, bent and forged (decision 0021).

Two installations with a server each, and the faulty line of `test_two_instances` between them.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from lianxin.foundation.exchange import messages
from lianxin.kernel.canonical import canonical_json
from lianxin.membership.rollups import documents
from tests.recovery.children import Installation
from tests.recovery.serving import Server
from tests.recovery.test_two_instances import House

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]


class Office(House):
    """An instance in which several steps are taken by one process."""

    def do(self, what: str, *words: str) -> Any:
        return self.all([what, *words])[0]

    def all(self, *steps: list[str]) -> Any:
        told = self.installation.run(
            f"from tests.recovery import rollup_houses; rollup_houses.main({json.dumps(steps)!r})"
        )
        return json.loads(told)


@pytest.fixture(scope="module")
def houses(migrated: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, Office]]:
    """``below`` with 30 members, which reports; ``above`` with 25 of its own, which adds up."""
    if migrated.database_url:
        pytest.skip("both stand on SQLite; the order of locks is another test's matter")
    made = []
    for name, members in (("below", "30"), ("above", "25")):
        folder: Path = tmp_path_factory.mktemp(name) / "data"
        shutil.copytree(migrated.folder, folder)
        made.append(Office(Installation(folder), "county", f"{name[0].upper()}-", members))
    below, above = made
    for line in (below.line, above.line):
        line.bend, line.bend_answer = (b"total", b"totaI"), (b"arrived", b"arrivel")
    keys = [house.do("key") for house in made]
    above.all(["befriend", "下级", below.url, keys[0]], ["register", "B-QS"])
    below.do("befriend", "上级", above.url, keys[1])
    yield below, above
    for house in made:
        house.close()


def test_a_year_of_figures_goes_up_once_whatever_the_line_does(houses: tuple[Office, Office]) -> None:
    """Lost, answer lost, bent, doubled, delayed, replayed, forged, either side down: what both sides say in the end."""
    below, above = houses
    reported_once(below, above)
    nothing_forged_is_believed(below, above)
    corrected_while_the_other_was_down(below, above)
    recalled_while_it_was_confirmed(below, above)


def reported_once(below: Office, above: Office) -> None:
    """One report whatever the line does, and it counts when people confirmed it."""
    above.line.faults = ["lost", "bent", "answer lost", "bent answer", "twice"]
    _, tries = below.all(["report"], ["send", "5"])
    assert tries == [[False], [False], [False], [False], [True]]
    found = above.do("state")
    assert found["received"] == [[1, 30, "待确认", True]]
    assert (found["own"], found["sum"], found["heard"]) == (25, 25, 1)

    below.line.faults = ["answer lost"]
    _, told, found = above.all(["accept"], ["send", "2"], ["state"])
    assert told == [[False], [True]]
    assert (found["sum"], found["women"], found["faults"]) == (55, 12 + 15, [])
    assert below.do("state")["sent"] == [[1, 30, "对方已确认，计入汇总"]]


def corrected_while_the_other_was_down(below: Office, above: Office) -> None:
    """A correction waits, arrives, and replaces nothing until it is confirmed; a replay of the first changes nothing."""
    above.server.kill()
    _, _, tries, wrong = below.all(["enrol", "B-", "2"], ["report"], ["send", "1"], ["errors"])
    assert (tries, "没有连上" in wrong[0]) == ([[False]], True)
    above.server = Server(above.installation)
    above.line.port = above.server.port
    assert below.do("send", "1") == [[True]]
    found = above.do("state")
    assert found["received"] == [[1, 30, "已确认", True], [2, 32, "待确认", True]]
    assert found["sum"] == 55, "the confirmed version stands until people confirm the correction"
    raw, signature = above.line.passed[0]
    assert above.line.carry(raw, signature)[0] == 200
    assert above.do("state") == found


def recalled_while_it_was_confirmed(below: Office, above: Office) -> None:
    """A recall and a confirmation that cross: nothing of it counts, and both sides say so."""
    below.server.kill()
    above.all(["accept"])
    below.all(["recall"])
    assert above.do("send", "1") == [[False]]
    assert below.do("send", "1") == [[True]]
    below.server = Server(below.installation)
    below.line.port = below.server.port
    found = above.all(["send", "1"], ["state"])[1]
    assert (found["sum"], found["waiting"]) == (25, 0)
    assert {row[2] for row in found["received"]} == {"对方已撤回"}
    assert {row[2] for row in below.do("state")["sent"]} == {"已撤回"}


def nothing_forged_is_believed(below: Office, above: Office) -> None:
    """Another key, other words, another receiver; and a document that the sender itself did not sign."""
    before = above.do("state")
    raw, signature = above.line.passed[0]
    content, stranger = json.loads(raw), SigningKey.generate()
    assert above.line.carry(*messages.signed(stranger, content))[0] == 403
    assert above.line.carry(*messages.signed(stranger, content | {"from": messages.public_of(stranger)}))[0] == 403
    assert above.line.carry(raw.replace(b'\\"total\\":30', b'\\"total\\":31'), signature)[0] == 403
    assert below.line.carry(raw, signature)[0] == 403, "addressed to the other house"
    document = json.loads(content["body"]["document"]) | {"version": 9}
    forged = canonical_json(document)
    with pytest.raises(messages.Forged):
        messages.verified(content["from"], forged, documents.signed(stranger, forged), documents.SIGNED)
    assert above.do("state") == before
