"""A shelf of its own for every test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lianxin.foundation.files import guards, shelf


@pytest.fixture(autouse=True)
def own_shelf(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return shelf.root()


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Register a guard for this test only."""

    def register(kind: str, function: Any) -> None:
        monkeypatch.setitem(guards._GUARDS, kind, function)

    return register
