"""TRF-01: a letter on paper is good on its first day; a day before, the day, a day after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from lianxin.kernel.decision import Refused
from tests.factories import County
from tests.membership.transfer.test_transfers import TODAY, paper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T02:00:00+00:00", tick=False):
        yield


@pytest.mark.parametrize(
    ("issued", "until", "field"),
    [(-3, -4, "valid_until"), (-3, -3, ""), (-3, -2, ""), (-1, 9, ""), (0, 0, ""), (0, 9, ""), (1, 9, "issued_on")],
)
def test_a_letter_from_elsewhere_is_good_on_its_first_day(towns: County, issued: int, until: int, field: str) -> None:
    """TRF-01: a letter of one day, which may be today; never one that ends before it begins or was written tomorrow."""
    days = {"issued_on": TODAY + timedelta(days=issued), "valid_until": TODAY + timedelta(days=until)}
    if not field:
        assert paper(towns, **days).valid_until == days["valid_until"]
        return
    with pytest.raises(Refused) as caught:
        paper(towns, **days)
    assert (caught.value.denied.field, caught.value.denied.rule) == (field, "TRF-01" if field == "valid_until" else "")
