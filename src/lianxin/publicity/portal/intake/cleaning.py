"""Foreign HTML or plain text -> parts. A pure function; everything hostile is gone before anything is read."""

from __future__ import annotations

import re
from collections import Counter

import nh3

from .parts import Intake, Item, Para, Part, Picture, Run, Table, inline
from .reading import AROUND, Reader

#: characters of HTML that are looked at, pictures inside it not counted
MOST = 4_000_000
#: elements; the longest book of a county has a tenth of them
MOST_ELEMENTS = 60_000
_TAGS = {
    "a", "abbr", "article", "aside", "b", "blockquote", "br", "caption", "center", "cite", "code", "dd", "del", "div", "dl", "dt", "em",
    "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "li", "main", "mark",
    "nav", "ol", "p", "pre", "q", "s", "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "time", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "*": {"style", "class", "id", "hidden"},
    "a": {"href"},
    "img": {"src", "data-src", "data-original", "data-lazy-src", "data-actualsrc", "alt", "width", "height"},
}
#: with all that is in them
_GONE = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math", "head", "title", "form", "select",
    "textarea", "button", "audio", "video", "canvas", "frameset", "xml", "map", "dialog",
}  # fmt: skip
_COUNTED = {
    "脚本": re.compile(r"<\s*script\b", re.I),
    "样式表": re.compile(r"<\s*(?:style|link)\b", re.I),
    "嵌入的播放器或网页": re.compile(r"<\s*(?:iframe|object|embed|audio|video|mpvoice|qqmusic|mp-common-\w+)\b", re.I),
    "表单": re.compile(r"<\s*(?:form|select|textarea|button)\b", re.I),
    "自动执行的指令": re.compile(r"<[^<>]{0,500}?\son[a-z]{3,20}\s*=", re.I),
    "危险链接": re.compile(r"(?:href|src)\s*=\s*['\"]?\s*(?:javascript|vbscript)\s*:", re.I),
    "办公软件的私有标记": re.compile(r"<!--\[if|<\s*o:p|<\s*w:|mso-", re.I),
}
_IS_HTML = re.compile(r"<(?:[a-z!/?][^<>]*)>", re.I)
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<>]{0,500})</title>", re.I | re.S)
_PAGE, _OFFICE = (
    re.compile(r"<\s*(?:html|body)\b", re.I),
    re.compile(r"schemas-microsoft-com|mso-|WordSection|Generator content", re.I),
)
#: pictures inside the text, and those that Word and WPS name by their place on the disk of whoever copied
_DATA = re.compile(
    r"""data:image/[a-z0-9.+-]{1,20};base64,[A-Za-z0-9+/=\s]+|(?<=src=["'])file:[^"'<>]{1,500}(?=["'])""", re.I
)
_LINKS = ("http://", "https://", "mailto:")


class TooLongError(ValueError):
    """The text is longer than what is looked at."""


def clean(text: str) -> Intake:
    """Parts of a text, whatever wrote it. Raises TooLongError; anything else that is broken is read as far as it goes."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    if not _IS_HTML.search(text):
        return _plain(text)
    kept: list[str] = []
    bare = _DATA.sub(lambda match: _set_aside(kept, match.group()), text)
    if len(bare) > MOST or bare.count("<") > 4 * MOST_ELEMENTS:
        raise TooLongError
    dropped = Counter({word: n for word, found in _COUNTED.items() if (n := len(found.findall(bare)))})
    reader = Reader(dropped)
    harmless = _harmless(bare)
    if harmless.count("<") > 2 * MOST_ELEMENTS:
        raise TooLongError
    reader.feed(harmless)
    reader.close()
    parts = _main(reader)
    if parts is reader.parts and _PAGE.search(bare[:3000]) and not _OFFICE.search(bare[:3000]):
        parts = _solid(parts, dropped)
    _bring_back(parts, kept)
    title = _TITLE.search(bare)
    named = re.sub(r"<[^>]*>", "", title.group(1)).strip()[:200] if title else ""
    parts = [part for part in (_safe_links(part, dropped) for part in parts) if part]
    return Intake(parts, dropped, reader.title or named)


def _set_aside(kept: list[str], data: str) -> str:
    """Pictures inside the text are megabytes that nobody need parse; addresses of a disk would be taken away as foreign."""
    kept.append(data)
    return f"lx-inside:{len(kept) - 1}"


def _bring_back(parts: list[Part], kept: list[str]) -> None:
    for part in parts:
        if isinstance(part, Picture) and part.src.startswith("lx-inside:"):
            number = part.src.removeprefix("lx-inside:")
            part.src = kept[int(number)] if number.isdigit() and int(number) < len(kept) else ""


def _harmless(text: str) -> str:
    return nh3.clean(
        text, tags=_TAGS, attributes=_ATTRIBUTES, clean_content_tags=_GONE, strip_comments=True, link_rel=None,
        url_schemes={"http", "https", "mailto", "lx-inside"},
    )  # fmt: skip


def _main(reader: Reader) -> list[Part]:
    """The text of a whole page without what stands around it, when the page says where it is."""
    whole = sum(_weight(part) for part in reader.parts)
    best = max(reader.main, key=lambda span: sum(_weight(p) for p in reader.parts[span[0] : span[1]]), default=None)
    if best is None:
        return reader.parts
    inside = reader.parts[best[0] : best[1]]
    return inside if sum(_weight(part) for part in inside) >= min(120, whole // 2) else reader.parts


def _solid(parts: list[Part], dropped: Counter[str]) -> list[Part]:
    """A whole page that does not say where its text is: from its first to its last paragraph that reads like one."""
    solid = [i for i, part in enumerate(parts) if isinstance(part, Para) and len(_HREF.sub("", part.html)) >= 40]
    if not solid:
        return parts
    kept = parts[solid[0] : solid[-1] + 1]
    if len(kept) < len(parts):
        dropped["正文以外的段落"] += len(parts) - len(kept)
    return kept


def _weight(part: Part) -> int:
    if isinstance(part, Picture):
        return 20
    if isinstance(part, Table):
        return sum(len(cell) for row in part.rows for cell in row)
    return len(part.text if hasattr(part, "text") else part.html)


_HREF = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.S)


def _safe_links(part: Part, dropped: Counter[str]) -> Part:
    """Only addresses that lead somewhere from here: those of the old house are left out, their words stay."""

    def judge(match: re.Match[str]) -> str:
        if match.group(1).lower().startswith(_LINKS):
            return match.group()
        dropped["打不开的链接（文字保留）"] += 1
        return match.group(2)

    if isinstance(part, Para | Item):
        part.html = _HREF.sub(judge, part.html)
    elif isinstance(part, Table):
        part.rows = [[_HREF.sub(judge, cell) for cell in row] for row in part.rows]
    return part


def _plain(text: str) -> Intake:
    """Text without tags: one paragraph a line."""
    if len(text) > MOST:
        raise TooLongError
    lines = [line.strip(" \t\u3000\xa0\ufeff\u200b") for line in text.split("\n")]
    return Intake([Para(inline([Run(line)])) for line in lines if line])


__all__ = ["AROUND", "MOST", "TooLongError", "clean"]
