"""Audio and video on their way in: told by content, written piece by piece, never wholly in memory.

What is kept is private and only ever read by the transcoder; readers get what it makes. Which container it is
decides the one reader that may touch the bytes, so a name or a hidden playlist cannot choose another.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import File

from lianxin.kernel.decision import Denied, Refused, require

from . import scanner, shelf
from .intake import Prepared
from .names import display_name
from .threats import EICAR, VIRUS

_PIECE = 1024 * 1024
_HEAD = 512
#: kind as sniffed -> readers of FFmpeg that may open it
READERS = {
    "mp4": "mov,mp4,m4a,3gp,3g2,mj2",
    "mkv": "matroska,webm",
    "wav": "wav",
    "mp3": "mp3",
    "ogg": "ogg",
    "flac": "flac",
    "aac": "aac",
    "avi": "avi",
}
ACCEPTED = "可以上传 MP4、MOV、WebM、MKV、AVI 录像，MP3、M4A、WAV、AAC、OGG、FLAC 录音。"
_STILL = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
#: a playlist makes a transcoder open other files; it has no place inside a recording
_PLAYLIST = b"#EXTM3U"
PLAYLIST = Denied("这个文件里藏着播放列表，没有收下。", code="file_mixed", remedy="请上传录音录像本身。", field="files")


def kind_of(head: bytes) -> str | Denied:
    """A key of `READERS` from the first 512 bytes, or a refusal in plain words."""
    if not head:
        return _no("这个文件是空的。", "请重新选择文件。")
    if head[4:8] == b"ftyp" and head[8:12] not in _STILL:
        return "mp4"
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "mp4"  # older QuickTime films begin without a word about their brand
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "mkv"
    if head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"AVI "):
        return "wav" if head[8:12] == b"WAVE" else "avi"
    if head.startswith(b"OggS"):
        return "ogg"
    if head.startswith(b"fLaC"):
        return "flac"
    if head.startswith(b"ID3") or (head[0] == 0xFF and len(head) > 1 and head[1] & 0xE6 in (0xE2, 0xE4, 0xE6)):
        return "mp3"
    if head[0] == 0xFF and len(head) > 1 and head[1] & 0xF6 == 0xF0:
        return "aac"
    return _unwelcome(head)


def _unwelcome(head: bytes) -> Denied:
    if head.startswith((b"MZ", b"\x7fELF", b"#!/")):
        return _no("这是可执行程序，不能上传。", ACCEPTED)
    if head.startswith(_PLAYLIST):
        return PLAYLIST
    if head.startswith((b"0&\xb2u", b"FLV", b".RMF")):
        return _no("这种旧格式（WMV、FLV、RM）收不了。", "请先用剪辑软件导出为 MP4。")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _no("这是网页文件，不是录音录像。", ACCEPTED)
    return _no("认不出这是录音还是录像。", ACCEPTED)


def prepare_recording(upload: File[Any], *, megabytes: int) -> Prepared:
    """Check an upload and write it to the shelf's ``incoming``. Raises `Refused`; then nothing is left."""
    too_large = Denied(
        f"这个文件太大，最多 {megabytes} MB。", code="file_size", remedy="请剪短或降低清晰度后再上传。", field="files"
    )
    if (upload.size or 0) > megabytes * _PIECE:
        raise Refused(too_large)
    upload.seek(0)
    kind = kind_of(upload.read(_HEAD))
    if isinstance(kind, Denied):
        raise Refused(kind)
    key, digest = uuid.uuid4(), hashlib.sha256()
    size = shelf.put_pieces(key, _watched(upload, digest))
    try:
        path = shelf.find(key)
        require(scanner.scan(_pieces_of(path) if path else []))
    except Refused:
        shelf.discard(key)
        raise
    return Prepared(str(key), kind, display_name(upload.name or "", kind), size, digest.hexdigest())


def _watched(upload: File[Any], digest: Any) -> Iterator[bytes]:
    """The pieces of an upload; raises `Refused` when something stands in them that must not, also across two."""
    upload.seek(0)
    tail = b""
    while piece := upload.read(_PIECE):
        seen = tail + piece
        if EICAR in seen:
            raise Refused(VIRUS)
        if _PLAYLIST in seen:
            raise Refused(PLAYLIST)
        tail = piece[-len(EICAR) :]
        digest.update(piece)
        yield piece


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _no(reason: str, remedy: str) -> Denied:
    return Denied(reason, code="file_type", remedy=remedy, field="files")
