"""The invented county with somebody who keeps the files of a town."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.membership.dossiers.importing.running import run
from lianxin.membership.dossiers.models import Member
from tests.factories import County
from tests.membership.dossiers.rosters import book, person


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
def two(keepers: County) -> tuple[Member, Member]:
    """(the newer, with a wrong number and little else; the older): one person twice."""
    run(
        book([person(1, work_unit="柳河小学", phone="13800000001"), person(3, work_unit="", phone="")]),
        actor=keepers.actor("organiser"),
        dry=False,
    )
    kept, gone = Member.objects.unscoped("test").select_related("person", "organisation").order_by("pk")
    wrong = gone.person
    wrong.identity_number = ""  # typed wrong once and taken away: the file has none
    wrong.save()
    Member.objects.unscoped("test").filter(pk=gone.pk).update(born=kept.born, sex=kept.sex)
    gone.refresh_from_db()
    return gone, kept
