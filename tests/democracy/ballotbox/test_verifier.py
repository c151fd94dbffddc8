"""Whatever somebody who runs the server might do to an archive is found, and the right check says so (V02, V05).

Each tampering is consistent in itself: hashes, sizes and the chain of events are written anew, as a dishonest
server would. `verified` asks with gmpy2 and with the kernel and wants the same words of both.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from lianxin.democracy.ballotbox import many
from lianxin.democracy.ballotbox.archive import Archive, digest, grew_from, load, record, setup
from lianxin.democracy.ballotbox.groups import RFC_3526_2048
from lianxin.democracy.ballotbox.texts import MalformedError, compact
from lianxin.democracy.ballotbox.verifying import Report
from tests.democracy.ballotbox.building import MARKED, MARKS, TWO_OF_FOUR, VOTES, YES_OR_NO, Held, prepared
from tests.democracy.ballotbox.routes import verified


def rewritten(held: Held, change: Callable[[str, str], str | None]) -> bytes:
    """The archive with its payloads changed, everything that hangs on them made anew.

    change: kind of the text ("Ballot", "table", "Result" …) and the text; None leaves the event out.
    """
    old = held.archive
    new = Archive(old.timestamp)
    names = json.loads(old.of("Setup")[0])
    setup(new, *(change(name, old.data[names[name]]) or "" for name in ("election", "trustees", "credentials")))
    for event, before in old.pairs():
        text = before
        if event.kind == "Setup":
            continue
        if event.kind == "EncryptedTally":
            body = json.loads(text)
            body["encrypted_tally"] = new.put(change("table", old.data[body["encrypted_tally"]]) or "")
            text = compact(body)
        elif event.kind in ("Shuffle", "PartialDecryption"):
            body = json.loads(text)
            if (inside := change(f"{event.kind} body", old.data[body["payload"]])) is None:
                continue
            text = compact({**body, "payload": new.put(inside)})
        changed = change(event.kind, text)
        if changed is not None:
            new.add(event.kind, changed if event.payload else None)
    return new.dump()


def only(kind: str, change: Callable[[str], str | None]) -> Callable[[str, str], str | None]:
    return lambda now, text: change(text) if now == kind else text


def body(change: Callable[[Any], Any]) -> Callable[[str], str]:
    def changed(text: str) -> str:
        value = json.loads(text)
        return compact(change(value) or value)

    return changed


def failed(report: Report) -> str:
    assert not report.holds
    assert not report.complete
    return next(f"{check.what}：{check.why}" for check in report.checks if not check.holds)


def test_both_archives_hold(summed: Held, ranked: Held) -> None:
    """Without this nothing below would prove anything; and writing them again changes no byte."""
    for held in (summed, ranked):
        report = verified(held.archive.dump())
        assert report.holds
        assert report.complete
        assert report.head == held.archive.head
        assert rewritten(held, lambda kind, text: text) == held.archive.dump()
    # the first voter (weight 1) came again and chose as the second (weight 2); the third weighs 5
    assert verified(summed.archive.dump()).result == [[5, 8, 0, 0], [3, 0, 5]]


def raise_first(value: Any) -> None:
    value["election_uuid"] = value["election_uuid"][::-1]


def more_votes(value: Any) -> None:
    """A sum in which another answer has the votes of the first."""
    value[0][0], value[0][1] = value[0][1], value[0][0]


TAMPERED: list[tuple[str, str, Callable[[str], str | None], str]] = [
    ("a ballot of another election", "Ballot", body(raise_first), "选票的格式"),
    ("another sum", "table", body(more_votes), "重新算出的相同"),
    ("fewer ballots counted", "EncryptedTally", body(lambda v: {**v, "num_tallied": v["num_tallied"] - 1}), "张数"),
    ("more weight counted", "EncryptedTally", body(lambda v: {**v, "total_weight": v["total_weight"] + 1}), "权重"),
    ("a field of our own in the size", "EncryptedTally", body(lambda v: {**v, "note": 1}), "大小"),
    ("another result", "Result", body(lambda v: {"result": [[x + 1 for x in v["result"][0]], *v["result"][1:]]}), "结果"),
    ("a result in another form", "Result", lambda text: text.replace(",", ", "), "结果"),
    ("a shorter roll", "credentials", body(lambda v: v[1:]), "名册"),
    ("a longer roll", "credentials", body(lambda v: [*v, v[0]]), "名册"),
    ("heavier votes", "credentials", body(lambda v: [f"{one.partition(',')[0]},9" for one in v]), "合计"),
    ("another name of the election", "election", body(lambda v: {**v, "name": "别的"}), "选票的格式"),
    ("another key of the election", "election", body(lambda v: {**v, "public_key": "2"}), "选举"),
    ("a trustee less", "trustees", body(lambda v: v[:1]), "密钥"),
    ("a key nobody holds", "trustees", body(lambda v: [[v[0][0], {**v[0][1], "public_key": v[1][1]["verification_keys"][0]["public_key"]}], *v[1:]]), "保管人"),
    ("a lower threshold", "trustees", body(lambda v: [v[0], [v[1][0], {**v[1][1], "threshold": 1}]]), "保管人"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "change", "said"), TAMPERED, ids=[row[0] for row in TAMPERED])
def test_a_tampered_archive_is_found_out(
    summed: Held, name: str, kind: str, change: Callable[[str], str | None], said: str
) -> None:
    assert said in failed(verified(rewritten(summed, only(kind, change))))


def test_a_ballot_that_was_taken_away(summed: Held) -> None:
    """Left out and counted as if it had never been: the sum does not fit its ballots, and the copy of a monitor shows it."""
    last = summed.archive.of("Ballot")[-1]
    without = rewritten(summed, only("Ballot", lambda text: None if text == last else text))
    assert "合计" in failed(verified(without))
    assert grew_from(summed.archive.dump()[:40960], summed.archive.dump())
    assert not grew_from(summed.archive.dump(), without)


def test_a_ballot_that_stands_twice(summed: Held) -> None:
    archive = Archive("1795295647")
    setup(archive, *(summed.archive.data[name] for name in json.loads(summed.archive.of("Setup")[0]).values()))
    for _ in range(2):
        archive.add("Ballot", summed.ballots[0].text)
    assert "相同" in failed(verified(archive.dump()))


def test_an_unmixed_count_is_refused() -> None:
    """The independent program lets ranked ballots be opened in the order of their numbers; this one asks for two who mixed."""
    for owners in ((), (1,), (1, 1)):
        held = prepared([MARKS], weights=(1, 1), group=RFC_3526_2048)
        for voter in (0, 1):
            held.vote(voter, MARKED[voter])
        held.open(held.mix(held.close(), owners=owners), owners=(1, 2))
        assert "先后打乱" in failed(verified(held.archive.dump())), owners


@pytest.mark.parametrize("place", ["ciphertexts", "t", "s", "c", "c_hat"])
def test_no_number_of_a_shuffle_may_change(ranked: Held, place: str) -> None:
    def raised(text: str) -> str:
        value = json.loads(text)
        if place == "ciphertexts":
            pair = value["ciphertexts"][0][0]
            pair["beta"] = str(int(pair["beta"]) + 1)
        else:
            part = value["proofs"][0][["t", "s", "c", "c_hat"].index(place)]
            part[0] = str(int(part[0]) + 1)
        return compact(value)

    assert "打乱的证明" in failed(verified(rewritten(ranked, only("Shuffle body", raised))))


def test_one_wrong_trustee_of_a_threshold_stops_nothing() -> None:
    """Two of three suffice: a third who hands in nonsense is named and left out; a single trustee's nonsense is fatal."""
    held = prepared([YES_OR_NO], weights=(1,), threshold=(3, 2))
    held.vote(0, [[0, 1, 0]])
    held.open(held.close(), owners=(1, 3, 4, 2))

    def spoiled(owner: int) -> bytes:
        parts = [json.loads(text)["payload"] for text in held.archive.of("PartialDecryption")]
        order = (1, 3, 4, 2).index(owner)
        wrong = held.archive.data[parts[order]]

        def spoil(text: str) -> str:
            if text != wrong:
                return text
            value = json.loads(text)
            value["decryption_factors"][0][0] = value["decryption_factors"][0][1]
            return compact(value)

        return rewritten(held, only("PartialDecryption body", spoil))

    report = verified(spoiled(2))
    assert report.holds
    assert report.complete
    assert "2" in report.notes[0]
    assert "保管人 1" in failed(verified(spoiled(1)))


