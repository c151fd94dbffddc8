"""Showing and hiding: the part of the table that depends on publication, with its appeal (M02, M06)."""

from __future__ import annotations

import pytest

from lianxin.foundation.casework.engine import may
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Denied
from lianxin.voice.letters.models import Letter, Review
from tests.factories import County, Moves, submit
from tests.voice.letters.test_lifecycle_everybody import ROLES

#: publication -> how the letter came there (all of them in state "accepted")
WAYS = {
    "public": "accept_public",
    "withheld": "accept_private",
    "withheld, appealed": "accept_private appeal_private",
    "withheld, upheld": "accept_private appeal_private keep_private",
    "hidden": "accept_public hide",
}

#: (publication, event) -> who may do it; what is not here, nobody may
WHO = {
    ("public", "hide"): "reviewer reviewer2 system",
    ("withheld", "publish"): "reviewer reviewer2 system",
    ("withheld", "appeal_private"): "author code system",
    ("withheld, appealed", "publish"): "reviewer2 system",  # another reviewer than the first (M02)
    ("withheld, appealed", "keep_private"): "reviewer2 system",
    ("withheld, upheld", "publish"): "reviewer reviewer2 system",
    ("hidden", "publish"): "reviewer reviewer2 system",
    ("hidden", "appeal_private"): "author code system",
}


@pytest.mark.parametrize("way", WAYS)
def test_everybody_may_show_and_hide_exactly_as_written(county: County, moves: Moves, way: str) -> None:
    letter = moves.play(submit(county, with_code=True), WAYS[way])
    wrong = []
    for event in ("publish", "hide", "appeal_private", "keep_private"):
        for role in ROLES:
            decision = may(county.actor(role, letter), letter, event)
            if bool(decision) != (role in WHO.get((way, event), "").split()):
                wrong.append(f"{role} {event}: {decision}")
            if isinstance(decision, Denied) and not (decision.reason.endswith("。") and decision.code):
                wrong.append(f"{role} {event}: no reason")
    assert not wrong, "\n".join(wrong)


def test_nobody_shows_a_letter_against_its_authors_wish(county: County, moves: Moves) -> None:
    letter = moves.accept_public(submit(county, wants_public=False))
    assert letter.publication == "withheld"
    for role in ROLES:
        decision = may(county.actor(role, letter), letter, "publish")
        assert isinstance(decision, Denied), role
        assert not may(county.actor(role, letter), letter, "appeal_private"), role


def test_an_appeal_for_publication_ends_with_another_reviewer(county: County, moves: Moves) -> None:
    letter = moves.play(submit(county), "accept_private appeal_private")
    letter = moves.publish(letter, "reviewer2")
    assert (letter.publication, letter.appealed_at) == ("public", None)
    last = Review.objects.filter(letter=letter).latest("id")
    assert (last.decision, last.on_appeal, last.reviewer_id) == ("overturn", True, county.people["reviewer2"].pk)


def test_hiding_is_said_on_the_time_line(county: County, moves: Moves) -> None:
    """M06: corrections are never silent."""
    letter = moves.play(submit(county), "accept_public hide")
    step = letter.steps.get(event="hide")
    assert step.public_label
    assert Review.objects.filter(letter=letter, decision="private", reason="privacy").exists()
    assert Letter.objects.unscoped("test").get(pk=letter.pk).publication == "hidden"


@pytest.mark.parametrize(
    ("way", "event", "appeal"),
    [
        ("accept_private", "accept_private", True),
        ("accept_public hide", "hide", True),
        ("refuse appeal overturn hide", "hide", True),  # another decision than the one that was appealed
    ],
)
def test_the_author_learns_that_nobody_reads_it(
    county: County, moves: Moves, way: str, event: str, appeal: bool
) -> None:
    """M02, M06: within the days of the appeal somebody has to know that there is something to appeal against."""
    letter = moves.play(submit(county), way)
    told = Notice.objects.get(person=county.people["author"], key__startswith=f"letters:{letter.pk}:{event}:")
    assert "公开" in told.body
    assert ("可以申诉一次" in told.body) is appeal
    assert bool(may(county.actor("author"), letter, "appeal_private")) is appeal


def test_who_wanted_no_publicity_is_not_sent_to_appeal(county: County, moves: Moves) -> None:
    letter = moves.accept_private(submit(county, wants_public=False))
    told = Notice.objects.get(person=county.people["author"], key__startswith=f"letters:{letter.pk}:accept_private:")
    assert "申诉" not in told.body
