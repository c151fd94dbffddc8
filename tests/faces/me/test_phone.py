"""CMT-01: identity in the background. A phone counts once a code sent to it was typed back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache

from lianxin.foundation.notices.models import Delivery

pytestmark = pytest.mark.django_db
NUMBER = "13800000001"


@pytest.fixture
def signed_in(county: Any, client: Any) -> Any:
    client.force_login(county.account_of("author"), backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    cache.clear()
    return client


def code_sent() -> str:
    body = Delivery.objects.unscoped("test").filter(channel="sms").latest("id").body
    return re.findall(r"\d{6}", body)[0]


def test_the_right_code_verifies_the_phone_and_it_signs_in(signed_in: Any, county: Any) -> None:
    assert signed_in.post("/me/phone/", {"phone": NUMBER}).status_code == 302
    assert signed_in.post("/me/phone/", {"code": code_sent()}).status_code == 302
    person = county.people["author"]
    person.refresh_from_db()
    assert person.verified
    assert person.phone == NUMBER
    signed_in.logout()
    answer = signed_in.post("/me/sign-in/", {"login": "138 0000 0001", "password": "invented-Sentence-7"})
    assert answer.status_code == 302


def test_a_wrong_code_is_told_and_five_of_them_end_it(signed_in: Any, county: Any) -> None:
    signed_in.post("/me/phone/", {"phone": NUMBER})
    right = code_sent()
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        page = signed_in.post("/me/phone/", {"code": wrong})
        assert page.status_code == 422
        assert "核验码不对" in page.content.decode()
    assert "输错次数太多" in signed_in.post("/me/phone/", {"code": right}).content.decode()
    county.people["author"].refresh_from_db()
    assert not county.people["author"].verified


def test_messages_are_bounded(signed_in: Any) -> None:
    for _ in range(3):
        assert signed_in.post("/me/phone/", {"phone": NUMBER}).status_code == 302
    page = signed_in.post("/me/phone/", {"phone": NUMBER})
    assert page.status_code == 422
    assert "太频繁" in page.content.decode()


@pytest.mark.parametrize("typed", ["12345", "", "一三八", "1380000000a"])
def test_a_number_that_is_none_is_told_beside_the_field(signed_in: Any, typed: str) -> None:
    page = signed_in.post("/me/phone/", {"phone": typed})
    assert page.status_code == 422
    assert not Delivery.objects.unscoped("test").filter(channel="sms").exists()


def test_one_phone_cannot_stand_for_two_people(signed_in: Any, county: Any) -> None:
    from lianxin.foundation.accounts.actions import verify_phone

    verify_phone(actor=county.actor("neighbour"), phone=NUMBER)
    signed_in.post("/me/phone/", {"phone": NUMBER})
    page = signed_in.post("/me/phone/", {"code": code_sent()})
    assert page.status_code == 422
    assert "另一个账号" in page.content.decode()


def test_one_phone_gets_three_messages_whoever_asks(signed_in: Any, county: Any, client: Any) -> None:
    """Nobody is woken by the codes of many accounts, nor by the page for a forgotten password."""
    for _ in range(3):
        assert signed_in.post("/me/phone/", {"phone": NUMBER}).status_code == 302
    account = county.account_of("neighbour")
    client.force_login(account, backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    assert client.post("/me/phone/", {"phone": NUMBER}).status_code == 422
    client.logout()
    assert client.post("/me/forgotten/", {"phone": NUMBER}).status_code == 422
    assert Delivery.objects.unscoped("test").filter(channel="sms").count() == 3
