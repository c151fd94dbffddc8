"""`shell`: what every page's frame needs. Cheap, and silent about sessions for anonymous people.

A page for someone without a session cookie never touches the session here, so the answer carries
neither Set-Cookie nor Vary: Cookie and can be cached per path and mode cookie.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from lianxin.kernel.actor import ANONYMOUS, Actor

from . import modes, registry
from .registry import Item, Site

#: lines of the public site; those whose page does not exist in this installation are left out
_PUBLIC = (
    Item("home", "首页", "/", "home", order=0, tab=True),
    Item("letters", "问政", "/letters/", "letter", order=10, tab=True),
    Item("errands", "办事", "/agency/", "paper", order=20, tab=True),
    Item("write", "写留言", "/letters/new/", "pen", order=21, tab=True, short="留言"),
    Item("track", "查进度", "/letters/track/", "clock", order=25),
    Item("disclosure", "党务公开", "/disclosure/", "open-book", order=30),
    Item("learning", "学习", "/learning/", "cap", order=40),
    Item("me", "我的", "/me/", "person", order=90, tab=True),
)
_FOOT = (
    ("无障碍声明", "/accessibility/"),
    ("办理统计", "/letters/stats/"),
    ("问题整改", "/improvements/"),
    ("监督看板", "/supervision/"),
    ("党务公开", "/disclosure/"),
    ("党员向群众汇报", "/reports/"),
    ("学习心得", "/learning/notes/"),
    ("开放数据与接口", "/api/"),
    ("依据的规定", "/rules/"),
    ("个人信息说明", "/me/privacy/"),
)


@lru_cache(maxsize=256)
def exists(path: str) -> bool:
    """True when some page answers at the path."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def public_items() -> list[Item]:
    """Lines of the public navigation that lead somewhere, rooms' own lines included."""
    known = {item.key: item for item in _PUBLIC} | registry.PUBLIC
    found = [item for item in registry.ordered(known) if item.url in {"/", "/me/"} or exists(item.url)]
    if any(item.key == "errands" for item in found):
        return [Item("write", "写留言", "/letters/new/", "pen", order=21) if i.key == "write" else i for i in found]
    return found


def current_of(items: list[Item], path: str) -> str:
    """Key of the line whose address is the longest beginning of the path, or empty."""
    best = ""
    length = 0
    for item in items:
        fits = path == item.url or (item.url != "/" and path.startswith(item.url))
        if fits and len(item.url) > length:
            best, length = item.key, len(item.url)
    return best


@lru_cache(maxsize=64)
def _public_frame(key: tuple[str, ...]) -> tuple[list[Item], list[Item]]:
    items = public_items()
    return [i for i in items if i.key != "me"], [i for i in items if i.tab][:4]


class Shell:
    """The frame of one page. Everything that costs something is computed when a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.path = request.path
        self.modes = modes.read(request.COOKIES)
        self.mode = " ".join(self.modes)
        self.elder = "elder" in self.modes
        self.contrast = "contrast" in self.modes
        #: only someone who holds a session cookie can be signed in or have messages waiting
        self.has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        self.has_messages = self.has_session or "messages" in request.COOKIES

    @cached_property
    def site(self) -> Site:
        """Names of the installation."""
        provide = registry.port("site")
        if provide is not None:
            return provide()
        return Site(
            name=getattr(settings, "SITE_NAME", "连心桥"),
            organisation=getattr(settings, "SITE_ORGANISATION", ""),
            sponsor=getattr(settings, "SITE_SPONSOR", ""),
            operator=getattr(settings, "SITE_OPERATOR", ""),
            contact=getattr(settings, "SITE_CONTACT", ""),
            records=tuple(getattr(settings, "SITE_RECORDS", ())),
        )

    @cached_property
    def actor(self) -> Actor:
        """Who is looking, or the anonymous citizen; never opens a session for somebody without one."""
        if not self.has_session:
            return ANONYMOUS
        return getattr(self._request, "actor", None) or ANONYMOUS

    @property
    def signed_in(self) -> bool:
        """True for a known person."""
        return self.actor.person_id is not None

    @property
    def is_staff(self) -> bool:
        """True when the person holds an appointment and has a workbench."""
        return self.actor.kind == "staff"

    @cached_property
    def _frame(self) -> tuple[list[Item], list[Item]]:
        return _public_frame(tuple(registry.PUBLIC))

    @property
    def nav(self) -> list[Item]:
        """Main navigation of the public site."""
        return self._frame[0]

    @property
    def tabs(self) -> list[Item]:
        """The four tabs at the bottom of a phone."""
        return self._frame[1]

    @cached_property
    def current(self) -> str:
        """Key of the public line that the page belongs to."""
        return current_of(self._frame[0] + self._frame[1], self.path)

    @cached_property
    def desk(self) -> list[tuple[Item, int]]:
        """Lines of the workbench that this person may use, with the number of open things."""
        lines = [i for i in registry.ordered(registry.DESK) if not i.verb or self.actor.has(i.verb)]
        return [(item, self.counts.get(item.key, 0)) for item in lines]

    @property
    def desk_groups(self) -> list[tuple[str, list[tuple[Item, int]]]]:
        """The same under the words of their groups; the first group has none."""
        return [
            (registry.GROUPS[key], list(lines)) for key, lines in groupby(self.desk, key=lambda line: line[0].group)
        ]

    @cached_property
    def desk_tabs(self) -> list[tuple[Item, int]]:
        """At most three lines for the bottom of a phone; the fourth tab leads to all of them."""
        return [line for line in self.desk if line[0].tab][:3]

    @cached_property
    def desk_current(self) -> str:
        """Key of the workbench line that the page belongs to."""
        return current_of([item for item, _ in self.desk], self.path)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Open work per line, asked once."""
        provide = registry.port("counts")
        return provide(self.actor) if provide is not None and self.signed_in else {}

    @property
    def unread(self) -> int:
        """Unread notices for the badge."""
        return self.counts.get("notices", 0)

    @cached_property
    def seats(self) -> list[Any]:
        """Appointments for the switch in the top bar."""
        provide = registry.port("seats")
        return list(provide(self._request)) if provide is not None and self.signed_in else []

    @property
    def seat(self) -> str:
        """The appointment shown in the bar, else the person's name."""
        for seat in self.seats:
            if seat.current:
                return str(seat.label)
        return str(self.seats[0].label) if self.seats else self.actor.name

    def frame_key(self) -> tuple[Any, ...]:
        """Everything that the fixed parts of the frame depend on, apart from the address itself."""
        exact = any(item.url == self.path for item in self._frame[0] + self._frame[1])
        return (self.current, exact, self.modes, self.signed_in, self.is_staff, self.site, tuple(registry.PUBLIC))

    @property
    def foot_links(self) -> list[tuple[str, str]]:
        """Links at the bottom; those whose page does not exist here are left out."""
        staff = [("工作台", "/workbench/")] if self.is_staff else [("工作人员登录", "/workbench/")]
        return [(label, url) for label, url in _FOOT if exists(url)] + staff

    def has_page(self, path: str) -> bool:
        """True when the page exists in this installation."""
        return exists(path)

    @property
    def has_search(self) -> bool:
        """True when there is a search page of the whole site."""
        return exists("/search/")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: one name, ``shell``; costs nothing until a template looks closer."""
    return {"shell": Shell(request)}
