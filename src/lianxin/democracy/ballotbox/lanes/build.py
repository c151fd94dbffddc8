"""Compile the kernel: ``python -m lianxin.democracy.ballotbox.lanes.build``.

Needs a C compiler and an x86-64; without them a line says so and nothing is lost but speed. The file lies inside the
virtual environment and carries the hash of its source in its name, so a changed source is compiled anew and an old
environment never meets a new call.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCES = ("powers.c", "products.c", "processor.c")
HEADERS = ("montgomery.h", "shapes.h", "tables.h")
FLAGS = ("-O3", "-std=gnu11", "-fPIC", "-shared")
SECONDS = 120
_HERE = Path(__file__).resolve().parent


def built() -> Path:
    """Where the kernel of exactly this source lies or would lie."""
    digest = hashlib.sha256(" ".join(FLAGS).encode())
    for name in SOURCES + HEADERS:
        digest.update((_HERE / name).read_bytes())
    return Path(sys.prefix) / "lib" / "lianxin" / f"ballot-lanes-{digest.hexdigest()[:16]}.so"


def fits() -> bool:
    """Whether the source is meant for this kind of machine."""
    return platform.machine() in ("x86_64", "AMD64") and sys.platform.startswith("linux")


def compiler() -> str | None:
    """The C compiler that ``CC`` names, or the usual ones."""
    return next(
        (found for name in (os.environ.get("CC", ""), "cc", "gcc", "clang") if (found := shutil.which(name))), None
    )


def build() -> str:
    """Compile it unless it lies there; empty, or why there is none."""
    target = built()
    if target.exists():
        return ""
    program = compiler()
    if sys.prefix == sys.base_prefix:
        return "不在虚拟环境里，不往系统的目录里写"
    if not fits():
        return "这种机器没有为它写的内核"
    if program is None:
        return "没有 C 编译器（Debian 上可以 root 运行：apt-get install gcc libc6-dev）"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            made = Path(folder, "made.so")
            command = [program, *FLAGS, "-o", str(made), *(str(_HERE / name) for name in SOURCES)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 - a compiler found on the path, our own files
            if done.returncode:
                return f"编译没有成功：{(done.stderr.strip().splitlines() or ['没有说明'])[0]}"
            made.replace(target)  # whole or not at all, whoever loads it meanwhile
    except (OSError, subprocess.TimeoutExpired) as wrong:
        return f"编译没有成功：{wrong}"
    return ""


def main() -> int:
    """One line; the exit code is 0 all the same, as nothing depends on it."""
    missing = build()
    line = f"选票内核没有编译，核对选举档案照常，只是慢一些：{missing}" if missing else f"选票内核：{built()}"
    sys.stderr.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
