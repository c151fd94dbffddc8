"""Who keeps the files, a day to stand on, and a way to write down one member in a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from lianxin.foundation.accounts.models import Person
from lianxin.membership.dossiers.models import Member
from tests.factories import County


@pytest.fixture(autouse=True)
def _in_november() -> Any:
    with time_machine.travel("2026-11-27T02:00:00+00:00", tick=False):
        yield


@pytest.fixture
def keepers(county: County) -> County:
    """``organiser`` of the town, ``other_organiser`` of the other town, ``branch_secretary``."""
    county.add("organiser", "organiser", "QS01")
    county.add("other_organiser", "organiser", "QS02")
    county.add("branch_secretary", "secretary", "QS01-B1")
    return county


@pytest.fixture
def desk(keepers: County) -> Callable[[str], Client]:
    """``desk("organiser")``: a browser of somebody."""

    def come(name: str) -> Client:
        client: Any = Client()
        client.force_login(keepers.account_of(name))
        return client  # type: ignore[no-any-return]  # Any of the test client

    return come


@pytest.fixture
def put(keepers: County) -> Callable[..., Member]:
    """``put(sex="")``: a complete full member of the branch, but for what is said."""

    def write(code: str = "QS01-B1", **facts: Any) -> Member:
        home = keepers.organisations[code]
        facts = {
            "name": "周禾苗", "stage": "member", "sex": "2", "ethnicity": "01", "education": "21", "born": date(1988, 3, 7),
            "joined_on": date(2010, 7, 1), "full_since": date(2011, 7, 1), "occupation": "教师",
        } | facts  # fmt: skip
        person = Person.objects.create(name=facts["name"], nickname="周同志")
        return Member.objects.create(person=person, organisation=home, org_path=home.path, **facts)

    return write
