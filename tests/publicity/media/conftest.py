"""The sites and people of the portal's tests, and the folders that must stay as they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.publicity.media.recordings import ready
from tests.publicity.portal.conftest import desk, draft, sites, sites_of_module

__all__ = ["desk", "draft", "ready", "sites", "sites_of_module"]


@pytest.fixture
def folders(tmp_path: Path, settings: Any) -> Callable[[], list[str]]:
    """Shelf and Wagtail's storage in a folder of the test; answers the names of all files in both."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "portal", "base_url": "/workbench/portal/media/"},
        },
    }
    return lambda: sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file())
