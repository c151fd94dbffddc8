"""Invented people with and without a mail address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMessage

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.notices.models import Delivery

People = Callable[..., list[Person]]
Mails = list[EmailMessage]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """A moment on Chinese clocks: ``at("2026-03-04 10:00")`` (a Wednesday)."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.fixture
def people(db: None) -> People:
    """Make persons with mail addresses."""

    def make(number: int = 1, mail: bool = True) -> list[Person]:
        address = "hemiao{}@example.test" if mail else ""
        return [Person.objects.create(nickname=f"禾苗{i}", email=address.format(i)) for i in range(number)]

    return make


def outbox() -> list[Delivery]:
    """Every delivery."""
    return list(Delivery.objects.unscoped("test").order_by("id"))
