"""F01, R016, R017: a column without keeper or without life raises an alarm, once a week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from lianxin.faces.workbench.jobs import warn_of_dusty_columns
from lianxin.foundation.accounts.actions import set_keeper
from lianxin.foundation.accounts.models import Appointment, Keeping
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db


def keep(county: Any, *, keeper: str | None, silent_days: int) -> None:
    row = set_keeper(
        actor=SYSTEM, organisation=county.town, column="letters", label="群众留言",
        keeper=county.people[keeper] if keeper else None, deputy=county.people["dispatcher"],
    )  # fmt: skip
    at = timezone.now() - timedelta(days=silent_days, minutes=1)
    Keeping.objects.filter(pk=row.pk).update(last_activity_at=at)


def told() -> set[int]:
    return set(Notice.objects.filter(code="keepers.alarm").values_list("person_id", flat=True))


def test_a_vacancy_is_told_to_the_supervisors_nearest_above(county: Any) -> None:
    keep(county, keeper=None, silent_days=0)
    assert warn_of_dusty_columns() == 1
    assert told() == {county.people["secretary"].pk}


def test_a_keeper_whose_posts_have_ended_leaves_a_vacancy(county: Any, client: Any) -> None:
    """F01: the name stands there, the person is gone; a new post brings the column back."""
    keep(county, keeper="reviewer", silent_days=0)
    assert warn_of_dusty_columns() == 0
    posts = Appointment.objects.filter(person=county.people["reviewer"])
    posts.update(until=moment.today() - timedelta(days=1))
    assert warn_of_dusty_columns() == 1
    assert told() == {county.people["secretary"].pk}
    assert "不任职" in Notice.objects.get(code="keepers.alarm").title
    client.force_login(county.account_of("admin"), backend="lianxin.foundation.accounts.backends.NameOrPhoneBackend")
    assert "（已不任职）" in client.get("/workbench/keepers/").text
    posts.update(until=None)
    assert warn_of_dusty_columns() == 0


def test_silence_is_counted_by_lx_13(county: Any) -> None:
    limit = rule("LX-13").count("silence")
    keep(county, keeper="reviewer", silent_days=limit - 1)
    assert warn_of_dusty_columns() == 0
    keep(county, keeper="reviewer", silent_days=limit)
    assert warn_of_dusty_columns() == 1


def test_the_alarm_rings_once_a_week(county: Any) -> None:
    keep(county, keeper=None, silent_days=0)
    warn_of_dusty_columns()
    warn_of_dusty_columns()
    assert Notice.objects.filter(code="keepers.alarm").count() == 1


def keep_portal(county: Any, column: str, silent_days: int) -> None:
    Keeping.objects.all().delete()
    keep(county, keeper="reviewer", silent_days=silent_days)
    Keeping.objects.update(column=column, label="每日一学")


def test_the_keeper_and_the_deputy_hear_first_and_then_those_above(county: Any) -> None:
    """R016, R017, LX-41: keeper, deputy, then the superior; each column has its own patience."""
    keep_portal(county, "portal-theory", 8)
    assert warn_of_dusty_columns() == 1
    assert told() == {county.people["reviewer"].pk, county.people["dispatcher"].pk}
    Notice.objects.all().delete()
    keep_portal(county, "portal-theory", 15)
    warn_of_dusty_columns()
    assert told() == {county.people[x].pk for x in ("reviewer", "dispatcher", "secretary")}


def test_a_column_with_a_longer_limit_is_left_in_peace(county: Any) -> None:
    keep_portal(county, "portal-history", 60)
    assert warn_of_dusty_columns() == 0
