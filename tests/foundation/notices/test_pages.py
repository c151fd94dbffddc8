"""The inbox, the wishes and the desk page as a browser gets them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.audit.models import AuditLine
from lianxin.foundation.notices.actions import retry, send
from lianxin.foundation.notices.delivery import deliver_due
from lianxin.foundation.notices.models import Delivery, Preference
from lianxin.foundation.notices.queries import delivery_counts, unread_count
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor, Duty
from lianxin.kernel.decision import Refused

from .conftest import Mails, outbox

pytestmark = pytest.mark.django_db


House = tuple[Organisation, Organisation, Organisation]


@pytest.fixture
def house(settings: Any) -> House:
    """A county with two towns; nobody needs a second factor here."""
    settings.STAFF_MFA_REQUIRED = False
    county = Organisation.add_root(name="云溪县委", short_name="云溪县委", kind="committee", code="C1")
    one, other = (
        county.add_child(name=f"{n}镇党委", short_name=f"{n}镇", kind="committee", code=f"T{i}")
        for i, n in enumerate(("渡口", "松坪"))
    )
    return county, one, other


def sign_in(
    nickname: str, post: str = "", organisation: Organisation | None = None, mail: str = ""
) -> tuple[Client, Person]:
    person = Person.objects.create(nickname=nickname, email=mail)
    account = Account.objects.create_account(nickname, None, person)
    if post and organisation:
        Appointment.objects.create(
            person=person, post=post, organisation=organisation, org_path=organisation.org_path, since=date(2020, 1, 1)
        )
    client = Client()
    client.force_login(account, backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    return client, person


def test_somebody_unknown_is_asked_to_sign_in() -> None:
    for path in ("/me/notices/", "/me/notices/settings/"):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/me/sign-in/?next=/me/notices/")
    assert Client().post("/me/notices/read-all/").status_code == 302


def test_the_inbox_shows_ones_own_lines_and_get_changes_nothing(house: House) -> None:
    client, person = sign_in("柳青")
    stranger, other = sign_in("白河")
    assert "还没有通知" in client.get("/me/notices/").content.decode()
    for i in range(25):
        send(to=person.pk, code="c", title=f"第{i}号<b>事项</b>", body="一行\n两行", url=f"/letters/{i}/", key=f"k{i}")
    send(to=other.pk, code="c", title="别人的事", key="k")
    page = client.get("/me/notices/").content.decode()
    assert "第24号&lt;b&gt;事项" in page
    assert "第4号" not in page
    assert "别人的事" not in page
    assert "第4号" in client.get("/me/notices/?page=2").content.decode()
    assert client.get("/me/notices/read-all/").status_code == 405
    assert unread_count(person.pk) == 25
    line = page.split("/me/notices/")[1:]
    pk = next(int(part.split("/")[0]) for part in line if part.split("/")[0].isdigit())
    assert stranger.post(f"/me/notices/{pk}/read/").status_code == 404
    assert client.post(f"/me/notices/{pk}/read/")["Location"] == "/letters/24/"
    assert client.post(f"/me/notices/{pk}/read/", {"stay": "1"})["Location"] == "/me/notices/"
    assert unread_count(person.pk) == 24
    assert client.post("/me/notices/read-all/").status_code == 302
    assert unread_count(person.pk) == 0
    assert "没有未读通知" in client.get("/me/notices/?show=unread").content.decode()


def test_the_inbox_costs_a_constant_number_of_statements(house: House, django_assert_max_num_queries: Any) -> None:
    client, person = sign_in("柳青")
    for i in range(40):
        send(to=person.pk, code="c", title=f"第{i}号", key=f"k{i}")
    with django_assert_max_num_queries(8):
        assert client.get("/me/notices/").status_code == 200


def test_wishes_are_saved_with_a_trace(house: House) -> None:
    client, person = sign_in("柳青")
    assert client.get("/me/notices/settings/").status_code == 200
    assert client.post("/me/notices/settings/", {"email": "on"})["Location"] == "/me/notices/settings/"
    wishes = Preference.objects.get(person=person)
    assert (wishes.email, wishes.digest) == (True, False)
    assert AuditLine.objects.unscoped("test").filter(code="notices.settings").count() == 1


def test_the_desk_counts_deliveries_and_names_neither_persons_nor_contents(house: House) -> None:
    """B02: what was delivered is counted, who has not read is nowhere to be seen."""
    county, town, other_town = house
    desk, _ = sign_in("管理", "admin", town)
    top, _ = sign_in("县管理", "admin", county)
    _, citizen = sign_in("柳青", mail="not an address")
    send(
        to=citizen.pk,
        code="letters.answered",
        title="秘密标题",
        body="秘密内容",
        key="a",
        urgent=True,
        org_path=town.org_path,
    )
    send(to=citizen.pk, code="letters.else", title="秘密标题", key="b", urgent=True, org_path=other_town.org_path)
    send(to=citizen.pk, code="letters.none", title="秘密标题", key="c", urgent=True)
    deliver_due()
    page = desk.get("/workbench/deliveries/").content.decode()
    assert "letters.answered" in page
    assert "没有可用的邮箱地址" in page
    for hidden in ("letters.else", "letters.none", "秘密", "柳青", "not an address"):
        assert hidden not in page
    assert top.get("/workbench/deliveries/").content.decode().count("letters.") >= 3
    assert "没有" in desk.get("/workbench/deliveries/?state=sent").content.decode()
    foreign = Delivery.objects.unscoped("test").get(code="letters.else")
    assert desk.post(f"/workbench/deliveries/{foreign.pk}/retry/").status_code == 404
    citizen_client, _ = sign_in("路人")
    assert citizen_client.get("/workbench/deliveries/").status_code == 403


def test_given_up_messages_can_be_tried_again(house: House, mailoutbox: Mails) -> None:
    _, town, _ = house
    desk, _ = sign_in("管理", "admin", town)
    _, citizen = sign_in("柳青", mail="not an address")
    send(to=citizen.pk, code="c", title="标题", key="a", urgent=True, org_path=town.org_path)
    deliver_due()
    citizen.email = "liuqing@example.test"
    citizen.save()
    row = outbox()[0]
    assert row.state == "failed"
    assert desk.get(f"/workbench/deliveries/{row.pk}/retry/").status_code == 405
    assert desk.post(f"/workbench/deliveries/{row.pk}/retry/").status_code == 302
    deliver_due()
    assert [m.to for m in mailoutbox] == [["liuqing@example.test"]]
    assert desk.post(f"/workbench/deliveries/{row.pk}/retry/").status_code == 302, "told that nothing is to be done"
    deliver_due()
    assert len(mailoutbox) == 1
    leader = Actor("staff", 1, duties=(Duty("leader", town.pk, town.org_path),))
    assert delivery_counts(leader)["sent"] == 1
    with pytest.raises(Refused):
        retry(actor=leader, delivery=outbox()[0])
