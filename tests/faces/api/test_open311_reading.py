"""What is asked for is what comes: filters, spans, pages, changes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.faces.api.open311 import shapes
from lianxin.foundation.spine import moment
from lianxin.voice.letters.models import Letter, Topic
from tests.faces.api.asking import Ask
from tests.factories import County, Moves, submit


def ids(content: list[dict[str, str]]) -> list[int]:
    return [int(row["service_request_id"]) for row in content]


def back(days: int) -> datetime:
    return timezone.now() - timedelta(days)


def received(county: County, moves: Moves, days: int, **columns: object) -> Letter:
    """A public letter that came so many days ago."""
    with moment.at(back(days)):
        return moves.accept_public(submit(county, **columns))


def test_without_arguments_the_last_ninety_days_come(county: County, moves: Moves, ask: Ask) -> None:
    new, old = received(county, moves, 89), received(county, moves, 91)
    assert ids(ask("/open311/v2/requests").content) == [new.pk]
    assert ids(ask("/open311/v2/requests", service_request_id=str(old.pk)).content) == [old.pk]


def test_start_and_end_bound_the_moment_of_arrival(county: County, moves: Moves, ask: Ask) -> None:
    letters = [received(county, moves, days) for days in (10, 20, 30)]
    at = letters[1].opened_at
    exactly = {"start_date": at.isoformat(), "end_date": at.isoformat()}
    assert ids(ask("/open311/v2/requests", **exactly).content) == [letters[1].pk]
    after = at + timedelta(seconds=1)
    assert ids(ask("/open311/v2/requests", start_date=after.isoformat()).content) == [letters[0].pk]
    assert ids(ask("/open311/v2/requests", end_date=at.isoformat()).content) == [letters[1].pk, letters[2].pk]


def test_a_plus_sign_that_became_a_blank_is_understood(county: County, moves: Moves, client: Client) -> None:
    """Clients forget to escape ``+08:00`` in an address."""
    letter = received(county, moves, 5)
    answer = client.get(f"/open311/v2/requests.json?start_date={back(6):%Y-%m-%dT%H:%M:%S}+00:00")
    assert ids(answer.json()) == [letter.pk]


def test_identifiers_override_all_other_arguments(county: County, moves: Moves, ask: Ask) -> None:
    letters = [received(county, moves, days) for days in (1, 200)]
    wanted = ",".join(str(x.pk) for x in letters)
    answer = ask("/open311/v2/requests", service_request_id=f"{wanted},junk", status="closed", service_code="C9")
    assert ids(answer.content) == [x.pk for x in letters]


def test_service_codes_mean_themselves_exactly(county: County, moves: Moves, ask: Ask, topic: Topic) -> None:
    """Whatever service_code is asked for stands in every row of the answer."""
    with_topic = received(county, moves, 3, topic=topic)
    plain = received(county, moves, 2, kind="complain")
    received(county, moves, 1, kind="help")
    answer = ask("/open311/v2/requests", service_code="C101, complain")
    assert ids(answer.content) == [plain.pk, with_topic.pk]
    assert [row["service_code"] for row in answer.content] == ["complain", "C101"]
    assert ask("/open311/v2/requests", service_code="unheard-of").content == []


@pytest.mark.parametrize(("status", "count"), [("open", 1), ("closed", 1), ("open,closed", 2), ("", 2)])
def test_status_filters(county: County, moves: Moves, letter_in, ask: Ask, status: str, count: int) -> None:
    letter_in("handling")
    letter_in("solved")
    rows = ask("/open311/v2/requests", status=status).content
    assert len(rows) == count
    assert {row["status"] for row in rows} <= set((status or "open,closed").split(","))


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [
        ("accepted", "open", "已受理"), ("handling", "open", "办理中"), ("waiting", "open", "等待补充"),
        ("replied", "open", "已答复（已解释说明）"), ("reworking", "open", "重新办理"),
        ("solved", "closed", "已解决（已解释说明）"), ("closed", "closed", "已办结（已解释说明）"),
        ("merged", "closed", "已并案"),
    ],
)  # fmt: skip
def test_two_states_carry_the_real_one_beside_them(letter_in, ask: Ask, state: str, status: str, words: str) -> None:
    letter = letter_in(state)
    (row,) = ask(f"/open311/v2/requests/{letter.pk}").content
    assert (row["status"], row["status_notes"]) == (status, words)
    assert row["extended_attributes"]["state"] == letter.stage


def test_a_closed_request_was_updated_when_it_was_closed(county: County, moves: Moves, letter_in, ask: Ask) -> None:
    letter = letter_in("solved")
    (row,) = ask(f"/open311/v2/requests/{letter.pk}").content
    assert letter.closed_at is not None
    assert row["updated_datetime"] == shapes.iso(letter.closed_at)


def test_updated_after_finds_old_letters_that_moved(county: County, moves: Moves, ask: Ask) -> None:
    """It needs no start_date: what arrived long ago and moved today is an update."""
    old = received(county, moves, 200)
    received(county, moves, 150)
    between = timezone.now() - timedelta(hours=1)
    moves.assign(old)
    assert ids(ask("/open311/v2/requests", updated_after=between.isoformat()).content) == [old.pk]
    later = timezone.now() + timedelta(hours=1)
    assert ask("/open311/v2/requests", updated_after=later.isoformat()).content == []


def test_pages_follow_one_another_without_gap(county: County, moves: Moves, ask: Ask) -> None:
    letters = [received(county, moves, days) for days in (1, 2, 3, 4, 5)]
    pages = [ids(ask("/open311/v2/requests", page_size="2", page=str(n)).content) for n in (1, 2, 3, 4)]
    assert pages == [[letters[0].pk, letters[1].pk], [letters[2].pk, letters[3].pk], [letters[4].pk], []]
    updates = [ask("/open311/v2/servicerequestupdates", page_size="3", page=str(n)).content for n in (1, 2, 3, 4)]
    whole = ask("/open311/v2/servicerequestupdates").content
    assert [row for page in updates for row in page] == whole
    assert len(whole) == 10


def test_a_jurisdiction_is_an_organisation_with_all_below_it(county: County, moves: Moves, ask: Ask) -> None:
    letter = received(county, moves, 3)
    for code, count in {"QS": 1, "QS01": 1, "QS02": 0}.items():
        assert len(ask("/open311/v2/requests", jurisdiction_id=code).content) == count, code
    assert ask(f"/open311/v2/requests/{letter.pk}", jurisdiction_id="QS02").status == 404
    assert ask("/open311/v2/servicerequestupdates", jurisdiction_id="QS02").content == []


def test_an_empty_argument_counts_as_none(county: County, moves: Moves, ask: Ask) -> None:
    received(county, moves, 3)
    empty = dict.fromkeys(("jurisdiction_id", "service_request_id", "service_code", "start_date", "status", "page"), "")
    assert len(ask("/open311/v2/requests", **empty).content) == 1


def test_a_long_text_is_cut_with_a_mark_and_the_address(county: County, moves: Moves, ask: Ask) -> None:
    letter = received(county, moves, 1, body="长" * 4500)
    (row,) = ask(f"/open311/v2/requests/{letter.pk}").content
    assert len(row["description"]) == 4000
    assert row["description"].endswith(f"……（未完，全文见 {shapes.address(letter)} ）")
    exact = received(county, moves, 1, body="短" * 4000)
    assert ask(f"/open311/v2/requests/{exact.pk}").content[0]["description"] == "短" * 4000


@pytest.mark.parametrize("form", ["json", "xml"])
def test_hostile_words_stay_words(county: County, moves: Moves, ask: Ask, form: str) -> None:
    """Markup, entities and control signs come out as the text that they are, or not at all."""
    letter = received(county, moves, 1, body="<!DOCTYPE x><script>&amp;]]>\"'\x0b\x1f\ufffe")
    content = ask(f"/open311/v2/requests/{letter.pk}", form).content
    said = content[0]["description"] if form == "json" else content.findtext("request/description")
    assert "<!DOCTYPE x><script>&amp;]]>\"'" in said


def test_a_second_question_costs_nothing_when_nothing_moved(county: County, moves: Moves, client: Client) -> None:
    received(county, moves, 1)
    with time_machine.travel(timezone.now(), tick=False):
        first = client.get("/open311/v2/requests.json")
        second = client.get("/open311/v2/requests.json", headers={"If-None-Match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")


def test_the_cost_does_not_grow_with_the_letters(county: County, moves: Moves, ask: Ask, topic: Topic) -> None:
    from django.db import connection

    costs = []
    for _ in range(2):
        for _ in range(3):
            received(county, moves, 2, topic=topic)
        with CaptureQueriesContext(connection) as first:
            ask("/open311/v2/requests")
        with CaptureQueriesContext(connection) as second:
            ask("/open311/v2/servicerequestupdates")
        costs.append((len(first), len(second)))
    assert costs == [(3, 2), (3, 2)]
