"""Documents linked in items and picture stories: readers get them with the page and not longer (M01, R001)."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from lianxin.foundation.accounts.models import Account
from lianxin.publicity.media.models import ShownDocument
from lianxin.publicity.portal.access import collection_of
from lianxin.publicity.portal.models import ArticlePage, ShownPicture
from tests.factories import County
from tests.publicity.media.hostile import word

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Wagtail leaves files open
]


@pytest.fixture(autouse=True)
def _closed() -> Any:
    yield
    with suppress(Warning):
        gc.collect()


@pytest.fixture
def document(county: County, sites: Any, folders: Any) -> Any:
    made = get_document_model()(title="服务清单<b>.exe", collection=collection_of(county.town))
    made.file.save("qingdan.docx", ContentFile(word()))
    return made


def account_of(desk: Any, name: str) -> Account:
    desk(name)
    return Account.objects.get(person__nickname=name)


def linking(document: Any) -> list[tuple[str, str]]:
    return [("text", f'<p>见<a linktype="document" id="{document.pk}">服务清单</a>。</p>')]


def test_a_linked_document_is_as_public_as_its_page(client: Client, draft: Any, document: Any) -> None:
    page = draft(body=linking(document))
    address = f"/portal/documents/{document.pk}/"
    assert client.get(address).status_code == 404
    page.get_latest_revision().publish()
    live = ArticlePage.objects.get(pk=page.pk)
    assert f'href="{address}"' in client.get(live.get_url()).text
    answer = client.get(address)
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Disposition"].endswith(".docx"), "saved under the name of what it is"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "wordprocessingml" in answer["Content-Type"]
    live.unpublish()
    assert client.get(address).status_code == 404
    assert not ShownDocument.objects.exists()


def test_the_name_that_readers_save_it_under_does_not_change_behind_the_review(
    desk: Any, client: Client, draft: Any, document: Any
) -> None:
    """M01: the title may be put right until a published page shows the file, and again when none does any more."""
    document.uploaded_by_user = account_of(desk, "writer")
    document.save()
    edit = f"/workbench/portal/documents/edit/{document.pk}/"

    def rename(title: str) -> Any:
        return desk("writer").post(edit, {"title": title, "collection": document.collection_id, "tags": ""})

    assert rename("三年服务清单").status_code == 302
    page = draft(body=linking(document))
    page.get_latest_revision().publish()
    refused = rename("没有审过的话")
    assert (refused.status_code, "不能再改" in refused.text) == (200, True)
    assert quote("三年服务清单.docx") in client.get(f"/portal/documents/{document.pk}/")["Content-Disposition"]
    ArticlePage.objects.get(pk=page.pk).unpublish()
    assert rename("改回来的名字").status_code == 302


def test_a_new_version_without_the_link_shuts_the_address(client: Client, draft: Any, document: Any) -> None:
    page = draft(body=linking(document))
    page.get_latest_revision().publish()
    live = ArticlePage.objects.get(pk=page.pk)
    live.body = [("text", "<p>不再附文件。</p>")]
    revision = live.save_revision()
    assert client.get(f"/portal/documents/{document.pk}/").status_code == 200, "the draft changes nothing"
    revision.publish()
    assert client.get(f"/portal/documents/{document.pk}/").status_code == 404


def test_a_document_at_the_desk_is_for_its_own_people(desk: Any, county: County, document: Any) -> None:
    """P05, at the address of Wagtail's storage."""
    county.add("foreign", "editor", "QS02")
    for person, status in (("writer", 200), ("checker", 200), ("foreign", 404), ("handler", 404)):
        answer = desk(person).get(f"/workbench/portal/media/{document.file.name}")
        assert answer.status_code == status, person
        answer.close()


def test_a_picture_story_is_a_list_that_stands_still(
    client: Client, draft: Callable[..., ArticlePage], folders: Any
) -> None:
    pictures = [get_image_model().objects.create(title=f"灯{n}", file=get_test_image_file()) for n in range(3)]
    body = [
        (
            "gallery",
            [{"image": one, "alt": f"第{n}盏灯", "caption": "" if n else "开灯"} for n, one in enumerate(pictures)],
        )
    ]
    page = draft(body=body, form="picture")
    page.get_latest_revision().publish()
    text = client.get(ArticlePage.objects.get(pk=page.pk).get_url()).text
    story = re.search(r'<section class="gallery".*?</section>', text, re.S)
    assert story is not None
    assert re.findall(r'alt="(第\d盏灯)"', story[0]) == ["第0盏灯", "第1盏灯", "第2盏灯"]
    assert "3 张" in story[0]
    assert not re.search(r"<script|autoplay|marquee", story[0]), "nothing moves by itself, nothing needs a script"
    assert set(ShownPicture.objects.values_list("image", flat=True)) == {one.pk for one in pictures}
    for one in pictures:
        answer = client.get(f"/portal/pictures/{one.pk}/640/")
        assert answer.status_code == 200
        answer.close()
