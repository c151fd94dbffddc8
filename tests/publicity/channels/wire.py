"""Local servers that speak the documented formats of the platforms, for the tests of the adapters.

They are written from the platforms' documents, not from our adapters: they check what they are sent
as strictly as the real ones do, keep state (tokens that end, drafts, statuses), and answer with the
documented error codes.
"""

from __future__ import annotations

import email
import email.policy
import itertools
import json
import re
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = tuple[int, dict[str, str], bytes]


class Wire:
    """State shared by the platforms: every call, and errors to be answered next for a path."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, str], Any]] = []
        self.trouble: dict[str, list[Any]] = {}
        self.numbers = itertools.count(1001)

    def handle(self, method: str, path: str, query: dict[str, str], headers: Any, body: bytes) -> Answer:
        raise NotImplementedError

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.calls]

    def next_trouble(self, path: str) -> Any:
        waiting = self.trouble.get(path)
        return waiting.pop(0) if waiting else None


def fields_of(headers: Any, body: bytes) -> dict[str, Any]:
    """Fields of a posted form; a file of a multipart one as (name, type, bytes)."""
    kind = headers["Content-Type"]
    if kind.startswith("application/x-www-form-urlencoded"):
        return {k: v[0] for k, v in parse_qs(body.decode(), keep_blank_values=True).items()}
    whole = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=email.policy.HTTP)
    found: dict[str, Any] = {}
    for part in whole.iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found[name] = (
            (part.get_filename(), part.get_content_type(), payload) if part.get_filename() else payload.decode()
        )
    return found


def as_json(value: Any, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(value, ensure_ascii=False).encode()


class WeChat(Wire):
    """``api.weixin.qq.com`` for one account."""

    APP, SECRET = "wx1234567890abcdef", "invented-app-secret"

    def __init__(self) -> None:
        super().__init__()
        self.token = ""
        self.media: dict[str, bytes] = {}
        self.drafts: dict[str, dict[str, Any]] = {}
        self.jobs: dict[str, tuple[str, dict[str, Any]]] = {}
        self.articles: dict[str, dict[str, Any]] = {}
        self.rounds_until_out = 0
        self.verdict = 0
        self.menu: dict[str, Any] = {}
        self.shown: dict[str, bytes] = {}
        self.told: list[tuple[str, str]] = []

    def expire(self) -> None:
        self.token = "ended"

    def handle(self, method: str, path: str, query: dict[str, str], headers: Any, body: bytes) -> Answer:
        name = path.removeprefix("/cgi-bin/")
        self.calls.append((name, query, body))
        trouble = self.next_trouble(name)
        if isinstance(trouble, int):
            return as_json({"errcode": trouble, "errmsg": "documented error"})
        if name == "stable_token":
            return as_json(self.issue(json.loads(body)))
        if query.get("access_token") != self.token:
            return as_json({"errcode": 42001, "errmsg": "access_token expired"})
        answer = getattr(self, "do_" + name.replace("/", "_"))(query, headers, body)
        if trouble == "lost":
            return 502, {}, b"bad gateway"  # it was done, but nobody is told
        return as_json(answer)

    def issue(self, wanted: dict[str, Any]) -> dict[str, Any]:
        if wanted["grant_type"] != "client_credential" or wanted["appid"] != self.APP:
            return {"errcode": 40013, "errmsg": "invalid appid"}
        if wanted["secret"] != self.SECRET:
            return {"errcode": 40125, "errmsg": "invalid appsecret"}
        if self.token in ("", "ended") or wanted.get("force_refresh"):
            self.token = f"token-{next(self.numbers)}"
        return {"access_token": self.token, "expires_in": 7200}

    def do_material_add_material(self, query: Any, headers: Any, body: bytes) -> dict[str, Any]:
        name, kind, raw = fields_of(headers, body)["media"]
        right = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8"}[kind]
        if query["type"] != "image" or not raw.startswith(right) or "." not in name:
            return {"errcode": 40005, "errmsg": "invalid file type"}
        media_id = f"media-{next(self.numbers)}"
        self.media[media_id] = raw
        return {"media_id": media_id, "url": "http://mmbiz.example/x"}

    def do_draft_add(self, query: Any, headers: Any, body: bytes) -> dict[str, Any]:
        if b"\\u" in body:
            return {"errcode": 47001, "errmsg": "data format error: escapes would be shown"}
        (article,) = json.loads(body)["articles"]
        if len(article["title"]) > 32:
            return {"errcode": 45003, "errmsg": "title size out of limit"}
        if len(article["digest"]) > 120:
            return {"errcode": 45004, "errmsg": "description size out of limit"}
        if len(article["author"]) > 16:
            return {"errcode": 45110, "errmsg": "author size out of limit"}
        if article["thumb_media_id"] not in self.media:
            return {"errcode": 40007, "errmsg": "invalid media_id"}
        media_id = f"draft-{next(self.numbers)}"
        self.drafts[media_id] = article
        return {"media_id": media_id}

    def do_draft_get(self, query: Any, headers: Any, body: bytes) -> dict[str, Any]:
        found = self.drafts.get(json.loads(body)["media_id"])
        return {"news_item": [found]} if found else {"errcode": 40007, "errmsg": "invalid media_id"}

    def do_freepublish_submit(self, query: Any, headers: Any, body: bytes) -> dict[str, Any]:
        article = self.drafts.pop(json.loads(body)["media_id"], None)
        if article is None:
            return {"errcode": 40007, "errmsg": "invalid media_id"}
        publish_id = str(next(self.numbers))
        self.jobs[publish_id] = (f"article-{next(self.numbers)}", article)
        if not self.rounds_until_out and self.verdict == 0:
            self.articles[self.jobs[publish_id][0]] = article
        return {"errcode": 0, "errmsg": "ok", "publish_id": publish_id, "msg_data_id": "1"}

    def do_freepublish_get(self, query: Any, headers: Any, body: bytes) -> dict[str, Any]:
        publish_id = json.loads(body)["publish_id"]
        article_id, article = self.jobs[publish_id]
        if self.rounds_until_out:
            self.rounds_until_out -= 1
            return {"publish_id": publish_id, "publish_status": 1, "fail_idx": []}
        if self.verdict:
            return {"publish_id": publish_id, "publish_status": self.verdict, "fail_idx": [1]}
        self.articles[article_id] = article
        items = [{"idx": 1, "article_url": f"https://mp.example/s/{article_id}"}]
        return {
            "publish_id": publish_id, "publish_status": 0, "article_id": article_id,
            "article_detail": {"count": 1, "item": items}, "fail_idx": [],
        }  # fmt: skip

    def do_freepublish_batchget(self, query: Any, headers: Any, body: bytes) -> dict[str, Any]:
        items = [
            {
                "article_id": key,
                "content": {"news_item": [{**a, "url": f"https://mp.example/s/{key}"}]},
                "update_time": 1,
            }
            for key, a in self.articles.items()
        ]
        return {"total_count": len(items), "item_count": len(items), "item": items[: json.loads(body)["count"]]}

    def do_media_uploadimg(self, query: Any, headers: Any, body: bytes) -> dict[str, Any]:
        name, kind, raw = fields_of(headers, body)["media"]
        right = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8"}[kind]
        if not raw.startswith(right) or "." not in name:
            return {"errcode": 40005, "errmsg": "invalid file type"}
        if len(raw) > 1024 * 1024:
            return {"errcode": 40009, "errmsg": "invalid image size"}
        address = f"http://mmbiz.example/{next(self.numbers)}"
        self.shown[address] = raw
        return {"url": address}

    def do_freepublish_delete(self, query: Any, headers: Any, body: bytes) -> dict[str, Any]:
        wanted = json.loads(body)
        if self.articles.pop(wanted["article_id"], None) is None:
            return {"errcode": 53600, "errmsg": "Article ID invalid"}
        return {"errcode": 0, "errmsg": "ok"}

    def do_message_custom_send(self, query: Any, headers: Any, body: bytes) -> dict[str, Any]:
        wanted = json.loads(body)
        if b"\\u" in body or wanted["msgtype"] != "text":
            return {"errcode": 47001, "errmsg": "data format error"}
        if len(wanted["text"]["content"].encode()) > 2048:
            return {"errcode": 45002, "errmsg": "content size out of limit"}
        self.told.append((wanted["touser"], wanted["text"]["content"]))
        return {"errcode": 0, "errmsg": "ok"}

    def do_menu_create(self, query: Any, headers: Any, body: bytes) -> dict[str, Any]:
        self.menu = json.loads(body)
        return {"errcode": 0, "errmsg": "ok"}


class Weibo(Wire):
    """``api.weibo.com`` for one user."""

    TOKEN = "2.00invented"

    def __init__(self) -> None:
        super().__init__()
        self.statuses: list[dict[str, Any]] = []
        self.pictures: list[bytes] = []
        self.comments: list[dict[str, Any]] = []
        self.replies: list[tuple[str, str, str]] = []
        self.retry_after = ""

    def error(self, path: str, code: int) -> Answer:
        status, headers, body = as_json({"error": "documented error", "error_code": code, "request": path}, 400)
        return status, {**headers, **({"Retry-After": self.retry_after} if self.retry_after else {})}, body

    def handle(self, method: str, path: str, query: dict[str, str], headers: Any, body: bytes) -> Answer:
        form = fields_of(headers, body) if method == "POST" else query
        self.calls.append((path, query, form))
        trouble = self.next_trouble(path)
        if isinstance(trouble, int):
            return self.error(path, trouble)
        if form.get("access_token") != self.TOKEN:
            return self.error(path, 21317)
        if path == "/2/statuses/user_timeline.json" and method == "GET":
            return as_json({"statuses": self.statuses[-int(query["count"]) :][::-1]})
        if path == "/2/comments/to_me.json" and method == "GET":
            return as_json({"comments": [c for c in self.comments[::-1] if c["id"] > int(query["since_id"])]})
        if path == "/2/statuses/share.json" and method == "POST":
            return self.share(path, form, trouble)
        if path == "/2/statuses/destroy.json" and method == "POST":
            return self.destroy(path, form)
        if path == "/2/comments/reply.json" and method == "POST":
            return self.reply(path, form)
        return self.error(path, 10020)

    def share(self, path: str, form: dict[str, Any], trouble: Any) -> Answer:
        words = form["status"]
        address = re.search(r"https?://\S+", words)
        if address is None:
            return self.error(path, 20018)
        if len(words) - len(address[0]) + 11 > 140:
            return self.error(path, 20012)
        if any(words == old["long"] for old in self.statuses):
            return self.error(path, 20019)
        number = next(self.numbers)
        if "pic" in form:
            self.pictures.append(form["pic"][2])
        shown = words.replace(address[0], "http://t.cn/A6invented")
        status = {"id": number, "idstr": str(number), "text": shown, "long": words, "user": {"idstr": "7700"}}
        self.statuses.append(status)
        return (502, {}, b"bad gateway") if trouble == "lost" else as_json(status)

    def destroy(self, path: str, form: dict[str, Any]) -> Answer:
        found = [s for s in self.statuses if s["idstr"] == form["id"]]
        if not found:
            return self.error(path, 20101)
        self.statuses.remove(found[0])
        return as_json(found[0])

    def reply(self, path: str, form: dict[str, Any]) -> Answer:
        if not any(c["idstr"] == form["cid"] for c in self.comments):
            return self.error(path, 20201)
        address = re.search(r"https?://\S+", form["comment"])
        if len(form["comment"]) - (len(address[0]) - 11 if address else 0) > 140:
            return self.error(path, 20012)
        number = next(self.numbers)
        self.replies.append((form["id"], form["cid"], form["comment"]))
        return as_json({"id": number, "idstr": str(number), "text": form["comment"]})

    def comment(self, text: str, by: str = "88001") -> None:
        number = next(self.numbers)
        self.comments.append({
            "id": number, "idstr": str(number), "text": text, "created_at": "Wed Mar 04 10:20:30 +0800 2026",
            "user": {"idstr": by, "screen_name": "某网友", "location": "某地"}, "status": {"idstr": "1001"},
        })  # fmt: skip


class PushService(Wire):
    """A push service as RFC 8030 describes it; keeps the sealed bodies for the test to open."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[tuple[str, dict[str, str], bytes]] = []
        self.gone: set[str] = set()
        self.retry_after = ""

    def handle(self, method: str, path: str, query: dict[str, str], headers: Any, body: bytes) -> Answer:
        self.calls.append((path, query, body))
        trouble = self.next_trouble(path)
        if trouble:
            return trouble, ({"Retry-After": self.retry_after} if self.retry_after else {}), b""
        if path in self.gone:
            return 410, {}, b""
        if headers.get("Content-Encoding") != "aes128gcm" or not headers.get("TTL", "").isdigit():
            return 400, {}, b""
        if not headers.get("Authorization", "").startswith("vapid t="):
            return 401, {}, b""
        self.taken.append((path, dict(headers.items()), body))
        return 201, {"Location": "/m/1"}, b""


@contextmanager
def serving(wire: Wire) -> Iterator[str]:
    """The address of a server for this platform."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            parts = urlsplit(self.path)
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, headers, out = wire.handle(self.command, parts.path, query, self.headers, body)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(out))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(out)

        do_GET = do_POST = _do  # noqa: N815 - the names of the library

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with running(server):
        yield f"http://127.0.0.1:{server.server_address[1]}"


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop: Callable[[], None] = server.shutdown
        stop()
        server.server_close()
        thread.join()
