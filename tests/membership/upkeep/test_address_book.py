"""R023, P06: the address book of one's own branch. Name and post; the rest as each person allows, field by field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.privacy import actions as privacy
from lianxin.kernel.actor import Actor
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from tests.factories import County, appoint
from tests.membership.dossiers.rosters import BRANCH, book, person

pytestmark = pytest.mark.django_db
Who, Browser, Find = Callable[[str], Actor], Callable[[str], Client], Callable[[str], Member]
MINE = "/me/branch/"
PHONE, MAIL, UNIT = "13800000017", "qiu@example.org", "镇中心小学"


@pytest.fixture
def same(member: Find) -> Member:
    """吴春秋, of whom everything is known."""
    one = member("same")
    one.person.phone, one.person.email = PHONE, MAIL
    one.person.save()
    one.work_unit = UNIT
    one.save()
    return one


def test_without_a_word_of_theirs_only_name_and_post(same: Member, browser: Browser, cast: County) -> None:
    appoint(same.person, "committee_member", cast.organisations["QS01-B1"])
    page = browser("author").get(MINE).text
    assert "吴春秋" in page
    assert "委员" in page
    assert not [text for text in (PHONE, MAIL, UNIT) if text in page]


@pytest.mark.parametrize(("purpose", "text"), [("branch_phone", PHONE), ("branch_email", MAIL), ("branch_work", UNIT)])
def test_each_field_is_allowed_alone_and_gone_at_once(purpose: str, text: str, same: Member, browser: Browser) -> None:
    theirs, reader = browser("same"), browser("author")
    assert theirs.post(f"{MINE}shown/", {"purpose": purpose, "agree": "yes"}).status_code == 303
    page = reader.get(MINE).text
    assert [one for one in (PHONE, MAIL, UNIT) if one in page] == [text]
    theirs.post(f"{MINE}shown/", {"purpose": purpose, "agree": "no"})
    assert text not in reader.get(MINE).text


def test_taken_back_under_my_privacy_it_is_gone_too(same: Member, browser: Browser, who: Who) -> None:
    """One consent, one place of truth: the page of one's data and this one are the same switch."""
    browser("same").post(f"{MINE}shown/", {"purpose": "branch_phone", "agree": "yes"})
    assert PHONE in browser("author").get(MINE).text
    privacy.withdraw(actor=who("same"), purpose="branch_phone")
    assert PHONE not in browser("author").get(MINE).text


@pytest.mark.parametrize(("word", "status", "sees"), [("author", 200, True), ("same", 200, True), ("applicant", 200, False),
                                                      ("far", 200, False), ("secretary_here", 200, False), ("superior", 200, False),
                                                      ("citizen", 200, False), ("anonymous", 302, False)])  # fmt: skip
def test_members_of_the_same_branch_and_nobody_else(
    word: str, status: int, sees: bool, same: Member, browser: Browser
) -> None:
    browser("same").post(f"{MINE}shown/", {"purpose": "branch_phone", "agree": "yes"})
    page = browser(word).get(MINE)
    assert page.status_code == status
    assert (PHONE in page.text) is sees
    assert ("吴春秋" in page.text) is sees
    assert page.headers.get("Cache-Control", "no-store") == "no-store"


def test_who_left_the_branch_neither_reads_nor_is_read(same: Member, browser: Browser) -> None:
    browser("same").post(f"{MINE}shown/", {"purpose": "branch_phone", "agree": "yes"})
    Member.objects.unscoped("test").filter(pk=same.pk).update(standing="moved")
    assert "吴春秋" not in browser("author").get(MINE).text
    assert "周禾苗" not in browser("same").get(MINE).text


def test_other_purposes_cannot_be_switched_here(same: Member, browser: Browser) -> None:
    assert browser("same").post(f"{MINE}shown/", {"purpose": "letters", "agree": "yes"}).status_code == 404
    assert browser("citizen").post(f"{MINE}shown/", {"purpose": "branch_phone", "agree": "yes"}).status_code == 404
    assert browser("same").get(f"{MINE}shown/").status_code == 405


def test_thirty_members_cost_as_many_statements_as_three(cast: County, browser: Browser, who: Who) -> None:
    def statements() -> int:
        client = browser("author")
        client.get(MINE)
        with CaptureQueriesContext(connection) as caught:
            client.get(MINE)
        return len(caught)

    few = statements()
    rows = [person(n, name=f"王新{n}", organisation=BRANCH, phone=f"139000001{n:02d}") for n in range(20, 48)]
    assert run(book(rows), actor=cast.actor("organiser"), dry=False).fresh == 28
    for one in Member.objects.unscoped("test").filter(name__startswith="王新").select_related("person"):
        from lianxin.foundation.accounts.queries import actor_of

        privacy.consent(actor=actor_of(one.person), purpose="branch_phone")
    assert "13900000147" in browser("author").get(MINE).text
    assert statements() == few
