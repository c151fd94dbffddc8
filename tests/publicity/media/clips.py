"""Tiny recordings made by ffmpeg, once per session; and what must not be mistaken for one."""

from __future__ import annotations

import atexit
import shutil
import struct
import subprocess
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="没有安装 ffmpeg")
PLACE = "+30.5000+120.2500/"


@lru_cache(maxsize=1)
def folder_of_session() -> Path:
    folder = Path(mkdtemp(prefix="lianxin-clips-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@lru_cache(maxsize=16)
def clip(name: str = "a.mp4", size: str = "640x480", seconds: float = 2, *, rotate: bool = False) -> bytes:
    """A test picture with a tone; ``.mp3``, ``.m4a``, ``.wav`` give the tone alone. It knows where it was made."""
    target = folder_of_session() / f"{size}-{seconds}-{rotate}-{name}"
    tone = ["-f", "lavfi", "-i", f"sine=d={seconds}"]
    picture = ["-f", "lavfi", "-i", f"testsrc=s={size}:r=10:d={seconds}"]
    still = name.rpartition(".")[2] in ("mp3", "m4a", "wav", "flac", "ogg")
    inputs = tone if still else [*picture, *tone, "-preset", "ultrafast"]
    if still:
        options = []
    elif name.endswith(".webm"):
        inputs, options = [*picture, *tone], ["-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis"]
    else:
        options = ["-c:v", "mpeg4" if name.endswith(".avi") else "libx264"]
    command = ["ffmpeg", "-v", "error", "-y", *inputs, *options, "-metadata", f"location={PLACE}", str(target)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    if rotate:
        turned = target.with_name("turned-" + target.name)
        again = [
            "ffmpeg",
            "-v",
            "error",
            "-y",
            "-i",
            str(target),
            "-c",
            "copy",
            "-metadata:s:v",
            "rotate=90",
            str(turned),
        ]
        subprocess.run(again, check=True, stdin=subprocess.DEVNULL)
        target = turned
    return target.read_bytes()


def playlist(path: str) -> bytes:
    """A playlist that makes a careless transcoder open a file of the server."""
    return f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1.0,\nconcat:file:///etc/hostname|file://{path}\n#EXT-X-ENDLIST\n".encode()


def avi_with(inside: bytes) -> bytes:
    """An AVI file whose subtitle stream (GAB2) holds something else; FFmpeg opens it with any reader it may use."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)

    def many(kind: bytes, *parts: bytes) -> bytes:
        return chunk(b"LIST", kind + b"".join(parts))

    head = struct.pack("<14I", 100_000, 1000, 0, 0x10, 10, 0, 2, 4096, 16, 16, 0, 0, 0, 0)
    film = struct.pack("<4s4sIHHIIIIIIII4H", b"vids", b"MJPG", 0, 0, 0, 0, 1, 10, 0, 10, 4096, 0, 0, 0, 0, 16, 16)
    shape = struct.pack("<IiiHH4sIiiII", 40, 16, 16, 1, 24, b"MJPG", 768, 0, 0, 0, 0)
    words = struct.pack("<4s4sIHHIIIIIIII4H", b"txts", b"\0" * 4, 0, 0, 0, 0, 1, 10, 0, 1, 4096, 0, 0, 0, 0, 0, 0)
    gab = b"GAB2\0" + struct.pack("<HI", 2, 2) + b"\0\0" + struct.pack("<HI", 4, len(inside)) + inside
    lists = many(
        b"hdrl", chunk(b"avih", head), many(b"strl", chunk(b"strh", film), chunk(b"strf", shape)),
        many(b"strl", chunk(b"strh", words), chunk(b"strf", b"")),
    )  # fmt: skip
    body = b"AVI " + lists + many(b"movi", chunk(b"01tx", gab), chunk(b"00dc", b"\xff\xd8\xff\xd9"))
    return b"RIFF" + struct.pack("<I", len(body)) + body
