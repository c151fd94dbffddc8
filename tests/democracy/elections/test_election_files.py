"""`lianxin election verify` and `export` (V02): whatever file they are given, one clear line of Chinese and an exit code; their help."""

from __future__ import annotations

import ast
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, load_command_class

from lianxin.democracy import ballotbox
from lianxin.democracy.ballotbox.archive import record
from lianxin.democracy.elections.management.spoken import told
from tests.democracy.ballotbox.building import YES_OR_NO, Held, prepared

ROOM = "lianxin.democracy.elections"
#: letters that a line for people may hold: hashes, numbers, trackers, kinds of events, the name of the file
_CODE = re.compile(r"[0-9a-f]{16}…|[A-Za-z0-9+/]{43}|'[A-Za-z]*'|BELENIOS…")


@pytest.fixture(scope="module")
def whole() -> bytes:
    """An election with two ballots that was opened."""
    held: Held = prepared([YES_OR_NO])
    held.vote(0, [[0, 1, 0]])
    held.vote(1, [[0, 0, 1]])
    held.open(held.close(), owners=(1, 2))
    return held.archive.dump()


@pytest.fixture(scope="module")
def other() -> bytes:
    held: Held = prepared([YES_OR_NO])
    held.vote(0, [[0, 1, 0]])
    return held.archive.dump()


def verified(path: Path) -> tuple[int, list[str], dict[str, Any]]:
    """Exit code, lines for people, the object for programs."""
    out = StringIO()
    try:
        call_command("election_verify", str(path), "--jobs", "1", "--json", stdout=out)
    except SystemExit as ended:
        lines = out.getvalue().splitlines()
        return int(ended.code or 0), lines[:-1], json.loads(lines[-1])
    lines = out.getvalue().splitlines()
    return 0, lines[:-1], json.loads(lines[-1])


def tar_of(name: str, text: bytes) -> bytes:
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as made:
        head = tarfile.TarInfo(name)
        head.size = len(text)
        made.addfile(head, io.BytesIO(text))
    return raw.getvalue()


