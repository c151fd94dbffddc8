"""The invented county with somebody who keeps the files of a town."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories import County


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
