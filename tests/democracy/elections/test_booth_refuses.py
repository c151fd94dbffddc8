"""What a scrutineer's browser finds in an archive that a server made up (V02, V04): each time one check alone can find it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from lianxin.democracy.ballotbox.archive import Archive, setup
from lianxin.democracy.ballotbox.ballots import fill_in
from lianxin.democracy.ballotbox.credentials import new_credential, secret_of
from lianxin.democracy.ballotbox.groups import BELENIOS_2048, RFC_3526_2048
from lianxin.democracy.ballotbox.mixing import Shuffle, _prove
from lianxin.democracy.ballotbox.proofs import Ciphertext, prove_exponent
from lianxin.democracy.ballotbox.questions import Election
from lianxin.democracy.ballotbox.texts import compact, fingerprint
from lianxin.democracy.ballotbox.trustees import Single, new_key, read_key, write_trustees
from tests.democracy.ballotbox.building import MARKS, Held, ceremony
from tests.democracy.elections.engine import MISSING, NODE, Engine, WrongError, held_by, started

pytestmark = pytest.mark.skipif(not NODE, reason=MISSING)
VOTE = [[0, 1, 0]]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with started() as found:
        yield found


def fresh(**more: Any) -> Held:
    return held_by([Single(new_key(more.get("group", BELENIOS_2048), "甲")[1])], **more)


def with_trustees(held: Held, text: str) -> bytes:
    """The same election with another list of trustees."""
    archive = Archive(held.archive.timestamp)
    body = json.loads(held.archive.of("Setup")[0])
    setup(archive, held.election.text, text, held.archive.data[body["credentials"]])
    return archive.dump()


def unproved() -> bytes:
    """A key that was chosen as a quotient of others: nobody knows its secret, so nobody can prove to."""
    held = fresh()
    (kind, body), *_ = json.loads(write_trustees(held.trustees))
    return with_trustees(held, compact([[kind, {**body, "pok": {**body["pok"], "response": "1"}}]]))


def another_key() -> bytes:
    """Ballots are encrypted to a key of the server alone."""
    return with_trustees(fresh(), write_trustees(fresh().trustees))


def keys_in_another_order() -> bytes:
    pedersen, _ = ceremony(BELENIOS_2048, 2, 2)
    held = held_by([pedersen])
    ((kind, body),) = json.loads(write_trustees([pedersen]))
    return with_trustees(held, compact([[kind, {**body, "verification_keys": body["verification_keys"][::-1]}]]))


def unconfirmed_certificates() -> bytes:
    pedersen, _ = ceremony(BELENIOS_2048, 2, 2)
    held = held_by([pedersen])
    ((kind, body),) = json.loads(write_trustees([pedersen]))
    return with_trustees(held, compact([[kind, {**body, "signatures": body["signatures"][::-1]}]]))


def stranger() -> bytes:
    held = fresh()
    credential = new_credential()
    secret = secret_of(credential, held.election.uuid, held.election.group)
    held.archive.add("Ballot", fill_in(held.election, secret, VOTE).text)
    return held.archive.dump()


def twice() -> bytes:
    held = fresh()
    held.archive.add("Ballot", held.vote(0, VOTE).text)
    return held.archive.dump()


def signed(election: Election, secret: int, body: dict[str, Any]) -> str:
    unsigned = {name: value for name, value in body.items() if name != "signature"}
    found = fingerprint(compact(unsigned))
    proof = prove_exponent(election.group, f"sig|{found}|", secret)
    return compact({**unsigned, "signature": {"hash": found, "proof": proof.plain()}})


def outside_the_group() -> bytes:
    """The proof of a ranked answer speaks of α alone: a β that is no element passes everything but the look at it."""
    held = fresh(questions=[MARKS], group=RFC_3526_2048)
    group, key, r = held.election.group, held.election.key, 12345
    alpha = group.power(group.g, r)
    beta = group.p - group.power(key, r) * group.embed([1, 2, 0]) % group.p
    secret = held.secret(0)
    public = group.power(group.g, secret)
    prefix = f"raweg|{held.election.fingerprint}|{public}|{key},{alpha},{beta}|"
    answer = {
        "choices": {"alpha": str(alpha), "beta": str(beta)}, "proof": prove_exponent(group, prefix, r).plain(),
    }  # fmt: skip
    body = {"election_uuid": held.election.uuid, "election_hash": held.election.fingerprint, "credential": str(public)}
    held.archive.add("Ballot", signed(held.election, secret, {**body, "answers": [answer]}))
    return held.archive.dump()


def exchanged(name: str) -> bytes:
    """A scrutineer who follows the protocol in everything but puts another number into one ciphertext."""
    held = fresh(questions=[MARKS], group=RFC_3526_2048, voters=2)
    for voter in (0, 1):
        held.vote(voter, [[1, 2, voter]])
    e = list(held.close()[0])
    group, key, r = held.election.group, held.election.key, [11, 12]
    mixed = [
        Ciphertext(one.alpha * group.power(group.g, x) % group.p, one.beta * group.power(key, x) % group.p)
        for one, x in zip(e, r, strict=True)
    ]
    mixed[0] = replace(mixed[0], **{name: getattr(mixed[0], name) * group.g % group.p})
    proof = _prove(group, key, held.election.fingerprint, e, mixed, r, [0, 1])
    held.hand_in("Shuffle", 1, compact(Shuffle((tuple(mixed),), (proof,)).plain()))
    return held.archive.dump()


def another_vote() -> bytes:
    return exchanged("beta")


def another_alpha() -> bytes:
    return exchanged("alpha")


MADE_UP: list[tuple[Callable[[], bytes], str]] = [
    (unproved, "没有证明有人持有私钥"), (another_key, "不是由这些保管人的公钥合成的"), (keys_in_another_order, "与大家的系数对不上"),
    (unconfirmed_certificates, "没有确认大家的证书"), (stranger, "不在名册上"), (twice, "出现了两次"), (outside_the_group, "密文不成立"),
    (another_vote, "打乱的证明不成立"), (another_alpha, "打乱的证明不成立"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "said"), MADE_UP, ids=[make.__name__ for make, _ in MADE_UP])
def test_an_archive_that_a_server_made_up(make: Callable[[], bytes], said: str, engine: Engine) -> None:
    with pytest.raises(WrongError, match=said):
        engine("examine", archive=make())


def test_no_key_is_raised_to_a_number_outside_the_group(engine: Engine) -> None:
    """Even where the proofs of the ballots are left out: such a number would tell something of the private key."""
    made = engine("key", group=BELENIOS_2048.name, name="甲", passphrase="12345678")
    held = held_by([Single(read_key(json.loads(made["public"]), BELENIOS_2048))])
    body = json.loads(held.vote(0, VOTE).text)
    choice = body["answers"][0]["choices"][0]
    choice["alpha"] = str(BELENIOS_2048.p - int(choice["alpha"]))
    archive = Archive(held.archive.timestamp)
    names = json.loads(held.archive.of("Setup")[0])
    setup(archive, *(held.archive.data[names[name]] for name in ("election", "trustees", "credentials")))
    archive.add("Ballot", signed(held.election, held.secret(0), body))
    archive.add("EndBallots")
    name = archive.put(compact([body["answers"][0]["choices"]]))
    archive.add("EncryptedTally", compact({"num_tallied": 1, "total_weight": 1, "encrypted_tally": name}))
    raw = archive.dump()
    with pytest.raises(WrongError, match="密文不成立"):
        engine("decrypt", archive=raw, sheet=" ".join(made["sheet"]))
    with pytest.raises(WrongError, match="有不成立的数"):
        engine("decrypt", archive=raw, sheet=" ".join(made["sheet"]), proofs=False)