def zip_of(text: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as made:
        made.writestr("election.json", text)
    return raw.getvalue()


def changed(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def sized(raw: bytes, size: bytes) -> bytes:
    """The first record says that it is as long as this."""
    return raw[:124] + size + raw[124 + len(size) :]


HEAD = '{"version":1,"timestamp":"1795295647"}'
STAMP = "1795295647"
#: what lies in the file, made of a whole archive and of one of another election -> words of the line that says why
FILES: dict[str, tuple[Callable[[bytes, bytes], bytes], str]] = {
    "empty": (lambda a, b: b"", "可能是别的文件，或者是空的"),
    "a line end": (lambda a, b: b"\n", "被截断了"),
    "a picture": (lambda a, b: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "读不懂"),
    "a zip": (lambda a, b: zip_of(a), "读不懂|被截断"),
    "a tar of something else": (lambda a, b: tar_of("letter.txt", b"hello"), "不是选举档案的内容"),
    "plain text": (lambda a, b: "这是一封信。\n".encode() * 100, "读不懂"),
    "one huge line": (lambda a, b: b"9" * 6_000_000, "读不懂"),
    "a huge line of JSON": (lambda a, b: record("BELENIOS", "[" * 3_000_000, STAMP), "内容读不懂"),
    "a number of a million digits": (lambda a, b: record("BELENIOS", '{"version":' + "9" * 1_000_000 + ',"timestamp":"1"}', STAMP), "内容读不懂"),
    "a record that claims gigabytes": (lambda a, b: sized(a, b"77777777777"), "被截断了"),
    "a record of negative length": (lambda a, b: sized(a, b"-0000000001"), "读不懂|被截断"),
    "only its head": (lambda a, b: record("BELENIOS", HEAD, STAMP), "档案里没有事件"),
    "of a later version": (lambda a, b: record("BELENIOS", HEAD.replace("1,", "2,", 1), STAMP), "版本不认识"),
    "cut in a head": (lambda a, b: a[:-700], "被截断|接不上"),
    "cut by one byte": (lambda a, b: a[:-1], "规定的写法|截断"),
    "cut in the middle": (lambda a, b: a[: len(a) // 2], "被截断了"),
    "cut behind a text": (lambda a, b: a[: a.index(b".event.json") - 64], "可能被截断"),
    "something behind it": (lambda a, b: a + b"\0" * 512, "读不懂|对不上|规定的写法"),
    "the same once more": (lambda a, b: a + a, "对不上"),
    "two elections in one file": (lambda a, b: a + b, "对不上"),
    "a text changed": (lambda a, b: changed(a, a.index(b'"choices"') + 3), "被改过"),
    "a date changed": (lambda a, b: changed(a, 140), "规定的写法|读不懂"),
    "the first event gone": (lambda a, b: a[: a.index(b".event.json") - 64] + a[a.index(b".event.json") + 1500 :], "读不懂|对不上|接不上|位置不对"),
    "not in utf-8": (lambda a, b: a.replace("同意".encode(), b"\xff\xfe\xff\xfe\xff\xfe"), "读不懂"),
}  # fmt: skip


@pytest.mark.parametrize("case", FILES)
def test_every_file_gets_a_clear_line(case: str, whole: bytes, other: bytes, tmp_path: Path) -> None:
    """V02: damaged, cut off, of something else, empty, huge: exit code 1, what is wrong with it in Chinese, nothing else."""
    make, words = FILES[case]
    path = tmp_path / "a.bel"
    path.write_bytes(make(whole, other))
    code, said, plain = verified(path)
    assert code == 1
    assert said[-1] == "结论：不成立"
    (line,) = [one for one in said if one.startswith("不成立  ")]
    assert re.search(words, line), line
    assert len(line) < 250
    assert not re.search("[A-Za-z]{2}", _CODE.sub("", line)), line
    assert plain["holds"] is False
    assert [one["holds"] for one in plain["checks"]][-1] is False


def test_the_file_of_which_all_these_are_made_holds(whole: bytes, other: bytes, tmp_path: Path) -> None:
    for raw, complete in ((whole, True), (other, False)):
        path = tmp_path / "a.bel"
        path.write_bytes(raw)
        code, _, plain = verified(path)
        assert (code, plain["holds"], plain["complete"]) == (0, True, complete)


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    """Exit code 2, in Chinese: not there, a folder, a file where a folder should be."""
    (tmp_path / "file").write_text("")
    for path, words in (
        (tmp_path / "none.bel", "没有这个文件"),
        (tmp_path, "文件夹"),
        (tmp_path / "file/a.bel", "不是文件夹"),
    ):
        with pytest.raises(CommandError, match=f"打不开 .*{words}") as wrong:
            call_command("election_verify", str(path))
        assert wrong.value.returncode == 2


@pytest.mark.parametrize("name", ["election_verify", "election_export"])
def test_help_is_chinese(name: str) -> None:
    """Every line: exit codes, what each word means; nothing of the machinery around it."""
    text = load_command_class(ROOM, name).create_parser("lianxin", name).format_help()
    assert text.startswith(f"用法：lianxin {name.replace('_', ' ')} ")
    assert "退出码 0" in text
    assert "--json" in text
    left = re.sub(r"--?[a-z]+|\b(lianxin election (verify|export)|FILE|UUID|DIR|JSON|N|bel)\b", "", text)
    assert not re.search("[A-Za-z]{2}", left), left


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [("election_verify", "--jobs x a.bel", "--jobs 后面要写整数，不能是“x”"), ("election_verify", "a.bel b.bel --nope", "多写了：b.bel --nope"),
     ("election_verify", "a.bel --jobs", "--jobs 后面要写一个值"), ("election_verify", "--j 1 a.bel", "--j 说不清是哪一个，请写全：--jobs, --json"),
     ("election_verify", "--json=1 a.bel", "--json 后面不写值，多写了“1”"), ("election_verify", "--verbosity 9 a.bel", "不能是 9，可以是"),
     ("election_export", "abc", "还缺：--to"), ("election_export", "", "请写明选举代号和文件夹")],
)  # fmt: skip
def test_what_is_typed_wrong_is_said_in_chinese(name: str, words: str, said: str, capsys: Any) -> None:
    """Exit code 2, with the line of usage; the same from a program, as an error of the command."""
    command: Any = load_command_class(ROOM, name)
    command._called_from_command_line = True
    with pytest.raises(SystemExit) as ended:
        command.create_parser("lianxin", name).parse_args(words.split())
    assert ended.value.code == 2
    shown = capsys.readouterr().err
    assert shown.startswith("用法：lianxin election ")
    assert said in shown
    assert "error" not in shown
    command._called_from_command_line = False
    with pytest.raises(CommandError, match=re.escape(said)):
        command.create_parser("lianxin", name).parse_args(words.split())


def messages() -> list[str]:
    """What the library can say of a file, with a sign where a value stands."""
    found: list[str] = []
    for path in sorted(Path(str(ballotbox.__file__)).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args and node.func.id in ("MalformedError", "OpeningError"):  # fmt: skip
                found += said(node.args[0])
    return found


def said(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        parts = [str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values]
        return ["".join(parts)]
    return []  # handed on from another message


def test_every_message_of_the_library_has_words() -> None:
    """Whatever is added there must be said here in Chinese too."""
    known = messages()
    assert len(known) > 40
    for message in known:
        line = told(message.replace("7:", "ballot:"))
        if line not in ("ballot：7", "7"):
            assert not re.search("[a-z]{3}", line), (message, line)
    assert told("3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA: the signature does not hold").endswith("：签名不成立")
    assert told("x" * 500) == "x" * 160 + "…"
    assert told("setup: missing credentials, trustees") == "设立事件：缺 credentials, trustees"
