"""Bringing a recording by the form, and looking at what came of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from django.test import Client

from lianxin.publicity.media.jobs import transcode
from lianxin.publicity.media.models import Recording
from tests.factories import County
from tests.publicity.media.clips import clip
from tests.publicity.media.hostile import upload

DESK = "/workbench/media/"
CAPTIONS = "00:00:00.000 --> 00:00:01.500\n乡亲们好"


def only() -> Recording:
    return Recording.objects.unscoped("test").get()


def bring(client: Client, county: County, data: bytes, name: str = "a.mp4", **more: Any) -> Any:
    form = {"organisation": county.town.pk, "title": "医保怎么交", "file": upload(data, name)} | more
    return client.post(f"{DESK}new/", form)


@pytest.fixture
def ready(desk: Any, county: County, folders: Any) -> Callable[..., Recording]:
    """A transcoded recording of the town."""

    def make(name: str = "a.mp4", **more: Any) -> Recording:
        assert bring(desk("writer"), county, clip(name, "320x240"), name, **more).status_code == 302
        transcode.func(recording=only().pk, turn=only().turn)
        return only()

    return make


def read(client: Client, address: str, **headers: str) -> tuple[int, bytes]:
    with closing(client.get(address, headers=headers)) as answer:
        return answer.status_code, answer.getvalue()
