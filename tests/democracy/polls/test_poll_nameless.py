"""V01, V07: after votes without names the database file is opened as a thief would, with the keys in hand (decision 0022)."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from lianxin.democracy.polls import actions, results, urns
from lianxin.democracy.polls.counting import Ballot, unpacked
from lianxin.democracy.polls.models import NamedBallot, Poll, Roll, Urn
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Delivery, Notice
from tests.democracy.polls.conftest import World, at_phase, everybody

PollIn = Callable[..., Poll]
WORDS = "多到组里走走"
ALIKE: dict[str, Any] = {"comment": True}


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table with its row number, as the engine keeps them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%'")
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT rowid, * FROM "{table}"')
            found[table] = cursor.fetchall()
        return found


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Rows that are new or other than before."""
    return {
        name: [row for row in rows if row not in before[name]] for name, rows in after.items() if rows != before[name]
    }


def test_a_vote_writes_a_flag_and_the_urn_and_nothing_else(world: World, poll_in: PollIn) -> None:
    """No audit line, no notice, no step, no moment, no number that grows: whatever is stored beside could be put in order."""
    if connection.vendor != "sqlite":
        pytest.skip("reads the tables of SQLite")
    case = poll_in("open", votes=everybody(many=3))
    voter = world.who("m3")
    with at_phase("open"):
        before = dump()
        actions.cast(actor=voter, poll=case, ballot=Ballot(((1,), (2,))))
        found = changed(before, dump())
    assert set(found) == {"polls_roll", "polls_urn"}
    (line,) = found["polls_roll"]
    old = next(row for row in before["polls_roll"] if row[0] == line[0])
    assert [a for a, b in zip(line, old, strict=True) if a != b] == [1]  # the flag alone
    (urn,) = found["polls_urn"]
    assert urn[0] == before["polls_urn"][-1][0]  # the same row, not a new one
    assert {row[0]: len(row[-1]) for row in before["polls_urn"]}[urn[0]] == len(urn[-1])


def test_the_urn_is_the_same_whoever_came_first(world: World, poll_in: PollIn) -> None:
    """What a holder of every key reads after the same votes in another order, by other people, is the same text."""
    said = [((0,), (1,)), ((1,), (1,)), ((2,), (0,))]
    opened = set()
    for at, order in enumerate(itertools.permutations(range(3))):
        votes = {f"m{who}": Ballot(said[what], said=f"{WORDS}{what}") for who, what in enumerate(order)}
        case = poll_in("open", votes=votes, key=f"k{at}", **ALIKE)
        opened.add(json.dumps(urns.tally(case).counts) + json.dumps(urns.tally(case).said))
    assert len(opened) == 1


def test_no_sheet_can_be_put_together_again(world: World, poll_in: PollIn) -> None:
    """Answers of one person to two items stand in no common place: a pattern agreed with somebody proves nothing."""
    one = poll_in("open", votes={"m0": ((0,), (0,)), "m1": ((1,), (1,))}, key="a")
    other = poll_in("open", votes={"m0": ((0,), (1,)), "m1": ((1,), (0,))}, key="b")
    assert urns.tally(one) == urns.tally(other)


def test_the_ledger_and_the_outbox_know_nobody(world: World, poll_in: PollIn) -> None:
    case = poll_in("open")
    lines, notices, mails = (
        AuditLine.objects.unscoped("test").count(),
        Notice.objects.count(),
        Delivery.objects.unscoped("test").count(),
    )
    with at_phase("open"):
        for word in everybody():
            actions.cast(actor=world.who(word), poll=case, ballot=Ballot(((0,), (1,))))
    assert AuditLine.objects.unscoped("test").count() == lines
    assert (Notice.objects.count(), Delivery.objects.unscoped("test").count()) == (notices, mails)
    assert not NamedBallot.objects.exists()
    assert not case.steps.filter(event__contains="cast").exists()
    columns = {field.name for field in Roll._meta.concrete_fields}
    assert columns == {"id", "poll", "person", "voted", "paper"}


