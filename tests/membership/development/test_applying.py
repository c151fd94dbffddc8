"""A person with an account and without a file applies, the branch takes it in: one person, one file, one way (R021, DEV-01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.accounts import actions as accounts
from lianxin.foundation.accounts.models import Account, Joining, Person
from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations.succession import left_at
from lianxin.foundation.privacy.export import export_of
from lianxin.foundation.rules.registry import rule
from lianxin.kernel.actor import ANONYMOUS, Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.development import applying
from lianxin.membership.development.models import Application, Development
from lianxin.membership.dossiers.models import Member
from tests.factories import PASSWORD, County
from tests.membership.dossiers.rosters import number

pytestmark = pytest.mark.django_db
MINE, DESK = "/me/development/", "/workbench/development/"
TODAY = date(2026, 11, 27)
OWN = number("19990309", 7)


@pytest.fixture(autouse=True)
def _on_a_friday() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def account(branch: County) -> Account:
    return accounts.register(
        actor=ANONYMOUS, username="citizen-1", password=PASSWORD, nickname="河边人", phone="13900000000"
    )


@pytest.fixture
def citizen(account: Account) -> Actor:
    return actor_of(account.person)


@pytest.fixture
def sent(branch: County, account: Account, citizen: Actor) -> Callable[..., Application]:
    def go(identity: str = OWN, code: str = "QS01-B1", **more: Any) -> Application:
        said = {"name": "陆青禾", "identity": identity, "organisation": branch.organisations[code]} | more
        return applying.send_in(actor=citizen, person=Person.objects.get(pk=account.person_id), **said)

    return go


def taken(
    county: County, row: Application, who: str = "branch_secretary", on: date = TODAY, seen: bool = True
) -> Development:
    return applying.take_in(actor=county.actor(who), application=row, on=on, seen=seen, revision=row.revision)


def fresh(row: Application) -> Application:
    return Application.objects.unscoped("test").get(pk=row.pk)


def files() -> int:
    return Member.objects.unscoped("test").count()


def test_from_the_account_to_the_way(branch: County, account: Account, sent: Callable[..., Application]) -> None:
    people, before = Person.objects.count(), files()
    row = sent(text="想为村里出力")
    with pytest.raises(Refused, match="核对"):
        taken(branch, row, seen=False)
    case = taken(branch, row, on=date(2026, 11, 25))
    assert (case.member.person_id, case.day("apply"), case.state) == (account.person_id, date(2026, 11, 25), "applied")
    assert (Person.objects.count(), files()) == (people, before + 1), "the account's person has the file"
    assert (case.member.name, case.member.born, case.member.stage) == ("陆青禾", date(1999, 3, 9), "applicant")
    person = Person.objects.get(pk=account.person_id)
    assert (person.identity_number, person.phone, person.identity_verified_at is not None) == (OWN, "13900000000", True)
    row = fresh(row)
    assert (row.state, row.case_id, row.identity, row.name, row.text) == ("taken", case.pk, "", "", "")
    assert (
        Notice.objects.filter(
            person_id=account.person_id, code="development.application", title="入党申请已收下"
        ).count()
        == 1
    )
    client = Client()
    client.force_login(account)
    assert "递交入党申请书" in client.get(MINE).text
    assert "柳河镇新桥村党支部" in client.get("/me/dossier/").text


@pytest.mark.parametrize(("born", "allowed"), [("20081128", False), ("20081127", True), ("20081126", True)])
def test_dev_01_eighteen_on_the_day(born: str, allowed: bool, sent: Callable[..., Application]) -> None:
    """The day before the birthday, the birthday, the day after."""
    if allowed:
        assert sent(number(born)).state == "waiting"
    else:
        with pytest.raises(Refused, match="2026-11-28 满 18 周岁") as caught:
            sent(number(born))
        assert caught.value.denied.rule == "DEV-01"


def test_the_age_counts_on_the_day_of_the_original(branch: County, sent: Callable[..., Application]) -> None:
    """DEV-01: eighteen today, but the original is said to have come yesterday; nothing is left half done."""
    row, before = sent(number("20081127")), files()
    with pytest.raises(Refused) as caught:
        taken(branch, row, on=date(2026, 11, 26))
    assert caught.value.denied.rule == "DEV-01"
    assert (files(), fresh(row).state) == (before, "waiting")


def test_gb_01_a_sign_short_and_a_sign_more(sent: Callable[..., Application]) -> None:
    """GB-01: as long as the registry says, neither one less nor one more."""
    assert rule("GB-01").count("length") == len(OWN)
    for wrong in (OWN[:-1], f"{OWN}0"):
        with pytest.raises(Refused):
            sent(wrong)
    assert sent(OWN).state == "waiting"


@pytest.mark.parametrize("wrong", ["", "110101199003070000", OWN[:-1] + ("0" if OWN[-1] != "0" else "1")])
def test_gb_01_a_number_that_is_none(wrong: str, sent: Callable[..., Application]) -> None:
    with pytest.raises(Refused) as caught:
        sent(wrong)
    assert (caught.value.denied.rule, caught.value.denied.field) == ("GB-01", "identity")


def test_sent_twice_is_once_and_elsewhere_only_after_taking_it_back(
    branch: County, citizen: Actor, sent: Callable[..., Application]
) -> None:
    row = sent()
    assert sent().pk == row.pk
    branch.organisations["QS02-B1"] = other_branch(branch)
    with pytest.raises(Refused, match="已经递交了一份"):
        sent(code="QS02-B1")
    applying.withdraw(actor=citizen, application=row)
    assert (fresh(row).state, fresh(row).identity) == ("withdrawn", "")
    assert sent(code="QS02-B1").state == "waiting"
    with pytest.raises(Refused, match="党支部"):
        sent(code="QS01-U1")


def other_branch(county: County) -> Any:
    from lianxin.foundation.organisations import actions as tree
    from lianxin.kernel.actor import SYSTEM

    return tree.found(actor=SYSTEM, parent=county.organisations["QS02"], name="松岭镇河西村党支部", short_name="河西支部", kind="branch",
                      code="QS02-B1", on=date(2020, 1, 1))  # fmt: skip


def test_two_at_once(branch: County, citizen: Actor, sent: Callable[..., Application]) -> None:
    """Two secretaries have the page open, and the person takes it back meanwhile."""
    row = sent()
    taken(branch, row)
    with pytest.raises(Refused) as caught:
        taken(branch, row, who="organiser")
    assert caught.value.denied.code == "stale"
    with pytest.raises(Refused, match="不能撤回"):
        applying.withdraw(actor=citizen, application=row)
    with pytest.raises(Refused, match="已经有档案"):
        sent()


def test_a_known_number_is_joined_by_somebody_who_may_merge(
    branch: County, account: Account, member: Callable[[str], Member], sent: Callable[..., Application]
) -> None:
    """冯长河 has a file from the roster and no account: no second person, no second file."""
    file = member("冯长河")
    row, before = sent(file.person.identity_number), files()
    with pytest.raises(Refused, match="已经登记过") as caught:
        taken(branch, row)
    assert "组织员" in caught.value.denied.remedy
    case = taken(branch, row, who="organiser")
    assert (case.member.pk, files()) == (file.pk, before)
    account.refresh_from_db()
    assert account.person_id == file.person_id
    assert Joining.objects.count() == 1
    assert fresh(row).person_id == file.person_id
    assert Notice.objects.filter(person_id=file.person_id, title="入党申请已收下").exists()


def test_a_member_of_the_party_does_not_apply_under_another_account(
    branch: County, member: Callable[[str], Member], sent: Callable[..., Application]
) -> None:
    row = sent(member("周禾苗").person.identity_number)
    with pytest.raises(Refused, match="不用再递交"):
        taken(branch, row, who="organiser")
    assert (fresh(row).state, Joining.objects.count()) == ("waiting", 0), "nothing is half done"


def test_a_number_that_is_not_the_accounts(branch: County, account: Account, sent: Callable[..., Application]) -> None:
    Person.objects.get(pk=account.person_id)
    person = account.person
    person.identity_number = number("19900101", 3)
    person.save()
    with pytest.raises(Refused, match="和账号里登记的身份证号不一样"):
        taken(branch, sent())


def test_given_back_with_a_reason(branch: County, account: Account, sent: Callable[..., Application]) -> None:
    row = sent()
    with pytest.raises(Refused, match="原因"):
        applying.give_back(actor=branch.actor("branch_secretary"), application=row, reason=" ", revision=row.revision)
    applying.give_back(
        actor=branch.actor("branch_secretary"), application=row, reason="请交给河西支部", revision=row.revision
    )
    client = Client()
    client.force_login(account)
    page = client.get(MINE).text
    assert "请交给河西支部" in page
    assert f"{MINE}apply/" in page


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("branch_secretary", 200),
        ("organiser", 200),
        ("other_organiser", 404),
        ("leader", 403),
        ("handler", 403),
        ("", 302),
    ],
)
def test_who_opens_it(who: str, status: int, branch: County, sent: Callable[..., Application]) -> None:
    row, client = sent(), Client()
    if who:
        client.force_login(branch.account_of(who))
    assert client.get(f"{DESK}applications/{row.pk}/").status_code == status
    posted = client.post(f"{DESK}applications/{row.pk}/", {"on": "2026-11-27", "seen": "on", "revision": 0}).status_code
    assert posted == (303 if status == 200 else status)
    assert client.get(f"{DESK}applications/").status_code == {404: 200}.get(status, status)


def test_nobody_takes_in_their_own(branch: County, citizen: Actor, sent: Callable[..., Application]) -> None:
    row = sent()
    own = branch.people["branch_secretary"]
    Application.objects.unscoped("test").filter(pk=row.pk).update(person=own)
    with pytest.raises(Refused, match="其他同志"):
        taken(branch, fresh(row))


def test_on_the_pages(branch: County, account: Account) -> None:
    client = Client()
    client.force_login(account)
    assert f"{MINE}apply/" in client.get(MINE).text
    said = {"organisation": "没有的支部", "name": "陆青禾", "identity": OWN, "text": "想为村里出力"}
    wrong = client.post(f"{MINE}apply/", said)
    assert (wrong.status_code, "没有找到这个党组织" in wrong.text, "想为村里出力" in wrong.text) == (422, True, True)
    label = "柳河镇新桥村党支部（QS01-B1）"
    assert label in wrong.text
    assert client.post(f"{MINE}apply/", said | {"organisation": label}).status_code == 303
    assert "柳河镇新桥村党支部" in client.get(MINE).text
    desk = Client()
    desk.force_login(branch.account_of("branch_secretary"))
    assert "网上递交的入党申请（1）" in desk.get(DESK).text
    row = Application.objects.unscoped("test").get()
    page = desk.get(f"{DESK}applications/{row.pk}/").text
    assert (OWN in page, "陆青禾" in page, "想为村里出力" in page) == (False, True, True)
    wrong = desk.post(f"{DESK}applications/{row.pk}/", {"on": "2026-11-28", "seen": "on", "revision": row.revision})
    assert (wrong.status_code, "还没有到" in wrong.text) == (422, True)
    assert client.post(f"{MINE}apply/withdraw/").status_code == 303
    assert fresh(row).state == "withdrawn"


def test_mine_is_in_my_export_and_an_organisation_with_one_does_not_close(
    branch: County, account: Account, sent: Callable[..., Application]
) -> None:
    sent(text="想为村里出力")
    told = export_of(account.person_id).rooms["发展党员"]["网上递交的入党申请"]
    assert told[0]["想说的话"] == "想为村里出力"
    assert any("入党申请" in rest.label for rest in left_at(branch.organisations["QS01-B1"]))
