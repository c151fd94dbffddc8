"""A key that some of several trustees can use: nobody can cheat the others unseen (V03; specification, 4.6)."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import combinations

import pytest

from lianxin.democracy.ballotbox.ceremony import Polynomial, certificate, inputs, output, polynomial, share
from lianxin.democracy.ballotbox.groups import BELENIOS_2048 as GROUP
from lianxin.democracy.ballotbox.letters import LetterError, keys_of, new_seed, receive, send, sign
from lianxin.democracy.ballotbox.tallies import OpeningError, decrypt, result
from lianxin.democracy.ballotbox.texts import MalformedError, compact
from lianxin.democracy.ballotbox.trustees import read_trustees, write_trustees
from tests.democracy.ballotbox.building import YES_OR_NO, prepared

SEEDS = [new_seed() for _ in range(3)]
CERTS = [certificate(seed, GROUP, size=3, threshold=2, index=i) for i, seed in enumerate(SEEDS, 1)]


@pytest.fixture(scope="module")
def handed_in() -> list[Polynomial]:
    return [polynomial(seed, GROUP, CERTS, 2) for seed in SEEDS]


def test_any_two_of_three_open_and_one_does_not() -> None:
    """Two suffice, whoever they are; one and the server do not."""
    held = prepared([YES_OR_NO], weights=(1, 1, 1), threshold=(3, 2))
    for voter, marks in enumerate(([0, 1, 0], [0, 1, 0], [0, 0, 1])):
        held.vote(voter, [marks])
    table = held.close()
    parts = {owner: decrypt(held.election, table, secret) for owner, secret in held.secrets.items()}
    for pair in combinations((2, 3, 4), 2):
        chosen = {owner: parts[owner] for owner in (1, *pair)}
        assert result(held.election, held.trustees, table, chosen, 3) == [[0, 2, 1]]
    for too_few in ((1, 2), (2, 3, 4), (1,)):
        with pytest.raises(OpeningError, match="missing"):
            result(held.election, held.trustees, table, {owner: parts[owner] for owner in too_few}, 3)


def test_a_false_share_is_noticed_at_once(handed_in: list[Polynomial]) -> None:
    """The third trustee sends the first a number that is none of their polynomial's."""
    keys, first = keys_of(SEEDS[2], GROUP), keys_of(SEEDS[0], GROUP)
    forged = send(keys, first.encryption, compact({"secret": "12345"}))
    polynomials = [*handed_in[:2], replace(handed_in[2], secrets=(forged, *handed_in[2].secrets[1:]))]
    given = inputs(polynomials)
    with pytest.raises(LetterError, match="3"):
        output(SEEDS[0], GROUP, CERTS, 2, given[0])
    output(SEEDS[1], GROUP, CERTS, 2, given[1])


def test_a_share_sent_in_the_name_of_another_is_noticed(handed_in: list[Polynomial]) -> None:
    first = keys_of(SEEDS[0], GROUP)
    forged = send(keys_of(SEEDS[1], GROUP), first.encryption, compact({"secret": "12345"}))
    given = inputs([*handed_in[:2], replace(handed_in[2], secrets=(forged, *handed_in[2].secrets[1:]))])
    with pytest.raises(LetterError, match="signed"):
        share(SEEDS[0], GROUP, CERTS, 2, given[0])


def test_another_polynomial_of_ones_own_is_noticed(handed_in: list[Polynomial]) -> None:
    given = inputs(handed_in)
    with pytest.raises(LetterError):
        share(SEEDS[0], GROUP, CERTS, 2, replace(given[0], own=given[1].own))


@pytest.mark.parametrize("other", [{"size": 4}, {"threshold": 1}, {"index": 2}])
def test_certificates_of_another_ceremony_are_refused(other: dict[str, int]) -> None:
    """Whoever carries the messages cannot tell one trustee that fewer suffice than the others think."""
    changed = certificate(SEEDS[0], GROUP, **{"size": 3, "threshold": 2, "index": 1, **other})
    with pytest.raises(MalformedError, match="another ceremony"):
        polynomial(SEEDS[1], GROUP, [changed, *CERTS[1:]], 2)


def test_a_forged_certificate_is_refused() -> None:
    """The keys of one trustee, signed by another."""
    forged = sign(keys_of(SEEDS[1], GROUP), CERTS[0].message)
    with pytest.raises(MalformedError, match="signed"):
        polynomial(SEEDS[1], GROUP, [forged, *CERTS[1:]], 2)


@pytest.mark.parametrize("part", ["coefexps", "signatures", "verification_keys", "certs"])
def test_published_parts_belong_together(part: str) -> None:
    """Parts of two trustees exchanged in the published parameters."""
    held = prepared([YES_OR_NO], weights=(1,), threshold=(3, 2))
    value = json.loads(write_trustees(held.trustees))
    row = value[1][1][part]
    row[0], row[1] = row[1], row[0]
    with pytest.raises(MalformedError):
        read_trustees(compact(value), GROUP)


@pytest.mark.parametrize("length", [0, 10, 65400, 70000])
def test_letters_come_back_and_open_for_nobody_else(length: int) -> None:
    """Short and long: the nonce is a byte shorter from 65,536 bytes on."""
    one, other = keys_of(SEEDS[0], GROUP), keys_of(SEEDS[1], GROUP)
    letter = send(one, other.encryption, "信" * (length // 3))
    assert receive(other, one.verification, letter) == "信" * (length // 3)
    for keys, sender in ((one, one.verification), (other, other.verification)):
        with pytest.raises(LetterError):
            receive(keys, sender, letter)
