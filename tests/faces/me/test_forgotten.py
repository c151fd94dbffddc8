"""忘了密码: whoever proved the phone comes back by it; nobody learns whose number it is, and no desk opens by it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.notices.models import Delivery, Notice

NUMBER, NEW = "13800000002", "another-Sentence-8"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget() -> None:
    cache.clear()


def owner(county: Any, name: str = "author", *, verified: bool = True) -> Client:
    """A browser that is signed in as the owner of the number."""
    account = county.account_of(name)
    person = Person.objects.get(pk=account.person_id)
    person.phone, person.phone_verified_at = NUMBER, timezone.now() if verified else None
    person.save()
    client = Client()
    client.force_login(account, backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    return client


def codes() -> list[str]:
    rows = Delivery.objects.unscoped("test").filter(channel="sms").order_by("id")
    return [re.findall(r"\d{6}", row.body)[0] for row in rows]


def set_new(client: Client, code: str, password: str = NEW) -> Any:
    return client.post("/me/forgotten/", {"phone": NUMBER, "code": code, "password": password})


def signs_in(password: str) -> bool:
    return bool(Client().post("/me/sign-in/", {"login": NUMBER, "password": password}).status_code == 302)


def test_a_new_password_by_the_verified_phone(county: Any, client: Client) -> None:
    """The code holds once; whoever was signed in with the old password is out; the owner is told."""
    elsewhere = owner(county)
    assert elsewhere.get("/me/password/").status_code == 200
    assert client.get("/me/sign-in/").content.decode().count("/me/forgotten/") == 1
    assert client.post("/me/forgotten/", {"phone": "138 0000 0002"}).status_code == 200
    weak = set_new(client, codes()[0], "12345678")
    assert (weak.status_code, NUMBER in weak.content.decode()) == (422, True)
    assert "去登录" in set_new(client, codes()[0]).content.decode()
    assert set_new(client, codes()[0], "a-third-Sentence-9").status_code == 422
    assert signs_in(NEW)
    assert elsewhere.get("/me/password/").status_code == 302
    assert Notice.objects.get(code="me.new_password").person_id == county.people["author"].pk


def test_five_wrong_codes_end_it_and_three_messages_are_all(county: Any, client: Client) -> None:
    owner(county)
    assert [client.post("/me/forgotten/", {"phone": NUMBER}).status_code for _ in range(4)] == [200, 200, 200, 422]
    right = codes()[-1]
    wrong = "000000" if right != "000000" else "111111"
    assert {set_new(client, wrong).status_code for _ in range(5)} == {422}
    assert set_new(client, right).status_code == 422
    assert not signs_in(NEW)


@pytest.mark.parametrize("who", ["nobody", "not verified", "staff"])
def test_nobody_learns_whose_number_it_is(county: Any, client: Client, who: str) -> None:
    """The same page for a number without an account, one that was never proved, and that of somebody with a duty."""
    owner(county)
    told = re.sub(r'value="[^"]*"', "", client.post("/me/forgotten/", {"phone": NUMBER}).content.decode())
    Delivery.objects.unscoped("test").delete()
    Person.objects.update(phone="", phone_index="", phone_verified_at=None)
    if who != "nobody":
        owner(county, "reviewer" if who == "staff" else "author", verified=who == "staff")
    cache.clear()
    page = re.sub(r'value="[^"]*"', "", client.post("/me/forgotten/", {"phone": NUMBER}).content.decode())
    assert page == told
    assert not codes()
    assert set_new(client, "123456").status_code == 422
