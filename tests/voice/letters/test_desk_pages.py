"""Who sees which page of the desk: the right verb, no verb (403), another organisation (404 and a trace)."""

from __future__ import annotations

from typing import Any

import desk_world
import pytest
from desk_world import STAFF, World

from lianxin.foundation.audit.models import AuditLine
from lianxin.voice.letters.forms_desk import ACTS
from lianxin.voice.letters.lifecycle import LETTER

pytestmark = pytest.mark.django_db

PAGES = {
    "/workbench/letters/": "letters.read",
    "/workbench/letters/?queue=all": "letters.read",
    "/workbench/letters/?panel=1": "letters.read",
    "/workbench/letters/?q=路灯": "letters.read",
    "/workbench/letters/?queue=words": "letters.read",
    "/workbench/letters/export.csv": "letters.read",
    "/workbench/letters/moderation/": "letters.read",
    "/workbench/letters/assist/": "letters.assist",
    "/workbench/letters/topics/": "letters.route",
}


@pytest.fixture
def world() -> World:
    return desk_world.build()


def _lines() -> Any:
    return AuditLine.objects.unscoped("the test reads the ledger")


@pytest.mark.parametrize("url", PAGES)
def test_each_page_opens_for_its_verb_and_for_nobody_else(world: World, url: str) -> None:
    world.letter("handling")
    for name in [*STAFF, "citizen"]:
        expected = 200 if world.actor(name).has(PAGES[url]) else 403
        answer = world.client(name).get(url)
        assert answer.status_code == expected, name
        assert expected != 200 or answer.headers["Cache-Control"] == "no-store", "kept for whoever sits here next"


def test_strangers_are_sent_to_the_sign_in_page(world: World, client: object) -> None:
    for url in PAGES:
        answer = client.get(url)  # type: ignore[attr-defined]  # Django's client fixture
        assert answer.status_code == 302
        assert answer["Location"].startswith("/me/sign-in/")


def test_a_letter_of_another_organisation_is_not_there_and_the_try_is_noted(world: World) -> None:
    """P05: outside the scope 404 and an audit line, for the page, its forms and its contact details."""
    letter = world.letter("submitted")
    stranger = world.client("stranger")
    for url in ("", "review/", "contact/"):
        before = _lines().count()
        assert stranger.get(f"/workbench/letters/{letter.pk}/{url}").status_code == 404
        assert _lines().count() == before + 1
        assert _lines().latest("pk").code == "access.out_of_scope"


def test_whoever_must_keep_away_finds_nothing(world: World) -> None:
    """PET-06: an excluded person does not even see the letter."""
    from lianxin.voice.letters import actions

    letter = world.letter("handling")
    person = world.people["approver"]
    assert world.client("approver").get(f"/workbench/letters/{letter.pk}/").status_code == 200
    actions.exclude(actor=world.actor("dispatcher"), letter=letter, person=person, revision=letter.revision)
    assert world.client("approver").get(f"/workbench/letters/{letter.pk}/").status_code == 404
    assert letter.title not in world.client("approver").get("/workbench/letters/?queue=all").content.decode()


def test_every_step_of_the_lifecycle_has_a_form(world: World) -> None:
    covered = {event for act in ACTS.values() for event in act.events}
    assert covered == {t.event for t in LETTER.transitions if t.verb not in ("author", "system")}


@pytest.mark.parametrize("state", ["submitted", "accepted", "assigned", "handling", "approving", "replied", "callback"])
def test_every_button_of_every_role_leads_to_a_page(world: World, state: str) -> None:
    """What is shown as a button opens; what is shown grey says why and opens no form."""
    letter = world.letter(state)
    for name in STAFF:
        if not world.actor(name).may("letters.read", letter.org_path):
            continue
        client = world.client(name)
        page = client.get(f"/workbench/letters/{letter.pk}/")
        assert page.status_code == 200
        for shown in [page.context["first"], *page.context["buttons"], *page.context["more"]]:
            if shown is None:
                continue
            answer = client.get(f"/workbench/letters/{letter.pk}/{shown.act.slug}/")
            assert answer.status_code == 200, (name, shown.act.slug)
            assert (answer.context["form"] is None) == (shown.denied is not None)
            if shown.denied is not None:
                assert shown.denied.reason in page.content.decode()


def test_a_refused_button_names_its_rule(world: World) -> None:
    """A second send-back is refused with the clause (PET-03)."""
    from lianxin.voice.letters import actions

    letter = world.letter("handling")
    letter = actions.send_back(
        actor=world.actor("handler"), letter=letter, reason="not_ours", text="属于民政办", revision=letter.revision
    )
    letter = actions.assign(
        actor=world.actor("dispatcher"),
        letter=letter,
        organisation=world.organisations["unit"],
        revision=letter.revision,
    )
    page = world.client("handler").get(f"/workbench/letters/{letter.pk}/").content.decode()
    assert "已经退回过一次" in page
    assert 'class="rule-link"' in page
