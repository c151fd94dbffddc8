"""Letters in public and out of it, and a key to send more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.etree import ElementTree as Tree

import pytest
from django.core.cache import cache
from django.test import Client

from lianxin.faces.api.actions import add_key
from lianxin.kernel.actor import SYSTEM
from lianxin.voice.letters.models import Topic
from tests.faces.api.asking import Ask, Asked


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def topic(db: None) -> Topic:
    above = Topic.objects.create(code="C1", name="城乡建设", level=1, path="城乡建设", order=1)
    return Topic.objects.create(code="C101", name="路灯", parent=above, level=2, path="城乡建设/路灯", order=2)


@pytest.fixture
def key(db: None) -> str:
    return add_key(actor=SYSTEM, name="测试用的小程序")[1]


@pytest.fixture
def ask(client: Client) -> Ask:
    """``ask("/open311/v2/requests", "json", status="open")``: GET, or POST with ``post={...}``."""

    def run(path: str, form: str = "json", post: dict[str, str] | None = None, **query: str) -> Asked:
        address = f"{path}.{form}"
        response = client.get(address, query) if post is None else client.post(address, post)
        read = json.loads if form == "json" else Tree.fromstring
        return Asked(response, read(response.content.decode()))

    return run
