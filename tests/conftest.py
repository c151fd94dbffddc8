"""What holds for every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def _ledger_may_be_flushed() -> Iterator[None]:
    """Transactional tests empty the tables afterwards; the ledger's triggers step aside for that."""
    from lianxin.foundation.audit.testing import flushable

    with flushable():
        yield
