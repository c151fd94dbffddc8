"""deploy/nginx.conf before a small upstream: what is kept, for whom, and what is never written down."""

from __future__ import annotations

import http.client
import importlib.util
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lianxin.kernel.freshness import BRIEFLY, FOR_EVERYBODY, LIVE, WHOLE

ROOT = Path(__file__).resolve().parents[2]
#: the programs of bench start nginx with the shipped configuration in the same way
_spec = importlib.util.spec_from_file_location("bench_common", ROOT / "bench" / "common.py")
assert _spec is not None
assert _spec.loader is not None
common = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(common)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.enable_socket,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed: apt-get install nginx-light"),
]
PUBLIC = FOR_EVERYBODY
SHORT = "public, max-age=0, s-maxage=1, stale-while-revalidate=2"


@dataclass
class Upstream:
    """Answers with a counter, so that a kept page is told from a fresh one; remembers what it was asked."""

    port: int = 0
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    def answer(self, method: str, path: str, headers: dict[str, str]) -> tuple[dict[str, str], bytes]:
        self.asked.append((method, path, headers))
        if path.startswith("/files/"):
            return {
                "X-Accel-Redirect": "/protected-files/ab/photo", "Content-Type": "image/jpeg", "ETag": '"abc"',
                "Cache-Control": "private, no-cache", "Content-Security-Policy": "default-src 'none'; sandbox",
                "Cross-Origin-Resource-Policy": "same-origin",
            }, b""  # fmt: skip
        kept = PUBLIC if path.startswith(("/letters/", "/rules/")) and "new" not in path else "no-cache"
        kept = SHORT if path.startswith("/letters/short") else kept
        made = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": kept, "X-Frame-Options": "DENY"}
        return made, f"{len(self.asked)}{'，字' * 900}".encode()


