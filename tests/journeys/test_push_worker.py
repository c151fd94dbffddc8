"""The worker that shows what a public account sends: its own handlers, run in the browser (R155).

The message is handed over by the browser's tools in the place of a push service. A browser without windows has no
screen for notifications and no finger to tap them, so these two are written down instead of shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Worker

from .conftest import PHONE
from .house import House
from .sizes import on_a_phone
from .test_channels import PUSHING
from .visiting import Visitor

#: a screen that remembers what it shows, and windows that are noted
SCREEN = """() => {
  self.screen = [];
  self.opened = [];
  const show = async (title, { body, tag, lang, icon, data }) => { self.screen.push({ title, body, tag, lang, icon, data }); };
  Object.defineProperty(self.registration, "showNotification", { configurable: true, value: show });
  Object.defineProperty(self.clients, "openWindow", { configurable: true, value: async (url) => self.opened.push(url) });
}"""
#: a tap on the only notification that is shown
TAP = """async () => {
  const [{ data }] = self.screen;
  const waits = [];
  const tap = Object.assign(new Event("notificationclick"), {
    notification: { data, close: () => self.screen.shift() }, waitUntil: (promise) => waits.push(promise),
  });
  self.dispatchEvent(tap);
  await Promise.all(waits);
  return { opened: self.opened, left: self.screen.length };
}"""


class Phone:
    """A reader's browser that has just asked for messages."""

    def __init__(self, reader: Visitor, house: House) -> None:
        self.page: Page = reader.page
        self.item = reader.path
        self._house = house
        self._scope = self.page.locator("[data-push]").get_attribute("data-push") or ""
        self.worker: Worker = next(w for w in self.page.context.service_workers if self._scope in w.url)
        self.worker.evaluate(SCREEN)

    def gets(self, message: str) -> list[dict[str, Any]]:
        """What the screen shows after a message has come."""
        tools = self.page.context.new_cdp_session(self.page)
        found: dict[str, str] = {}
        tools.on(
            "ServiceWorker.workerRegistrationUpdated",
            lambda event: found.update({r["scopeURL"]: r["registrationId"] for r in event["registrations"]}),
        )
        tools.send("ServiceWorker.enable")
        scope = self._house.url + self._scope
        self._until(lambda: scope in found)
        tools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": self._house.url, "registrationId": found[scope], "data": message},
        )
        self._until(lambda: bool(self.worker.evaluate("self.screen.length")))
        tools.detach()
        return list(self.worker.evaluate("self.screen"))

    def taps(self) -> dict[str, Any]:
        """Addresses that open, and how many notifications are left."""
        return dict(self.worker.evaluate(TAP))

    def _until(self, there: Callable[[], bool]) -> None:
        for _ in range(100):
            if there():
                return
            self.page.wait_for_timeout(50)


@pytest.fixture
def phone(visit: Callable[..., Visitor], house: House) -> Phone:
    made = visit(size=PHONE, service_workers="allow")
    made.page.add_init_script(PUSHING)
    made.open("/portal/").follow("main h3 a, main h2 a")
    made.page.locator("[data-push] button").click()
    made.sees("已开启")
    return Phone(made, house)


@on_a_phone
def test_a_message_is_shown_and_a_tap_opens_the_item(phone: Phone, house: House) -> None:
    said = {"title": "自来水检修改到周日", "body": "六点到十点停水（青禾镇党委）", "url": house.url + phone.item}
    (shown,) = phone.gets(json.dumps(said))
    assert (shown["title"], shown["body"], shown["lang"]) == (said["title"], said["body"], "zh-CN")
    assert shown["tag"] == said["url"], "a correction takes the place of what it corrects"
    assert phone.page.request.get(house.url + shown["icon"]).ok
    assert phone.taps() == {"opened": [house.url + phone.item], "left": 0}
    assert phone.page.request.get(house.url + phone.item).ok


@on_a_phone
@pytest.mark.parametrize(
    ("message", "title", "opens"),
    [
        ("不是 JSON", "有新内容", "/"),
        ('{"title": "去别处", "url": "https://example.com/"}', "去别处", ""),
        ('{"title": "相对地址", "url": "/portal/"}', "相对地址", "/portal/"),
    ],
)
def test_whatever_comes_opens_nothing_of_others(
    phone: Phone, house: House, message: str, title: str, opens: str
) -> None:
    """A message that cannot be read still says something; an address of another host leads to our own front page."""
    (shown,) = phone.gets(message)
    assert shown["title"] == title
    assert phone.taps() == {"opened": [house.url + opens], "left": 0}
