"""F01: a line of the catalogue that nobody keeps is an alarm for those who look after it, and given somebody in place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts.models import Appointment
from lianxin.foundation.casework.due import gather
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.spine import moment
from lianxin.publicity.disclosure import actions
from lianxin.publicity.disclosure.models import Entry
from tests.factories import County
from tests.publicity.disclosure.world import fresh, line, people

pytestmark = pytest.mark.django_db
ROOT = "/workbench/disclosure/catalogue/"


@pytest.fixture
def here(county: County) -> County:
    return people(county)


def desk(county: County, name: str) -> Client:
    client = Client()
    client.force_login(county.account_of(name))
    return client


def told() -> list[Notice]:
    return list(Notice.objects.filter(code="keepers.alarm"))


def due(here: County, name: str) -> list[str]:
    return [item.title for item in gather(here.actor(name), timezone.now()).items if "没有责任人" in item.title]


def test_those_above_are_told_once_a_week_until_somebody_keeps_it(here: County) -> None:
    """Two lines of one town and one of a branch are one notice for one person; nobody else hears of it."""
    line(here), line(here), line(here, code="QS01-B1")
    kept = line(here, keeper=here.people["keeper"])
    assert [actions.warn_unkept(), actions.warn_unkept()] == [3, 3]
    assert [(one.person_id, one.title) for one in told()] == [(here.people["secretary"].pk, "3 项公开目录没有责任人")]
    assert due(here, "secretary") == ["3 项目录没有责任人"]
    assert due(here, "keeper") == []
    with moment.at(timezone.now() + timedelta(days=8)):
        actions.warn_unkept()
    assert len(told()) == 2
    page = desk(here, "secretary").get(told()[0].url).text
    assert kept.code not in page
    assert page.count(">指定<") == 3


def test_one_form_gives_them_somebody_and_leaves_the_others(here: County) -> None:
    """On the page of the organisation, as the desk shows it; a wrong choice says so; those who only propose see no form."""
    first, kept = line(here), line(here, keeper=here.people["other_member"])
    page, url = desk(here, "secretary"), f"{ROOT}?org={here.town.pk}"
    Appointment.objects.create(
        person=here.people["secretary"], post="deputy_secretary", organisation=here.town, org_path=here.town.path,
        since=moment.today(),
    )  # fmt: skip
    assert "1 项没有责任人" in page.get(url).text
    assert "1 项没有责任人" not in desk(here, "keeper").get(url).text
    chosen = {"org": here.town.pk, "keeper": here.people["keeper"].pk, "deputy": here.people["keeper"].pk}
    for wrong, words in (({}, "要是两位同志"), ({"keeper": "", "deputy": ""}, "请选择责任人"),
                         ({"keeper": here.people["other_member"].pk, "deputy": ""}, "请从列出的")):  # fmt: skip
        answer = page.post(f"{ROOT}keepers/", chosen | wrong)
        assert (answer.status_code, words in answer.text) == (422, True), words
    assert desk(here, "keeper").post(f"{ROOT}keepers/", chosen | {"deputy": ""}).status_code == 403
    assert page.post(f"{ROOT}keepers/", chosen | {"deputy": ""}).status_code == 303
    assert (fresh(first).handler, fresh(kept).handler) == (here.people["keeper"], here.people["other_member"])
    assert actions.warn_unkept() == 0
    assert not due(here, "secretary")


def test_a_keeper_whose_posts_have_ended_keeps_nothing(here: County) -> None:
    """The name stands there, the person is gone; outside the scope nothing of it is seen (P05)."""
    line(here, keeper=here.people["keeper"])
    line(here, code="QS02")
    assert actions.warn_unkept() == 1
    Appointment.objects.filter(person=here.people["keeper"]).update(until=moment.today() - timedelta(days=1))
    assert actions.warn_unkept() == 2
    page = desk(here, "secretary").get(f"{ROOT}?vacant=1").text
    assert "（已不任职）" in page
    assert page.count(">指定<") == 1
    assert Entry.objects.unscoped("test").count() == 2
