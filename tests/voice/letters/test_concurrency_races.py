"""Two at once: one wins, the other is told. On SQLite files, or on the server that DATABASE_URL names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.recovery.children import Installation, installed

TOLD = {"stale", "wrong_state", "nothing"}
WRITERS, EACH = 8, 6


@pytest.fixture(scope="module")
def races(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A database of its own with the invented county, dropped afterwards."""
    with installed(tmp_path_factory.mktemp("races")) as made:
        run(made, "build")
        yield made


def run(installation: Installation, *words: str) -> Any:
    told = installation.run(f"from tests.voice.letters import racing; racing.main(*{words!r})")
    return json.loads(told) if told else None


@pytest.mark.slow
def test_a_form_sent_twice_is_one_letter_with_one_code(races: Installation) -> None:
    found = run(races, "double_submit")
    assert set(found["came"]) == {"ok"}
    assert found["letters"] == found["rounds"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["two_reviewers", "two_assigns", "two_signatures", "sign_or_return", "two_ratings"])
def test_exactly_one_wins_and_the_other_is_told(races: Installation, name: str) -> None:
    for found in run(races, name):
        losers = [code for code in found["came"] if code != "ok"]
        assert len(losers) == 1, found
        assert set(losers) <= TOLD, found
        assert (found["moved"], found["steps"]) == (1, 1), found
        assert found["reviews"] <= 1 or name != "two_reviewers", found
        assert found["sent"] <= 1, found


@pytest.mark.slow
def test_withdrawing_beats_an_answer_or_follows_it(races: Installation) -> None:
    """The citizen's word needs no revision: it holds whoever was first."""
    for found in run(races, "withdraw_or_reply"):
        assert found["came"][0] == "ok", found
        assert found["state"] == "withdrawn", found
        assert found["came"][1] in TOLD | {"ok"}, found


@pytest.mark.slow
def test_two_letters_do_not_swallow_each_other(races: Installation) -> None:
    for *came, merged in run(races, "cross_merge"):
        assert merged == "merged 1", came
        assert sorted(came)[0] == "ok", came
        assert sorted(came)[1] in TOLD | {"wrong_target"}, came


@pytest.mark.slow
@pytest.mark.parametrize(("name", "code"), [("same_name", "taken"), ("same_post", "already"), ("same_code", "taken")])
def test_one_name_is_given_once_and_the_other_reads_why(races: Installation, name: str, code: str) -> None:
    """A unique key of the database answers with the sentence of the check before it, never with an error page."""
    for came in run(races, name):
        assert sorted(came) == sorted(["ok", code]), came


@pytest.mark.slow
def test_eight_writers_lose_nothing(races: Installation) -> None:
    """Eight processes submit at once; every letter and its audit line are there, and the chain verifies."""
    before = run(races, "check")
    body = "from tests.voice.letters import racing; racing.main('write', 'w{}', '{}')"
    processes = [races.start(body.format(number, EACH)) for number in range(WRITERS)]
    ended = [process.wait(timeout=240) for process in processes]
    assert ended == [0] * WRITERS
    after = run(races, "check")
    assert after["letters"] - before["letters"] == WRITERS * EACH
    assert after["lines"] - before["lines"] == WRITERS * EACH
    assert after["breaks"] == []
