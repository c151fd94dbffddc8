"""合并与关停: proposed from above, answered by the keeper, decided by another person, never by itself (R017, B05, LX-43)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations import actions as organisations
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.search.queries import find
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.publicity.portal.models import ArticlePage, ColumnPage, Relay, Reshape, SitePage
from lianxin.publicity.portal.sites import jobs, relaying, reshaping
from lianxin.publicity.portal.sites.founding import Design, found_site
from tests.factories import FOUNDED, County

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]
ROOT = "/workbench/sites/"


@pytest.fixture
def cast(county: County, sites: Any) -> County:
    """A keeper of the town's site, a second decider at the county."""
    Keeping.objects.filter(organisation=county.town, column="portal").update(keeper=county.people["reviewer"])
    county.add("county_secretary", "secretary", "QS")
    return county


@pytest.fixture
def other(cast: County) -> SitePage:
    return found_site(actor=SYSTEM, organisation=cast.organisations["QS02"], design=Design("town"))


def fresh(row: Reshape) -> Reshape:
    return Reshape.objects.unscoped("test").get(pk=row.pk)


def published(draft: Any, title: str = "夜校开课了") -> ArticlePage:
    page = draft(title=title)
    page.get_latest_revision().publish()
    return ArticlePage.objects.get(pk=page.pk)


def proposed(cast: County, site: SitePage, kind: str = "close", into: SitePage | None = None) -> Reshape:
    return reshaping.propose(actor=cast.actor("leader"), site=site, kind=kind, reason="半年没有更新", into=into)


def decided(cast: County, row: Reshape, *, agree: bool = True) -> Reshape:
    row = fresh(row)
    row = reshaping.answer(actor=cast.actor("reviewer"), reshape=row, text="同意，人手不够", revision=row.revision)
    return reshaping.decide(
        actor=cast.actor("county_secretary"), reshape=row, agree=agree, text="按意见办", revision=row.revision
    )  # fmt: skip


