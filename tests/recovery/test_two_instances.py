"""Somebody goes from one instance to another while messages are lost, doubled, delayed, replayed and forged (EDU-09, TRF-02).

Two installations with a server each; between them a line that does to messages what lines and strangers do.
"""

from __future__ import annotations

import base64
import http.client
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey

from lianxin.foundation.exchange import messages
from tests.prepared import static_into
from tests.recovery.children import Installation
from tests.recovery.serving import AT_HOME, Server

pytestmark = [pytest.mark.slow, pytest.mark.enable_socket]


@dataclass
class Line:
    """A wire that can be told to fail. fault: "", "lost", "answer lost", "twice", "bent", "bent answer", "down"."""

    port: int
    fault: str = ""
    #: faults of the next messages, one each, before `fault` holds again
    faults: list[str] = field(default_factory=list)
    #: what is changed in a message that is bent, and in an answer
    bend: tuple[bytes, bytes] = (b'"letter":1', b'"letter":9')
    bend_answer: tuple[bytes, bytes] = (b'"issued"', b'"cancelled"')
    #: every message that went over it: (raw, signature)
    passed: list[tuple[bytes, str]] = field(default_factory=list)

    def carry(self, raw: bytes, signature: str) -> tuple[int, bytes, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(
                "POST", "/exchange/v1/", raw, {"Content-Type": "application/json", "X-Lianxin-Signature": signature}
            )
            answer = line.getresponse()
            return answer.status, answer.read(), answer.headers.get("X-Lianxin-Signature", "")
        finally:
            line.close()


def proxy(line: Line) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            signature = self.headers["X-Lianxin-Signature"]
            line.passed.append((raw, signature))
            fault = line.faults.pop(0) if line.faults else line.fault
            if fault in ("lost", "down"):
                self.close_connection = True
                return
            if fault == "bent":
                raw = raw.replace(*line.bend)
            status, said, mark = line.carry(raw, signature)
            if fault == "twice":
                status, said, mark = line.carry(raw, signature)
            if fault == "answer lost":
                self.close_connection = True
                return
            if fault == "bent answer":
                said = said.replace(*line.bend_answer)
            self.send_response(status)
            self.send_header("X-Lianxin-Signature", mark)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *words: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class House:
    """An instance that answers, and what can be done in it."""

    def __init__(self, installation: Installation, *first: str) -> None:
        installation.environment |= AT_HOME
        self.installation = installation
        self.do(*first)
        self.server = Server(installation)
        self.line = Line(self.server.port)
        self.door = proxy(self.line)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.door.server_port}"

    def do(self, what: str, *words: str) -> Any:
        said = self.installation.run(f"from tests.recovery import two_houses; two_houses.main(*{[what, *words]!r})")
        return json.loads(said)

    def state(self, name: str) -> dict[str, Any]:
        return dict(self.do("state", name))

    def close(self) -> None:
        self.server.kill()
        self.door.shutdown()
        self.door.server_close()


@pytest.fixture(scope="module")
def houses(migrated: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, House]]:
    """Two that know each other: ``here``, where people leave, and ``there``, where they go."""
    if migrated.database_url:
        pytest.skip("both stand on SQLite; the order of locks is another test's matter")
    made = []
    for name, first in (("here", "build"), ("there", "town")):
        folder: Path = tmp_path_factory.mktemp(name) / "data"
        shutil.copytree(migrated.folder, folder)
        installation = Installation(folder)
        static_into(folder)
        made.append(House(installation, first))
    here, there = made
    here.do("befriend", "那边", there.url, there.do("key"))
    there.do("befriend", "这边", here.url, here.do("key"))
    yield here, there
    for house in made:
        house.close()


@pytest.fixture
def pair(houses: tuple[House, House]) -> tuple[House, House]:
    for house in houses:
        house.line.fault = ""
    return houses


ACTIVE = [["active", "QS01-B1"]]


def test_lost_doubled_and_delayed_messages_change_nothing(pair: tuple[House, House]) -> None:
    """Each message is carried out once, whatever the line does, and the old branch is responsible until the receipt."""
    here, there = pair
    name = "周禾苗"
    heard = there.state(name)["heard"]
    here.do("leave", name)
    there.line.fault = "lost"
    assert here.do("deliver") == [False]
    there.line.fault = "answer lost"  # heard, but nobody here knows
    assert here.do("deliver") == [False]
    assert there.state(name)["transfers"] == [["issued", 1, 1]]
    there.line.fault = "twice"
    assert here.do("deliver") == [True]
    assert there.state(name)["transfers"] == [["issued", 1, 1]]
    assert there.state(name)["heard"] == heard + 1
    assert here.state(name)["members"] == ACTIVE
    there.do("receive", name)
    assert there.state(name)["members"] == [["active", "QS01-N"]]
    here.line.fault = "answer lost"
    assert there.do("deliver") == [False]
    before = here.state(name)
    assert before["members"] == [["moved", "QS01-B1"]], "the receipt arrived although its answer did not"
    here.line.fault = ""
    assert there.do("deliver") == [True]
    assert here.state(name) == before
    assert there.state(name)["waiting"] == 0
    assert here.state(name)["kept"], "delivered words are not kept"


