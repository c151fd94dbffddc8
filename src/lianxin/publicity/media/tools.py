"""FFmpeg behind bars: one reader per file, local files only, few threads, little patience, low priority.

`foundation.files.bars` ends it together with the worker that started it and bounds its memory and output.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lianxin.foundation.files.bars import bars
from lianxin.foundation.files.recordings import READERS

MEMORY = 4 * 1024**3
LARGEST_OUTPUT = 4 * 1024**3
PROBE_SECONDS = 20
MOST_PIXELS = 4096 * 2304
THREADS = "2"
MISSING = "服务器上没有安装转码程序 ffmpeg。原件已经收好，装好以后会自动转码。"
UNREADABLE = "转码程序读不懂这个文件，可能没有传完整或者已经损坏。请重新导出为 MP4 后再上传。"
TOO_LONG = "转码用的时间太长，已经停下。请剪短或降低清晰度后再上传。"


class ToolError(Exception):
    """The tool could not do it; the message is for the person, in Chinese."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a recording is. seconds: 0 when the file does not say; width, height: upright, 0 for audio."""

    seconds: float = 0.0
    width: int = 0
    height: int = 0
    sound: bool = False

    @property
    def video(self) -> bool:
        return self.width > 0


def available() -> bool:
    """Whether both programs are installed."""
    return bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))


def barred(program: str) -> list[str]:
    """The beginning of a command line."""
    program_path = shutil.which(program) or program
    return [*bars(MEMORY, LARGEST_OUTPUT), program_path, "-v", "error", "-max_alloc", str(512 * 1024**2)]


def reader(path: Path, kind: str) -> list[str]:
    """Input options: the one reader of this kind; whatever else it meets inside stays closed."""
    names = READERS[kind]
    return [
        "-protocol_whitelist", "file", "-format_whitelist", names, "-f", names.split(",")[0], "-i", f"file:{path}",
    ]  # fmt: skip


def probe(path: Path, kind: str) -> Facts:
    """Length and size of a file. Raises `ToolError` when it holds neither sound nor pictures."""
    command = [*barred("ffprobe"), "-of", "json", "-show_format", "-show_streams", *reader(path, kind)]
    try:
        done = subprocess.run(  # noqa: S603 - our own options and a path that we made
            command, capture_output=True, timeout=PROBE_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise ToolError(UNREADABLE) from None
    if done.returncode != 0:
        raise ToolError(UNREADABLE)
    try:
        said = json.loads(done.stdout)
    except ValueError:
        raise ToolError(UNREADABLE) from None
    return _facts(said)


def _facts(said: dict[str, Any]) -> Facts:
    streams = [s for s in said.get("streams", []) if not (s.get("disposition") or {}).get("attached_pic")]
    pictures = next((s for s in streams if s.get("codec_type") == "video" and int(s.get("width") or 0) > 0), None)
    sound = any(s.get("codec_type") == "audio" for s in streams)
    if pictures is None and not sound:
        raise ToolError("这个文件里既没有声音也没有画面。")
    seconds = _number((said.get("format") or {}).get("duration"))
    if pictures is None:
        return Facts(seconds, 0, 0, True)
    width, height = int(pictures["width"]), int(pictures["height"])
    if width * height > MOST_PIXELS:
        raise ToolError(f"画面太大（{width}×{height}），请导出为 1080P 后再上传。")
    turns = [_number(s.get("rotation")) for s in pictures.get("side_data_list", []) if "rotation" in s]
    if turns and round(abs(turns[0])) % 180 == 90:
        width, height = height, width
    return Facts(seconds, width, height, sound)


def _number(value: Any) -> float:
    try:
        return max(-1e6, min(1e6, float(value)))
    except (TypeError, ValueError):
        return 0.0


def run(arguments: list[str], *, seconds: float, tell: Callable[[float], None] | None = None) -> None:
    """Run ffmpeg. tell: called with the seconds of the recording that are done. Raises `ToolError`."""
    command = [*barred("ffmpeg"), "-nostdin", "-y", "-progress", "pipe:1", *arguments]
    over = threading.Event()
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(  # noqa: S603 - our own options and paths that we made
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=words, text=True
        )

        def stop() -> None:
            over.set()
            process.kill()

        alarm = threading.Timer(seconds, stop)
        alarm.daemon = True
        alarm.start()
        try:
            for line in process.stdout or ():
                name, _, value = line.strip().partition("=")
                if tell and name == "out_time_us" and value.lstrip("-").isdigit():
                    tell(max(0.0, int(value) / 1_000_000))
            code = process.wait()
        finally:
            alarm.cancel()
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
    if over.is_set():
        raise ToolError(TOO_LONG)
    if code != 0:
        raise ToolError(UNREADABLE)
