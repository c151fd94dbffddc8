"""A county's portal with two sites, and the people who write, review and issue."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page, Site

from lianxin.foundation.accounts.models import Account, Person
from lianxin.kernel.actor import SYSTEM
from lianxin.publicity.portal.actions import found_site
from lianxin.publicity.portal.models import ArticlePage, ColumnPage, SitePage
from tests.factories import County, appoint

PEOPLE = {"writer": "editor", "second": "editor", "third": "editor", "checker": "reviewer", "issuer": "approver"}


@pytest.fixture(scope="module")
def sites_of_module(county_of_module: County) -> dict[str, int]:
    """Founding two sites takes longer than most of what is asked of them: done once a module. Tests take `sites`."""
    from django.core.cache import cache

    cache.clear()  # Wagtail remembers the roots of its sites
    Page.objects.filter(depth=2).delete()
    home = found_site(actor=SYSTEM, organisation=county_of_module.organisations["QS"], slug="county")
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home.page_ptr})
    town = found_site(actor=SYSTEM, organisation=county_of_module.town, parent=home)
    return {"home": home.pk, "town": town.pk}


@pytest.fixture
def sites(county: County, sites_of_module: dict[str, int]) -> dict[str, SitePage]:
    """``home`` for the county, ``town`` below it."""
    return {name: SitePage.objects.get(pk=pk) for name, pk in sites_of_module.items()}


@pytest.fixture
def desk(county: County, sites: dict[str, SitePage]) -> Callable[[str], Client]:
    """A signed-in client of one of PEOPLE (posts at the town), or of anybody of the county by name."""
    made: dict[str, Client] = {}

    def enter(name: str) -> Client:
        if name not in made:
            if name in PEOPLE:
                person = Person.objects.create(nickname=name)
                appoint(person, PEOPLE[name], county.town)
            else:
                person = county.people[name]
            account = Account.objects.filter(person=person).first()
            account = account or Account.objects.create_account(name, "a-long-pass-phrase", person)
            made[name] = Client()
            made[name].force_login(account)
        return made[name]

    return enter


@pytest.fixture
def draft(sites: dict[str, SitePage]) -> Callable[..., ArticlePage]:
    """An item that nobody has reviewed, in the news of the town."""

    def make(owner: Account | None = None, title: str = "夜校开课了", **more: Any) -> ArticlePage:
        column = ColumnPage.objects.child_of(sites["town"]).get(code="news")
        more.setdefault("body", [("text", "<p>打谷场上亮起了灯，二十多人自带板凳。</p>")])
        page = ArticlePage(
            title=title, source="村支部", live=False, owner=owner, locale=column.locale, **more
        )  # fmt: skip
        column.add_child(instance=page)
        page.save_revision(user=owner)
        return page

    return make
