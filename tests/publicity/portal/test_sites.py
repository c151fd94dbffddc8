"""Sites of organisations: founded in one action, shaped, kept (F01, R010, R016, R106, R012)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission

import lianxin.publicity.portal as portal
from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.organisations.actions import move
from lianxin.kernel.actor import SYSTEM
from lianxin.kernel.decision import Refused
from lianxin.publicity.portal import access
from lianxin.publicity.portal.models import ColumnPage, SiteFace, SitePage
from lianxin.publicity.portal.sites import shaping
from lianxin.publicity.portal.sites.founding import Design, found_site
from lianxin.publicity.portal.sites.words import THEMES
from tests.factories import FOUNDED, County

pytestmark = pytest.mark.django_db
Desk = Callable[[str], Client]
ROOT = "/workbench/sites/"


def form(county: County, code: str = "QS02", **more: str) -> dict[str, str]:
    return {
        "organisation": str(county.organisations[code].pk), "template": "town", "theme": "blue", "title": "松岭党建",
        "intro": "", "keeper": "", "deputy": "", "operator": "党建办公室", "responsible": "党建办主任", **more,
    }  # fmt: skip


def found(county: County, code: str = "QS02", **design: Any) -> SitePage:
    return found_site(actor=SYSTEM, organisation=county.organisations[code], design=Design(**design))


def test_a_site_is_founded_with_one_form(desk: Desk, sites: Any, county: County, client: Client) -> None:
    """R010, R016: columns of the template, theme, keeper and deputy of site and columns, in one action."""
    keeper, deputy = county.account_of("foreign_reviewer"), county.account_of("foreign_dispatcher")
    answer = desk("admin").post(f"{ROOT}found/", form(county, keeper=keeper.username, deputy=deputy.username))
    assert answer.status_code == 303
    assert "写的文字等另一位同志确认以后显示" in desk("admin").get(answer["Location"]).text
    site = SitePage.objects.get(organisation=county.organisations["QS02"])
    assert [c.code for c in ColumnPage.objects.child_of(site)] == ["news", "notice", "policy", "theory", "people"]
    rows = Keeping.objects.filter(organisation=site.organisation, column__startswith="portal")
    assert {(r.keeper_id, r.deputy_id) for r in rows} == {(keeper.person_id, deputy.person_id)}
    assert rows.count() == 6
    before = client.get(site.url).text
    assert "松岭镇党委" in before
    assert "松岭党建" not in before, "M01: what the founder wrote waits for a second person"
    county.add("signer", "approver", "QS02")
    assert desk("signer").post(f"{ROOT}{site.pk}/words/", {"revision": "1", "do": "take"}).status_code == 303
    shown = client.get(site.url).text
    for words in (
        "松岭党建",
        "theme-blue",
        "portal/themes",
        "主办：中共松岭镇委员会",
        "承办：党建办公室",
        "责任人：党建办主任",
    ):
        assert words in shown
    assert "foreign" not in shown, "persons are not named in public"
    assert "theme-blue" in client.get(f"{site.url}news/").text
    assert "theme-blue" not in client.get("/portal/").text


def test_a_second_site_and_bad_input_are_refused_and_nothing_is_lost(desk: Desk, sites: Any, county: County) -> None:
    admin = desk("admin")
    assert admin.post(f"{ROOT}found/", form(county)).status_code == 303
    again = admin.post(f"{ROOT}found/", form(county))
    assert again.status_code == 422
    assert "松岭党建" in again.text
    with pytest.raises(Refused, match="已经有站点"):
        found(county)
    wrong = admin.post(f"{ROOT}found/", form(county, "QS01-B1", keeper="no-such-name"))
    assert wrong.status_code == 422
    assert "没有找到这位同志" in wrong.text
    name = county.account_of("handler").username
    twin = admin.post(f"{ROOT}found/", form(county, "QS01-B1", keeper=name, deputy=name))
    assert "不能是同一人" in twin.text
    assert not SitePage.objects.filter(organisation__code="QS01-B1").exists()


@pytest.mark.parametrize(
    ("name", "status"), [("admin", 200), ("secretary", 403), ("handler", 403), ("writer", 403)]
)  # fmt: skip
def test_only_administrators_found(desk: Desk, sites: Any, name: str, status: int) -> None:
    assert desk(name).get(f"{ROOT}found/").status_code == status


def test_the_scope_is_the_own_subtree(desk: Desk, sites: Any, county: County) -> None:
    """P05: a town's administrator sees and shapes the town; the neighbour's site does not exist for them."""
    other = found(county)
    county.add("town_admin", "admin", "QS01")
    client = desk("town_admin")
    listed = client.get(ROOT).text
    assert "柳河镇党委" in listed
    assert other.title not in listed
    for tail in ("", "look/", "keepers/", "propose/"):
        assert client.get(f"{ROOT}{other.pk}/{tail}").status_code == 404
    assert client.post(f"{ROOT}found/", form(county, "QS02-U1")).status_code == 422
    own = sites["town"]
    assert client.get(f"{ROOT}{own.pk}/look/").status_code == 200
    assert desk("writer").get(f"{ROOT}{own.pk}/").status_code == 200
    assert desk("writer").get(f"{ROOT}{own.pk}/look/").status_code == 403
    assert Client().get(ROOT)["Location"].startswith("/me/sign-in/")


def test_colours_and_order_change_at_once_and_words_when_a_second_person_read_them(
    desk: Desk, sites: Any, client: Client, draft: Any
) -> None:
    """M01, M04: what everybody reads of a site is proposed by one and confirmed by another; it stays as it is until then."""
    admin, town = desk("admin"), sites["town"]
    draft().get_latest_revision().publish()
    data = {
        "title": "柳河之声",
        "intro": "镇上的事",
        "theme": "green",
        "operator": "",
        "responsible": "",
        "revision": "0",
    }
    assert admin.post(f"{ROOT}{town.pk}/look/", data).status_code == 303
    assert admin.post(f"{ROOT}{town.pk}/look/", data).status_code == 422, "a stale tab overwrites nothing"
    shown = client.get("/portal/qs01/").text
    assert "柳河之声" not in shown
    assert "theme-green" in shown
    news = ColumnPage.objects.child_of(town).get(code="news")
    admin.post(f"{ROOT}{town.pk}/columns/{news.pk}/", {"title": "镇里新鲜事", "intro": "", "keeper": "", "deputy": ""})
    admin.post(f"{ROOT}{town.pk}/columns/{news.pk}/order/", {"way": "down"})
    words, answer = f"{ROOT}{town.pk}/words/", {"revision": "2", "do": "take"}
    assert "自己提出的修改要由另一位同志确认" in admin.post(words, answer).text
    assert desk("writer").post(words, answer).status_code == 404
    assert "等您确认" in desk("issuer").get("/workbench/").text
    page = desk("issuer").get(words).text
    assert "柳河之声" in page
    assert "栏目“通知公告”" not in page
    assert desk("issuer").post(words, answer).status_code == 303
    assert "柳河之声" in client.get("/portal/qs01/").text
    order = list(ColumnPage.objects.child_of(town).order_by("path").values_list("title", flat=True))
    assert order[:2] == ["通知公告", "镇里新鲜事"]
    assert "夜校开课了" in client.get("/portal/qs01/news/").text, "addresses stay"
    assert Keeping.objects.get(organisation=town.organisation, column="portal-news").label == "镇里新鲜事"
    admin.post(f"{ROOT}{town.pk}/look/", {**data, "title": "写错的名称", "revision": "3"})
    assert "请写明哪里要改" in desk("issuer").post(words, {"revision": "4", "do": "back", "reason": ""}).text
    assert desk("issuer").post(words, {"revision": "4", "do": "back", "reason": "有错字"}).status_code == 303
    assert "写错的名称" not in admin.get(f"{ROOT}{town.pk}/").text + client.get("/portal/qs01/").text
    assert Notice.objects.get(title="站点文字的修改被退回").body == "有错字"


def test_a_column_is_added_once(sites: Any, county: County) -> None:
    site = found(county, template="branch")
    shaping.add_column(actor=SYSTEM, site=site, code="theory")
    with pytest.raises(Refused, match="已经有这个栏目"):
        shaping.add_column(actor=SYSTEM, site=site, code="theory")
    assert Keeping.objects.filter(organisation=site.organisation, column="portal-theory", keeper=None).exists()


def pages_of(name: str) -> set[int]:
    return set(GroupPagePermission.objects.filter(group__name=name).values_list("page_id", flat=True))


def test_groups_follow_new_sites_and_moved_organisations(desk: Desk, sites: Any, county: County) -> None:
    """A right follows the appointment: a new site below is editable at once, one that moved away no longer."""
    county.add("county_writer", "editor", "QS")
    for name in ("writer", "county_writer"):
        desk(name).get("/workbench/portal/")
    town, whole = f"portal.write@{county.town.pk}", f"portal.write@{county.organisations['QS'].pk}"
    branch = found(county, "QS01-B1", template="branch")
    assert branch.pk in pages_of(town)
    assert branch.pk in pages_of(whole)
    move(actor=SYSTEM, organisation=county.organisations["QS01-B1"], parent=county.organisations["QS02"], on=FOUNDED)
    assert branch.pk not in pages_of(town)
    assert branch.pk in pages_of(whole)


def test_a_group_is_never_met_without_its_rights(
    desk: Desk, sites: Any, county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made at the first visit of the desk: what breaks off in the middle leaves none behind, and the next visit makes it whole."""
    name = f"portal.write@{county.town.pk}"

    def dies(groups: dict[int, str]) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(access, "_permit", dies)
        with pytest.raises(RuntimeError):
            desk("writer").get("/workbench/portal/")
    assert not Group.objects.filter(name=name).exists()
    assert desk("writer").get("/workbench/portal/").status_code == 200
    assert sites["town"].pk in pages_of(name)


