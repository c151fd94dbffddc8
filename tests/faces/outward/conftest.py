"""The portal of a county, the platforms on this machine, and the accounts of the town with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from lianxin.publicity.portal.models import ArticlePage
from tests.publicity.channels.conftest import register, wechat, weibo
from tests.publicity.portal.conftest import draft, sites, sites_of_module

__all__ = ["draft", "register", "sites", "sites_of_module", "wechat", "weibo"]
Publish = Callable[..., ArticlePage]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "faces/outward" in str(item.path):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


@pytest.fixture
def publish(draft: Any, django_capture_on_commit_callbacks: Any) -> Publish:
    """Publish a new item of the town, or a further version of one that is given."""

    def make(page: ArticlePage | None = None, **changes: Any) -> ArticlePage:
        page = page or draft(summary="夜校本周三开课，自带板凳。")
        for name, value in changes.items():
            setattr(page, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        return ArticlePage.objects.get(pk=page.pk)

    return make


@pytest.fixture
def take_down(django_capture_on_commit_callbacks: Any) -> Callable[[ArticlePage], None]:
    def gone(page: ArticlePage) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            page.unpublish()

    return gone
