"""Hostile uploads at every door of Wagtail's desk: a clear word at the field, nothing left behind (R115)."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Callable
from contextlib import suppress
from html import unescape
from typing import Any

import pytest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile

from lianxin.publicity.portal.access import collection_of
from tests.factories import County
from tests.foundation.files.file_makers import MARK, jpeg
from tests.publicity.media import hostile

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # Wagtail leaves files open
]
DESK = "/workbench/portal/"


@pytest.fixture(autouse=True)
def _closed() -> Any:
    yield
    with suppress(Warning):
        gc.collect()


@pytest.fixture
def shelf(county: County, sites: Any) -> Collection:
    return collection_of(county.town)


def rows() -> list[int]:
    return [model.objects.count() for model in (get_image_model(), get_document_model(), UploadedFile)]


DOORS = {
    "images": ("images/add/", "images/multiple/add/", "images/chooser/create/"),
    "documents": ("documents/add/", "documents/multiple/add/", "documents/chooser/create/"),
}


def send(client: Any, door: str, data: bytes, name: str, shelf: Collection, **more: Any) -> str:
    """The answer of a form as text."""
    field = "files[]" if "multiple" in door else "file"
    prefix = ("image" if "images" in door else "document") + "-chooser-upload-" if "chooser" in door else ""
    fields = {f"{prefix}{k}": v for k, v in ({"title": "谷场", "collection": shelf.pk} | more).items()}
    answer = client.post(
        DESK + door,
        fields | {f"{prefix}{field}": hostile.upload(data, name)},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert answer.status_code in (200, 302), answer.status_code
    plain = json.dumps(answer.json(), ensure_ascii=False) if "json" in answer.get("Content-Type", "") else answer.text
    return unescape(plain)


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_hostile_uploads_are_refused_and_leave_nothing(
    kind: str, desk: Any, shelf: Collection, folders: Callable[[], list[str]]
) -> None:
    client = desk("writer")
    client.get(DESK)
    before = rows()
    for what, (data, name, word) in (hostile.pictures if kind == "images" else hostile.documents)().items():
        for door in DOORS[kind]:
            answer = send(client, door, data, name, shelf)
            assert re.search(word, answer), (what, door, answer[-3000:])
            assert (folders(), rows()) == ([], before), (what, door)


def test_a_form_that_fails_elsewhere_keeps_no_raw_upload(desk: Any, shelf: Collection, folders: Any) -> None:
    """Wagtail would lay the file aside as it came when only the title is too long."""
    client = desk("writer")
    client.get(DESK)
    answer = send(client, "images/multiple/add/", jpeg(), "a.jpg", shelf, title="长" * 300)
    assert ("还没有收下" in answer, folders(), UploadedFile.objects.count()) == (True, [], 0)


def test_what_is_kept_of_a_picture_has_no_metadata(desk: Any, shelf: Collection, folders: Any, settings: Any) -> None:
    """Neither the original nor any copy knows place or camera (P01)."""
    client = desk("writer")
    client.get(DESK)
    send(client, "images/add/", jpeg(), "IMG_20260101.jpeg", shelf)
    image = get_image_model().objects.get()
    image.get_rendition("max-100x100")
    location = settings.STORAGES["default"]["OPTIONS"]["location"].parent
    assert len(folders()) == 2
    for name in folders():
        data = (location / name).read_bytes()
        assert MARK not in data
        assert b"Exif" not in data
    assert image.file.name.endswith(".jpg")


@pytest.mark.parametrize("kind", hostile.GOOD)
def test_ordinary_documents_are_taken_byte_for_byte(
    kind: str, desk: Any, shelf: Collection, folders: Any, settings: Any
) -> None:
    client = desk("writer")
    client.get(DESK)
    data, name = hostile.GOOD[kind][0](), hostile.GOOD[kind][1]
    send(client, "documents/add/", data, name, shelf)
    document = get_document_model().objects.get()
    with document.file.open("rb") as kept:
        assert kept.read() == data
    assert document.filename.endswith(f".{kind}")


def test_a_file_in_use_is_not_replaced_behind_the_review(desk: Any, shelf: Collection, folders: Any) -> None:
    """M01: a published page would show another picture that nobody has reviewed."""
    client = desk("writer")
    client.get(DESK)
    send(client, "images/add/", jpeg(), "a.jpg", shelf)
    image = get_image_model().objects.get()
    answer = send(client, f"images/{image.pk}/", jpeg((300, 200)), "b.jpg", shelf)
    assert "文件不能替换" in answer
    assert get_image_model().objects.get().width == 800
    assert not [name for name in folders() if "/b" in name]
