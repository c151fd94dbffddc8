"""A small tree with an administrator of the county and one of a town."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client

from lianxin.foundation.accounts.models import Account, Appointment, Person
from lianxin.foundation.calendars import queries
from lianxin.foundation.organisations.models import Organisation
from lianxin.kernel.actor import Actor, Duty


@pytest.fixture(autouse=True)
def fresh_calendars() -> Iterator[None]:
    """Each test has its own database; nothing remembered from the one before."""
    queries.forget()
    yield
    queries.forget()


@pytest.fixture
def county(db: None) -> Organisation:
    return Organisation.add_root(name="清水县委", short_name="清水县委", kind="committee", code="qs")


@pytest.fixture
def town(county: Organisation) -> Organisation:
    return county.add_child(name="渡口镇党委", short_name="渡口镇", kind="committee", code="qs-dk")


@pytest.fixture
def branch(town: Organisation) -> Organisation:
    return town.add_child(name="柳树村党支部", short_name="柳树村", kind="branch", code="qs-dk-ls")


@pytest.fixture
def other_town(county: Organisation) -> Organisation:
    return Organisation.objects.get(pk=county.pk).add_child(
        name="石桥镇党委", short_name="石桥镇", kind="committee", code="qs-sq"
    )


def keeper(organisation: Organisation, post: str = "admin") -> Actor:
    return Actor("staff", 1, "管家", (Duty(post, organisation.pk, organisation.org_path),))


@pytest.fixture
def admin() -> Callable[..., Actor]:
    return keeper


@pytest.fixture
def signed_in(client: Client) -> Callable[..., Client]:
    def sign_in(organisation: Organisation, post: str = "admin") -> Client:
        person = Person.objects.create(nickname="管家")
        Appointment.objects.create(
            person=person,
            post=post,
            organisation=organisation,
            org_path=organisation.org_path,
            since=date(2020, 1, 1),
        )
        account = Account.objects.create_account("keeper", None, person)
        client.force_login(account, backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
        return client

    return sign_in