def test_founding_costs_the_same_whatever_stands_already(sites: Any, county: County, desk: Desk) -> None:
    desk("writer").get("/workbench/portal/")
    organisations = [more(county, n) for n in range(12)]
    counts = []
    for organisation in organisations:
        with CaptureQueriesContext(connection) as seen:
            found_site(actor=SYSTEM, organisation=organisation, design=Design("branch"))
        counts.append(len(seen))
    assert counts[-1] <= counts[1], counts
    with CaptureQueriesContext(connection) as seen:
        access.refresh()
    assert len(seen) <= 20, "rights of all groups are written in bulk"
    assert Group.objects.filter(name__contains="@").exists()


def more(county: County, number: int) -> Any:
    """A branch more; the names sort, because Wagtail keeps its shelves in the order of their names."""
    from lianxin.foundation.organisations.actions import found as found_organisation

    return found_organisation(
        actor=SYSTEM, parent=county.town, name=f"第{number}村党支部", short_name=f"{number:02}村支部", kind="branch",
        code=f"QS01-V{number}", on=FOUNDED,
    )  # fmt: skip


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_is_readable_and_the_style_sheet_says_the_same(name: str) -> None:
    """A11Y: white on the bar, the bar's small words and gilt, red words on paper and on the wash: 4.5:1 and more."""
    theme = THEMES[name]
    pairs = [(theme.red, "#ffffff"), (theme.red, "#f7e6e2"), (theme.red, "#f2d58a"), (theme.red, "#faf8f4"),
             (theme.red, theme.red_wash), (theme.red_deep, "#ffffff")]  # fmt: skip
    assert all(contrast(a, b) >= 4.5 for a, b in pairs), pairs
    css = (Path(portal.__file__).parent / "static/portal/themes.css").read_text()
    if name != "red":
        line = re.search(rf"\.theme-{name} \{{(.*?)\}}", css)
        assert line
        assert all(colour in line[1] for colour in (theme.red, theme.red_deep, theme.red_wash))


def test_a_site_without_a_face_still_answers(sites: Any, client: Client) -> None:
    SiteFace.objects.all().delete()
    assert client.get("/portal/qs01/").status_code == 200
    assert client.get("/portal/qs01/news/").status_code == 200


def test_a_keeper_without_any_post_of_the_portal_sees_the_site_that_is_theirs(
    desk: Desk, sites: Any, county: County
) -> None:
    """F01: the alarm leads somewhere; keeping gives no right to change."""
    Keeping.objects.filter(organisation=county.town, column="portal-news").update(keeper=county.people["handler"])
    page = desk("handler").get(f"{ROOT}{sites['town'].pk}/")
    assert page.status_code == 200
    assert "修改面貌" not in page.text
    assert desk("handler").get(f"{ROOT}{sites['home'].pk}/").status_code == 404
    assert desk("handler").get(ROOT).status_code == 403
