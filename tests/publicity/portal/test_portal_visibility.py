"""What is not published is on no route: page, lists, search, sitemap, pictures, the machine's copy (M01)."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection

from lianxin.foundation.search.queries import find
from lianxin.publicity.portal.access import collection_of
from lianxin.publicity.portal.models import ArticlePage, SitePage
from tests.factories import County

pytestmark = pytest.mark.django_db
ROUTES = ("/portal/", "/portal/qs01/", "/portal/qs01/news/", "/sitemap.xml", "/")


def seen(client: Client, title: str) -> set[str]:
    return {path for path in ROUTES if title in client.get(path).text}


def test_a_draft_is_nowhere_and_a_published_item_everywhere(client: Client, draft: Any) -> None:
    page = draft()
    assert client.get(page.get_url()).status_code == 404
    assert seen(client, page.title) == set()
    assert find(page.title).total == 0
    page.get_latest_revision().publish()
    assert client.get(ArticlePage.objects.get(pk=page.pk).get_url()).status_code == 200
    assert {"/portal/", "/portal/qs01/", "/portal/qs01/news/", "/"} <= seen(client, page.title)
    assert ArticlePage.objects.get(pk=page.pk).get_url() in client.get("/sitemap.xml").text
    assert find(page.title).total == 1


def test_what_is_taken_down_is_gone_at_once(client: Client, draft: Any) -> None:
    page = draft()
    page.get_latest_revision().publish()
    live = ArticlePage.objects.get(pk=page.pk)
    live.unpublish()
    assert client.get(live.get_url()).status_code == 404
    assert (seen(client, page.title), find(page.title).total) == (set(), 0)
    call_command("search_reindex", "--kind", "article", "--json")
    assert find(page.title).total == 0


def test_a_new_version_is_not_shown_before_it_was_reviewed(client: Client, draft: Any) -> None:
    page = draft()
    page.get_latest_revision().publish()
    live = ArticlePage.objects.get(pk=page.pk)
    live.title = "还没有审过的新说法"
    live.save_revision()
    assert "还没有审过" not in client.get(live.get_url()).text
    assert find("还没有审过").total == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Wagtail leaves a temporary file open
def test_a_picture_is_as_public_as_the_page_that_shows_it(client: Client, draft: Any) -> None:
    image = get_image_model().objects.create(title="谷场", file=get_test_image_file(size=(900, 600)))
    page = draft(cover=image, cover_alt="谷场上的灯")
    address = f"/portal/pictures/{image.pk}/640/"
    assert client.get(address).status_code == 404
    page.get_latest_revision().publish()
    shown = client.get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert b"".join(shown.streaming_content)[8:12] == b"WEBP"
    assert client.get(f"/portal/pictures/{image.pk}/641/").status_code == 404
    assert client.get(f"/workbench/portal/media/{image.file.name}").status_code == 302
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert client.get(address).status_code == 404


def test_the_source_is_required(sites: dict[str, SitePage]) -> None:
    assert not ArticlePage._meta.get_field("source").blank


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_desk_shows_a_file_to_those_who_may_choose_it(county: County, desk: Any) -> None:
    """P05: a duty for one organisation opens no picture of another, be it an original or a small copy."""
    town, foreign = county.organisations["QS01"], county.organisations["QS02"]
    county.add("foreign", "editor", "QS02")

    def status(person: str, name: str) -> int:
        answer = desk(person).get(f"/workbench/portal/media/{name}")
        b"".join(answer)  # read to the end: a file that is closed by hand would close the database as well
        return int(answer.status_code)

    for organisation, allowed, refused in ((town, "writer", "foreign"), (foreign, "foreign", "writer")):
        image = get_image_model().objects.create(
            title="谷场", file=get_test_image_file(), collection=collection_of(organisation)
        )
        small = image.get_rendition("max-100x100")
        for name in (image.file.name, small.file.name):
            assert (status(allowed, name), status(refused, name)) == (200, 404), (organisation, name)
            for post in ("checker", "issuer"):  # whoever reviews sees what is reviewed
                assert status(post, name) == (200 if organisation is town else 404)
    assert status("writer", "nothing.png") == 404
    gc.collect()  # Wagtail's own files, while the warning about them is not heard


@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_picture_whose_file_is_gone_is_simply_not_there(client: Client, draft: Any) -> None:
    """A restore without its files: the page is read, the picture is 404 and no error of ours."""
    image = get_image_model().objects.create(
        title="谷场", file=get_test_image_file(), collection=Collection.objects.first()
    )
    page = draft()
    page.body = [("picture", {"image": image, "alt": "谷场上的灯", "caption": ""})]
    page.save_revision().publish()
    image.file.storage.delete(image.file.name)
    assert client.get(f"/portal/pictures/{image.pk}/640/").status_code == 404
    assert client.get(page.url).status_code == 200
    gc.collect()  # Wagtail's own files, while the warning about them is not heard
