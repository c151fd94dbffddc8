"""A key of which some trustees suffice, made in browsers: both halves take part in one ceremony (V04)."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lianxin.democracy.ballotbox.ceremony import (
    certificate,
    inputs,
    kept_secret,
    output,
    parameters,
    polynomial,
    read_polynomial,
)
from lianxin.democracy.ballotbox.groups import BELENIOS_2048
from lianxin.democracy.ballotbox.letters import new_seed, read_signed
from lianxin.democracy.ballotbox.tallies import decrypt, plain_result, read_decryption, result
from lianxin.democracy.ballotbox.texts import compact
from lianxin.democracy.ballotbox.trustees import Pedersen, read_key
from lianxin.democracy.ballotbox.verifying import verify
from tests.democracy.elections.engine import MISSING, NODE, PASSPHRASE, Engine, WrongError, held_by, started, vote

pytestmark = pytest.mark.skipif(not NODE, reason=MISSING)
TOOL = shutil.which("belenios-tool")
GROUP, SIZE, THRESHOLD = BELENIOS_2048, 3, 2


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with started() as found:
        yield found


class Ceremony:
    """Trustees 1 and 2 sit before browsers, the third uses our Python."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.seed = engine, new_seed()
        agreed = {"group": GROUP.name, "size": SIZE, "threshold": THRESHOLD}
        self.holders = [engine("certificate", index=i, passphrase=PASSPHRASE, **agreed) for i in (1, 2)]
        third = certificate(self.seed, GROUP, size=SIZE, threshold=THRESHOLD, index=3)
        self.certificates = [*(one["certificate"] for one in self.holders), compact(third.plain())]
        self.certs = [read_signed(json.loads(text), "cert") for text in self.certificates]
        made = [read_polynomial(json.loads(self.step("polynomial", i)["polynomial"])) for i in (0, 1)]
        self.polynomials = [*made, polynomial(self.seed, GROUP, self.certs, THRESHOLD)]
        self.inputs = [
            {"polynomial": one.own, "secrets": list(one.secrets), "coefexps": [c.plain() for c in one.coefexps]}
            for one in inputs(self.polynomials)
        ]

    def step(self, do: str, i: int, **more: Any) -> Any:
        """The first uses the file, the second the sheet."""
        by_file = {"keyfile": self.holders[i]["keyfile"], "passphrase": PASSPHRASE}
        key = by_file if i == 0 else {"sheet": " ".join(self.holders[i]["sheet"])}
        given = {"group": GROUP.name, "certificates": self.certificates, "threshold": THRESHOLD}
        return self.engine(do, **{**given, **key, **more})


@pytest.fixture(scope="module")
def held(engine: Engine) -> Ceremony:
    return Ceremony(engine)


def test_two_of_three_open_the_box(engine: Engine, held: Ceremony, tmp_path: Path) -> None:
    """Browser and Python together, then the browsers of the two who came."""
    outs = [json.loads(held.step("output", i, input=compact(held.inputs[i]))["output"]) for i in (0, 1)]
    kept, third = output(held.seed, GROUP, held.certs, THRESHOLD, inputs(held.polynomials)[2])
    keys = [*(read_key(one["public_key"], GROUP) for one in outs), third]
    pedersen: Pedersen = parameters(GROUP, held.certs, THRESHOLD, held.polynomials, keys)
    box = held_by([pedersen])
    vote(engine, box, 0, [[0, 1, 0]])
    table = box.close()
    raw = box.archive.dump()
    first = engine(
        "decrypt", archive=raw, keyfile=held.holders[0]["keyfile"], passphrase=PASSPHRASE, kept=outs[0]["private_key"]
    )
    second = engine("decrypt", archive=raw, sheet=" ".join(held.holders[1]["sheet"]), kept=outs[1]["private_key"])
    assert (first["owner"], second["owner"]) == (1, 2)
    one = read_decryption(json.loads(first["decryption"]), table)
    other = decrypt(box.election, table, kept_secret(held.seed, GROUP, kept))
    assert result(box.election, [pedersen], table, {1: one, 3: other}, 1) == [[0, 1, 0]]
    for number, part in ((1, first), (2, second)):
        box.hand_in("PartialDecryption", number, part["decryption"])
    box.archive.add("Result", compact(plain_result([[0, 1, 0]])))
    assert verify(box.archive.dump()).complete
    if TOOL:
        (tmp_path / f"{box.election.uuid}.bel").write_bytes(box.archive.dump())
        done = subprocess.run([TOOL, "election", "verify"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-500:]
    with pytest.raises(WrongError, match="最后一步的内容"):
        engine("decrypt", archive=raw, sheet=" ".join(held.holders[1]["sheet"]))
    with pytest.raises(WrongError, match="打不开"):
        engine("decrypt", archive=raw, sheet=" ".join(held.holders[1]["sheet"]), kept=outs[0]["private_key"])


def test_a_share_that_does_not_belong_is_noticed_at_once(held: Ceremony) -> None:
    """The second trustee's letter to the third stands in the place of that to the first; an own polynomial is exchanged."""
    good = held.inputs[0]
    mixed = {**good, "secrets": [good["secrets"][0], held.inputs[2]["secrets"][1], good["secrets"][2]]}
    with pytest.raises(WrongError, match="打不开"):
        held.step("output", 0, input=compact(mixed))
    again = read_polynomial(json.loads(held.step("polynomial", 1)["polynomial"]))
    other = {**good, "secrets": [good["secrets"][0], again.secrets[0], good["secrets"][2]]}
    with pytest.raises(WrongError, match="第 2 位保管人发来的份额与公布的系数对不上"):
        held.step("output", 0, input=compact(other))
    own = read_polynomial(json.loads(held.step("polynomial", 0)["polynomial"])).own
    with pytest.raises(WrongError, match="不是你自己做的多项式"):
        held.step("output", 0, input=compact({**good, "polynomial": own}))


def test_certificates_of_another_ceremony(engine: Engine, held: Ceremony) -> None:
    first, second, third = held.certificates
    for certificates, said in (
        ([second, first, third], "第 1 份证书不是为这次仪式做的"), ([first, second], "不是为这次仪式做的"), ([first, first, third], "第 2 份"),
        ([first, second, first], "第 3 份"),
    ):  # fmt: skip
        with pytest.raises(WrongError, match=said):
            held.step("polynomial", 0, certificates=certificates)
    with pytest.raises(WrongError, match="不是为这次仪式做的"):
        held.step("polynomial", 0, threshold=3)
    body = json.loads(first)
    forged = compact({**body, "message": body["message"].replace('"index":1', '"index":2')})
    with pytest.raises(WrongError, match="不是持有人自己签的"):
        held.step("polynomial", 0, certificates=[first, forged, third])
    outsider = engine("certificate", group=GROUP.name, size=3, threshold=2, index=1, passphrase=PASSPHRASE)
    with pytest.raises(WrongError, match="没有你的那一份"):
        held.step("polynomial", 0, certificates=[outsider["certificate"], second, third])
    with pytest.raises(WrongError, match="序号不对"):
        engine("certificate", group=GROUP.name, size=3, threshold=2, index=4, passphrase=PASSPHRASE)
