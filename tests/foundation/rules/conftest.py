from __future__ import annotations

from collections.abc import Iterator

import pytest

from lianxin.foundation.rules import anchors


@pytest.fixture(autouse=True)
def fresh_anchors() -> Iterator[None]:
    """Each test has its own database; nothing remembered from the one before."""
    anchors.forget()
    yield
    anchors.forget()
