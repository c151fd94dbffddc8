"""家庭成员: separate consent, by the person alone, sealed, masked, erased with the withdrawal (PIP-02, PIP-03, P02)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from lianxin.foundation.privacy import actions as privacy
from lianxin.foundation.privacy.export import export_of
from lianxin.kernel.decision import Refused
from lianxin.membership.dossiers import family
from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member, Relative
from tests.factories import County
from tests.membership.dossiers.rosters import book, person

pytestmark = pytest.mark.django_db
OWN, ROOT = "/me/dossier/family/", "/workbench/members/"
SPOUSE = {"relation": "1", "name": "吴小禾", "politics": "13", "work": "柳河镇卫生院"}
Desk = Callable[[str], Client]


@pytest.fixture
def member(keepers: County) -> Member:
    run(book([person(1), person(3, name="钱别人")]), actor=keepers.actor("organiser"), dry=False)
    found = Member.objects.unscoped("test").select_related("person").get(name="周禾苗")
    keepers.people["member"] = found.person
    keepers.people["another"] = Member.objects.unscoped("test").get(name="钱别人").person
    return found


def agree(client: Client, word: str = "yes") -> None:
    assert client.post(f"{OWN}consent/", {"agree": word}).status_code == 303


def test_nothing_without_separate_consent(member: Member, desk: Desk) -> None:
    client = desk("member")
    assert "我单独同意" in client.get(OWN).text
    refused = client.post(OWN, SPOUSE)
    assert (refused.status_code, "单独同意" in refused.text) == (422, True)
    assert not Relative.objects.exists()
    agree(client)
    assert client.post(OWN, SPOUSE).status_code == 303
    assert "吴小禾" in client.get(OWN).text


def test_another_consent_does_not_open_it(member: Member, keepers: County) -> None:
    """PIP-03: for this purpose and no other; of this person and no other."""
    privacy.consent(actor=keepers.actor("another"), purpose=family.PURPOSE.key)
    with pytest.raises(Refused) as refused:
        family.add(actor=keepers.actor("member"), member=member, kin=family.Kin("1", "吴小禾"))
    assert refused.value.denied.rule == "PIP-03"


def test_as_many_as_a_form_asks_for_and_not_one_more(member: Member, keepers: County) -> None:
    """PIP-03: the twentieth is written, the twenty-first is not."""
    privacy.consent(actor=keepers.actor("member"), purpose=family.PURPOSE.key)
    add = lambda n: family.add(actor=keepers.actor("member"), member=member, kin=family.Kin("1", f"吴{n}"))  # noqa: E731 - asked once more than is taken
    for n in range(family.MOST):
        add(n)
    with pytest.raises(Refused, match="最多填 20 位"):
        add(family.MOST)
    assert Relative.objects.count() == family.MOST


def test_staff_cannot_write_it_even_with_the_consent(member: Member, keepers: County, desk: Desk) -> None:
    agree(desk("member"))
    for who, code in (("organiser", "not_own"), ("branch_secretary", "not_own"), ("other_organiser", "out_of_scope")):
        with pytest.raises(Refused) as refused:
            family.add(actor=keepers.actor(who), member=member, kin=family.Kin("1", "吴小禾"))
        assert refused.value.denied.code == code
    assert not Relative.objects.exists()


def test_a_withdrawal_erases_at_once_by_either_page(member: Member, desk: Desk) -> None:
    """PIP-02: here, and on the page of all consents."""
    client = desk("member")
    for url in (f"{OWN}consent/", "/me/privacy/consents/"):
        agree(client)
        client.post(OWN, SPOUSE)
        assert Relative.objects.count() == 1
        client.post(url, {"agree": "no", "purpose": family.PURPOSE.key})
        assert not Relative.objects.exists(), url
    assert "家庭成员已删除" in client.get("/me/dossier/").text


def test_sealed_masked_and_opened_for_a_reason(member: Member, desk: Desk) -> None:
    own = desk("member")
    agree(own)
    own.post(OWN, SPOUSE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, work FROM dossiers_relative")
        assert "禾" not in "".join(cursor.fetchone())
    client, url = desk("organiser"), f"{ROOT}{member.pk}/contact/"
    page = client.get(f"{ROOT}{member.pk}/").text
    assert "吴小禾" not in page
    assert "1 位，本人同意后填写" in page
    assert "吴小禾" not in client.post(url, {"reason": ""}).text
    assert "吴小禾" in client.post(url, {"reason": "任职回避核对"}).text
    assert desk("other_organiser").post(url, {"reason": "任职回避核对"}).status_code == 404
    assert desk("leader").post(url, {"reason": "任职回避核对"}).status_code == 403


def test_it_is_exported_and_nobody_elses_row_is_dropped(member: Member, desk: Desk) -> None:
    """P03."""
    own = desk("member")
    agree(own)
    own.post(OWN, SPOUSE)
    tables = export_of(member.person_id).rooms["党员档案"]
    assert tables["家庭成员"] == [{"关系": "配偶", "姓名": "吴小禾", "政治面貌": "群众", "工作": "柳河镇卫生院"}]
    pk = Relative.objects.get().pk
    assert desk("another").post(f"{OWN}{pk}/remove/").status_code == 404
    assert own.post(f"{OWN}{pk}/remove/").status_code == 303
    assert not Relative.objects.exists()


@pytest.mark.parametrize(("more", "word"), [({"relation": ""}, "请填写“与本人关系”"), ({"relation": "0"}, "选项"), ({"name": " "}, "请填写“姓名”"),
                                            ({"politics": "99"}, "选项")])  # fmt: skip
def test_bad_input_is_said_at_its_field(more: dict[str, str], word: str, member: Member, desk: Desk) -> None:
    client = desk("member")
    agree(client)
    answer = client.post(OWN, SPOUSE | more)
    assert (answer.status_code, word in answer.text) == (422, True)
    assert "柳河镇卫生院" in answer.text, "what was typed is kept"