def test_the_whole_way_through_the_browser(
    cast: County, sites: Any, other: SitePage, desk: Desk, draft: Any, client: Client
) -> None:
    """Merged: items move with redirects, old addresses answer 301, the search follows."""
    item = published(draft)
    old = item.url
    sent = desk("leader").post(
        f"{ROOT}{sites['town'].pk}/propose/", {"kind": "merge", "into": other.pk, "reason": "半年没有更新"}
    )
    assert sent.status_code == 303
    url = sent["Location"]
    assert Notice.objects.filter(person=cast.people["reviewer"], code="portal.reshape").exists()
    assert client.get(old).status_code == 200, "a proposal changes nothing"
    row = Reshape.objects.unscoped("test").get()
    assert desk("reviewer").post(f"{url}answer/", {"revision": row.revision, "text": "同意"}).status_code == 303
    assert client.get(old).status_code == 200
    done = desk("county_secretary").post(f"{url}carry-out/", {"revision": fresh(row).revision, "text": "并入"})
    assert done.status_code == 303
    moved = ArticlePage.objects.get(pk=item.pk)
    assert moved.url != old
    for address, to in (
        (old, moved.url),
        ("/portal/qs01/news/", "/portal/qs02/news/"),
        ("/portal/qs01/", "/portal/qs02/"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (301, to)
    assert item.title in client.get("/portal/qs02/news/").text
    hits = find(item.title)
    assert hits.total == 1
    assert moved.org_path == cast.organisations["QS02"].path
    assert client.get("/portal/qs01/nothing/").status_code in (301, 404)
    assert not Keeping.objects.filter(organisation=cast.town, column__startswith="portal").exists()
    again = desk("county_secretary").post(f"{url}carry-out/", {"revision": row.revision, "text": "再来一次"})
    assert again.status_code == 422
    assert "再来一次" in again.text


def test_items_of_one_day_keep_an_address_each(
    cast: County, sites: Any, other: SitePage, draft: Any, client: Client
) -> None:
    there = ColumnPage.objects.child_of(other).get(code="news")
    twin = ArticlePage(
        title="同一天的另一条", source="松岭", body=[("text", "<p>话</p>")], live=False, locale=there.locale
    )
    there.add_child(instance=twin)
    twin.save_revision().publish()
    item = published(draft)
    old = item.url
    assert twin.slug == item.slug
    decided(cast, proposed(cast, sites["town"], "merge", other))
    assert client.get(old, follow=True).text.count("打谷场") >= 1
    twin.refresh_from_db()
    assert "同一天的另一条" in client.get(twin.url).text
    moved = ArticlePage.objects.get(pk=item.pk)
    moved.save_revision().publish()
    assert ArticlePage.objects.get(pk=item.pk).url == moved.url, "the next version stands at the same address"


def test_a_closed_site_says_so_and_stays_readable(
    cast: County, sites: Any, draft: Any, client: Client, desk: Desk
) -> None:
    item = published(draft)
    decided(cast, proposed(cast, sites["town"]))
    assert client.get(item.url).status_code == 200
    shown = client.get("/portal/qs01/").text
    assert "本站已于" in shown
    assert item.title in shown
    assert "本站已于" in client.get("/portal/qs01/news/").text
    assert find(item.title).total == 1
    page = desk("admin").get(f"{ROOT}{sites['town'].pk}/").text
    assert "已关停" in page
    assert "修改面貌" not in page
    cast.add("late_writer", "editor", "QS01")
    assert desk("late_writer").get(f"/workbench/portal/pages/{item.get_parent().pk}/").status_code in (302, 403, 404)


def test_nothing_happens_by_the_clock(cast: County, sites: Any, client: Client) -> None:
    """B05: the keeper's time runs out, those above are told, and the site is as it was."""
    row = proposed(cast, sites["town"])
    with moment.at(timezone.now() + timedelta(days=60)):
        jobs.alerts()
        assert fresh(row).state == "proposed"
        titles = set(Notice.objects.filter(person=cast.people["county_secretary"]).values_list("title", flat=True))
        assert "站点责任人期满没有答复，请决定" in titles
        assert client.get("/portal/qs01/").status_code == 200
        done = reshaping.decide(
            actor=cast.actor("county_secretary"), reshape=fresh(row), agree=False, text="先保留", revision=fresh(row).revision
        )  # fmt: skip
        assert done.state == "kept"


def test_the_keeper_is_heard_and_another_person_decides(cast: County, sites: Any) -> None:
    row = proposed(cast, sites["town"])
    with pytest.raises(Refused, match="先听责任人"):
        reshaping.decide(
            actor=cast.actor("county_secretary"), reshape=row, agree=True, text="关", revision=row.revision
        )
    with pytest.raises(Refused, match="本人"):
        reshaping.answer(actor=cast.actor("handler"), reshape=fresh(row), text="不同意", revision=fresh(row).revision)
    row = reshaping.answer(
        actor=cast.actor("reviewer"), reshape=fresh(row), text="不同意", revision=fresh(row).revision
    )
    with pytest.raises(Refused, match="另一位同志"):
        reshaping.decide(
            actor=cast.actor("leader"), reshape=fresh(row), agree=True, text="关", revision=fresh(row).revision
        )
    with pytest.raises(Refused, match="由上级决定"):
        reshaping.decide(
            actor=cast.actor("secretary"), reshape=fresh(row), agree=True, text="关", revision=fresh(row).revision
        )


def test_who_proposes(cast: County, sites: Any, desk: Desk) -> None:
    with pytest.raises(Refused, match="由上级提出"):
        reshaping.propose(actor=cast.actor("secretary"), site=sites["town"], kind="close", reason="不想办了")
    with pytest.raises(Refused, match="由上级提出"):
        proposed(cast, sites["home"])
    proposed(cast, sites["town"])
    again = desk("admin").post(f"{ROOT}{sites['town'].pk}/propose/", {"kind": "close", "into": "", "reason": "又一次"})
    assert again.status_code == 422
    assert "已经有一个提议" in again.text
    assert "又一次" in again.text
    row = Reshape.objects.unscoped("test").get()
    assert desk("foreign_reviewer").get(f"{ROOT}reshapes/{row.pk}/").status_code == 404
    assert desk("handler").get(f"{ROOT}reshapes/{row.pk}/").status_code == 404
    assert desk("reviewer").get("/workbench/").text.count("去答复") >= 1


def test_references_follow_into_the_other_site(
    cast: County, sites: Any, other: SitePage, draft: Any, client: Client
) -> None:
    cast.add("town_writer", "editor", "QS01")
    cast.add("foreign_writer", "editor", "QS02")
    item = published(draft)
    relay = relaying.reprint(
        actor=cast.actor("foreign_writer"), article=item, column=ColumnPage.objects.child_of(other).get(code="news")
    )  # fmt: skip
    relaying.let_pass(actor=cast.actor("foreign_reviewer"), relay=relay, revision=relay.revision)
    decided(cast, proposed(cast, sites["town"], "merge", other))
    text = client.get("/portal/qs02/news/").text
    assert text.count("夜校开课了") == 1, "one entry, now its own"
    assert Relay.objects.unscoped("test").get().state == "withdrawn"


def test_a_merged_organisation_brings_its_site_along(
    cast: County, sites: Any, other: SitePage, draft: Any, client: Client
) -> None:
    """As letters do: the successor's site takes everything in; without one the site itself goes over."""
    item = published(draft)
    old = item.url
    organisations.merge(
        actor=SYSTEM, organisation=cast.town, into=cast.organisations["QS02"], on=FOUNDED, basis="撤并"
    )  # fmt: skip
    answer = client.get(old)
    assert answer.status_code == 301
    assert answer["Location"].startswith("/portal/qs02/news/")


def test_the_site_goes_to_a_successor_without_one(cast: County, sites: Any, draft: Any, client: Client) -> None:
    item = published(draft)
    into = cast.organisations["QS02"]
    organisations.merge(actor=SYSTEM, organisation=cast.town, into=into, on=FOUNDED, basis="撤并")
    assert client.get(item.url).status_code == 200
    assert SitePage.objects.get(pk=sites["town"].pk).organisation == into
    assert ArticlePage.objects.get(pk=item.pk).org_path == Organisation.objects.get(pk=into.pk).path
    assert Keeping.objects.filter(organisation=into, column="portal-news").exists()


def test_an_organisation_with_an_open_site_is_not_closed(cast: County, sites: Any) -> None:
    site = found_site(actor=SYSTEM, organisation=cast.organisations["QS01-B1"], design=Design("branch"))
    with pytest.raises(Refused, match="开放的站点"):
        organisations.close(actor=SYSTEM, organisation=cast.organisations["QS01-B1"], on=FOUNDED)
    decided_row = proposed(cast, site)
    Keeping.objects.filter(organisation=site.organisation).update(keeper=cast.people["reviewer"])
    decided(cast, decided_row)
    organisations.close(actor=SYSTEM, organisation=Organisation.objects.get(code="QS01-B1"), on=FOUNDED)
