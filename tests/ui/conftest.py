"""The frame is tested with pages of its own, so that no room has to work for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Browser

from lianxin.ui import context, registry
from lianxin.ui.templatetags import ui

from . import urls
from .driving import chromium, served


@pytest.fixture(autouse=True)
def _frame_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for table in (registry.DESK, registry.PUBLIC, registry._ports):
        monkeypatch.setattr(registry, _name(table), {})
    with override_settings(ROOT_URLCONF=urls.__name__, SITE_ORGANISATION="中共青禾镇委员会"):
        _forget()
        yield
    _forget()


def _name(table: object) -> str:
    return next(name for name, value in vars(registry).items() if value is table)


def _forget() -> None:
    context.exists.cache_clear()
    context._public_frame.cache_clear()
    ui._parts.clear()


@pytest.fixture
def site(_frame_alone: None) -> Iterator[str]:
    """Address of the sample pages."""
    with served() as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for a module; every test opens a context of its own."""
    with chromium() as opened:
        yield opened
