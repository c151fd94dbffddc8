"""The page of a gathering of a whole town: names by the hundred, figures of everybody, no statement more for more people."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.html import parse_html
from django.test.utils import CaptureQueriesContext

from lianxin.foundation.accounts.models import Person
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.models import Attendance, Gathering, Guest
from lianxin.membership.gatherings.widgets import Names
from tests.factories import County

pytestmark = pytest.mark.django_db
ROOT = "/workbench/gatherings/"


def grow(county: County, one: Gathering, first: int, last: int) -> None:
    """Members `first` to `last` of the branch, all on the list, every second one present."""
    home = county.organisations["QS01-B1"]
    people = Person.objects.bulk_create(Person(name=f"众人{n:04}", nickname="众人") for n in range(first, last))
    members = Member.objects.bulk_create(
        Member(person=p, organisation=home, org_path=home.path, name=p.name, stage="member", joined_on=date(2010, 7, 1),
               full_since=date(2011, 7, 1)) for p in people
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(gathering=one, member=m, votes=True, mark="present" if n % 2 else "absent")
        for n, m in enumerate(members)
    )


def client_of(county: County, name: str = "keeper") -> Client:
    client = Client()
    client.force_login(county.account_of(name))
    return client


def names(page: str) -> list[str]:
    roll = page.partition('class="lines roll"')[2].partition("</ul>")[0]
    return re.findall(r"众人\d{4}", roll)


@pytest.mark.parametrize("state", ["called", "closed"])
def test_as_many_statements_and_a_hundred_names_for_five_hundred(
    state: str, branch: County, call: Callable[..., Gathering]
) -> None:
    one = call(start="2026-11-26 15:00")
    Gathering.objects.unscoped("test").filter(pk=one.pk).update(state=state)
    client, url = client_of(branch), f"{ROOT}{one.pk}/"
    grow(branch, one, 0, 3)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert len(names(client.get(url).text)) == 3
    grow(branch, one, 3, 500)
    with CaptureQueriesContext(connection) as many:
        first = client.get(url).text
    assert len(many) <= len(few)
    everybody = Attendance.objects.filter(gathering=one).count()
    assert f"有表决权的正式党员 {everybody - 1} 人" in first, "the figures are of all, without the one on probation"
    last = -(-everybody // 100)
    pages = [names(client.get(f"{url}?page={n}").text) for n in range(1, last + 1)]
    assert sorted(name for page in pages for name in page) == [f"众人{n:04}" for n in range(500)], "each once"
    assert max(len(page) for page in pages) <= 100
    assert first.count('<li class="row">') <= 100


def test_guests_stand_after_the_last_name_and_a_small_roll_has_no_pages(
    branch: County, call: Callable[..., Gathering]
) -> None:
    one = call(start="2026-11-26 15:00")
    Guest.objects.create(gathering=one, name="外来客")
    client, url = client_of(branch), f"{ROOT}{one.pk}/"
    page = client.get(url).text
    assert "外来客" in page
    assert 'class="pages"' not in page
    grow(branch, one, 0, 120)
    assert "外来客" not in client.get(url).text
    assert "外来客" in client.get(f"{url}?page=2").text


def test_who_took_part_elsewhere_is_told_on_the_page_of_the_name(
    branch: County, call: Callable[..., Gathering]
) -> None:
    """EDU-12: also on the second page."""
    one, other = call(start="2026-11-26 15:00"), call(start="2026-11-25 15:00")
    Gathering.objects.unscoped("test").filter(pk=other.pk).update(organisation=branch.organisations["QS02"])
    grow(branch, one, 0, 150)
    Gathering.objects.unscoped("test").filter(pk__in=[one.pk, other.pk]).update(state="closed")
    away = one.attendances.filter(mark="absent").order_by("-member__name").first()
    assert away is not None
    Attendance.objects.create(gathering=other, member=away.member, role="guest", mark="present")
    client, url = client_of(branch), f"{ROOT}{one.pk}/"
    said = "在松岭镇党委参加了，算出席"
    assert said not in client.get(url).text
    assert said in client.get(f"{url}?page=2").text


def test_the_list_of_names_is_as_the_one_of_django(branch: County, call: Callable[..., Gathering]) -> None:
    """Same names, same choice after a refusal; what somebody is called is no part of the page's own text."""
    choices = [("", "请选择"), ("1", "<b>甲</b>"), ("2", "乙")]
    ours, theirs = (kind(choices=choices).render("who", "2", {"id": "id_who"}) for kind in (Names, forms.Select))
    assert parse_html(ours) == parse_html(theirs)
    assert "&lt;b&gt;" in ours
    one = call(start="2026-11-26 15:00")
    grow(branch, one, 0, 500)
    page = client_of(branch).get(f"{ROOT}{one.pk}/").text
    task = page.partition("登记一项任务")[2]
    assert task.partition("</select>")[0].count("<option") == 1 + one.attendances.count()
