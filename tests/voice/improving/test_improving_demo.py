"""The demonstration has a problem in every state that people meet, linked to letters that came before it."""

from __future__ import annotations

import pytest

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import SYSTEM
from lianxin.voice.improving.demo import load
from lianxin.voice.improving.demo_texts import STORIES
from lianxin.voice.improving.lifecycle import IMPROVEMENT
from lianxin.voice.improving.models import Advice, Improvement, Source
from lianxin.voice.letters.models import Letter, Topic
from tests.factories import FOUNDED, County, appoint
from tests.voice.improving.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_every_state_is_there_and_nothing_comes_before_its_letters(county: County) -> None:
    for number, ending in enumerate(sorted({story.office for story in STORIES})):
        above = Organisation.objects.get(code="QS" if ending.startswith("县") else "QS01")
        office = above.get_children().filter(short_name__endswith=ending).first() or organisations.found(
            actor=SYSTEM, parent=above, name=f"柳河{ending}", short_name=f"柳河{ending}" if ending[0] != "县" else ending, kind="unit",
            code=f"D{number}", on=FOUNDED,
        )  # fmt: skip
        appoint(Person.objects.create(nickname=f"h{number}"), "handler", Organisation.objects.get(pk=office.pk))
    for post in ("approver", "reviewer", "dispatcher"):
        appoint(Person.objects.create(nickname=post), post, Organisation.objects.get(code="QS"))
    for path in {story.topic for story in STORIES if story.topic}:
        Topic.objects.create(code=path[-8:], name=path.split("/")[-1], level=3, path=path)
    assert load(today=TODAY) == len(STORIES)
    rows = Improvement.objects.unscoped("test")
    assert {row.state for row in rows} == {state.name for state in IMPROVEMENT.states}
    assert {row.publication for row in rows} == {"inside", "public", "down"}
    assert rows.filter(state="working", due_on__lt=TODAY).exists()
    assert rows.filter(asked_at__isnull=False).exists()
    assert rows.filter(extensions=1).exists()
    assert {advice.signed for advice in Advice.objects.unscoped("test")} == {True, False}
    for source in Source.objects.select_related("case", "letter"):
        assert source.letter.opened_at < source.case.opened_at


def test_without_letters_there_is_nothing(county: County) -> None:
    assert not Letter.objects.unscoped("test").exists()
    assert load(today=TODAY) == 0
