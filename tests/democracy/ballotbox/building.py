"""Whole elections, made once and played with by many tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lianxin.democracy.ballotbox.archive import Archive, setup
from lianxin.democracy.ballotbox.ballots import Ballot, fill_in
from lianxin.democracy.ballotbox.ceremony import certificate, inputs, kept_secret, output, parameters, polynomial
from lianxin.democracy.ballotbox.credentials import (
    Entitled,
    new_credential,
    new_uuid,
    public_of,
    read_roll,
    roll,
    secret_of,
)
from lianxin.democracy.ballotbox.groups import BELENIOS_2048, Group
from lianxin.democracy.ballotbox.letters import new_seed
from lianxin.democracy.ballotbox.mixing import shuffle
from lianxin.democracy.ballotbox.proofs import prove_exponent
from lianxin.democracy.ballotbox.questions import Election, Question, Ranked, Summed, write_election
from lianxin.democracy.ballotbox.tallies import (
    Sized,
    Table,
    decrypt,
    encrypted_tally,
    last_ballots,
    plain_result,
    plain_table,
    result,
    with_ranked,
)
from lianxin.democracy.ballotbox.texts import compact, fingerprint
from lianxin.democracy.ballotbox.trustees import Pedersen, Single, Trustee, election_key, new_key, write_trustees

TWO_OF_FOUR = Summed("请选一至两名监督员", ("张三", "李四", "王五", "赵六"), 1, 2)
YES_OR_NO = Summed("是否同意修路方案", ("赞成", "不赞成"), 1, 1, blank=True)
MARKS = Ranked("支部委员会委员", ("张三", "李四", "另选他人"))
#: by the table of choices of `fill_in`
VOTES = ([[1, 0, 1, 0], [0, 1, 0]], [[0, 1, 0, 0], [1, 0, 0]], [[1, 1, 0, 0], [0, 0, 1]])
MARKED = ([[1, 2, 0]], [[2, 2, 7]], [[1, 3, 0]], [[255, 0, 0]])


@dataclass
class Held:
    """An election with everything that its holders keep, at whatever stage."""

    election: Election
    trustees: list[Trustee]
    #: by owner number
    secrets: dict[int, int]
    credentials: list[str]
    weights: dict[int, int]
    archive: Archive
    ballots: list[Ballot] = field(default_factory=list)

    def secret(self, voter: int) -> int:
        return secret_of(self.credentials[voter], self.election.uuid, self.election.group)

    def vote(self, voter: int, choices: Sequence[Sequence[int]]) -> Ballot:
        ballot = fill_in(self.election, self.secret(voter), choices)
        self.ballots.append(ballot)
        self.archive.add("Ballot", ballot.text)
        return ballot

    def close(self) -> Table:
        """The end of voting and the sum."""
        self.archive.add("EndBallots")
        counted = last_ballots(self.ballots)
        table = encrypted_tally(self.election, counted, self.weights)
        total = sum(self.weights[int(ballot.credential)] for ballot in counted)
        name = self.archive.put(compact(plain_table(table)))
        self.archive.add("EncryptedTally", compact(Sized(len(counted), total, name).plain()))
        return table

    def hand_in(self, kind: str, owner: int, text: str) -> None:
        self.archive.add(kind, compact({"owner": owner, "payload": self.archive.put(text)}))

    def mix(self, table: Table, owners: Sequence[int] = (1, 2)) -> Table:
        for owner in owners:
            questions = [table[place] for place in self.election.ranked]
            mixed = shuffle(self.election.group, self.election.key, self.election.fingerprint, questions)
            self.hand_in("Shuffle", owner, compact(mixed.plain()))
            table = with_ranked(self.election, table, mixed.ciphertexts)
        self.archive.add("EndShuffles")
        return table

    def open(self, table: Table, owners: Sequence[int]) -> list[object]:
        parts = {owner: decrypt(self.election, table, self.secrets[owner]) for owner in owners}
        for owner, part in parts.items():
            self.hand_in("PartialDecryption", owner, compact(part.plain()))
        total = sum(self.weights[int(ballot.credential)] for ballot in last_ballots(self.ballots))
        found = result(self.election, self.trustees, table, parts, total)
        self.archive.add("Result", compact(plain_result(found)))
        return list(found)


def signed_with(held: Held, secret: int, answers: list[Any]) -> str:
    """A ballot with these answers, whatever they are, and a good signature."""
    group, election = held.election.group, held.election
    unsigned = {
        "election_uuid": election.uuid, "election_hash": election.fingerprint,
        "credential": str(group.secret(group.g, secret)), "answers": answers,
    }  # fmt: skip
    signed = fingerprint(compact(unsigned))
    proof = prove_exponent(group, f"sig|{signed}|", secret)
    return compact({**unsigned, "signature": {"hash": signed, "proof": proof.plain()}})


def ceremony(group: Group, size: int, threshold: int) -> tuple[Pedersen, list[int]]:
    """A threshold key and the decryption key of each trustee."""
    seeds = [new_seed() for _ in range(size)]
    certs = [certificate(seed, group, size=size, threshold=threshold, index=i) for i, seed in enumerate(seeds, 1)]
    polynomials = [polynomial(seed, group, certs, threshold) for seed in seeds]
    outs = [output(seed, group, certs, threshold, one) for seed, one in zip(seeds, inputs(polynomials), strict=True)]
    made = parameters(group, certs, threshold, polynomials, [key for _, key in outs])
    return made, [kept_secret(seed, group, kept) for seed, (kept, _) in zip(seeds, outs, strict=True)]


def prepared(
    questions: Sequence[Question], *, weights: Sequence[int] = (1, 1, 1), group: Group = BELENIOS_2048,
    threshold: tuple[int, int] | None = None,
) -> Held:  # fmt: skip
    """Before the first ballot. threshold: (trustees, how many suffice) beside one that is always needed."""
    secret, key = new_key(group, "服务器")
    trustees: list[Trustee] = [Single(key)]
    secrets = [secret]
    if threshold:
        pedersen, more = ceremony(group, *threshold)
        trustees.append(pedersen)
    else:
        other, key = new_key(group, "监票人")
        trustees.append(Single(key))
        more = [other]
    secrets += more
    uuid = new_uuid()
    election = write_election(
        uuid=uuid, name="村委会监督员推选", description="测试", group=group, key=int(election_key(group, trustees)),
        questions=questions,
    )  # fmt: skip
    credentials = [new_credential() for _ in weights]
    entitled = [Entitled(public_of(c, uuid, group), w) for c, w in zip(credentials, weights, strict=True)]
    published = roll(entitled)
    archive = Archive("1795295647")
    setup(archive, election.text, write_trustees(trustees), compact(published))
    known = dict(enumerate(secrets, start=1))
    return Held(election, trustees, known, credentials, read_roll(published, group), archive)
