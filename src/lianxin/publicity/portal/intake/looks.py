"""What a style, a class or a sign says about a piece of foreign HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: text that nobody sees
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?<![-\w])font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|$|!)"
    r"|(?:^|;)\s*opacity\s*:\s*0(?:\.0+)?\s*(?:;|$|!)|(?:^|;)\s*color\s*:\s*transparent"
)
#: WeChat hides the whole text until its own script has run
_WHOLE = ("js_content", "rich_media_content")
_BOLD = re.compile(r"(?<![-\w])font-weight\s*:\s*(?:bold|bolder|[6-9]00)")
_NOT_BOLD = re.compile(r"(?<![-\w])font-weight\s*:\s*(?:normal|lighter|[1-5]00)")
_ITALIC = re.compile(r"(?<![-\w])font-style\s*:\s*(?:italic|oblique)")
_OUTLINE = re.compile(r"mso-outline-level\s*:\s*([1-6])")
_LIST = re.compile(r"mso-list\s*:\s*l\d+\s+level(\d)")
_IGNORE = re.compile(r"mso-list\s*:\s*ignore")
_SIZE = re.compile(r"(?<![-\w])font-size\s*:\s*([\d.]+)\s*(px|pt)")
_WIDTH = re.compile(r"(?:^|;)\s*(?:max-)?(?:width|height)\s*:\s*([\d.]+)px")
_HEADING_CLASS = re.compile(r"\bMsoHeading([1-6])\b|\bMsoTitle\b", re.I)
#: 一、 （二） 第三章 1. Ⅱ.
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十百]+[章节部分]|[ⅠⅡⅢⅣⅤⅥ]+[.、])"
)
_ENDS = re.compile(r"[。；;，,：:！!]$")
_MARKER = re.compile(r"^\s*[（(]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5}|[一二三四五六七八九十]{1,3})\s*[.、．)）]?\s*$")
_CAPTION = re.compile(r"^\s*(?:[▲△▼◆↑]|图(?:[\d一二三四五六七八九十]*)[：:为 ]|[（(]图)")
HEADING_MOST, CAPTION_MOST = 60, 120


def style_of(attributes: Mapping[str, str]) -> str:
    return attributes.get("style", "").lower()


def hidden(attributes: Mapping[str, str]) -> bool:
    """Nobody sees the element."""
    if any(word in f"{attributes.get('id', '')} {attributes.get('class', '')}" for word in _WHOLE):
        return False
    return "hidden" in attributes or bool(_HIDDEN.search(style_of(attributes)))


def ignored(attributes: Mapping[str, str]) -> bool:
    """The number or bullet that Word wrote out beside its list."""
    return bool(_IGNORE.search(style_of(attributes)))


def bold(tag: str, style: str, before: bool) -> bool:
    if _NOT_BOLD.search(style):
        return False
    return before or tag in ("b", "strong") or bool(_BOLD.search(style))


def italic(tag: str, style: str, before: bool) -> bool:
    return before or tag in ("i", "em") or bool(_ITALIC.search(style))


def outline(tag: str, attributes: Mapping[str, str]) -> int:
    """The level of a heading, 0 for none."""
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        return int(tag[1])
    found = _HEADING_CLASS.search(attributes.get("class", ""))
    if found:
        return int(found.group(1) or 1)
    level = _OUTLINE.search(style_of(attributes))
    return int(level.group(1)) if level else 0


def list_level(style: str) -> int:
    """The level of a point of Word's list, 0 for none."""
    found = _LIST.search(style)
    return int(found.group(1)) if found else 0


def list_kind(marker: str) -> str:
    """``ol`` for a number or letter, ``ul`` for a bullet."""
    return "ol" if _MARKER.match(marker) else "ul"


def large(style: str) -> bool:
    """Letters clearly larger than a body text."""
    found = _SIZE.search(style)
    return bool(found) and float(found[1]) * (4 / 3 if found[2] == "pt" else 1) >= 18.5  # type: ignore[index]


def looks_like_heading(text: str, *, all_bold: bool, is_large: bool) -> bool:
    """A short line that stands out and does not end like a sentence."""
    if not 2 <= len(text) <= 36 or _ENDS.search(text) or not all_bold:
        return False
    return is_large or bool(_NUMBERED.match(text)) or len(text) <= 24


def looks_like_caption(text: str) -> bool:
    """The line under a picture that says what it shows."""
    return len(text) <= CAPTION_MOST and bool(_CAPTION.match(text))


def tiny(attributes: Mapping[str, str]) -> bool:
    """A picture of a pixel or two only reports who reads."""
    sizes = [attributes.get(name, "") for name in ("width", "height")]
    sizes += _WIDTH.findall(style_of(attributes))
    return any(re.fullmatch(r"[0-2](?:\.\d+)?(?:px)?", size.strip()) for size in sizes if size)


#: where web pages keep the text itself
MAIN = re.compile(
    r"^(?:js_content|zoom|content|artibody|article|article[-_]?(?:content|body|text)|news[-_]?(?:content|text|body)|main[-_]?(?:content|text)|"
    r"post[-_]?(?:content|body)|text|con[-_]?text|endtext|vsb_content|ucapcontent)$|trs_editor|rich_media_content|entry-content|article-content|articlebody", re.I,
)  # fmt: skip


def is_main(tag: str, attributes: Mapping[str, str]) -> bool:
    """The element that holds the text of a whole page."""
    names = [attributes.get("id", ""), *attributes.get("class", "").split()]
    return tag == "article" or any(MAIN.search(name) for name in names if name)
