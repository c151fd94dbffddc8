"""A ballot is taken whole or leaves no trace; nobody can say whose it was (V01, R067): the address where ballots come in, and the action."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.db import connection, models
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.democracy.ballotbox.ballots import Ballot, fill_in
from lianxin.democracy.ballotbox.credentials import new_credential, new_uuid, secret_of
from lianxin.democracy.ballotbox.groups import RFC_3526_2048
from lianxin.democracy.ballotbox.verifying import verify
from lianxin.democracy.elections import actions, box, texts
from lianxin.democracy.elections.models import Election, Link, Round
from lianxin.foundation.accounts.models import Account
from lianxin.kernel.decision import Refused
from tests.democracy.ballotbox.building import MARKED, MARKS, prepared
from tests.democracy.ballotbox.test_ballot_proofs import changed as with_leaf
from tests.democracy.ballotbox.test_ballot_proofs import leaves
from tests.democracy.elections.conftest import NAMES, NOW, Meeting, World, draft_of
from tests.democracy.polls.test_poll_nameless import changed, dump
from tests.factories import PASSWORD

CHOICES = [1, 2, 3, 1, 0, 0]


@pytest.fixture(scope="module")
def voting_of_module(world_of_module: World) -> Meeting:
    with time_machine.travel(NOW, tick=False):
        world = world_of_module
        office = world.county.organisations["QS01-B1"]
        case = actions.draw(actor=world.who("runner"), organisation=office, draft=draft_of(), key="cast")
        made = Meeting(world, case).announce().sign_in(NAMES).keys_of(NAMES[8:10]).give_slips()
        made.do("open_vote")
        return made


@pytest.fixture
def voting(world: World, voting_of_module: Meeting) -> Iterator[Meeting]:
    """Twelve slips, the vote is open; what a test casts is undone afterwards."""
    made = copy.copy(voting_of_module)
    made.fresh()
    yield made
    voting_of_module.fresh()


def filled(found: Meeting, at: int = 0, choices: Sequence[int] = CHOICES, **more: Any) -> Ballot:
    """A ballot of slip `at` that was not cast; more: another row, another credential."""
    row = more.get("row") or found.row
    election = box.published(row)
    slip = more.get("slip") or found.slips[at]
    return fill_in(election, secret_of(slip, row.uuid, election.group), [list(choices)])


def post(row: Round, body: str | bytes, client: Client | None = None) -> HttpResponse:
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    browser = client or Client(enforce_csrf_checks=True)
    return browser.post(f"/elections/{row.uuid}/ballots/", raw, content_type="application/json")  # type: ignore[return-value]  # wrapped


def whole(row: Round) -> bytes:
    return b"".join(box.file_of(row))


def other_round(found: Meeting) -> Round:
    """A later round of the same election with the same names and keys."""
    row = found.row
    again = Round(election=found.case, number=2, kind="again", seats=row.seats, names=row.names, uuid=new_uuid())
    for name, value in texts.publish(found.case, again, texts.singles(found.case, list(row.keys.values()))).items():
        setattr(again, name, value)
    return again


def foreign(found: Meeting) -> str:
    held = prepared([MARKS], weights=(1,), group=RFC_3526_2048)
    return fill_in(held.election, held.secret(0), MARKED[0]).text


def deep(found: Meeting) -> str:
    """A ballot with thousands of lists inside one of its fields."""
    ballot = filled(found)
    return ballot.text.replace(f'"{ballot.signed}"', "[" * 4000 + "]" * 4000)


BAD: dict[str, tuple[str, Callable[[Meeting], str | bytes]]] = {
    "empty": ("malformed", lambda m: ""),
    "no JSON": ("malformed", lambda m: "选票"),
    "no object": ("malformed", lambda m: "[]"),
    "not UTF-8": ("malformed", lambda m: filled(m).text.encode() + b"\xff"),
    "a mark before it": ("malformed", lambda m: b"\xef\xbb\xbf" + filled(m).text.encode()),
    "lists in lists": ("malformed", lambda m: "[" * 200_000),
    "lists inside a field": ("malformed", deep),
    "too big": ("malformed", lambda m: " " * 2_000_001),
    "a number of ten thousand digits": ("malformed", lambda m: filled(m).text[:-1] + ',"x":' + "9" * 10_000 + "}"),
    "half a sign": ("malformed", lambda m: filled(m).text.replace(filled(m).text[20:24], "\\ud800")),
    "half a sign as hash": ("malformed", lambda m: with_leaf(filled(m).text, ("signature", "hash"), lambda _: "甲").replace("甲", "\\ud800")),
    "one space": ("malformed", lambda m: filled(m).text.replace(",", ", ", 1)),
    "a line at its end": ("malformed", lambda m: filled(m).text + "\n"),
    "a field more": ("malformed", lambda m: filled(m).text[:-1] + ',"weight":"9"}'),
    "a field twice": ("malformed", lambda m: filled(m).text[:-1] + ',"answers":[]}'),
    "a leading zero": ("malformed", lambda m: filled(m).text.replace('"response":"', '"response":"0')),
    "of a foreign election": ("malformed", foreign),
    "of another round": ("malformed", lambda m: filled(m, row=other_round(m)).text),
    "a credential that is on no list": ("credential", lambda m: filled(m, slip=new_credential()).text),
    "signed by another slip": ("proof", lambda m: filled(m).text.replace(str(filled(m).credential), str(filled(m, 1).credential))),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_ballot_is_refused_with_a_code_and_leaves_no_trace(name: str, voting: Meeting) -> None:
    voting.vote(3, CHOICES)
    row, (code, make) = voting.row, BAD[name]
    body, before = make(voting), whole(voting.row)
    answer = post(row, body)
    said = json.loads(answer.content)
    assert (answer.status_code, said["code"]) == (422, code)
    assert said["wrong"]
    assert whole(row) == before
    assert row.links.count() == 2


def test_every_number_of_a_ballot_holds_or_it_is_refused(voting: Meeting) -> None:
    """Whatever stands in whichever place: refused by a code, never an error, never taken."""
    row = voting.row
    ballot = filled(voting)
    group = box.published(row).group
    values = ["", "0", "1", "2", str(group.p), str(group.p - 1), str(group.q), "9" * 1300]
    for path in leaves(json.loads(ballot.text)):
        for value in values:
            text = with_leaf(ballot.text, path, lambda _, v=value: v)  # type: ignore[misc]  # bound at once
            with pytest.raises(Refused) as found:
                actions.cast(row=row, text=text)
            assert found.value.denied.code in ("malformed", "proof", "credential"), (path, value[:9])
    assert row.links.count() == 1
    assert post(row, ballot.text).status_code == 201, "the unchanged one is taken"


@pytest.mark.parametrize(
    ("state", "moved", "code"),
    [("meeting", {"opened_at": None}, "early"), ("closed", {"closed_at": NOW}, "late"), ("cancelled", {}, "late"),
     ("counted", {"closed_at": NOW}, "late")],
)  # fmt: skip
def test_before_and_after_nothing_is_taken(state: str, moved: dict[str, Any], code: str, voting: Meeting) -> None:
    row, text = voting.row, filled(voting).text
    Election.objects.unscoped("test").filter(pk=voting.case.pk).update(state=state)
    Round.objects.filter(pk=row.pk).update(**moved)
    before = whole(row)
    answer = post(row, text)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, code)
    assert whole(row) == before


def test_there_is_no_box_without_a_round(voting: Meeting) -> None:
    text = filled(voting).text
    assert Client().post("/elections/HzpBBrJvRHGAR4/ballots/", text, content_type="application/json").status_code == 404
    assert Client().get(f"/elections/{voting.row.uuid}/ballots/").status_code == 405


def test_the_same_ballot_twice_is_one_and_another_one_counts_instead(voting: Meeting) -> None:
    """A receipt that was lost on the way is given again; of one slip on two devices the last ballot counts, all stay in the file."""
    row, first = voting.row, filled(voting)
    receipts = [json.loads(post(row, first.text).content) for _ in range(2)]
    assert receipts[0] == receipts[1]
    assert receipts[0] == {"tracker": first.tracker, "height": 1, "head": row.links.get(height=1).hash}
    phone, kiosk = filled(voting, choices=[2, 2, 2, 1, 0, 0]), filled(voting, choices=[1, 1, 1, 2, 0, 0])
    assert [post(row, one.text).status_code for one in (phone, kiosk)] == [201, 201]
    assert json.loads(post(row, first.text).content) == receipts[0], "an old one sent again moves nothing"
    voting.vote(1, [3, 3, 3, 3, 0, 0])
    assert row.links.filter(kind="Ballot").count() == 4
    voting.do("close_vote")
    voting.open_box()
    report = verify(whole(voting.row))
    assert report.holds
    assert sorted(voting.row.result[0]) == [[1, 1, 1, 2, 0, 0], [3, 3, 3, 3, 0, 0]]  # type: ignore[index]  # it is open


def test_what_is_asked_of_the_database_says_nothing_of_a_slip(voting: Meeting) -> None:
    """Timing (V02): an unknown slip and a known one with a false proof are refused after the same statements; a slip that votes
    and one that votes again are taken by the same ones. The list of slips is read once, and not while others wait for the row."""
    row = voting.row

    def asked(text: str, status: int) -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert post(row, text).status_code == status
        assert sum('"slips"' in str(one["sql"]) for one in seen.captured_queries) == 1
        return [re.sub('"s[0-9]+_x[0-9]+"', "", str(one["sql"]))[:60] for one in seen.captured_queries]

    unknown, forged = (BAD[name][1](voting) for name in ("a credential that is on no list", "signed by another slip"))
    assert asked(str(unknown), 422) == asked(str(forged), 422)
    first = asked(filled(voting, 5).text, 201)
    assert first == asked(filled(voting, 5).text, 201) == asked(filled(voting, 6).text, 201)


class KilledError(Exception):
    """Nobody in the house expects it, as nobody expects the end of a process."""


class Death:
    """After so many statements nothing answers any more."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, execute: Any, *asked: Any) -> Any:
        if self.left <= 0 and not str(asked[0]).startswith(("ROLLBACK", "RELEASE")):
            raise KilledError
        self.left -= 1
        return execute(*asked)


