"""The booth encrypts as our own Python does, and refuses what a voter must be told (V01, V03)."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lianxin.democracy.ballotbox.ballots import check_ballot, fill_in, read_ballot
from lianxin.democracy.ballotbox.credentials import public_of
from lianxin.democracy.ballotbox.groups import BELENIOS_2048, RFC_3526_2048
from lianxin.democracy.ballotbox.proofs import encrypt, prove_exponent
from lianxin.democracy.ballotbox.questions import Summed
from lianxin.democracy.ballotbox.texts import compact, fingerprint
from tests.democracy.ballotbox.building import MARKS, TWO_OF_FOUR, YES_OR_NO, Held, prepared
from tests.democracy.elections.engine import MISSING, NODE, ROOM, Engine, WrongError, started

needs_node = pytest.mark.skipif(not NODE, reason=MISSING)
#: none of four, three of four, exactly two
LOOSE = Summed("可以不选", ("甲", "乙", "丙", "丁"), 0, 3)
STRICT = Summed("选两项", ("甲", "乙", "丙"), 2, 2, blank=True)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with started() as found:
        yield found


@pytest.fixture(scope="module")
def summed() -> Held:
    return prepared([TWO_OF_FOUR, YES_OR_NO, LOOSE, STRICT])


@pytest.fixture(scope="module")
def ranked() -> Held:
    return prepared([MARKS, YES_OR_NO], group=RFC_3526_2048)


CHOICES = [[1, 0, 1, 0], [0, 1, 0], [0, 0, 0, 0], [0, 1, 0, 1]]
OTHERS = [[0, 0, 0, 1], [1, 0, 0], [1, 1, 1, 0], [1, 0, 0, 0]]
RANKED = [[1, 255, 0], [0, 0, 1]]


def test_the_joined_file_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location(
        "make_booth", Path(__file__).resolve().parents[3] / "docs/make_booth.py"
    )
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    shipped = (ROOM / "static/elections/ballotbox.js").read_text("utf-8")
    assert shipped == maker.joined(), "run: .venv/bin/python docs/make_booth.py"
    assert (ROOM / "static/elections/ballotbox.json").read_text() == maker.facts(shipped)
    for word in ("eval(", "Function(", "innerHTML", "import(", "fetch(", "XMLHttpRequest"):
        assert word not in shipped, "the booth asks nobody and runs nothing but itself"


@needs_node
@pytest.mark.parametrize("name", ["summed", "ranked"])
def test_both_halves_mean_the_same(name: str, engine: Engine, request: pytest.FixtureRequest) -> None:
    """Fingerprint of the election, and what the roll shows of a credential however it is typed."""
    held: Held = request.getfixturevalue(name)
    election, credential = held.election, held.credentials[0]
    found = engine("prepare", election=election.text, fingerprint=election.fingerprint)
    assert (found["fingerprint"], found["uuid"]) == (election.fingerprint, election.uuid)
    assert [one["question"] for one in found["questions"]] == [one.text for one in election.questions]
    published = compact([str(one) for one in held.weights])
    wide = "".join(chr(ord(c) + 0xFEE0) if c != "-" else "　" for c in credential)
    for typed in (credential, credential.replace("-", ""), f" {credential.replace('-', ' – ')}\n", wide):
        known = engine("credential", typed=typed, election=election.text, roll=published)
        assert known == {
            "credential": credential, "public": str(public_of(credential, election.uuid, election.group)), "weight": 1,
        }  # fmt: skip


@needs_node
@pytest.mark.parametrize(
    ("name", "choices"), [("summed", CHOICES), ("summed", OTHERS), ("ranked", RANKED)], ids=["chosen", "blank", "marks"]
)
def test_ballots_of_the_booth_hold(name: str, choices: Any, engine: Engine, request: pytest.FixtureRequest) -> None:
    held: Held = request.getfixturevalue(name)
    given = {"election": held.election.text, "credential": held.credentials[1], "choices": choices}
    filled = engine("fill", **given)
    text = engine("release", tracker=filled["tracker"])["ballot"]
    ballot = read_ballot(held.election, text)
    check_ballot(held.election, ballot)
    assert filled["tracker"] == ballot.tracker == fingerprint(text)
    assert int(filled["public"]) == ballot.credential
    assert engine("check", election=held.election.text, ballot=text)["tracker"] == ballot.tracker
    assert engine.ballot(held.election.text, held.credentials[1], choices) != text, "never the same randomness"


@needs_node
def test_what_is_opened_is_what_was_encrypted(engine: Engine, summed: Held) -> None:
    """With the randomness that the booth hands out for a check, Python makes the very same ciphertexts."""
    election = summed.election
    given = {"election": election.text, "credential": summed.credentials[0], "choices": CHOICES}
    opened = engine("open", tracker=engine("fill", **given)["tracker"])
    randomness = json.loads(opened["opening"])["randomness"]
    answers = json.loads(opened["ballot"])["answers"]
    for marks, secrets, answer in zip(CHOICES, randomness, answers, strict=True):
        again = [encrypt(election.group, election.key, m, int(r)) for m, r in zip(marks, secrets, strict=True)]
        assert [one.plain() for one in again] == answer["choices"]
    found = engine("audit", election=election.text, choices=CHOICES, **{k: opened[k] for k in ("ballot", "opening")})
    assert found["words"][0] == {"question": "请选一至两名监督员", "chosen": ["张三", "王五"]}
    assert found["tracker"] == opened["tracker"]


@needs_node
def test_an_opened_ballot_is_never_cast(engine: Engine, summed: Held) -> None:
    given = {"election": summed.election.text, "credential": summed.credentials[0], "choices": CHOICES}
    opened, cast = engine("fill", **given)["tracker"], engine("fill", **given)["tracker"]
    engine("open", tracker=opened)
    engine("release", tracker=cast)
    with pytest.raises(WrongError, match="不能再投"):
        engine("release", tracker=opened)
    with pytest.raises(WrongError, match="不能再拆开"):
        engine("open", tracker=cast)
    assert engine("release", tracker=cast)["tracker"] == cast, "sending it once more after a broken connection"
    with pytest.raises(WrongError, match="没有这张选票"):
        engine("release", tracker=opened[::-1])


@needs_node
@pytest.mark.parametrize("name", ["summed", "ranked"])
def test_a_booth_that_cheats_is_found(name: str, engine: Engine, request: pytest.FixtureRequest) -> None:
    """The ballot holds other choices than the voter made; whatever the booth says of it, something does not fit."""
    held: Held = request.getfixturevalue(name)
    honest, other = (CHOICES, OTHERS) if name == "summed" else (RANKED, [[2, 255, 0], [0, 0, 1]])
    text = held.election.text
    filled = engine("fill", election=text, credential=held.credentials[0], choices=other)
    opened = engine("open", tracker=filled["tracker"])
    with pytest.raises(WrongError, match="不一样"):
        engine("audit", election=text, ballot=opened["ballot"], opening=opened["opening"], choices=honest)
    lies = {**json.loads(opened["opening"]), "choices": honest}
    with pytest.raises(WrongError, match="第 1 题加密的内容与显示的选择不一样"):
        engine("audit", election=text, ballot=opened["ballot"], opening=compact(lies), choices=honest)
    exchanged = engine.ballot(text, held.credentials[0], other)
    with pytest.raises(WrongError, match="追踪号对不上"):
        engine("audit", election=text, ballot=exchanged, opening=opened["opening"])


WRONG_CHOICES = [
    ([[1, 1, 1, 0], *CHOICES[1:]], "第 1 题：要选 1 到 2 项，现在选了 3 项"),
    ([[0, 0, 0, 0], *CHOICES[1:]], "第 1 题：要选 1 到 2 项，现在选了 0 项"),
    ([CHOICES[0], [1, 1, 0], *CHOICES[2:]], "第 2 题：选了空白票就不能再选别的"),
    ([*CHOICES[:3], [0, 1, 0, 0]], "第 4 题：要选 2 项，现在选了 1 项"),
    ([[1, 0, 1], *CHOICES[1:]], "第 1 题：应有 4 个选择记号"),
    ([[2, 0, 0, 0], *CHOICES[1:]], "记号只能是 0 到 1 的整数"),
    ([[1, 0, 0, "1"], *CHOICES[1:]], "记号只能是"),
    (CHOICES[:3], "共有 4 道题"),
]


@needs_node
@pytest.mark.parametrize(("choices", "said"), WRONG_CHOICES, ids=[said[:14] for _, said in WRONG_CHOICES])
def test_choices_that_no_ballot_carries(choices: Any, said: str, engine: Engine, summed: Held) -> None:
    with pytest.raises(WrongError, match=said):
        engine("fill", election=summed.election.text, credential=summed.credentials[0], choices=choices)


@needs_node
def test_marks_outside_a_byte(engine: Engine, ranked: Held) -> None:
    for mark in (256, -1, 1.5):
        with pytest.raises(WrongError, match="0 到 255"):
            engine("words", election=ranked.election.text, choices=[[1, mark, 0], [0, 1, 0]])


@needs_node
def test_credentials_that_are_none(engine: Engine, summed: Held) -> None:
    credential = summed.credentials[0]
    changed = credential[:-1] + ("2" if credential[-1] != "2" else "3")
    for typed, said in (
        (changed, "有字符输错了"), (credential[:-1], "应有 15 个字符，现在是 14 个"), ("", "请输入投票凭证"),
        ("O" + credential[1:], "大写字母 O"), ("密" + credential[1:], "“密”"),
    ):  # fmt: skip
        with pytest.raises(WrongError, match=said):
            engine("credential", typed=typed)
    stranger = compact([str(one) for one in list(summed.weights)[1:]])
    first = next(
        c for c in summed.credentials if str(public_of(c, summed.election.uuid, BELENIOS_2048)) not in stranger
    )
    with pytest.raises(WrongError, match="不在这次选举的名册上"):
        engine("fill", election=summed.election.text, credential=first, choices=CHOICES, roll=stranger)


@needs_node
def test_elections_that_are_none(engine: Engine, summed: Held) -> None:
    election = summed.election
    other = election.text.replace("监督员", "监督人")
    twice = election.text[:-1] + ',"name":"另一个名字"}'
    weak = election.text.replace(str(election.key), "4")
    for text, said in ((other, "指纹不符"), (election.text[:-1], "指纹不符")):
        with pytest.raises(WrongError, match=said):
            engine("prepare", election=text, fingerprint=election.fingerprint)
    for text, said in (
        (twice, "不是完整的数据"), (weak, "选举密钥不成立"), ("{}", "缺少必要的部分"), ("", "没有读到"), ("[1", "不是完整的数据"),
        (election.text.replace('"max":2', '"max":9'), "选择数目不成立"), (election.text.replace("BELENIOS-2048", "P-256"), "不认识"),
    ):  # fmt: skip
        with pytest.raises(WrongError, match=said):
            engine("prepare", election=text)


def changed(value: Any, path: tuple[Any, ...]) -> Any:
    """A copy in which the number at that place is one more."""
    if not path:
        return str(int(value) + 1)
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = changed(copy[path[0]], path[1:])
    return copy


PLACES = [
    ("answers", 0, "choices", 1, "beta"), ("answers", 1, "individual_proofs", 0, 1, "response"),
    ("answers", 0, "overall_proof", 0, "challenge"), ("answers", 1, "overall_proof", 0, "response"),
    ("answers", 1, "blank_proof", 1, "challenge"), ("credential",), ("signature", "proof", "response"),
]  # fmt: skip


@needs_node
@pytest.mark.parametrize("path", PLACES, ids=lambda path: "-".join(map(str, path)))
def test_a_changed_number_of_a_ballot_is_found(path: tuple[Any, ...], engine: Engine, summed: Held) -> None:
    """Signed anew over the changed answers, so that the proofs themselves are what refuses."""
    election, secret = summed.election, summed.secret(0)
    text = fill_in(election, secret, CHOICES).text
    assert engine("check", election=election.text, ballot=text, roll=compact(roll_of(summed)))
    body = changed(json.loads(text), path)
    with pytest.raises(WrongError, match=r"签名对不上|签名不成立|可能被改动过"):
        engine("check", election=election.text, ballot=compact(body))
    if path[0] == "answers":
        with pytest.raises(WrongError, match=r"第 \d 题"):
            engine("check", election=election.text, ballot=signed_anew(summed, body))
    with pytest.raises(WrongError, match="规定的样子"):
        engine("check", election=election.text, ballot=text.replace(":[", ": [", 1))


def roll_of(held: Held) -> list[str]:
    return [str(one) for one in held.weights]


def signed_anew(held: Held, body: dict[str, Any]) -> str:
    unsigned = {name: value for name, value in body.items() if name != "signature"}
    signed = fingerprint(compact(unsigned))
    proof = prove_exponent(held.election.group, f"sig|{signed}|", held.secret(0))
    return compact({**unsigned, "signature": {"hash": signed, "proof": proof.plain()}})
