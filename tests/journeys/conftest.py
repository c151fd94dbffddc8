"""One house for each worker, one browser for each run of journeys, a fresh visitor for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from . import desk
from .desk import FIELDS, WAY, WHO, Clerk, Sent
from .house import House, opened
from .visiting import Visitor
from .watching import Watch

# the same engine without windows starts and draws a fifth faster
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync", "--no-first-run",
    "--disable-quic", "--disable-component-update",
]  # fmt: skip
#: a page lives for a second: compiling its scripts for speed takes a third of what they then need
SHORT_LIVED = "--js-flags=--no-opt --no-maglev"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
SCREENS = {"phone": PHONE, "desk": DESK}
PATIENCE = 15_000
#: begun first, so that it is not what the others wait for in the end
LONGEST = "test_election.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name != LONGEST)
    for item in items:
        if item.path.parent.name == "journeys":
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="journeys need Chromium: apt install chromium"))


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with opened(tmp_path_factory.mktemp("house"), shared) as made:
        yield made


# A package and not the session: while Playwright runs, Django takes the thread for an asynchronous one
# and refuses the database to the tests of other folders.
@pytest.fixture(scope="package")
def playwright_runs() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def browser(playwright_runs: Playwright) -> Iterator[Browser]:
    made = playwright_runs.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, SHORT_LIVED])
    yield made
    made.close()


@pytest.fixture(scope="session")
def states() -> dict[str, Any]:
    """Cookies of the accounts that were signed in already."""
    return {}


@pytest.fixture(params=["phone", "desk"])
def size(request: pytest.FixtureRequest) -> dict[str, int]:
    """The screen of a journey. What many people do on both is walked twice."""
    return SCREENS[request.param]


@pytest.fixture
def other(request: pytest.FixtureRequest) -> dict[str, int] | None:
    """The screen on which its pages are measured besides (`sizes.measured_on_both`)."""
    return SCREENS.get(getattr(request, "param", ""))


@pytest.fixture
def state_of(house: House, playwright_runs: Playwright, states: dict[str, Any]) -> Callable[[str], Any]:
    """Cookies of an account of the demonstration."""

    def sign_in(account: str) -> Any:
        if account not in states:
            request = playwright_runs.request.new_context(base_url=house.url)
            Clerk(request).post("/me/sign-in/", login=account, password=house.password)
            request.get("/me/")  # the word of welcome is said once
            states[account] = request.storage_state()
            request.dispose()
        return states[account]

    return sign_in


@pytest.fixture
def clerk(house: House, playwright_runs: Playwright, state_of: Callable[[str], Any]) -> Iterator[Callable[..., Clerk]]:
    """``clerk("zhenshen")``: an account by requests; ``clerk()``: nobody in particular."""
    made = []

    def come(account: str = "") -> Clerk:
        state = state_of(account) if account else None
        made.append(playwright_runs.request.new_context(base_url=house.url, storage_state=state))
        return Clerk(made[-1])

    yield come
    for request in made:
        request.dispose()


@pytest.fixture
def send(clerk: Callable[..., Clerk]) -> Callable[..., Sent]:
    """``send("handling", title="…")``: a letter of somebody without an account, led to a state."""

    def lead(state: str = "submitted", **fields: str) -> Sent:
        sent = desk.send(clerk(), **fields)
        for slug in WAY[state]:
            clerk(WHO[slug]).does(sent.pk, slug, **FIELDS.get(slug, {}))
        return sent

    return lead


@pytest.fixture
def visit(
    house: House, browser: Browser, state_of: Callable[[str], Any], size: dict[str, int], other: Any
) -> Iterator[Callable[..., Visitor]]:
    """``visit("zhenshen")``, ``visit(state=sent.state)``, ``visit(mode="elder")``; checked when the test ends.

    allow: answers besides 409 and 422 that belong to the journey; errors: what the console may say.
    """
    made: list[Visitor] = []

    def come(
        account: str = "", *, mode: str = "", state: Any = None, allow: tuple[int, ...] = (), errors: str = "",
        size: Any = size, other: Any = other, service_workers: Any = "block", scripts: bool = True, **options: Any,
    ) -> Visitor:  # fmt: skip
        cookies = state_of(account) if account else state
        if other and other == size:
            other = PHONE if size == DESK else DESK
        context = browser.new_context(
            viewport=size, locale="zh-CN", storage_state=cookies, service_workers=service_workers,
            java_script_enabled=scripts, **options,
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        if mode:
            context.add_cookies([{"name": "lx-mode", "value": mode, "url": house.url}])
        made.append(Visitor(context, house.url, Watch(context, house, frozenset(allow), errors), mode, scripts, other))
        return made[-1]

    yield come
    troubles = [t for visitor in made for t in visitor.watch.troubles]
    for visitor in made:
        visitor.context.close()
    assert troubles == []
