"""R023, LX-120: how a branch is found. Proposed by one, confirmed by another, looked through every year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import SYSTEM, Actor
from lianxin.kernel.decision import Refused
from lianxin.membership.upkeep import accounts_port, policies, queries
from lianxin.membership.upkeep.actions import cards
from lianxin.membership.upkeep.models import ContactCard
from tests.factories import County

pytestmark = pytest.mark.django_db
Who, Browser = Callable[[str], Actor], Callable[[str], Client]
LINES = {"phone": "0000-2301001", "address": "新桥村 1 号", "hours": "周一至周五", "email": "", "note": "一楼东头"}
DESK = "/workbench/upkeep/"


def here(cast: County) -> Organisation:
    return Organisation.objects.get(pk=cast.organisations["QS01-B1"].pk)


@pytest.fixture
def proposed(cast: County, who: Who) -> ContactCard:
    return cards.propose(actor=who("worker_here"), organisation=here(cast), lines=LINES, revision=0)


@pytest.fixture
def shown(proposed: ContactCard, who: Who) -> ContactCard:
    return cards.confirm(actor=who("secretary_here"), card=proposed, revision=proposed.revision)


def path(cast: County) -> str:
    return f"{DESK}cards/{here(cast).pk}/"


def test_nothing_is_public_before_a_second_person_confirms(proposed: ContactCard, browser: Browser, who: Who) -> None:
    citizen = browser("anonymous")
    assert citizen.get("/branches/QS01-B1/").status_code == 404
    assert "新桥村" not in citizen.get("/branches/").text
    cards.confirm(actor=who("secretary_here"), card=proposed, revision=proposed.revision)
    page = citizen.get("/branches/QS01-B1/")
    assert page.status_code == 200
    assert all(
        text in page.text
        for text in ("0000-2301001", "新桥村 1 号", "周一至周五", "一楼东头", "上级是中共柳河镇委员会")
    )
    assert "worker_here" not in page.text
    assert not page.cookies
    assert "/branches/QS01-B1/" in citizen.get("/branches/?q=新桥").text
    assert "/branches/QS01-B1/" not in citizen.get("/branches/?q=石桥").text


def test_phone_and_address_stand_once_in_the_tree(shown: ContactCard, cast: County) -> None:
    """B03: what letters and the tree show of an organisation is what was confirmed here, with a line in its history."""
    office = here(cast)
    assert (office.contact_phone, office.address) == ("0000-2301001", "新桥村 1 号")
    assert office.history.filter(kind="edit").exists()


def test_who_proposed_does_not_confirm(cast: County, who: Who) -> None:
    """M04: also the secretary asks somebody else; the one above may."""
    card = cards.propose(actor=who("secretary_here"), organisation=here(cast), lines=LINES, revision=0)
    with pytest.raises(Refused) as refused:
        cards.confirm(actor=who("secretary_here"), card=card, revision=card.revision)
    assert (refused.value.denied.code, refused.value.denied.rule) == ("own_work", "LX-120")
    assert cards.confirm(actor=who("superior"), card=card, revision=card.revision).confirmed_on == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("word", "sees", "proposes", "confirms"),
    [("secretary_here", 200, True, True), ("deputy_here", 200, True, True), ("worker_here", 200, True, False),
     ("superior", 200, True, True), ("organiser", 200, True, True), ("leader", 200, False, False),
     ("secretary_there", 404, False, False), ("foreign", 404, False, False), ("handler", 404, False, False),
     ("author", 403, False, False), ("citizen", 403, False, False), ("anonymous", 302, False, False)],
)  # fmt: skip
def test_scope(
    word: str, sees: int, proposes: bool, confirms: bool, shown: ContactCard, cast: County, browser: Browser
) -> None:
    client = browser(word)
    page = client.get(path(cast))
    assert page.status_code == sees
    assert ('value="propose"' in page.text) is proposes
    assert ("核对无误" in page.text) is confirms
    answer = client.post(path(cast), {"act": "propose", "revision": shown.revision, **LINES, "hours": "改"})
    assert (answer.status_code == 303) is proposes
    revision = ContactCard.objects.unscoped("test").get().revision
    assert (revision > shown.revision) is proposes


def test_a_list_shows_the_own_subtree_only(shown: ContactCard, browser: Browser) -> None:
    for word, sees in (("secretary_here", True), ("superior", True), ("secretary_there", False), ("foreign", False)):
        assert ("新桥村支部" in browser(word).get(DESK).text) is sees, word
    assert browser("handler").get(DESK).status_code == 403


def test_the_keeper_writes_without_a_duty_over_the_branch_and_confirms_nothing(shown: ContactCard, cast: County, who: Who,
                                                                              browser: Browser) -> None:  # fmt: skip
    """F01: the named keeper may sit elsewhere; nobody else of elsewhere may."""
    client = browser("handler")
    assert client.get(path(cast)).status_code == 404
    card = cards.name_keeper(actor=who("secretary_here"), organisation=here(cast), keeper=cast.people["handler"],
                             revision=shown.revision)  # fmt: skip
    assert client.get(path(cast)).status_code == 200
    card = cards.propose(
        actor=who("handler"), organisation=here(cast), lines=LINES | {"hours": "周六也在"}, revision=card.revision
    )
    with pytest.raises(Refused, match="书记、副书记或者组织员"):
        cards.confirm(actor=who("handler"), card=card, revision=card.revision)
    with pytest.raises(Refused):
        cards.name_keeper(actor=who("handler"), organisation=here(cast), keeper=None, revision=card.revision)


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [({"phone": "打给老王"}, "phone", "只写号码"), ({"email": "abc"}, "email", "写法不对"),
     ({"hours": "长" * 121}, "hours", "最多 120 个字，现在是 121 个字"), ({"note": "长" * 121}, "note", "最多 120 个字"),
     ({"phone": "", "address": "", "email": ""}, "phone", "至少留一样")],
)  # fmt: skip
def test_every_refusal_at_its_field_and_nothing_typed_is_lost(change: dict[str, str], field: str, words: str, cast: County,
                                                             browser: Browser) -> None:  # fmt: skip
    said = {"act": "propose", "revision": 0, **LINES, **change}
    page = browser("worker_here").post(path(cast), said)
    assert page.status_code == 422
    assert words in page.text
    assert f'id="id_{field}_error"' in page.text
    assert all(value in page.text for name, value in LINES.items() if name not in change and value)
    assert not ContactCard.objects.unscoped("test").exists()


def test_a_line_of_exactly_the_longest_is_taken(cast: County, who: Who) -> None:
    card = cards.propose(
        actor=who("worker_here"), organisation=here(cast), lines=LINES | {"hours": "长" * 120}, revision=0
    )
    assert cards.confirm(actor=who("secretary_here"), card=card, revision=card.revision).hours == "长" * 120


def test_two_at_once_and_a_stale_tab(proposed: ContactCard, cast: County, who: Who, browser: Browser) -> None:
    old = proposed.revision
    cards.propose(actor=who("deputy_here"), organisation=here(cast), lines=LINES | {"hours": "新的"}, revision=old)
    page = browser("secretary_here").post(path(cast), {"act": "confirm", "revision": old})
    assert page.status_code == 422
    assert "已被别人处理过" in page.text
    assert ContactCard.objects.unscoped("test").get().confirmed_on is None
    same = ContactCard.objects.unscoped("test").get()
    with pytest.raises(Refused, match="没有要改的"):
        cards.propose(
            actor=who("worker_here"), organisation=here(cast), revision=same.revision, lines=dict.fromkeys(LINES, "")
        )


def test_sent_back_with_a_reason_what_is_public_stays(
    shown: ContactCard, cast: County, who: Who, browser: Browser
) -> None:
    card = cards.propose(actor=who("worker_here"), organisation=here(cast), lines=LINES | {"phone": "0000-9999999"},
                         revision=shown.revision)  # fmt: skip
    with pytest.raises(Refused, match="写明哪里要改"):
        cards.send_back(actor=who("secretary_here"), card=card, reason=" ", revision=card.revision)
    cards.send_back(actor=who("secretary_here"), card=card, reason="电话是空号", revision=card.revision)
    assert "0000-9999999" not in browser("anonymous").get("/branches/QS01-B1/").text
    told = Notice.objects.get(code="upkeep.send_back")
    assert (told.person_id, told.body) == (who("worker_here").person_id, "电话是空号")


@pytest.mark.parametrize(("day", "stand", "told"), [("2027-10-27", "good", 0), ("2027-10-28", "due", 1), ("2027-11-27", "due", 1),
                                                    ("2027-11-28", "due", 2)])  # fmt: skip
def test_after_a_year_keeper_and_secretary_are_reminded(day: str, stand: str, told: int, shown: ContactCard, who: Who,
                                                        cast: County, browser: Browser) -> None:  # fmt: skip
    """Confirmed on 2026-11-27: good until 2027-11-27, reminded from thirty days before; past it once more."""
    with time_machine.travel("2027-10-28T02:00:00+00:00", tick=False):
        if day >= "2027-10-28":
            cards.remind()
    with time_machine.travel(f"{day}T02:00:00+00:00", tick=False):
        cards.remind()
        cards.remind()
        today = date.fromisoformat(day)
        card = ContactCard.objects.unscoped("test").select_related("organisation").get()
        assert queries.stand_of(card, today) == stand
        assert list(queries.standing(queries.offices(who("secretary_here")), stand, today)) == [here(cast)]
        assert Notice.objects.filter(code="upkeep.remind", person=who("secretary_here").person_id).count() == told
        old = "超过一年没有再核对" in browser("anonymous").get("/branches/QS01-B1/").text
        assert old is (day > "2027-11-27")
        work = browser("secretary_here").get("/workbench/").text
        assert ("联系方式该核对了" in work) is (stand == "due")


def test_the_list_and_the_rule_agree_on_every_day_of_two_years(shown: ContactCard, who: Who) -> None:
    """Months differ in length: the condition of the database gives what the rule gives."""
    from datetime import timedelta

    for n in range(730):
        said = date(2026, 1, 1) + timedelta(days=n)
        for today in (policies.reminded_from(said), policies.reminded_from(said) - timedelta(days=1)):
            assert (said <= queries._last_due(today)) is (policies.reminded_from(said) <= today), (said, today)


def test_confirming_again_begins_a_new_year(shown: ContactCard, who: Who) -> None:
    with time_machine.travel("2027-11-20T02:00:00+00:00", tick=False):
        again = cards.confirm(actor=who("secretary_here"), card=shown, revision=shown.revision)
        assert again.due_on() == date(2028, 11, 20)


def test_accounts_of_the_organisation_come_by_the_port(
    shown: ContactCard, browser: Browser, monkeypatch: Any, cast: County
) -> None:
    asked: list[str] = []

    def provider(org_path: str) -> list[accounts_port.PublicAccount]:
        asked.append(org_path)
        return [accounts_port.PublicAccount("微信公众号", "新桥先锋")]

    monkeypatch.setattr(accounts_port, "_provider", [provider])
    assert "新桥先锋" in browser("anonymous").get("/branches/QS01-B1/").text
    assert asked == [here(cast).path]


def test_an_account_of_below_or_out_of_use_is_not_shown(cast: County) -> None:
    from lianxin.faces.outward.matrix import in_use
    from lianxin.publicity.channels.models import PublicAccount

    kept = {"organisation": here(cast), "org_path": here(cast).path}
    kind = PublicAccount._meta.get_field("kind").choices[0][0]  # type: ignore[union-attr, index]  # a plain column
    for name, state, where in (("用着的", "active", kept), ("停用的", "closed", kept)):
        PublicAccount.objects.create(name=name, state=state, kind=kind, **where)
    assert [one.name for one in in_use(here(cast).path)] == ["用着的"]
    assert list(in_use(cast.organisations["QS01"].path)) == []


def test_a_group_has_no_card_and_a_merger_takes_the_old_one_off(
    shown: ContactCard, cast: County, who: Who, browser: Browser
) -> None:
    old, new = here(cast), Organisation.objects.get(pk=cast.organisations["QS01-B2"].pk)
    organisations.merge(actor=SYSTEM, organisation=old, into=new, on=date(2026, 11, 27), basis="镇党委决定")
    assert browser("anonymous").get("/branches/QS01-B1/").status_code == 404
    assert "/branches/QS01-B1/" not in browser("anonymous").get("/branches/").text
    group = Organisation.objects.get(pk=new.pk).add_child(
        name="第一党小组", short_name="一组", kind="group", code="QS01-G1"
    )
    with pytest.raises(Refused, match="没有单独的"):
        cards.propose(actor=who("superior"), organisation=group, lines=LINES, revision=0)


def test_every_change_leaves_a_line_without_the_words(shown: ContactCard) -> None:
    rows = AuditLine.objects.unscoped("test").filter(code__startswith="upkeep.")
    assert {row.code for row in rows} == {"upkeep.propose", "upkeep.confirm"}
    assert not [row for row in rows if "2301001" in str(row.data) or "东头" in str(row.data)]


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_lists_cost_the_same_with_three_and_thirty(cast: County, browser: Browser) -> None:
    def grow(first: int, last: int) -> None:
        for n in range(first, last):
            made = organisations.found(actor=SYSTEM, parent=Organisation.objects.get(pk=cast.town.pk), name=f"第{n}村党支部",
                                       short_name=f"{n}村", kind="branch", code=f"QS01-X{n}", on=date(2020, 1, 1))  # fmt: skip
            card = cards.propose(actor=SYSTEM, organisation=made, lines=LINES, revision=0)
            cards.confirm(actor=SYSTEM, card=card, revision=card.revision)

    grow(0, 3)
    desk, public = browser("superior"), browser("anonymous")
    few = statements(desk, DESK), statements(public, "/branches/")
    grow(3, 25)
    assert (statements(desk, DESK), statements(public, "/branches/")) == few
