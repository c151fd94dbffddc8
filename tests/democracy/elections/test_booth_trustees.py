"""Scrutineers make keys, shuffle and decrypt in their own browser; two programs accept what comes of it (V02, V04)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from lianxin.democracy.ballotbox.archive import Archive, load
from lianxin.democracy.ballotbox.groups import BELENIOS_2048, GROUPS, RFC_3526_2048
from lianxin.democracy.ballotbox.mixing import read_shuffle
from lianxin.democracy.ballotbox.tallies import Table, plain_result, read_decryption, result, with_ranked
from lianxin.democracy.ballotbox.texts import compact, fingerprint
from lianxin.democracy.ballotbox.trustees import read_key
from lianxin.democracy.ballotbox.verifying import verify
from tests.democracy.ballotbox.building import MARKS, TWO_OF_FOUR, YES_OR_NO, Held, prepared
from tests.democracy.elections.engine import MISSING, NODE, PASSPHRASE, Engine, WrongError, held_with, started, vote

pytestmark = pytest.mark.skipif(not NODE, reason=MISSING)
TOOL = shutil.which("belenios-tool")
SUMMED = ([[1, 0, 1, 0], [0, 1, 0]], [[0, 1, 0, 0], [1, 0, 0]], [[1, 1, 0, 0], [0, 0, 1]])
MARKED = ([[1, 2, 0], [0, 1, 0]], [[255, 2, 7], [1, 0, 0]])


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with started() as found:
        yield found


def opened(engine: Engine, held: Held, holders: Sequence[dict[str, Any]], table: Table, more: dict[int, str]) -> Any:
    """Decryptions of the engine's trustees, those of others, the result. more: by owner number."""
    parts = dict(more)
    for number, holder in enumerate(holders, start=1):
        by_file = {"keyfile": holder["keyfile"], "passphrase": PASSPHRASE}
        # the second has lost the file and types in the sheet
        key = by_file if number == 1 else {"sheet": "\n".join(holder["sheet"])}
        given = {"fingerprint": held.election.fingerprint, "proofs": not held.election.ranked}
        found = engine("decrypt", archive=held.archive.dump(), **given, **key)
        assert found["owner"] == number
        parts[number] = found["decryption"]
    for number, text in sorted(parts.items()):
        held.hand_in("PartialDecryption", number, text)
    read = {number: read_decryption(json.loads(text), table) for number, text in parts.items()}
    counted = result(held.election, held.trustees, table, read, len(held.ballots))
    held.archive.add("Result", compact(plain_result(counted)))
    return counted


@pytest.fixture(scope="module")
def summed(engine: Engine) -> Held:
    """Two scrutineers' browsers and nobody else."""
    held, holders = held_with(engine, [TWO_OF_FOUR, YES_OR_NO], BELENIOS_2048, ["监票人甲", "监票人乙"])
    for voter, choices in enumerate(SUMMED):
        vote(engine, held, voter, choices)
    vote(engine, held, 0, SUMMED[1])
    table = held.close()
    held.ballots = held.ballots[1:]
    opened(engine, held, holders, table, {})
    return held


@pytest.fixture(scope="module")
def ranked(engine: Engine) -> Held:
    held, holders = held_with(engine, [MARKS, YES_OR_NO], RFC_3526_2048, ["监票人甲", "监票人乙"], voters=2)
    for voter, choices in enumerate(MARKED):
        vote(engine, held, voter, choices)
    table = held.close()
    for owner in (1, 2):
        found = engine("shuffle", archive=held.archive.dump(), proofs=owner == 1)
        mixed = read_shuffle(json.loads(found["shuffle"]), [len(MARKED)])
        held.hand_in("Shuffle", owner, found["shuffle"])
        table = with_ranked(held.election, table, mixed.ciphertexts)
    held.archive.add("EndShuffles")
    opened(engine, held, holders, table, {})
    return held


