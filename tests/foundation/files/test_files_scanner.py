"""The hook to ClamAV against a local daemon that speaks its wire format (clamd(8), INSTREAM)."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lianxin.foundation.files import scanner
from lianxin.foundation.files.intake import picture_of, prepare
from lianxin.foundation.files.threats import EICAR
from lianxin.kernel.decision import Refused
from tests.foundation.files.file_makers import jpeg, on_shelf, upload

pytestmark = pytest.mark.enable_socket
LIMIT = 3_000_000


class Clamd(socketserver.BaseRequestHandler):
    """One connection: zINSTREAM, chunks with their length, a length of zero, one answer ending in a zero byte."""

    def handle(self) -> None:
        stream = self.request.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack("!I", stream.read(4))[0]:
            data += stream.read(length)
            if len(data) > LIMIT:
                self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        found = b"stream: Invented-Signature FOUND\0" if b"invented virus" in data or EICAR in data else b"stream: OK\0"
        self.request.sendall(found)


@pytest.fixture(params=["unix", "tcp"])
def daemon(request: Any, tmp_path: Path, settings: Any) -> Iterator[None]:
    """A daemon at the address of the setting."""
    kind = socketserver.ThreadingUnixStreamServer if request.param == "unix" else socketserver.ThreadingTCPServer
    with kind(str(tmp_path / "c") if request.param == "unix" else ("127.0.0.1", 0), Clamd) as server:  # type: ignore[arg-type]  # the address differs by kind
        server.daemon_threads = True
        where = server.server_address
        settings.CLAMD = str(where) if request.param == "unix" else f"127.0.0.1:{where[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()


@pytest.fixture(autouse=True)
def _shelf(tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path / "files"


def test_a_clean_upload_passes_and_a_found_one_is_refused(daemon: None) -> None:
    assert scanner.scan([b"a" * 700_000, b"b"])
    assert not scanner.scan([b"harmless ", b"invented virus"])
    assert prepare(upload(jpeg())).kind == "jpeg"
    kept = on_shelf()
    with pytest.raises(Refused, match="病毒"):
        picture_of(upload(jpeg() + b"invented virus"))
    assert on_shelf() == kept


def test_what_could_not_be_scanned_is_not_taken(daemon: None, settings: Any, tmp_path: Path) -> None:
    assert scanner.scan([b"x" * 100_000] * 60) == scanner.TOO_LARGE
    settings.CLAMD = str(tmp_path / "nobody-listens")
    assert scanner.scan([b"x"]) == scanner.SILENT
    with pytest.raises(Refused, match="不能检查病毒"):
        prepare(upload(jpeg()))
    assert on_shelf() == []


def test_without_a_daemon_the_test_string_is_still_known(settings: Any) -> None:
    with pytest.raises(Refused, match="病毒"):
        prepare(upload(EICAR, "a.jpg"))
