"""M01 on the routes that came later: one search, member's page, first page, report, papers, files, neighbours of an item."""

from __future__ import annotations

import io

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lianxin.foundation.files.intake import Prepared, prepare
from lianxin.foundation.files.queries import files_of
from lianxin.publicity.disclosure import actions
from lianxin.publicity.disclosure.actions import Draft
from tests.factories import County
from tests.publicity.disclosure.world import ROADS, SECRET, Way, fresh, people

READERS = ("", "author", "member", "other_member", "leader")
#: pages that show items of several states
PAGES = ("/", "/me/", "/disclosure/", f"/search/?q={SECRET}", f"/search.json?q={SECRET}", "/disclosure/report/", "/disclosure/report.csv",
         "/disclosure/catalogue/?org=QS01", "/disclosure/feed.atom?org=QS01", "/disclosure/feed.atom?org=QS&scope=inside",
         "/sitemap.xml", "/api/v1/openapi.json", "/disclosure/asked/")  # fmt: skip


@pytest.fixture
def here(county: County) -> County:
    return people(county)


def client_of(county: County, name: str) -> Client:
    client = Client()
    if name:
        client.force_login(county.account_of(name))
    return client


def allowed(state: str, name: str) -> bool:
    return state == "public" or (state == "inner" and name in ("member", "leader"))


def test_nothing_of_an_item_on_any_page_before_its_reader_may_see_it(here: County) -> None:
    items = {state: Way(here).to(state) for state in ROADS}
    cache.clear()
    for name in READERS:
        client = client_of(here, name)
        for url in PAGES:
            text = client.get(url).content.decode()
            for state, item in items.items():
                seen = f"/disclosure/{item.pk}/" in text
                assert not seen or allowed(state, name), (state, name or "anonymous", url)
                if state == "inner" and url.startswith(("/disclosure/feed", "/search", "/sitemap", "/api")):
                    assert not seen, "machines of nobody in particular, and the one search of the public"
    seen = {url for url in PAGES if f"/disclosure/{items['public'].pk}/" in Client().get(url).content.decode()}
    assert seen >= {"/", "/disclosure/", "/disclosure/feed.atom?org=QS01", "/sitemap.xml"}


def test_neighbours_of_an_item_show_only_what_the_reader_may_read(here: County) -> None:
    public = Way(here, number="N1").to("public")
    entry = public.entry
    for state in ("inner", "proposed", "withdrawn"):
        item = Way(here, entry=fresh(entry)).to(state)
        item.title = f"旁边的{state}"
        item.save(update_fields=["title"])
    for name, seen in (("", False), ("other_member", False), ("member", True)):
        page = client_of(here, name).get(f"/disclosure/{public.pk}/").content.decode()
        assert ("旁边的inner" in page) is seen
        assert "旁边的proposed" not in page
        assert "旁边的withdrawn" not in page


def test_an_attachment_is_private_until_its_item_is_shown(here: County) -> None:
    clients = {name: client_of(here, name) for name in READERS}
    for state in ROADS:
        way = Way(here)
        draft = Draft("带附件", SECRET, files=[picture()])
        way.item = actions.propose(actor=here.actor("keeper"), entry=way.entry, draft=draft)
        item = way.to(state)
        (stored,) = files_of(f"disclosure:{item.pk}")
        for name, client in clients.items():
            status = client.get(stored.get_absolute_url()).status_code
            assert (status == 200) is (allowed(state, name) or name == "leader"), (state, name or "anonymous")


def test_a_returned_item_comes_back_without_the_attachment_that_must_go(here: County) -> None:
    way = Way(here)
    way.item = actions.propose(
        actor=here.actor("keeper"), entry=way.entry, draft=Draft("带附件", SECRET, files=[picture()])
    )
    item = way.to("returned")
    (stored,) = files_of(f"disclosure:{item.pk}")
    page = client_of(here, "keeper")
    form = page.get(f"/workbench/disclosure/{item.pk}/edit/").content.decode()
    assert "去掉原来的附件" in form
    assert "数字与报表不一致，请核对。" in form, "why it came back stands above the form"
    answer = page.post(
        f"/workbench/disclosure/{item.pk}/edit/",
        {"title": "改过", "body": "改过的内容", "revision": item.revision, "without": [str(stored.uuid)]},
    )
    assert answer.status_code == 303
    assert not files_of(f"disclosure:{item.pk}")


def picture() -> Prepared:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(file, "PNG")
    return prepare(SimpleUploadedFile("附件.png", file.getvalue(), "image/png"))
