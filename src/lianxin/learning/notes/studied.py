"""What was studied: a page of this house by its address, a regulation as people write it, or a title with its source."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.foundation.rules.naming import said as regulation
from lianxin.kernel.decision import Denied, Refused, require
from lianxin.ui.pages import Page, is_address, page_of

from .limits import fits


@dataclass(frozen=True, slots=True)
class Studied:
    """kind: of `words.KINDS`; url: of a page of this house, "" for what was read elsewhere."""

    kind: str
    url: str
    title: str
    source: str


_ELSEWHERE = Denied(
    "这是别的网站的网址，这里认不出来。", code="elsewhere", field="about",
    remedy="别处看来的，请写题目，在“出处”里写是哪本书、哪个网站。",
)  # fmt: skip
_NOT_FOUND = Denied(
    "按这个网址没有找到已经发布的文章或者法规。", code="not_found", field="about",
    remedy="请从文章或者条文的页面上复制网址，也可以直接写题目和出处。",
)  # fmt: skip


def found(about: str) -> Page | None:
    """The page that somebody means, by address or by 《…》第…条; None for what the house does not have."""
    about = about.strip()
    if not is_address(about):
        return regulation(about)
    return page_of(about) if about.startswith("/") else None  # the form took the host of this house away


def resolve(about: str, source: str) -> Studied:
    """What a note that is sent says it is about. Raises `Refused`, each time with the field."""
    about, source = about.strip(), source.strip()
    if not about:
        raise Refused(Denied("请写学的是什么。", code="empty", field="about"))
    page = found(about)
    if page is not None:
        return Studied(page.kind, page.url, page.title[:300], page.source[:200])
    if is_address(about):
        raise Refused(_ELSEWHERE if about.startswith("http") else _NOT_FOUND)
    require(fits(about, "about", "学的是什么"))
    if not source:
        raise Refused(Denied("请写出处：哪本书、哪次会、哪个网站。", code="empty", field="source"))
    require(fits(source, "source", "出处"))
    return Studied("free", "", about, source)
