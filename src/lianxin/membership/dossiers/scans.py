"""Words of pictures by tesseract, a program beside: bounded in time, memory and pages, at low priority.

Where it is not installed, pages are kept without words and the page says so.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lianxin.foundation.files.bars import bars

from . import scan_pages

MISSING = "服务器上没有安装文字识别程序 tesseract（含简体中文），这一页暂时没有文字"
LANGUAGE = "chi_sim"
MEMORY, OUTPUT = 2 * 1024**3, 64 * 1024**2
#: seconds for one page and for a whole file
PAGE_SECONDS, FILE_SECONDS = 90, 900
_WIDE = r"\u3000-\u303f\u3400-\u9fff\uff00-\uff65"
#: tesseract sets a space between ideographs
_GAP = re.compile(rf"(?<=[{_WIDE}])[ \t]+(?=[{_WIDE}])")


def available() -> bool:
    """Whether tesseract is there with simplified Chinese."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - a program found on the path, no input
    except (OSError, subprocess.TimeoutExpired):
        return False
    return LANGUAGE in f"{done.stdout}\n{done.stderr}".split()


def words(data: bytes, kind: str) -> tuple[str, str]:
    """(text, "" or why there is none) of a picture or of the pictures in a PDF."""
    if not available():
        return "", MISSING
    ends = time.monotonic() + FILE_SECONDS
    found: list[str] = []
    with tempfile.TemporaryDirectory(prefix="scans-") as folder:
        pictures, why = _pictures(data, kind, Path(folder))
        for picture in pictures:
            left = min(PAGE_SECONDS, ends - time.monotonic())
            if left <= 0:
                why = f"{FILE_SECONDS // 60} 分钟内认不完"
                break
            text, fault = _seen(picture, left)
            found.append(text)
            why = fault or why
    text = "\n".join(part for part in found if part)
    return text, "" if text else why or "这一页上没有认出文字"


def _pictures(data: bytes, kind: str, folder: Path) -> tuple[list[Path], str]:
    """The pages as pictures on the disk, drawn by a process of its own."""
    command = [*bars(MEMORY, OUTPUT * 8), sys.executable, "-I", str(Path(scan_pages.__file__)), kind, str(folder)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PAGE_SECONDS, check=False)  # noqa: S603 - our own program
    except subprocess.TimeoutExpired:
        return [], "文件太复杂，读不完"
    why = "" if done.returncode == 0 else "文件里的图像读不出来"
    return sorted(folder.glob("*.png")), why


def _seen(picture: Path, seconds: float) -> tuple[str, str]:
    command = [*bars(MEMORY, OUTPUT), str(shutil.which("tesseract")), str(picture), "-", "-l", LANGUAGE, "--psm", "3"]
    try:
        done = subprocess.run(  # noqa: S603 - our own options and a path that we made
            command, capture_output=True, timeout=seconds, check=False, stdin=subprocess.DEVNULL,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "", "一页认得太久，已经停下"
    if done.returncode != 0:
        return "", "文字识别程序没有认出这一页"
    text = done.stdout.decode("utf-8", "replace").replace("\x0c", "")
    lines = (_GAP.sub("", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:100_000].replace("\x00", ""), ""
