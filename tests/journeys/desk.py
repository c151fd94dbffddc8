"""Gets letters to where a journey begins: the same addresses and forms, without drawing the pages between."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from playwright.sync_api import APIRequestContext

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
_OPTION = re.compile(r'<option value="([^"]+)"[^>]*>([^<]*)</option>')

#: the clerk of the demonstration who does it, for letters of the town
WHO = {
    "review": "zhenshen", "assign": "zhenfen", "transfer": "zhenfen", "cohandler": "zhenfen", "exclude": "zhenfen",
    "merge": "zhenfen", "take": "chengban", "ask": "chengban", "reply": "chengban", "progress": "chengban",
    "sign": "shenqian", "call_back": "zhenhui", "appeal": "shenhe",
}  # fmt: skip
OFFICE = "青禾建设办"
REPLY = (
    "路灯已经修好。9 月 3 日上午更换了坏掉的灯泡和进水的线路，当晚试亮正常。以后由镇建设办每月检查一次，"
    "坏了可以直接打值班电话。依据《城市照明管理规定》第二十六条。"
)
#: what is needed to come from the first state to another
WAY = {
    "submitted": (), "accepted": ("review",), "assigned": ("review", "assign"), "handling": ("review", "assign", "take"),
    "approving": ("review", "assign", "take", "reply"), "replied": ("review", "assign", "take", "reply", "sign"),
}  # fmt: skip
FIELDS: dict[str, dict[str, str]] = {
    "review": {"decision": "public"},
    "assign": {"organisation": OFFICE},
    "reply": {"body": REPLY, "result": "solved", "go": "submit"},
    "sign": {"decision": "send"},
}


@dataclass(frozen=True)
class Sent:
    """A letter that was sent: its number in the database, its code, and what it says."""

    pk: int
    code: str
    title: str
    #: cookies of the one who opened it with its code
    state: Any


class Clerk:
    """One account, by requests alone."""

    def __init__(self, request: APIRequestContext) -> None:
        self.request = request

    def fields(self, path: str) -> dict[str, str]:
        """Hidden fields of the form at an address."""
        reply = self.request.get(path)
        assert reply.ok, (path, reply.status, reply.text()[:500])
        return {name: unescape(value) for name, value in _HIDDEN.findall(reply.text())}

    def option(self, path: str, word: str) -> str:
        """Value of the first choice whose words hold `word`."""
        found = [v for v, text in _OPTION.findall(self.request.get(path).text()) if word in unescape(text)]
        assert found, (path, word)
        return str(found[0])

    def post(self, path: str, **fields: str) -> Any:
        """Send the form at an address. A refusal is answered with 409 or 422 and fails here."""
        reply = self.request.post(path, form=dict[str, Any](self.fields(path) | fields), max_redirects=0)
        assert reply.status in (200, 302, 303), (path, reply.status, _words(reply.text()))
        return reply

    def does(self, pk: int, slug: str, **fields: str) -> None:
        """One act at the desk."""
        path = f"/workbench/letters/{pk}/{slug}/"
        if "organisation" in fields:
            fields["organisation"] = self.option(path, fields["organisation"])
        self.post(path, **fields)


def send(clerk: Clerk, **fields: str) -> Sent:
    """Write a letter and open it with its code."""
    letter = {
        "kind": "help", "door": "", "title": "东塘村路灯不亮", "demand": "请修好路灯。",
        "body": "村口的路灯坏了三盏，晚上看不清路。", "organisation": "HC01", "place": "东塘村村口", "wants_public": "yes",
    } | fields  # fmt: skip
    page = clerk.post("/letters/new/", step="3", go="next", **letter).text()
    code = re.search(r'id="code">([^<]+)<', page)
    assert code, _words(page)
    opened = clerk.post("/letters/track/", code=code[1])
    pk = int(re.search(r"/(\d+)/", opened.headers["location"])[1])  # type: ignore[index]
    return Sent(pk, code[1], letter["title"], clerk.request.storage_state())


def _words(page: str) -> str:
    main = page.partition("<main")[2] or page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))[:600]
