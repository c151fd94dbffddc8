"""The booth of the command line: without the website's pages, from saved files or an address (V01, V02)."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lianxin.democracy.ballotbox.ballots import check_ballot, read_ballot
from lianxin.democracy.ballotbox.ceremony import parameters, read_polynomial
from lianxin.democracy.ballotbox.groups import BELENIOS_2048
from lianxin.democracy.ballotbox.letters import read_signed
from lianxin.democracy.ballotbox.tallies import decryption_is_of, read_decryption, result
from lianxin.democracy.ballotbox.texts import compact
from lianxin.democracy.ballotbox.trustees import Single, Trustee, read_key
from tests.democracy.ballotbox.building import TWO_OF_FOUR, YES_OR_NO, Held, prepared
from tests.democracy.elections.engine import MISSING, NODE, PASSPHRASE, ROOM, held_by

pytestmark = pytest.mark.skipif(not NODE, reason=MISSING)
Run = Callable[..., "subprocess.CompletedProcess[str]"]
CHOICES = "[[1,0,1,0],[0,1,0]]"


@pytest.fixture(scope="module")
def held() -> Held:
    return prepared([TWO_OF_FOUR, YES_OR_NO])


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*arguments: str, given: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
        command = [str(NODE), str(ROOM / "booth/cli.mjs"), *arguments]
        done = subprocess.run(command, cwd=tmp_path, input=given, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done

    return call


@pytest.fixture
def files(held: Held, tmp_path: Path) -> list[str]:
    (tmp_path / "election.json").write_text(held.election.text, "utf-8")
    (tmp_path / "cred").write_text(held.credentials[0].replace("-", " ") + "\n")
    return ["--election", "election.json", "--credential-file", "cred"]


class _Site(BaseHTTPRequestHandler):
    """The addresses of an election's page that the booth asks for."""

    pages: dict[str, bytes]
    taken: list[str]

    def do_GET(self) -> None:
        body = self.pages.get(self.path)
        self.answer(200 if body is not None else 404, body or "没有这一页".encode())

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        right = self.path.endswith("/ballots/") and self.headers["Content-Type"] == "application/json"
        if not right or text in self.taken:
            self.answer(409, "这张选票已经在票箱里".encode())
            return
        self.taken.append(text)
        self.answer(200, '{"receipt":"已投入票箱"}'.encode())

    def answer(self, code: int, body: bytes) -> None:
        self.send_response(code)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that the base class gives it
        """Nothing."""


