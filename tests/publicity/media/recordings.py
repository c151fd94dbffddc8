"""Bringing a recording by the form, and looking at what came of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lianxin.publicity.media import transcoding
from lianxin.publicity.media.jobs import transcode
from lianxin.publicity.media.models import Recording
from tests.factories import County
from tests.publicity.media.clips import clip, folder_of_session
from tests.publicity.media.hostile import upload

DESK = "/workbench/media/"
CAPTIONS = "00:00:00.000 --> 00:00:01.500\n乡亲们好"


def only() -> Recording:
    return Recording.objects.unscoped("test").get()


def bring(client: Client, county: County, data: bytes, name: str = "a.mp4", **more: Any) -> Any:
    form = {"organisation": county.town.pk, "title": "医保怎么交", "file": upload(data, name)} | more
    return client.post(f"{DESK}new/", form)


_REALLY = transcoding.transcode
_MADE: dict[bytes, tuple[Path, transcoding.Made]] = {}


def as_before(source: Path, kind: str, folder: Path, tell: Callable[[int], None], *, limit: float) -> transcoding.Made:
    """What the transcoder made of the same bytes the first time in this session."""
    key = source.read_bytes()
    if key not in _MADE:
        made = _REALLY(source, kind, folder, tell, limit=limit)
        kept = folder_of_session() / f"made-{len(_MADE)}"
        shutil.copytree(folder, kept)
        _MADE[key] = kept, made
        return made
    shutil.copytree(_MADE[key][0], folder, dirs_exist_ok=True)
    return _MADE[key][1]


@pytest.fixture
def ready(desk: Any, county: County, folders: Any) -> Callable[..., Recording]:
    """A transcoded recording of the town; for tests of what is done with one, the same bytes are transcoded once."""

    def make(name: str = "a.mp4", **more: Any) -> Recording:
        assert bring(desk("writer"), county, clip(name, "320x240"), name, **more).status_code == 302
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(transcoding, "transcode", as_before)
            transcode.func(recording=only().pk, turn=only().turn)
        return only()

    return make


def read(client: Client, address: str, **headers: str) -> tuple[int, bytes]:
    with closing(client.get(address, headers=headers)) as answer:
        return answer.status_code, answer.getvalue()
