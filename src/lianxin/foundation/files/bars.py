"""Programs beside the house run behind bars: low priority, bounded memory and output, ended with their worker.

``setpriv`` ends a program together with the worker that started it, ``prlimit`` bounds it. Both come with every
Debian (util-linux); where they are missing the rest still holds.
"""

from __future__ import annotations

import shutil


def bars(memory: int, output: int) -> list[str]:
    """The beginning of a command line. memory: bytes of address space; output: bytes of the largest file."""
    found: list[str] = []
    if path := shutil.which("setpriv"):
        found += [path, "--pdeathsig", "KILL", "--"]
    if path := shutil.which("nice"):
        found += [path, "-n", "10"]
    if path := shutil.which("prlimit"):
        found += [path, f"--as={memory}", f"--fsize={output}", "--core=0", "--"]
    return found
