"""传达: everybody of the organisation hears at once; deliveries are counted, readers are not (R024, B02)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.accounts.queries import people_below
from lianxin.foundation.jobs.worker import Worker
from lianxin.foundation.notices.models import Notice
from lianxin.kernel.decision import Refused
from lianxin.publicity.portal.models import ArticlePage, Conveyance
from lianxin.publicity.portal.sites import conveying
from tests.factories import County
from tests.publicity.disclosure.world import FILES, files

pytestmark = pytest.mark.django_db
ROOT = "/workbench/sites/convey/"


@pytest.fixture(autouse=True)
def _queue(settings: Any) -> None:
    """The queue of the database, as it is in use."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


@pytest.fixture
def item(draft: Any) -> ArticlePage:
    page = draft(title="防汛通知")
    page.get_latest_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def test_everybody_below_hears_once(
    desk: Callable[[str], Client], county: County, item: ArticlePage, sites: Any
) -> None:
    client = desk("secretary")
    assert "防汛通知" in client.get(f"{ROOT}?q=防汛").text
    assert client.post(f"{ROOT}{item.pk}/", {"organisation": county.town.pk}).status_code == 303
    Worker().drain()
    people = people_below(county.town.path)
    rows = Notice.objects.filter(code="portal.convey")
    assert sorted(rows.values_list("person_id", flat=True)) == people
    assert rows.filter(person=county.people["foreign_handler"]).count() == 0
    assert rows[0].url == item.url
    page = client.get(f"{ROOT}{item.pk}/").text
    assert f"站内通知送达 {len(people)} 人" in page
    assert county.people["other_handler"].nickname not in page
    again = client.post(f"{ROOT}{item.pk}/", {"organisation": county.town.pk})
    assert again.status_code == 422
    assert "已经传达过" in again.text
    assert conveying.spread_notices(conveyance=Conveyance.objects.unscoped("test").get().pk) == len(people)
    assert rows.count() == len(people), "the job may run twice"


def test_r024_members_without_a_duty_hear_of_it(
    desk: Callable[[str], Client], county: County, item: ArticlePage, sites: Any
) -> None:
    """所有党员: of the organisation and below, on the roster today; applicants, those who left and neighbours do not."""
    files(county)
    client = desk("secretary")
    # A02: files of people who were never online
    offline = len(people := conveying.receivers(county.town.path)) - Account.objects.filter(person__in=people).count()
    assert offline > 0
    assert f"其中 {offline} 人没有账号" in client.get(f"{ROOT}{item.pk}/").text
    row = conveying.convey(actor=county.actor("secretary"), article=item, organisation=county.town)
    Worker().drain()
    heard = {name: Notice.objects.filter(code="portal.convey", person=county.people[name]).count() for name in FILES}
    assert heard == {"plain": 1, "new": 1, "of_town": 1, "plain_elsewhere": 0, "applicant": 0, "gone": 0}
    whole = Conveyance.objects.unscoped("test").get(pk=row.pk).people
    assert f"{whole} 人" in client.get(f"{ROOT}{item.pk}/").text


def test_what_was_taken_down_meanwhile_is_not_told(county: County, item: ArticlePage) -> None:
    conveying.convey(actor=county.actor("secretary"), article=item, organisation=county.town)
    item.unpublish()
    Worker().drain()
    assert not Notice.objects.filter(code="portal.convey").exists()


def test_who_conveys_and_where_to(desk: Callable[[str], Client], county: County, item: ArticlePage, draft: Any) -> None:
    with pytest.raises(Refused, match="没有找到"):
        conveying.convey(actor=county.actor("secretary"), article=item, organisation=county.organisations["QS02"])
    with pytest.raises(Refused, match="由书记"):
        conveying.convey(actor=county.actor("handler"), article=item, organisation=county.town)
    assert desk("handler").get(ROOT).status_code == 403
    assert desk("secretary").get(f"{ROOT}{draft().pk}/").status_code == 404
    wrong = desk("secretary").post(f"{ROOT}{item.pk}/", {"organisation": county.organisations["QS02"].pk})
    assert wrong.status_code == 422