def test_an_open_election_is_checked_as_far_as_it_is(summed: Held) -> None:
    """Monitors look while voting goes on; a ballot that held when it was cast is not computed again."""
    held = prepared([TWO_OF_FOUR])
    ballot = held.vote(0, VOTES[0][:1])
    report = verified(held.archive.dump())
    assert report.holds
    assert not report.complete
    assert report.verified == 1
    again = verified(held.archive.dump(), known=lambda tracker: tracker == ballot.tracker)
    assert again.holds
    assert again.verified == 0


def test_several_processes_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "_WORTH", 4)
    monkeypatch.setattr(many, "_SMALL", 4)
    held = prepared([YES_OR_NO], weights=[1] * 10)
    for voter in range(10):
        held.vote(voter, [[0, 1, 0]])
    assert verified(held.archive.dump(), jobs=2).holds
    text = held.archive.of("Ballot")[7]
    value = json.loads(text)
    value["signature"]["proof"]["response"] = "1"
    spoiled = rewritten(held, only("Ballot", lambda now: compact(value) if now == text else now))
    assert "签名" in failed(verified(spoiled, jobs=2))


@pytest.mark.parametrize("cut", [1, 511, 512, 700, 5000])
def test_a_file_cut_off_is_none(summed: Held, cut: int) -> None:
    with pytest.raises(MalformedError):
        load(summed.archive.dump()[:-cut])


def test_bytes_between_records_are_noticed(summed: Held) -> None:
    """A changed date, a byte in the padding, a text that nothing names, an event or a text twice."""
    raw = summed.archive.dump()
    stamp = raw.index(b"\0", 512 + 600)
    extra = "{}"
    size = 512 + -(-len(summed.election.text.encode()) // 512) * 512  # the first text: the election
    assert raw[1024 + 512 :].startswith(summed.election.text.encode())
    for wrong in (
        raw[:140] + b"1" + raw[141:],
        raw[:stamp] + b"x" + raw[stamp + 1 :],
        raw + record(f"{digest(extra)}.data.json", extra, summed.archive.timestamp),
        raw + bytes(512),
        raw[:512] + raw,
        raw[: 1024 + size] + raw[1024 : 1024 + size] + raw[1024 + size :],
    ):
        with pytest.raises(MalformedError):
            load(wrong)


def test_events_come_in_their_order() -> None:
    archive = Archive("1795295647")
    with pytest.raises(ValueError, match="follow"):
        archive.add("Ballot", "{}")
    setup(archive, "1", "2", "3")
    with pytest.raises(ValueError, match="follow"):
        archive.add("Result", "{}")
    archive.add("EndBallots")
    with pytest.raises(ValueError, match="follow"):
        archive.add("Ballot", "{}")
