"""A branch that is put below another town takes its gatherings along, and not one of their rows is written (decision 0020)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.foundation.organisations import actions as tree
from lianxin.kernel.actor import SYSTEM
from lianxin.membership.gatherings import queries
from lianxin.membership.gatherings.models import Gathering
from tests.factories import County

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wide", [False, True])
def test_gatherings_are_read_where_their_branch_stands_now(
    wide: bool, branch: County, plan: Callable[..., Gathering]
) -> None:
    one, now = plan(), timezone.now()

    def seen_by(name: str) -> list[int]:
        rows = queries.gatherings(branch.actor(name), now, wide=wide)
        return [row.pk for row in rows]

    assert (seen_by("organiser"), seen_by("other_organiser")) == ([one.pk], [])
    place = branch.organisations["QS02"]
    with CaptureQueriesContext(connection) as asked:
        tree.move(actor=SYSTEM, organisation=branch.organisations["QS01-B1"], parent=place, on=date(2026, 11, 27))
    assert not [q["sql"] for q in asked if "UPDATE" in q["sql"] and "gatherings_gathering" in q["sql"]]
    assert (seen_by("organiser"), seen_by("other_organiser")) == ([], [one.pk])
    assert Gathering.objects.unscoped("test").get(pk=one.pk).org_path.startswith(place.path)
    assert queries.counts(branch.actor("other_organiser"), now)["open"] == 1