@contextmanager
def serving(upstream: Upstream) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers, body = upstream.answer(self.command, self.path, dict(self.headers.items()))
            self.send_response(200)
            for name, value in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"" if self.command == "HEAD" else body)

        do_GET = do_POST = do_HEAD = respond  # noqa: N815 - names of the base class

        def log_message(self, *_: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    upstream.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Front:
    """nginx with the shipped configuration before the upstream."""

    port: int
    folder: Path
    data: Path
    upstream: Upstream

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(
            method, path, b"a=1" if method == "POST" else None, {k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = connection.getresponse()
        try:
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    upstream, port = Upstream(), common.free_port()
    for name, text in {
        "files/ab/photo": b"picture",
        "static/ui/a.0123456789ab.css": b"p{}",
        "static/ui/a.css": b"p{}",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text)
    with serving(upstream):
        http_text = common.shipped_nginx(port, f"http://127.0.0.1:{upstream.port}", tmp_path)
        with common.nginx(http_text, f"http://127.0.0.1:{port}/healthz") as folder:
            upstream.asked.clear()
            yield Front(port, folder, tmp_path, upstream)


def test_a_public_page_is_made_once_for_everybody(front: Front) -> None:
    first, again = front.ask("/letters/7/"), front.ask("/letters/7/")
    assert (first[1]["x-cache"], again[1]["x-cache"]) == ("MISS", "HIT")
    assert first[2] == again[2]
    assert len(front.upstream.asked) == 1
    assert front.ask("/letters/7/?page=2")[1]["x-cache"] == "MISS"


def test_an_expired_page_is_shown_once_more_and_then_made_anew(front: Front) -> None:
    """Nobody waits for the new page, and nobody sees the old one for long (M01)."""
    old = front.ask("/letters/short/")[2]
    seen: set[str] = set()
    deadline = time.monotonic() + 20
    while True:
        time.sleep(0.1)
        _, headers, body = front.ask("/letters/short/")
        if body != old:
            break
        seen.add(headers["x-cache"])
        assert time.monotonic() < deadline, "the old page stays"
    assert seen <= {"HIT", "STALE", "UPDATING"}
    assert seen & {"STALE", "UPDATING"}, "somebody had to wait"


def test_what_was_corrected_is_so_for_everybody_within_ten_seconds(front: Front) -> None:
    """M01, M06: after the time that the platform names, the old words are shown to nobody, not even once more."""
    old = front.ask("/letters/short/")[2]
    time.sleep(4.1)  # 1 + 2 and the one that is lost to whole seconds; nobody asks meanwhile
    status, headers, body = front.ask("/letters/short/")
    assert (status, body != old) == (200, True), headers["x-cache"]


@pytest.mark.parametrize("said", [FOR_EVERYBODY, BRIEFLY, LIVE])
def test_all_who_keep_a_page_keep_it_ten_seconds_together(said: str) -> None:
    ages = {name: int(n) for name, n in re.findall(r"([a-z-]+)=(\d+)", said)}
    again = ages["stale-while-revalidate"]  # by nginx, which counts whole seconds, and once more by a browser
    assert ages["max-age"] + ages["s-maxage"] + 2 * again + 1 <= WHOLE


def test_each_display_mode_has_a_page_of_its_own_and_nobody_invents_one(front: Front) -> None:
    """A01: somebody in 长辈版 never gets small letters from the cache, nor the other way round."""
    plain = front.ask("/letters/")[2]
    elder = front.ask("/letters/", Cookie="lx-mode=elder")[2]
    both = front.ask("/letters/", Cookie="a=b; lx-mode=elder.contrast")[2]
    assert len({plain, elder, both}) == 3
    assert front.ask("/letters/", Cookie="lx-mode=elder; x=1")[2] == elder
    assert front.ask("/letters/", Cookie="lx-mode=invented-4711")[2] == plain


@pytest.mark.parametrize("cookie", ["sessionid=abc", "messages=abc", "csrftoken=abc", "x=1; sessionid=abc"])
def test_pages_of_one_person_are_neither_kept_nor_answered_from_the_cache(front: Front, cookie: str) -> None:
    """P05, M01: what is made for a signed-in person reaches nobody else."""
    shared = front.ask("/letters/7/")[2]
    own = front.ask("/letters/7/", Cookie=cookie)
    assert own[2] != shared
    assert front.ask("/letters/7/", Cookie=cookie)[2] != own[2]
    assert front.ask("/letters/7/")[2] == shared


def test_what_the_platform_does_not_release_is_never_kept(front: Front) -> None:
    for path in ("/letters/new/", "/me/", "/workbench/", "/somewhere/"):
        assert front.ask(path)[2] != front.ask(path)[2], path
    assert front.ask("/letters/7/", "POST")[2] != front.ask("/letters/7/", "POST")[2]


def test_sending_is_limited_and_reading_is_not(front: Front) -> None:
    codes = [front.ask("/letters/new/", "POST")[0] for _ in range(40)]
    assert codes[:25] == [200] * 25, "an office where several people write must not be stopped"
    assert 429 in codes
    slow = front.ask("/letters/new/", "POST")
    assert "请稍等一分钟" in slow[2].decode()
    assert {front.ask("/letters/new/")[0] for _ in range(60)} == {200}
    signs = [front.ask("/me/sign-in/", "POST")[0] for _ in range(20)]
    assert signs[0] == 200
    assert 429 in signs


def test_files_come_only_after_the_check(front: Front) -> None:
    status, headers, body = front.ask("/files/6f1f/")
    assert (status, body) == (200, b"picture")
    assert headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["etag"] == '"abc"'
    assert headers["cache-control"] == "private, no-cache"
    assert headers["x-content-type-options"] == "nosniff"
    assert front.ask("/protected-files/ab/photo")[0] == 404


def test_static_files_named_after_their_content_stay_for_ever(front: Front) -> None:
    assert "immutable" in front.ask("/static/ui/a.0123456789ab.css")[1]["cache-control"]
    assert front.ask("/static/ui/a.css")[1]["cache-control"] == "public, max-age=60"
    (front.data / "secrets.json").write_text("the keys of the installation")
    for way in ("/static../secrets.json", "/static/..%2fsecrets.json", "/static/%2e%2e/secrets.json"):
        assert b"the keys" not in front.ask(way)[2], way


def test_protected_reports_leave_no_trace(front: Front) -> None:
    """W01: no line in any log, no address, no device, no referrer behind nginx."""
    front.ask("/tipoffs/new/", "POST", User_Agent="Invented-Phone-4711", Referer="http://inside.example/")
    seen = front.upstream.asked[-1][2]
    assert not {"User-Agent", "Referer", "X-Real-Ip", "X-Real-IP", "X-Forwarded-For"} & set(seen)
    front.ask("/letters/", User_Agent="Invented-Phone-4711")
    assert front.upstream.asked[-1][2]["X-Real-IP"] == "127.0.0.1"
    common.wait_for(f"http://127.0.0.1:{front.port}/healthz")
    logged = until_logged(front.folder / "access.log", "/letters/")
    assert "tipoffs" not in logged
    assert "Invented-Phone" not in logged
    assert "127.0.0.1" not in logged, "the log knows a neighbourhood, not a visitor"
    assert "tipoffs" not in (front.folder / "error.log").read_text()


def until_logged(path: Path, word: str) -> str:
    """The log is written in pieces every five seconds."""
    deadline = time.monotonic() + 30
    while word not in path.read_text():
        assert time.monotonic() < deadline, "nothing was logged"
        time.sleep(0.2)
    return path.read_text()


def test_search_words_are_not_logged(front: Front) -> None:
    front.ask("/letters/?q=zhang-san-4711")
    assert "zhang-san" not in until_logged(front.folder / "access.log", "/letters/")


def test_visitors_cannot_claim_an_address(front: Front) -> None:
    front.ask("/letters/new/", X_Forwarded_For="203.0.113.9", X_Real_IP="203.0.113.9")
    seen = front.upstream.asked[-1][2]
    assert (seen["X-Forwarded-For"], seen["X-Real-IP"]) == ("127.0.0.1", "127.0.0.1")


def test_security_headers_are_not_sent_twice(front: Front) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=20)
    connection.request("GET", "/letters/7/")
    answer = connection.getresponse()
    names = [name.lower() for name, _ in answer.getheaders()]
    answer.read()
    connection.close()
    assert names.count("x-frame-options") == 1
    assert "server" not in names or "nginx/" not in str(front.ask("/letters/7/")[1].get("server"))


def test_text_is_compressed_for_those_who_can_read_it(front: Front) -> None:
    assert front.ask("/letters/7/", Accept_Encoding="gzip")[1]["content-encoding"] == "gzip"
    assert "content-encoding" not in front.ask("/letters/7/")[1]


def test_a_sleeping_platform_is_said_in_plain_words(tmp_path: Path) -> None:
    port, nobody = common.free_port(), common.free_port()
    text = common.shipped_nginx(port, f"http://127.0.0.1:{nobody}", tmp_path)
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "x.css").write_text("p{}")
    with common.nginx(text, f"http://127.0.0.1:{port}/static/x.css") as folder:
        status, _, body = Front(port, folder, tmp_path, Upstream()).ask("/letters/7/")
    assert status == 503
    assert "正在维护" in body.decode()


def test_the_shipped_text_has_tls_and_passes_nginx_itself() -> None:
    """The parts that the other tests replace: TLS 1.2 and newer only, plain HTTP only leads to it."""
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    assert re.search(r"ssl_protocols TLSv1\.2 TLSv1\.3;", text)
    assert "return 301 https://$host$request_uri;" in text
