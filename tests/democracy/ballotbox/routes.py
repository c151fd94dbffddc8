"""The two ways in which powers are computed, for tests that want the same of both."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from lianxin.democracy.ballotbox.lanes.build import build
from lianxin.democracy.ballotbox.lanes.loading import Kernel, kernel
from lianxin.democracy.ballotbox.verifying import Report, verify

VARIABLE = "LIANXIN_BALLOT_KERNEL"


@contextmanager
def route(name: str) -> Iterator[Kernel | None]:
    """`gmpy2` or `kernel`, in this process and those it forks."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = "off" if name == "gmpy2" else "on"
    kernel.cache_clear()
    try:
        yield kernel()
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
        kernel.cache_clear()


@contextmanager
def with_kernel() -> Iterator[Kernel]:
    """Compiled if it is not; the tests inside are skipped where this machine cannot run it, and say why."""
    missing = build()
    with route("kernel") as found:
        if found is None:
            pytest.skip(f"没有选票内核：{missing or '处理器没有 AVX-512 IFMA'}")
        yield found


def verified(raw: bytes, **options: Any) -> Report:
    """The verdict on a file, which must be the same word for word by both routes (by one where there is no kernel)."""
    build()
    with route("gmpy2"):
        report = verify(raw, **options)
    with route("kernel"):
        other = verify(raw, **options)
    timed = {"seconds", "ballots_per_second"}
    one, two = ({name: value for name, value in r.plain().items() if name not in timed} for r in (report, other))
    assert one == two
    return report