def test_either_side_may_be_down(pair: tuple[House, House]) -> None:
    here, there = pair
    name = "吴春秋"
    there.server.kill()
    here.do("leave", name)
    assert here.do("deliver") == [False]
    assert "没有连上" in here.do("errors")[0]
    there.server = Server(there.installation)
    there.line.port = there.server.port
    assert here.do("deliver") == [True]
    here.server.kill()
    there.do("refuse", name)
    assert there.do("deliver") == [False]
    here.server = Server(here.installation)
    here.line.port = here.server.port
    assert there.do("deliver") == [True]
    found = here.state(name)
    assert (found["transfers"][0][0], found["members"]) == ("refused", ACTIVE)
    here.do("again", name)
    assert here.do("deliver") == [True]
    assert there.state(name)["transfers"][-1][:2] == ["issued", 2]


def test_a_recall_and_a_receipt_that_cross_agree(pair: tuple[House, House]) -> None:
    """Whoever is first: there is one file in force, and both sides say the same."""
    here, there = pair
    name = "郑平安"
    here.do("leave", name)
    here.do("deliver")
    there.do("receive", name)  # the receipt waits
    here.do("recall", name)
    assert here.state(name)["transfers"][0][0] == "recalling"
    assert here.do("deliver") == [True]  # the answer to the recall says that it is too late
    assert here.state(name)["transfers"][0][0] == "received"
    assert there.do("deliver") == [True]
    assert here.state(name)["members"] == [["moved", "QS01-B1"]]
    assert there.state(name)["members"] == [["active", "QS01-N"]]


def test_what_is_recalled_in_time_is_not_received_any_more(pair: tuple[House, House]) -> None:
    here, there = pair
    name = "何秋实"
    here.do("leave", name)
    here.do("recall", name)
    assert here.do("deliver") == [True, True], "one after the other"
    assert here.state(name)["transfers"][0][0] == "cancelled"
    assert there.state(name)["transfers"][0][0] == "cancelled"
    with pytest.raises(AssertionError, match="Refused"):
        there.do("receive", name)
    assert here.state(name)["members"] == ACTIVE


def test_replayed_and_forged_messages_are_not_believed(pair: tuple[House, House]) -> None:
    """Replay gives the old answer; another key, other words, another receiver or a key used twice give none."""
    here, there = pair
    name = "丁向阳"
    here.do("leave", name)
    assert here.do("deliver") == [True]
    raw, signature = there.line.passed[-1]
    heard = there.state(name)
    status, said, mark = there.line.carry(raw, signature)
    assert status == 200
    assert messages.verified(there.do("key"), said, mark, messages.ANSWERED)["answer"]
    assert there.state(name) == heard, "nothing is done twice"

    stranger = SigningKey.generate()
    content = json.loads(raw)
    other, mine = messages.signed(stranger, content)
    assert there.line.carry(other, mine)[0] == 403, "somebody else's signature under a known name"
    assert there.line.carry(*messages.signed(stranger, content | {"from": messages.public_of(stranger)}))[0] == 403
    assert there.line.carry(raw.replace(b'"letter":1', b'"letter":2'), signature)[0] == 403
    assert there.line.carry(raw, base64.b64encode(b"x" * 64).decode())[0] == 403
    assert there.line.carry(raw, "")[0] == 403
    assert here.line.carry(raw, signature)[0] == 403, "addressed to the other house"
    assert there.line.carry(b"[]", signature)[0] == 400
    assert there.line.carry(b"{", signature)[0] == 400
    assert there.line.carry(b"[" * 200_000, signature)[0] == 400
    assert there.line.carry(b'{"v":2}', signature)[0] == 400
    assert there.line.carry(b" " * 1_000_001, signature)[0] == 413
    assert there.state(name) == heard


def test_an_answer_that_was_bent_on_the_way_is_asked_for_again(pair: tuple[House, House]) -> None:
    here, there = pair
    name = "柳成荫"
    here.do("leave", name)
    there.line.fault = "bent"
    assert here.do("deliver") == [False]
    there.line.fault = "bent answer"
    assert here.do("deliver") == [False]
    assert "签名" in here.do("errors")[0]
    there.line.fault = ""
    assert here.do("deliver") == [True]
    assert there.state(name)["transfers"] == [["issued", 1, 1]]
