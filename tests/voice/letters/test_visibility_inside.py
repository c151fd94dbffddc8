"""The private side: the author's page, the desk, notices and mail, each to exactly those whom it concerns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Delivery, Notice
from lianxin.kernel.actor import ANONYMOUS
from lianxin.voice.letters import actions
from tests.factories import County, Moves, submit
from tests.voice.letters.matrix import (
    SITUATIONS,
    WORDS,
    Shown,
    body_of,
    letter_columns,
    read,
    shelf_for,
    stage,
    visitor,
)

CONTACT = {"contact_name", "contact_phone", "contact_email"}
OWN = {"title", "body", "demand", "place"}
#: at the desk everybody in scope reads these; the contact stays covered until a reason is given (P02)
AT_DESK = {"title", "body", "note"}
IN_TOWN = ("reviewer", "caller", "leader")
AT_OFFICE = ("handler",)
OUTSIDE = ("foreign_reviewer", "other_handler", "author", "anonymous")


@pytest.fixture
def shown(county: County, settings: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Shown:
    shelf_for(settings, tmp_path / "files")
    return stage(county, request.param)


@pytest.mark.parametrize("shown", SITUATIONS, indirect=True)
def test_each_side_of_a_letter_is_for_its_own_people(county: County, shown: Shown) -> None:
    notices(county)
    own_page(county, shown)
    desk_page(county, shown)


def own_page(county: County, shown: Shown) -> None:
    """The author reads all that is theirs; nobody else opens the page."""
    address = f"/letters/mine/{shown.letter.pk}/"
    for name in ("author", "code"):
        response = visitor(county, name, shown.letter).get(address)
        assert response.status_code == 200, name
        found = read(body_of(response))
        assert found >= {"title", "body"}, (name, found)
        assert not found & {"note", "instruction", "report"}, name
        assert shown.letter.state != "approving" or "reply" not in found, "an unsigned reply is shown"
    for name in ("anonymous", "neighbour", "reviewer", "admin"):
        response = visitor(county, name, shown.letter).get(address)
        assert response.status_code == 404, name
        assert not read(body_of(response)), name


def desk_page(county: County, shown: Shown) -> None:
    """P05: a foreign letter is 404 with a line in the ledger; contact details stay covered."""
    address = f"/workbench/letters/{shown.letter.pk}/"
    at_office = shown.letter.org_path == county.office.org_path
    for name in (*IN_TOWN, *(AT_OFFICE if at_office else ())):
        response = visitor(county, name, shown.letter).get(address)
        assert response.status_code == 200, name
        found = read(body_of(response))
        assert found >= AT_DESK, (name, found)
        assert not found & CONTACT, (name, found & CONTACT)
    for name in (*OUTSIDE, *(() if at_office else AT_OFFICE)):
        lines = AuditLine.objects.unscoped("test").filter(code="access.out_of_scope").count()
        response = visitor(county, name, shown.letter).get(address)
        assert response.status_code in (302, 403, 404), name
        assert not read(body_of(response)), name
        if name.startswith(("foreign", "other")):
            assert response.status_code == 404, name
            assert AuditLine.objects.unscoped("test").filter(code="access.out_of_scope").count() == lines + 1, name


@pytest.mark.parametrize("shown", ["handled", "answered, withheld"], indirect=True)
def test_the_desk_lists_and_searches_only_its_scope(county: County, shown: Shown) -> None:
    for name in ("reviewer", "handler", "foreign_reviewer", "other_handler", "admin", "neighbour"):
        client = visitor(county, name, shown.letter)
        seen = name in ("reviewer", "handler")
        for address in (
            "/workbench/letters/?queue=all",
            "/workbench/letters/?q=石阶松动",
            "/workbench/letters/export.csv",
        ):
            response = client.get(address)
            found = read(body_of(response))
            assert not found & {*CONTACT, "remark"}, (name, address)
            if not seen:
                assert not found, (name, address, found)


def test_an_administrator_of_the_system_is_no_reader_of_letters(county: County, settings: Any, tmp_path: Path) -> None:
    shelf_for(settings, tmp_path / "files")
    shown = stage(county, "handled, withheld")
    response = visitor(county, "admin", shown.letter).get(f"/workbench/letters/{shown.letter.pk}/")
    assert response.status_code in (403, 404)
    assert not read(body_of(response))


def notices(county: County) -> None:
    """No notice holds the text, the contact, the remark or an inside note; none reaches another town."""
    strangers = {
        county.people[n].pk for n in ("foreign_reviewer", "foreign_dispatcher", "foreign_handler", "other_handler")
    }
    for notice in Notice.objects.all():
        found = read(f"{notice.title}\n{notice.body}\n{notice.url}")
        assert found <= {"title"}, (notice.code, found)
        assert notice.person_id not in strangers, notice.code
        if notice.person_id == county.people["neighbour"].pk:
            pytest.fail(f"somebody who has nothing to do with it was told: {notice.code}")


def test_a_follower_is_told_of_a_public_letter_alone(county: County, settings: Any, tmp_path: Path) -> None:
    moves = Moves(county)
    letter = moves.play(
        submit(county, **{k: v for k, v in letter_columns().items() if k != "photos"}), "accept_public assign take"
    )
    actions.follow(actor=county.actor("neighbour"), letter=letter)
    person = county.people["neighbour"].pk
    hidden = moves.play(moves.hide(letter), "submit_reply send_reply")
    assert not Notice.objects.filter(person_id=person).exists()
    letter = moves.play(moves.publish(hidden), "follow_up submit_reply send_reply")
    notice = Notice.objects.get(person_id=person)
    assert read(f"{notice.title}{notice.body}") == {"title"}


def test_mail_to_an_address_says_only_that_there_is_news(county: County) -> None:
    """The mail box is not ours: number and news, none of the letter's own words."""
    columns = {k: v for k, v in letter_columns().items() if k != "photos"}
    letter = Moves(county).play(submit(county, ANONYMOUS, with_code=True, **columns), "accept_public assign")
    rows = [d for d in Delivery.objects.unscoped("test").all() if d.channel == "email" and d.address]
    assert rows
    for row in rows:
        assert row.address == WORDS["contact_email"]
        assert not read(f"{row.title}\n{row.body}\n{row.url}"), row.code
        assert letter.number in row.title
    assert not mail.outbox, "nothing leaves inside a transaction"


def test_the_contact_is_uncovered_with_a_reason_and_noted(county: County, settings: Any, tmp_path: Path) -> None:
    """P02."""
    shelf_for(settings, tmp_path / "files")
    shown = stage(county, "handled")
    client = visitor(county, "handler", shown.letter)
    address = f"/workbench/letters/{shown.letter.pk}/contact/"
    assert not read(body_of(client.get(address))) & CONTACT
    refused = client.post(address, {"reason": "  "})
    assert refused.status_code == 422
    assert not read(body_of(refused)) & CONTACT
    lines = AuditLine.objects.unscoped("test").count()
    assert read(body_of(client.post(address, {"reason": "核实地点，需要电话联系"}))) >= CONTACT
    assert AuditLine.objects.unscoped("test").count() > lines


def test_the_ledger_holds_no_word_of_a_letter(county: County, settings: Any, tmp_path: Path) -> None:
    shelf_for(settings, tmp_path / "files")
    stage(county, "rated, reviewed")
    stage(county, "appealed")
    for line in AuditLine.objects.unscoped("test").all():
        assert not read(f"{line.subject}\n{line.data}"), line.code
