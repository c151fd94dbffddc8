"""A query code opens the own letter's photos, at the letter's own addresses, and nothing else.

``/files/<uuid>/`` knows accounts only; whoever holds a code uses ``/letters/mine/<pk>/files/<uuid>/``,
where the same guard decides with the code in mind.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.queries import files_of
from lianxin.voice.letters.actions.submission import Photo
from lianxin.voice.letters.models import Letter
from tests.factories import County, submit_with_code


@pytest.fixture(autouse=True)
def _shelf(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path


def with_photo(county: County) -> tuple[Letter, str, StoredFile]:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(out, "JPEG")
    photo = Photo(SimpleUploadedFile("门口.jpg", out.getvalue(), "image/jpeg"), public=False)
    letter, code = submit_with_code(county, county.actor("anonymous"), photos=[photo])
    (stored,) = files_of(f"letter:{letter.pk}")
    return letter, code, stored


def addresses(letter: Letter, stored: StoredFile) -> list[str]:
    return [f"/letters/mine/{letter.pk}/files/{stored.uuid}/{end}" for end in ("", "thumb/")]


def test_the_holder_of_the_code_sees_the_own_photo(county: County, client: Client) -> None:
    letter, code, stored = with_photo(county)
    assert [client.get(url).status_code for url in addresses(letter, stored)] == [404, 404]
    client.post("/letters/track/", {"code": code})
    for url in addresses(letter, stored):
        response = client.get(url)
        assert response["Content-Type"] == "image/jpeg"
        assert response["Cache-Control"] == "private, no-cache"
    page = client.get(f"/letters/mine/{letter.pk}/").content.decode()
    assert addresses(letter, stored)[1] in page
    assert f'"/files/{stored.uuid}/' not in page  # the address that would not open for this visitor
    assert client.get(stored.get_absolute_url()).status_code == 404


def test_one_code_does_not_open_the_photos_of_another_letter(county: County, client: Client) -> None:
    mine, code, _ = with_photo(county)
    _, _, theirs = with_photo(county)
    client.post("/letters/track/", {"code": code})
    assert client.get(f"/letters/mine/{mine.pk}/").status_code == 200
    assert [client.get(url).status_code for url in addresses(mine, theirs)] == [404, 404]


def test_nginx_is_asked_to_send_only_after_the_code(county: County, client: Client, settings: Any) -> None:
    settings.FILES_ACCEL = "/protected-files/"
    letter, code, stored = with_photo(county)
    url = addresses(letter, stored)[0]
    assert "X-Accel-Redirect" not in client.get(url)
    client.post("/letters/track/", {"code": code})
    assert client.get(url)["X-Accel-Redirect"].endswith(stored.uuid.hex)