def test_nothing_stands_in_clear_in_the_file(world: World, poll_in: PollIn, tmp_path: Path) -> None:
    """The file is written out and searched byte by byte: the sentence, the answer, and the size of what was kept."""
    if connection.vendor != "sqlite":
        pytest.skip("reads the file of SQLite")
    votes = {f"m{at}": Ballot(((at % 3,), (1,)), said=f"{WORDS}第{at}") for at in range(7)}
    case = poll_in("open", votes=votes, **ALIKE)
    kept = tmp_path / "stolen.sqlite3"
    with sqlite3.connect(kept) as file:
        rows = [row for name in ("polls_urn", "polls_roll", "polls_namedballot") for row in dump()[name]]
        file.execute("CREATE TABLE stolen (row TEXT)")
        file.executemany(
            "INSERT INTO stolen VALUES (?)",
            [(json.dumps([str(cell) for cell in row], ensure_ascii=False),) for row in rows],
        )
    raw = kept.read_bytes()
    assert WORDS.encode() not in raw
    assert b"0000000007" not in raw
    urn = Urn.objects.get(poll=case)
    assert unpacked_of(urn, case).said == tuple(
        sorted(f"{WORDS}第{at}" for at in range(7))
    )  # by characters, not by time


def unpacked_of(urn: Urn, case: Poll) -> Any:
    from lianxin.kernel import sealing

    return unpacked(sealing.open_(urn.content, {"u": str(urn.key)}), case.shape)


@pytest.mark.parametrize(("many", "withheld"), [(0, True), (1, True), (5, True), (6, False), (7, False)])
def test_five_and_fewer_are_never_shown(many: int, withheld: bool, world: World, poll_in: PollIn) -> None:
    """V07, LX-181: to nobody, also not to those who announce, and not in what is stored."""
    case = poll_in("shown", votes=everybody(many=many))
    found = results.of(case)
    assert found is not None
    assert found.withheld is withheld
    assert bool(found.counts) is not withheld
    page = world.browser("releaser").get(f"/workbench/polls/{case.pk}/").text
    assert ("公布出来会认出人" in page) is withheld
    assert (str([7, 0, 0]) in json.dumps(case.result)) is (many == 7)


def test_the_floor_holds_whatever_was_declared(world: World, poll_in: PollIn) -> None:
    """LX-181 is asked when it is counted, not only when it is drawn up."""
    case = poll_in("closed", votes=everybody(many=5))
    Poll.objects.unscoped("test").filter(pk=case.pk).update(least=0)
    assert results.reckon(_fresh(case)).withheld


def test_a_part_of_five_and_fewer_is_not_shown_apart(world: World, poll_in: PollIn) -> None:
    """V07: six on the screen and two on paper are shown as eight."""
    case = poll_in("open", votes=everybody(many=6))
    with at_phase("open"):
        for word in ("m6", "m7"):
            actions.hand_paper(actor=world.who("counter"), poll=case, person_id=world.person(word).pk)
    with at_phase("closed"):
        for word in ("counter", "second"):
            actions.enter_paper(actor=world.who(word), poll=case, ballots=2, counts=[[2, 0, 0], [0, 0, 2]], names=[])
        case = actions.announce(
            actor=world.who("second"), poll=case, statement="按多数办。", revision=_fresh(case).revision
        )
    found = results.of(case)
    assert found is not None
    assert (found.ballots, found.counts, found.paper, found.paper_counts) == (8, ((8, 0, 0), (0, 6, 2)), 0, ())


def _fresh(case: Poll) -> Poll:
    return Poll.objects.unscoped("test").get(pk=case.pk)


def test_the_archive_destroys_key_and_content(world: World, poll_in: PollIn) -> None:
    """What a backup keeps of the content alone cannot be opened with another key."""
    from lianxin.kernel.sealing import SealingError

    case = poll_in("shown", votes=everybody())
    old = Urn.objects.get(poll=case)
    with at_phase("shown"):
        actions.archive(actor=world.who("second"), poll=case, revision=case.revision)
    assert not Urn.objects.filter(pk=case.pk).exists()
    stranger = urns.make(case)
    old.key = str(stranger.key)
    with pytest.raises(SealingError):
        unpacked_of(old, case)