def test_at_whichever_statement_the_server_dies(voting: Meeting) -> None:
    """R067: nothing of a ballot is left before the last statement; sent again it is taken once, whatever happened before."""
    row, text = voting.row, filled(voting).text
    before, deaths = whole(row), 0
    for after in range(40):
        try:
            with connection.execute_wrapper(Death(after)):
                receipt = actions.cast(row=row, text=text)
        except KilledError:
            deaths += 1
            assert whole(row) == before
        else:
            break
    assert deaths >= 5, "the loop found its end before a ballot was written"
    (link,) = row.links.filter(kind="Ballot")
    assert (receipt.height, receipt.head) == (link.height, link.hash) == (1, link.hash)
    assert actions.cast(row=row, text=text) == receipt, "the answer that was lost on the way"
    assert whole(row).startswith(before)
    assert verify(whole(row)).ballots == 1


def test_nobody_has_to_vote(voting: Meeting) -> None:
    """Twelve slips and not one ballot: it closes, opens and is counted all the same."""
    voting.do("close_vote")
    voting.open_box()
    assert voting.row.result == [[]]
    assert voting.do("count").state == "counted"
    assert verify(whole(voting.row)).complete


# V01: nothing says whose


def test_a_ballot_comes_without_session_and_leaves_none(voting: Meeting, caplog: pytest.LogCaptureFixture) -> None:
    """No cookie is asked for, none is set; also from a browser that is signed in nothing but the ballot is written."""
    if connection.vendor != "sqlite":
        pytest.skip("reads the tables of SQLite")
    holder = voting.world.person("韩国志")
    known: Any = Client(enforce_csrf_checks=True)
    known.force_login(Account.objects.create_account("p-han", PASSWORD, holder))
    cookies = {name: morsel.value for name, morsel in known.cookies.items()}
    for at, browser in enumerate((Client(enforce_csrf_checks=True), known)):
        ballot = filled(voting, at)
        before = dump()
        answer = post(voting.row, ballot.text, browser)
        assert answer.status_code == 201
        assert not answer.cookies
        assert set(changed(before, dump())) - {"sqlite_sequence"} == {"elections_link"}
        credential = str(ballot.credential)
        assert not [
            record
            for record in caplog.records
            if ballot.tracker in str(record.__dict__) or credential in str(record.__dict__)
        ]
    assert {name: morsel.value for name, morsel in known.cookies.items()} == cookies