@pytest.fixture
def site(held: Held) -> Iterator[tuple[str, type[_Site]]]:
    uuid = held.election.uuid
    handler = type("_Here", (_Site,), {"taken": [], "pages": {f"/elections/{uuid}/{uuid}.bel": held.archive.dump()}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/elections/{uuid}/", handler
        server.shutdown()


def test_a_ballot_without_the_website(run: Run, files: list[str], held: Held, tmp_path: Path) -> None:
    done = run("fill", *files, "--choices", CHOICES, "--fingerprint", held.election.fingerprint)
    ballot = read_ballot(held.election, done.stdout.strip())
    check_ballot(held.election, ballot)
    assert f"追踪号：{ballot.tracker}" in done.stderr
    assert "是否同意修路方案：赞成" in done.stderr
    assert "还没有投出" in done.stderr
    (tmp_path / "ballot").write_text(done.stdout)
    assert run("check", *files[:2], "--ballot", "ballot").stdout.strip() == ballot.tracker


def test_asked_question_by_question(run: Run, files: list[str], held: Held, tmp_path: Path) -> None:
    done = run("fill", *files, "--out", "ballot", given="7\n1 2 3\n2 4\n0 1\n0\n")
    assert "没有这样的编号。请再输入一次" in done.stderr
    assert "第 1 题：要选 1 到 2 项，现在选了 3 项。请再输入一次" in done.stderr
    assert "第 2 题：选了空白票就不能再选别的" in done.stderr
    assert "请选一至两名监督员：李四、赵六" in done.stderr
    assert "是否同意修路方案：空白票" in done.stderr
    check_ballot(held.election, read_ballot(held.election, (tmp_path / "ballot").read_text()))
    assert (tmp_path / "ballot").stat().st_mode & 0o077 == 0
    assert "没有覆盖" in run("fill", *files, "--choices", CHOICES, "--out", "ballot", code=1).stderr


def test_cast_to_the_address_and_never_after_a_check(
    run: Run, files: list[str], held: Held, site: tuple[str, type[_Site]], tmp_path: Path
) -> None:
    url, handler = site
    run("fill", "--election", url, *files[2:], "--choices", CHOICES, "--out", "ballot")
    done = run("cast", "--ballot", "ballot", "--url", url)
    assert json.loads(done.stdout)["receipt"] == "已投入票箱"
    assert handler.taken == [(tmp_path / "ballot").read_text()]
    assert "没有接受（409）：这张选票已经在票箱里" in run("cast", "--ballot", "ballot", "--url", url, code=1).stderr
    run("fill", *files, "--choices", CHOICES, "--opened", "opened")
    assert "不能再投" in run("cast", "--ballot", "opened", "--url", url, code=1).stderr
    assert len(handler.taken) == 1
    done = run("audit", *files[:2], "--opened", "opened", "--choices", CHOICES)
    assert "请选一至两名监督员：张三、王五" in done.stdout
    assert "不一样" in run("audit", *files[:2], "--opened", "opened", "--choices", "[[1,0,0,0],[0,1,0]]", code=1).stderr


def test_a_scrutineer_without_a_browser(run: Run, tmp_path: Path) -> None:
    """Key, sheet and decryption of files; the key file is not readable by others."""
    (tmp_path / "pass").write_text(PASSPHRASE + "\n")
    (tmp_path / "sheets").mkdir()
    names = ["--public", "public", "--keyfile", "keyfile", "--sheet", "sheets/1"]
    made = run("key", "--group", "BELENIOS-2048", "--name", "监票人甲", *names, "--passphrase-file", "pass")
    assert len(made.stdout.strip()) == 8
    assert (tmp_path / "keyfile").stat().st_mode & 0o077 == 0
    single: list[Trustee] = [Single(read_key(json.loads((tmp_path / "public").read_text()), BELENIOS_2048))]
    held = held_by(single)
    held.vote(0, [[0, 1, 0]])
    table = held.close()
    (tmp_path / "a.bel").write_bytes(held.archive.dump())
    assert json.loads(run("examine", "--archive", "a.bel").stdout)["stage"] == "EncryptedTally"
    found = run("find", "--archive", "a.bel", "--tracker", held.ballots[0].tracker)
    assert "第 1 张，共 1 张" in found.stdout
    assert "这张选票在档案里。" in found.stderr
    run("decrypt", "--archive", "a.bel", "--keyfile", "keyfile", "--passphrase-file", "pass", "--out", "one")
    run("decrypt", "--archive", "a.bel", "--sheet", "sheets/1", "--out", "two")
    for name in ("one", "two"):
        part = read_decryption(json.loads((tmp_path / name).read_text()), table)
        assert decryption_is_of(held.election, table, single[0].public, part)
        assert result(held.election, single, table, {1: part}, 1) == [[0, 1, 0]]
    assert "没有要打乱的题目" in run("shuffle", "--archive", "a.bel", "--out", "three", code=1).stderr


def test_a_ceremony_in_files(run: Run, tmp_path: Path) -> None:
    """All four steps of a trustee, here the only one; what the carrier does is done by our Python."""
    (tmp_path / "pass").write_text(PASSPHRASE)
    agreed = ["--group", "BELENIOS-2048", "--threshold", "1"]
    key = ["--keyfile", "keyfile", "--passphrase-file", "pass"]
    run("certificate", *agreed, "--size", "1", "--index", "1", *key, "--sheet", "sheet", "--out", "cert")
    run("polynomial", *agreed, "--certificates", "cert", *key, "--out", "polynomial")
    given = json.loads((tmp_path / "polynomial").read_text())
    carried = {"polynomial": given["polynomial"], "secrets": given["secrets"], "coefexps": [given["coefexps"]]}
    (tmp_path / "input").write_text(compact(carried))
    run("output", *agreed, "--certificates", "cert", "--sheet", "sheet", "--input", "input", "--out", "kept")
    made = read_key(json.loads((tmp_path / "kept").read_text())["public_key"], BELENIOS_2048)
    certs = [read_signed(json.loads((tmp_path / "cert").read_text()), "cert")]
    pedersen = parameters(BELENIOS_2048, certs, 1, [read_polynomial(given)], [made])
    held = held_by([pedersen])
    held.vote(0, [[0, 0, 1]])
    table = held.close()
    (tmp_path / "a.bel").write_bytes(held.archive.dump())
    run("decrypt", "--archive", "a.bel", *key, "--kept", "kept", "--out", "part")
    part = read_decryption(json.loads((tmp_path / "part").read_text()), table)
    assert result(held.election, [pedersen], table, {1: part}, 1) == [[0, 0, 1]]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--help"], 0, ""), (["steal"], 2, "不认识的命令"), (["fill"], 2, "缺少 --credential-file"), (["fill", "--fast"], 2, "--fast"),
        (["cast", "--ballot", "nowhere", "--url", "http://127.0.0.1:1/"], 1, "打不开文件"),
        (["examine", "--archive", "http://127.0.0.1:1/x"], 1, "连不上"),
    ],
    ids=lambda value: " ".join(value[:1]) if isinstance(value, list) else "",
)  # fmt: skip
def test_called_in_another_way(arguments: list[str], code: int, said: str, run: Run) -> None:
    done = run(*arguments, code=code)
    assert said in done.stderr
    assert code or "fill      填写一张选票" in done.stdout
