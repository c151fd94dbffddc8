"""Rights follow appointments: from the first day to the last, inside the subtree, for the verbs of the post (P05)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from lianxin.foundation.accounts import actions
from lianxin.foundation.accounts.models import Account, Appointment
from lianxin.foundation.accounts.queries import actor_of, holders, nearest_holders
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import ANONYMOUS, SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.voice.letters.models import Letter
from tests.factories import TUESDAY, County, Moves, appoint, submit

DAY = TUESDAY.date()
ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (DAY, None, True), (DAY + ONE, None, False), (DAY - ONE, None, True),
        (DAY - 9 * ONE, DAY, True), (DAY - 9 * ONE, DAY - ONE, False), (DAY - 9 * ONE, DAY + ONE, True), (DAY, DAY, True),
    ],
)  # fmt: skip
def test_an_appointment_holds_from_its_first_day_to_its_last(
    county: County, since: date, until: date | None, holds: bool
) -> None:
    person = county.people["neighbour"]
    appoint(person, "reviewer", county.town, since, until=until)
    with moment.at(TUESDAY):
        actor = actor_of(person)
        assert actor.may("letters.review", county.office.org_path) is holds
        assert (actor.kind == "staff") is holds
        assert (person.pk in holders("letters.review", county.town.org_path)) is holds


def test_the_day_ends_at_midnight_in_china(county: County) -> None:
    """One second after the last day the right is gone, whatever the server's own time zone."""
    person = county.people["neighbour"]
    appoint(person, "reviewer", county.town, DAY, until=DAY)
    midnight = TUESDAY.replace(hour=0, minute=0) + ONE
    for when, holds in ((midnight - timedelta(seconds=1), True), (midnight, False)):
        with moment.at(when):
            assert actor_of(person).has("letters.review") is holds


def test_scope_is_subtree_and_duty_together(county: County, moves: Moves) -> None:
    """The right place without the duty, and the duty at another place, show nothing."""
    letter = moves.play(submit(county), "accept_public assign")
    seen = {
        name: Letter.objects.visible_to(county.actor(name), "letters.handle").filter(pk=letter.pk).exists()
        for name in ("handler", "colleague", "other_handler", "foreign_handler", "approver", "leader", "reviewer")
    }
    assert [name for name, it in seen.items() if it] == ["handler", "colleague"]


def test_two_duties_add_up_and_do_not_mix(county: County) -> None:
    """Reviewer here and handler there is not handler here."""
    person = county.people["neighbour"]
    appoint(person, "reviewer", county.town)
    appoint(person, "handler", county.organisations["QS02-U1"])
    actor = actor_of(person)
    assert actor.may("letters.review", county.office.org_path)
    assert not actor.may("letters.handle", county.office.org_path)
    assert actor.may("letters.handle", county.organisations["QS02-U1"].org_path)
    assert not actor.may("letters.review", county.organisations["QS02-U1"].org_path)


def test_the_nearest_holders_are_asked_first(county: County) -> None:
    at_office = county.office.org_path
    people = {name: county.people[name].pk for name in county.people}
    assert nearest_holders("letters.review", at_office) == sorted([people["reviewer"], people["reviewer2"]])
    excluded = [people["reviewer"], people["reviewer2"]]
    assert nearest_holders("letters.review", at_office, exclude=excluded) == [people["county_reviewer"]]
    assert holders("letters.review", at_office)[-1] == people["county_reviewer"]


@pytest.mark.parametrize("name", ["reviewer", "leader", "secretary", "author", "anonymous"])
def test_only_administrators_appoint(county: County, name: str) -> None:
    with pytest.raises(Refused):
        actions.appoint(
            actor=county.actor(name),
            person=county.people["neighbour"],
            post="reviewer",
            organisation=county.town,
            since=DAY,
        )
    assert not Appointment.objects.filter(person=county.people["neighbour"]).exists()


def test_an_administrator_appoints_below_and_never_himself(county: County) -> None:
    town_admin = county.add("town_admin", "admin", "QS01")
    row = actions.appoint(
        actor=town_admin, person=county.people["neighbour"], post="handler", organisation=county.office, since=DAY
    )
    assert row.org_path == county.office.org_path
    for organisation, person, code in (
        (county.organisations["QS02"], "neighbour", "out_of_scope"),
        (county.organisations["QS"], "neighbour", "out_of_scope"),
        (county.office, "town_admin", "own_work"),
    ):
        with pytest.raises(Refused) as refused:
            actions.appoint(
                actor=town_admin, person=county.people[person], post="reviewer", organisation=organisation, since=DAY
            )
        assert refused.value.denied.code == code


def test_a_second_open_appointment_and_a_senseless_term_are_refused(county: County) -> None:
    common = {"actor": SYSTEM, "person": county.people["handler"], "post": "handler", "organisation": county.office}
    for more, code in (
        ({"since": DAY}, "already"),
        ({"since": DAY, "until": DAY - ONE}, "term"),
        ({"since": DAY, "post": "emperor"}, "unknown_post"),
    ):
        with pytest.raises(Refused) as refused:
            actions.appoint(**{**common, **more})
        assert refused.value.denied.code == code


def test_an_ended_appointment_takes_the_right_with_it(county: County) -> None:
    actions.end_appointment(
        actor=county.actor("admin"), appointment=county.posts["handler"], until=moment.today() - ONE
    )
    assert not county.actor("handler").has("letters.handle")
    assert county.actor("handler").kind == "citizen"


def test_a_foreign_page_is_not_found_and_noted(county: County, moves: Moves) -> None:
    """P05: 404, not 403, and one line in the ledger with the address and the person."""
    letter = moves.play(submit(county), "accept_public")
    client = Client()
    client.force_login(
        county.account_of("foreign_reviewer"), backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend"
    )
    response = client.get(f"/workbench/letters/{letter.pk}/")
    assert response.status_code == 404
    line = AuditLine.objects.unscoped("test").filter(code="access.out_of_scope").get()
    assert line.person_id == county.people["foreign_reviewer"].pk
    assert line.subject == f"/workbench/letters/{letter.pk}/"
    missing = client.get("/workbench/letters/999999/")
    assert missing.status_code == 404


def test_a_person_without_a_duty_is_sent_away_from_the_desk(county: County) -> None:
    client = Client()
    client.force_login(county.account_of("author"), backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    assert client.get("/workbench/letters/").status_code == 403
    assert Client().get("/workbench/letters/").status_code == 302


def test_keeper_and_deputy_are_two_people(county: County) -> None:
    """F01."""
    common = {"actor": county.actor("admin"), "organisation": county.town, "column": "letters", "label": "群众留言"}
    with pytest.raises(Refused) as refused:
        actions.set_keeper(**common, keeper=county.people["reviewer"], deputy=county.people["reviewer"])
    assert refused.value.denied.code == "same"
    row = actions.set_keeper(**common, keeper=county.people["reviewer"], deputy=county.people["reviewer2"])
    assert row.org_path == county.town.org_path


def test_an_account_alone_gives_no_right(county: County) -> None:
    account = actions.register(actor=ANONYMOUS, username="xinren", password="invented-Sentence-9", nickname="新人")
    actor = actor_of(account.person)
    assert (actor.kind, actor.duties) == ("citizen", ())
    assert Account.objects.get(username="xinren").has_perm("anything") is False