def test_only_the_archive_knows_a_ballot(voting: Meeting) -> None:
    """After a whole round every row of every table is read: tracker, mark and ballot stand in the chain and nowhere else."""
    if connection.vendor != "sqlite":
        pytest.skip("reads the tables of SQLite")
    ballots = [filled(voting, at) for at in range(8)]
    for ballot in ballots:
        actions.cast(row=voting.row, text=ballot.text)
    voting.do("close_vote")
    voting.open_box()
    voting.do("count")
    places: dict[str, set[str]] = {
        "tracker": set(),
        "mark": set(),
        "answer": set(),
        "credential": set(),
        "secret": set(),
    }
    for table, rows in dump().items():
        text = "\n".join(str(row) for row in rows)
        for ballot, slip in zip(ballots, voting.slips, strict=False):
            for what, word in (
                ("tracker", ballot.tracker), ("mark", box.credential_mark(str(ballot.credential))), ("credential", str(ballot.credential)),
                ("answer", str(ballot.signature.response)), ("secret", slip),
            ):  # fmt: skip
                if word in text:
                    places[what].add(table)
    assert places == {
        "tracker": {"elections_link"}, "mark": {"elections_link"}, "answer": {"elections_link"}, "secret": set(),
        # the list of slips of a round, sorted, is published before anybody votes
        "credential": {"elections_link", "elections_round"},
    }  # fmt: skip


def test_a_line_of_the_chain_has_neither_person_nor_moment() -> None:
    kinds = {field.name: field for field in Link._meta.concrete_fields}
    assert set(kinds) == {"id", "round", "height", "kind", "texts", "event", "hash", "tracker", "credential", "owner"}
    assert not [f for f in kinds.values() if isinstance(f, models.DateField | models.TimeField)]
    assert [f.name for f in kinds.values() if f.is_relation] == ["round"]


def test_all_records_of_a_file_carry_one_moment(voting: Meeting) -> None:
    """The head of a record has a place for a time: it is that of the opening for all of them."""
    with time_machine.travel(datetime.fromisoformat("2026-11-27T11:23:45+08:00"), tick=False):
        voting.vote(0, CHOICES)
    raw = whole(voting.row)
    stamps, at = set(), 0
    while at < len(raw):
        stamps.add(raw[at + 136 : at + 147])
        size = int(raw[at + 124 : at + 135], 8)
        at += 512 + size + -size % 512
    assert stamps == {f"{int(NOW.timestamp()):011o}".encode()}
