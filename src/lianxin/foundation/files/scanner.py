"""Asks a ClamAV daemon about an upload, where the installation has one (setting ``CLAMD``).

Wire format: clamd(8), command INSTREAM: ``zINSTREAM\\0``, then chunks of a four-byte length (network byte
order) and that many bytes, then a length of zero; the answer ends with a zero byte. An installation that wants
scanning takes nothing that could not be scanned.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable

from django.conf import settings

from lianxin.kernel.decision import Allowed, Decision, Denied

from .threats import VIRUS

_CHUNK = 256 * 1024
_PATIENCE = 30.0  # seconds without a sign of the daemon
_LONGEST_ANSWER = 4096
SILENT = Denied(
    "现在不能检查病毒，没有收下这个文件。",
    code="file_unscanned",
    remedy="请过几分钟再传；一直不行请告诉管理员。",
    field="files",
)
TOO_LARGE = Denied(
    "这个文件超过了病毒检查的大小上限，没有收下。",
    code="file_unscanned",
    remedy="请告诉管理员调高病毒检查程序的上限（StreamMaxLength）。",
    field="files",
)


def scan(chunks: Iterable[bytes]) -> Decision:
    """`Allowed` when clean or when no daemon is configured."""
    address = str(getattr(settings, "CLAMD", ""))
    if not address:
        return Allowed()
    try:
        answer = _ask(address, chunks)
    except OSError:
        return SILENT
    if answer.endswith(b"OK"):
        return Allowed()
    if answer.endswith(b"FOUND"):
        return VIRUS
    return TOO_LARGE if b"size limit" in answer else SILENT


def _ask(address: str, chunks: Iterable[bytes]) -> bytes:
    with _connect(address) as line:
        line.sendall(b"zINSTREAM\0")
        try:
            for chunk in chunks:
                for start in range(0, len(chunk), _CHUNK):
                    part = chunk[start : start + _CHUNK]
                    line.sendall(struct.pack("!I", len(part)) + part)
            line.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # the daemon hangs up when the limit is passed; its answer says so
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
            part = line.recv(1024)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0\n")


def _connect(address: str) -> socket.socket:
    """``/run/clamav/clamd.ctl`` or ``127.0.0.1:3310``; ``unix:`` and ``tcp:`` may stand before them."""
    rest = address.removeprefix("unix:").removeprefix("tcp:")
    if rest.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_PATIENCE)
        try:
            line.connect(rest)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = rest.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=_PATIENCE)
