"""R022: one's own branch wherever one is: whom to call, what comes and how to join it, and the doors to the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.accounts.models import Account
from lianxin.membership.mobility import actions, branch
from lianxin.membership.mobility.models import Absence
from lianxin.membership.upkeep.actions import cards
from tests.factories import County
from tests.membership.mobility.away import NAMES, at
from tests.membership.mobility.test_two_places import call

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]
PAGE = "/me/branch/"


@pytest.fixture
def assigned(towns: County, noted: Absence, member: Any) -> Absence:
    return actions.assign_liaison(
        actor=towns.actor("keeper"),
        absence=noted,
        liaison=member(NAMES[1]),
        phone="13700000000",
        revision=noted.revision,
    )


def test_what_comes_and_how_to_join_it(towns: County, assigned: Absence, desk: Desk) -> None:
    """At home and where they are a guest, with the address of the online room."""
    home, there = call(towns, "QS01-B1", "theme_day"), call(towns, "QS02-B1", "lecture")
    page = desk("m0").get(PAGE).text
    for words in (
        f"/me/gatherings/{home.pk}/",
        f"/me/gatherings/{there.pk}/",
        "https://meet.example.org/8",
        "石桥村支部",
    ):
        assert words in page, words


def test_the_doors(assigned: Absence, desk: Desk) -> None:
    page = desk("m0").get(PAGE).text
    for door in (
        "/me/dues/",
        "/me/reports/",
        "/me/reports/talks/wish/",
        "/me/transfer/",
        "/me/mobility/",
        "/me/dossier/",
    ):
        assert f'href="{door}"' in page, door
        assert desk("m0").get(door).status_code == 200, door


def test_the_number_of_the_liaison_is_for_one_person(assigned: Absence, desk: Desk) -> None:
    assert "13700000000" in desk("m0").get(PAGE).text
    assert "13700000000" not in desk("m1").get(PAGE).text


def test_the_branch_there_shows_what_it_shows_everybody(towns: County, assigned: Absence, desk: Desk) -> None:
    """Its confirmed card, and only to whom it took note of."""
    office = towns.organisations["QS02-B1"]
    card = cards.propose(actor=towns.actor("host"), organisation=office, lines={"phone": "0555-0102"}, revision=0)
    assert "0555-0102" not in desk("m0").get(PAGE).text, "nobody has confirmed it yet"
    cards.confirm(actor=towns.actor("other_organiser"), card=card, revision=card.revision)
    assert "0555-0102" in desk("m0").get(PAGE).text
    assert "0555-0102" not in desk("m1").get(PAGE).text


def test_decided_and_conveyed(towns: County, assigned: Absence, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [branch.Told("镇里的两项安排", "/disclosure/1/", at("2026-11-20 10:00"), "柳河镇党委")]
    monkeypatch.setattr(branch, "_conveyed", [lambda actor: told])
    assert "镇里的两项安排" in desk("m0").get(PAGE).text


def test_nobody_elses_branch(assigned: Absence, member: Any, desk: Desk) -> None:
    Account.objects.create_account("of-the-host", "a-long-pass-phrase", member("何客来").person)
    stranger = Client()
    stranger.force_login(Account.objects.get(username="of-the-host"))
    page = stranger.get(PAGE).text
    assert NAMES[1] not in page
    assert Client().get(PAGE).status_code == 302
    assert "没有您的档案" in desk("author").get(PAGE).text
