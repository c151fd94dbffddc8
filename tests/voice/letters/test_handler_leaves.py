"""Rights follow appointments, and so does the work: a letter whose handler left its office is not forgotten there."""

from __future__ import annotations

from datetime import timedelta

from lianxin.foundation.accounts.models import Appointment
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.spine import moment
from lianxin.voice.letters import actions
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.queries import worklist
from tests.factories import County, Moves, submit


def leave(county: County, name: str) -> None:
    """Their term ended yesterday."""
    today = moment.today()
    Appointment.objects.filter(pk=county.posts[name].pk).update(until=today - timedelta(days=1))


def told_of(event: str) -> set[int]:
    return set(Notice.objects.filter(code=f"letters.{event}").values_list("person_id", flat=True))


def test_the_office_is_told_in_place_of_who_left(county: County, moves: Moves) -> None:
    """R009, R089: the citizen's 催办 reaches somebody who can do something."""
    letter = moves.play(submit(county), "accept_public assign take")
    assert letter.handler_id == county.people["handler"].pk
    moves.urge(letter)
    assert told_of("urge") == {county.people["handler"].pk}
    Notice.objects.all().delete()
    leave(county, "handler")
    with moment.at(moment.now() + timedelta(days=1, seconds=1)):
        moves.urge(letter)
    assert told_of("urge") == {county.people["colleague"].pk}


def test_a_colleague_finds_the_work_and_takes_it_over(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "accept_public")
    letter = actions.assign(
        actor=county.actor("dispatcher"), letter=letter, organisation=county.office, handler=county.posts["handler"],
        revision=letter.revision,
    )  # fmt: skip
    colleague = county.actor("colleague")
    assert letter not in worklist.to_do(colleague, 10)
    leave(county, "handler")
    assert letter in worklist.to_do(colleague, 10)
    letter = actions.take(actor=colleague, letter=letter, revision=letter.revision)
    assert letter.handler_id == colleague.person_id


def test_who_left_or_keeps_away_reads_no_title_any_more(county: County, moves: Moves) -> None:
    """P05, PET-07: nor in the list of what waits for others."""
    letters = [moves.play(submit(county), "accept_public assign take submit_reply") for _ in range(2)]
    handler = county.actor("handler")
    assert {x.pk for x in worklist.waiting_for_others(handler, 10)} == {x.pk for x in letters}
    actions.exclude(
        actor=county.actor("dispatcher"), letter=letters[0], organisation=county.office, revision=letters[0].revision
    )
    assert [x.pk for x in worklist.waiting_for_others(handler, 10)] == [letters[1].pk]
    leave(county, "handler")
    assert not worklist.waiting_for_others(county.actor("handler"), 10)
    assert Letter.objects.unscoped("test").filter(handler=county.people["handler"]).count() == 2