@pytest.mark.parametrize(
    ("name", "expected"),
    [("summed", [[1, 3, 0, 0], [2, 0, 1]]), ("ranked", [[[1, 2, 0], [255, 2, 7]], [1, 1, 0]])],
)
def test_elections_of_the_engine_are_accepted(
    name: str, expected: Any, engine: Engine, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """By our verifier, by the engine itself, by the referee."""
    held: Held = request.getfixturevalue(name)
    raw = held.archive.dump()
    report = verify(raw)
    assert [check for check in report.checks if not check.holds] == []
    assert report.complete
    assert report.result is not None
    assert [sorted(report.result[0]) if name == "ranked" else report.result[0], *report.result[1:]] == expected
    seen = engine("examine", archive=raw, head=held.archive.events[1].hash)
    assert (seen["stage"], seen["head"], seen["counted"]) == ("Result", held.archive.head, len(held.ballots))
    assert seen["shufflers"] == ([1, 2] if name == "ranked" else [])
    if TOOL:
        (tmp_path / f"{held.election.uuid}.bel").write_bytes(raw)
        done = subprocess.run([TOOL, "election", "verify"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-500:]


def test_a_voter_finds_their_ballot(engine: Engine, summed: Held) -> None:
    """The first voter cast twice: the earlier ballot stays in the archive and does not count."""
    raw, texts = summed.archive.dump(), summed.archive.of("Ballot")
    found = [engine("find", archive=raw, tracker=fingerprint(text)) for text in texts]
    assert [(one["place"], one["of"], one["counted"]) for one in found] == [
        (1, 4, False), (2, 4, True), (3, 4, True), (4, 4, True),
    ]  # fmt: skip
    assert found[0]["head"] == summed.archive.head
    with pytest.raises(WrongError, match="没有这个追踪号"):
        engine("find", archive=raw, tracker=fingerprint("another"))


def test_archives_of_python_are_read_by_the_engine(engine: Engine) -> None:
    """Weights, and a key of which some trustees suffice; the single trustee beside them decrypts in the browser."""
    held = prepared([YES_OR_NO], weights=(1, 2, 5), threshold=(3, 2))
    for voter, choices in enumerate(([[0, 1, 0]], [[0, 0, 1]], [[1, 0, 0]])):
        held.vote(voter, choices)
    held.close()
    seen = engine("examine", archive=held.archive.dump())
    assert (len(seen["owners"]), seen["stage"], seen["counted"]) == (4, "EncryptedTally", 3)
    wrong = Archive(held.archive.timestamp, list(held.archive.events[:-1]), dict(held.archive.data))
    wrong.records = held.archive.records[:-2]
    sized = json.loads(held.archive.of("EncryptedTally")[0])
    wrong.add("EncryptedTally", compact({**sized, "total_weight": 3}))
    with pytest.raises(WrongError, match="计票张数"):
        engine("examine", archive=wrong.dump())


def until(held: Held, kind: str) -> Archive:
    """The archive up to the last event of that kind."""
    raw, found = held.archive.dump(), Archive(held.archive.timestamp)
    last = max(event.height for event in held.archive.events if event.kind == kind)
    whole = load(raw)
    name = f"{whole.events[last].hash}.event.json"
    found.records = whole.records[: [record for record, _ in whole.records].index(name) + 1]
    found.events = whole.events[: last + 1]
    found.data = {record.split(".")[0]: text for record, text in found.records if ".data." in record}
    return found


def test_nothing_is_decrypted_that_is_not_the_sum(engine: Engine, summed: Held) -> None:
    """A server that hands out one ballot in place of the sum learns nothing: the table is computed anew."""
    voted = until(summed, "EndBallots")
    single = summed.ballots[0].answers
    one = [[pair.plain() for pair in answer.choices] for answer in single]  # type: ignore[union-attr]  # all summed
    body = {"num_tallied": 3, "total_weight": 3, "encrypted_tally": voted.put(compact(one))}
    voted.add("EncryptedTally", compact(body))
    key = engine("key", group=BELENIOS_2048.name, name="外人", passphrase=PASSPHRASE)
    secret = {"keyfile": key["keyfile"], "passphrase": PASSPHRASE}
    with pytest.raises(WrongError, match="不是由这些选票算出来的"):
        engine("decrypt", archive=voted.dump(), **secret)
    with pytest.raises(WrongError, match="不是这次选举的保管人"):
        engine("decrypt", archive=until(summed, "EncryptedTally").dump(), **secret)
    with pytest.raises(WrongError, match="指纹不符"):
        engine("examine", archive=summed.archive.dump(), fingerprint="A" * 43)
    with pytest.raises(WrongError, match="没有你先前看到的那一步"):
        engine("examine", archive=summed.archive.dump(), head="0" * 64)


def test_nothing_is_decrypted_that_was_not_shuffled(engine: Engine, ranked: Held) -> None:
    """Two shuffles, each of what came before, each proved; and shuffles only when it is their turn."""
    other = engine("key", group=RFC_3526_2048.name, name="外人", passphrase=PASSPHRASE)
    once = until(ranked, "EncryptedTally")
    with pytest.raises(WrongError, match="不是这次选举的保管人"):
        engine("decrypt", archive=once.dump(), sheet=" ".join(other["sheet"]))
    first, second = (json.loads(text) for text in ranked.archive.of("Shuffle"))
    body = ranked.archive.data[second["payload"]]
    once.add("Shuffle", compact({"owner": 1, "payload": once.put(body)}))
    with pytest.raises(WrongError, match="打乱的证明不成立"):
        engine("examine", archive=once.dump(), proofs=False)
    assert first["owner"] == 1
    with pytest.raises(WrongError, match="不是打乱选票的时候"):
        engine("shuffle", archive=ranked.archive.dump(), proofs=False)


def test_one_shuffle_is_not_enough(engine: Engine) -> None:
    """Whoever shuffled alone knows who voted how."""
    held, holders = held_with(engine, [MARKS], RFC_3526_2048, ["监票人甲"], voters=2)
    for voter in (0, 1):
        vote(engine, held, voter, MARKED[voter][:1])
    held.close()
    secret = {"keyfile": holders[0]["keyfile"], "passphrase": PASSPHRASE}
    with pytest.raises(WrongError, match="还没有打乱完"):
        engine("decrypt", archive=held.archive.dump(), proofs=False, **secret)
    held.hand_in("Shuffle", 1, engine("shuffle", archive=held.archive.dump(), proofs=False)["shuffle"])
    held.archive.add("EndShuffles")
    with pytest.raises(WrongError, match="至少两人打乱"):
        engine("decrypt", archive=held.archive.dump(), proofs=False, **secret)


def test_files_that_are_no_archive(engine: Engine, summed: Held) -> None:
    raw = bytearray(summed.archive.dump())
    for bad, said in (
        (raw[:-100], "没有下载完整"), (raw + b"\0" * 512, "改动过|下载完整"), (b"PK\x03\x04" + bytes(600), "下载完整|不是选举档案"),
    ):  # fmt: skip
        with pytest.raises(WrongError, match=said):
            engine("examine", archive=bytes(bad))
    inside = raw.rindex(b'"alpha":"') + 20
    for at in (
        inside,
        512 + 108,
        1024 + 108,
        1024 + 140,
    ):  # a digit of a ballot; padding; owner and moment of a record, which no hash covers
        bad = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        with pytest.raises(WrongError, match="改动过"):
            engine("examine", archive=bytes(bad))


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_a_key_file_opens_with_its_passphrase_alone(name: str, engine: Engine) -> None:
    """The same file with the browser's own cryptography and, on plain http, with ours."""
    ours = name == "BELENIOS-2048"
    key = engine("key", group=name, name="监票人甲", passphrase=PASSPHRASE, bare=ours)
    public = read_key(json.loads(key["public"]), GROUPS[name])
    head = json.loads(key["keyfile"])
    assert head["kdf"]["iterations"] >= 600_000
    assert public.name == "监票人甲"
    known = engine("unlock", keyfile=key["keyfile"], passphrase=PASSPHRASE, bare=not ours)
    shown = {"public_key": str(public.public), "fingerprint": key["fingerprint"]}
    assert known == {"group": name, "kind": "single", **shown}
    with pytest.raises(WrongError, match="口令不对，或者密钥文件被改动过"):
        engine("unlock", keyfile=key["keyfile"], passphrase=PASSPHRASE + " ", bare=not ours)
    other = {**head, "group": next(one for one in GROUPS if one != name)}
    with pytest.raises(WrongError, match="口令不对，或者密钥文件被改动过"):
        engine("unlock", keyfile=compact(other), passphrase=PASSPHRASE)


def test_key_files_that_are_none(engine: Engine) -> None:
    with pytest.raises(WrongError, match="至少要 8 个字符"):
        engine("key", group="BELENIOS-2048", name="甲", passphrase="1234567")
    key = engine("key", group="BELENIOS-2048", name="甲", passphrase=PASSPHRASE)["keyfile"]
    head = json.loads(key)
    weak = {**head, "kdf": {**head["kdf"], "iterations": 1000}}
    for text, said in (
        (compact(weak), "参数不对"), (compact({**head, "version": 2}), "版本太新"), (key[:-5], "不是完整的数据"),
        (compact({"type": "x"}), "缺少内容"),
    ):  # fmt: skip
        with pytest.raises(WrongError, match=said):
            engine("unlock", keyfile=text, passphrase=PASSPHRASE)
    again = engine("reseal", keyfile=key, passphrase=PASSPHRASE, another="另一个更长的口令")["keyfile"]
    assert engine("unlock", keyfile=again, passphrase="另一个更长的口令")["public_key"] == head["public_key"]
    with pytest.raises(WrongError, match="口令不对"):
        engine("unlock", keyfile=again, passphrase=PASSPHRASE)


def test_a_sheet_names_the_group_that_is_wrong(engine: Engine) -> None:
    key = engine("key", group="BELENIOS-2048", name="甲", passphrase=PASSPHRASE)
    sheet, public = key["sheet"], json.loads(key["public"])["public_key"]
    given = {"group": "BELENIOS-2048", "passphrase": PASSPHRASE, "public_key": public}
    for typed in (" ".join(sheet), "".join(sheet), "\n".join(sheet), "－".join(sheet)):
        assert engine("restore", sheet=typed, **given)["fingerprint"] == key["fingerprint"]
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    for place in range(30):
        group, at = divmod(place, 5)
        digit = alphabet[(alphabet.index(sheet[group][at]) + 1 + place) % 58]
        wrong = [*sheet[:group], sheet[group][:at] + digit + sheet[group][at + 1 :], *sheet[group + 1 :]]
        with pytest.raises(WrongError, match=f"第 {group + 1} 组有字符输错了"):
            engine("restore", sheet=" ".join(wrong), **given)
    for wrong, said in (
        ([sheet[1], sheet[0], *sheet[2:]], "第 1 组有字符输错了"), ([*sheet[:2], sheet[2][:4], *sheet[3:]], "第 3 组应有 5 个字符，现在是 4 个"),
        (sheet[:5], "没有输完整"), ([*sheet[:5], "l" + sheet[5][1:]], "第 6 组里有小写字母 l"), ([], "请输入恢复单"),
    ):  # fmt: skip
        with pytest.raises(WrongError, match=said):
            engine("restore", sheet=" ".join(wrong), **given)
    with pytest.raises(WrongError, match="拿错了恢复单"):
        engine("restore", sheet=" ".join(sheet), **{**given, "public_key": "4"})
