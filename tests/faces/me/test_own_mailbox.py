"""A mailbox for notices: proved by a code, used at once, taken away again; nobody else's by a slip of the pen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache

from lianxin.foundation.notices.actions import send
from lianxin.foundation.notices.models import Delivery

pytestmark = pytest.mark.django_db
MAILBOX = "canary@example.invalid"


@pytest.fixture
def author(county: Any, client: Any) -> Any:
    client.force_login(county.account_of("author"), backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    cache.clear()
    return client


def mails() -> Any:
    return Delivery.objects.unscoped("test").filter(channel="email")


def test_notices_reach_a_mailbox_that_was_proved(author: Any, county: Any) -> None:
    person = county.people["author"]
    assert "登记一个" in author.get("/me/notices/settings/").content.decode()
    assert author.post("/me/email/", {"email": "no-address"}).status_code == 422
    assert author.post("/me/email/", {"email": MAILBOX}).status_code == 302
    person.refresh_from_db()
    assert person.email == ""
    code = re.findall(r"\d{6}", mails().get().body)[0]
    wrong = "000000" if code != "000000" else "111111"
    assert author.post("/me/email/", {"code": wrong}).status_code == 422
    assert author.post("/me/email/", {"code": code}).headers["Location"] == "/me/notices/settings/"
    person.refresh_from_db()
    assert person.email == MAILBOX
    page = author.get("/me/notices/settings/").content.decode()
    assert "更换" in page
    assert MAILBOX not in page, "others may look over a shoulder"
    send(to=person.pk, code="test", title="有了答复", key="one")
    assert mails().filter(notice__person=person).count() == 1
    assert author.post("/me/email/", {"drop": "1"}).status_code == 302
    person.refresh_from_db()
    assert person.email == ""
    send(to=person.pk, code="test", title="有了答复", key="two")
    assert mails().filter(notice__person=person).count() == 1
