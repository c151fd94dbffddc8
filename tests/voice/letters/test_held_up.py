"""A letter whose office must keep away (PET-06): the superior is told at once, and finds it with the one thing to do."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.casework.engine import may
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Denied, Refused
from lianxin.voice.letters import actions
from lianxin.voice.letters.due import due_items
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.queries import worklist
from tests.factories import County, Moves, submit

WORDS = "承办单位应当回避，请改派"


def away(county: County, letter: Letter, by: str = "dispatcher") -> Letter:
    """回避 of the office that has the letter."""
    return actions.exclude(
        actor=county.actor(by), letter=letter, organisation=letter.organisation, revision=letter.revision
    )


def asked(title: str) -> set[int]:
    return set(Notice.objects.filter(title=title).values_list("person_id", flat=True))


def piles(county: County, name: str) -> int | None:
    return worklist.counts(county.actor(name), timezone.now()).of("held_up")


def test_who_can_send_it_on_is_told_and_has_it_on_the_list(county: County, moves: Moves) -> None:
    """Whoever registered it knows; the next one above who may dispatch is told; the day of the clock stays visible."""
    letter = away(county, moves.play(submit(county), "accept_public assign take"))
    assert asked(WORDS) == {county.people["county_dispatcher"].pk}
    for name in ("dispatcher", "county_dispatcher"):
        (item,) = due_items(county.actor(name), timezone.now())
        assert (item.act, item.action_url) == ("改派", f"/workbench/letters/{letter.pk}/transfer/")
        assert (item.due, item.clock, item.urgent) == (letter.due_at, "答复", True)
        assert piles(county, name) == 1
    assert not [item for item in due_items(county.actor("handler"), timezone.now()) if item.title == letter.title]
    assert (piles(county, "handler"), piles(county, "foreign_dispatcher")) == (None, 0)
    page = Client()
    page.force_login(county.account_of("dispatcher"))
    html = page.get(f"/workbench/letters/{letter.pk}/").text
    assert "应当回避，不能再办这件留言" in html
    assert f'class="button primary full" href="/workbench/letters/{letter.pk}/transfer/"' in html
    letter = actions.transfer(
        actor=county.actor("dispatcher"), letter=letter, organisation=county.other_office, revision=letter.revision
    )
    assert (letter.held_up_at, piles(county, "dispatcher")) == (None, 0)


def test_the_town_itself_keeps_away(county: County, moves: Moves) -> None:
    """Its own dispatcher may not touch the letter any more, and does not land on a page that is not there."""
    letter = moves.accept_public(submit(county))
    letter = actions.assign(
        actor=county.actor("dispatcher"), letter=letter, organisation=county.town, revision=letter.revision
    )
    page = Client()
    page.force_login(county.account_of("dispatcher"))
    said = {"organisation": county.town.pk, "revision": letter.revision}
    assert page.post(f"/workbench/letters/{letter.pk}/exclude/", said).headers["Location"] == "/workbench/letters/"
    assert asked(WORDS) == {county.people["county_dispatcher"].pk}
    assert (piles(county, "dispatcher"), piles(county, "county_dispatcher")) == (0, 1)


def test_one_of_several_holds_nothing_up_and_the_last_one_does(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "accept_public assign take")
    for name, held in (("handler", False), ("colleague", True)):
        person = county.people[name]
        letter = actions.exclude(
            actor=county.actor("dispatcher"), letter=letter, person=person, revision=letter.revision
        )
        assert bool(letter.held_up_at) is held


def test_an_urge_reaches_who_can_send_it_on(county: County, moves: Moves) -> None:
    moves.urge(away(county, moves.play(submit(county), "accept_public assign take")))
    assert asked(f"留言人催办；{WORDS}") == {county.people["dispatcher"].pk}


def test_what_the_office_drafted_is_returned_and_not_signed(county: County, moves: Moves) -> None:
    letter = away(county, moves.play(submit(county), "accept_public assign take submit_reply"))
    with pytest.raises(Refused) as refused:
        moves.send_reply(letter)
    assert (refused.value.denied.rule, refused.value.denied.code) == ("PET-06", "conflict")
    assert piles(county, "dispatcher") == 0, "first the reply goes back"
    letter = moves.return_reply(letter)
    assert piles(county, "dispatcher") == 1
    assert not isinstance(may(county.actor("dispatcher"), letter, "transfer"), Denied)


def test_counting_them_reads_no_other_letters(county: County) -> None:
    """The list of a dispatcher is as quick as before: the count stands on the index of the few that are held up."""
    if connection.vendor != "sqlite":
        pytest.skip("the plan of SQLite")
    actor = county.actor("dispatcher")
    with CaptureQueriesContext(connection) as taken:
        worklist.counts(actor, timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + taken[0]["sql"])
        plan = [row[3] for row in cursor.fetchall()]
    assert any("letter_held_up" in line for line in plan), plan
