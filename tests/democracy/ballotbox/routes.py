"""The two ways in which powers are computed, for tests that want the same of both."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from lianxin.democracy.ballotbox.lanes.build import build, built, compiler, fits
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


def impossible() -> str:
    """Why this machine cannot have a kernel, empty when it can and must."""
    if not fits() or sys.prefix == sys.base_prefix:
        return "另一种机器，或者不在虚拟环境里"
    if not built().exists() and compiler() is None:
        return "没有 C 编译器"
    if missing := build():
        pytest.fail(missing)
    return "" if ctypes.CDLL(str(built())).lanes_possible() else "处理器没有 AVX-512 IFMA"


@contextmanager
def with_kernel() -> Iterator[Kernel]:
    """The kernel; the tests inside are skipped where this machine cannot have one, and fail where it must."""
    if why := impossible():
        pytest.skip(f"没有选票内核：{why}")
    with route("kernel") as found:
        assert found is not None, "the kernel fails its own trials"
        yield found


def verified(raw: bytes, **options: Any) -> Report:
    """The verdict on a file, which must be the same word for word by both routes (by one where there is no kernel)."""
    with route("gmpy2"):
        report = verify(raw, **options)
    if impossible():
        return report
    with route("kernel") as found:
        assert found is not None, "the kernel fails its own trials"
        other = verify(raw, **options)
    timed = {"seconds", "ballots_per_second"}
    one, two = ({name: value for name, value in r.plain().items() if name not in timed} for r in (report, other))
    assert one == two
    return report
