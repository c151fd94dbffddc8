"""What the desk notices in a draft: hints, never locks. The writer decides, and the reviewers see the same list.

Personal data by its form, words of the operator's list and of ours, length, headings, descriptions of
pictures, colours, words of links. What the law asks for (source, description of pictures) is asked by the
form when the item is sent in, not here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lianxin.foundation.rules.registry import rule
from lianxin.kernel import personal_data

from .. import policies
from . import contrast, wordlist
from .content import NAMED, Block, Part, blocks_of

EMPTY_ALT = re.compile(
    r"^(?:图|图片|照片|封面|封面图|image|img|photo|picture|无|如图|截图|微信图片)[\s\d_()（）-]*$"
    r"|^[\w\s()（）-]*\.(?:jpe?g|png|webp|gif|bmp|heic)$|^(?:IMG|DSC|mmexport|微信图片)[_\d-]+$",
    re.I,
)
EMPTY_LINK = re.compile(r"^(?:请?点击?(?:这里|此处|查看|链接)|这里|此处|链接|详情|更多|查看|https?://\S+)$")
_LINK = re.compile(r"<a\s[^>]*>(.*?)</a>", re.I | re.S)
_TAGS = re.compile(r"<[^>]+>")
_LEVEL = re.compile(r"<h([1-6])[\s>]", re.I)
_GONE = re.compile(r"【这里原来有一张图片[^】]*】")
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Hint:
    """One remark. code: stable; text: a plain sentence; rule: why; quote: the words meant; where: which block."""

    code: str
    text: str
    rule: str
    quote: str = ""
    where: str = ""


def check(page: Any, org_path: str | None = None) -> list[Hint]:
    """All hints on an item as it stands in the object, the gravest first."""
    path = policies.org_path_of(page) if org_path is None else org_path
    blocks = blocks_of(getattr(page, "body", None))
    texts = [(label, str(getattr(page, name, "") or "")) for name, label in HEAD]
    texts += [(_where(n, b), p.text) for n, b in enumerate(blocks, 1) for p in b.parts if p.text and not p.image]
    return [
        *_private(texts),
        *_words(texts, path),
        *_pictures(page, blocks),
        *_missing(blocks),
        *_headings(blocks),
        *_links_and_colours(blocks),
        *_length(page, blocks),
    ]


HEAD = (("title", "标题"), ("summary", "摘要"), ("source", "来源"), ("byline", "作者"), ("cover_alt", "封面图描述"),
        ("correction", "更正说明"))  # fmt: skip


def _where(number: int, block: Block) -> str:
    return f"第 {number} 块 {block.label}"


def _private(texts: list[tuple[str, str]]) -> list[Hint]:
    return [
        Hint(
            "private",
            f"像是{f.label}，发布前请确认本人同意公开，或者隐去。",
            "PIP-01",
            personal_data.partly(f.text),
            where,
        )
        for where, text in texts
        for f in personal_data.find(text)
    ]


def _words(texts: list[tuple[str, str]], path: str) -> list[Hint]:
    found = []
    for entry in wordlist.entries(path):
        for where, text in texts:
            if entry.stands_in(text):
                found.append(Hint(f"word_{entry.kind}", entry.say, "R109", entry.wrong, where))
                break
    return found


def _pictures(page: Any, blocks: list[Block]) -> list[Hint]:
    alts = [("封面图", str(getattr(page, "cover_alt", "") or ""))] if getattr(page, "cover_id", None) else []
    for number, block in enumerate(blocks, 1):
        if any(p.image for p in block.parts):
            alts += [(_where(number, block), p.text.strip()) for p in block.parts if p.name.endswith("alt")]
    found = []
    for where, alt in alts:
        if not alt:
            found.append(Hint("alt_missing", "图片还没有描述；送审时必须写。", "A11Y-01", "", where))
        elif EMPTY_ALT.match(alt) or len(alt) < 4:
            found.append(
                Hint("alt_empty", "图片描述没有说出图里有什么。请写：谁、在哪里、做什么。", "A11Y-01", alt, where)
            )
    return found


def _missing(blocks: list[Block]) -> list[Hint]:
    """Places of pictures that did not come along when the text was pasted (`pasting`)."""
    return [
        Hint("picture_missing", "粘贴时这里的图片没有带过来。请补上图片，再删去这一行。", "R109", words, _where(number, block))
        for number, block in enumerate(blocks, 1)
        for words in _GONE.findall(block.text)
    ]  # fmt: skip


def _headings(blocks: list[Block]) -> list[Hint]:
    levels: list[tuple[int, Block]] = []
    for block in blocks:
        if block.kind == "heading":
            levels.append((2, block))
        levels += [(int(n), block) for p in block.parts for n in _LEVEL.findall(p.markup)]
    found, before = [], 1
    for level, block in levels:
        if level > before + 1:
            found.append(
                Hint("heading_order", "小标题跳了一级，听读的人会以为少了一段。", "A11Y-01", block.text[:_SHOWN])
            )
        before = level
    if blocks and blocks[-1].kind == "heading":
        found.append(Hint("heading_last", "最后一个小标题下面没有正文。", "A11Y-01", blocks[-1].text[:_SHOWN]))
    return found


def _links_and_colours(blocks: list[Block]) -> list[Hint]:
    found = []
    for number, block in enumerate(blocks, 1):
        for part in block.parts:
            for words in _LINK.findall(part.markup):
                text = _TAGS.sub("", words).strip()
                if EMPTY_LINK.match(text):
                    found.append(
                        Hint(
                            "link_text",
                            "链接的文字没有说出去哪里，请写出对方页面的名称。",
                            "A11Y-01",
                            text,
                            _where(number, block),
                        )
                    )
            found += [
                Hint("contrast", f"粘贴来的文字颜色太浅（对比度 {ratio:.1f}:1，至少 4.5:1），看不清。", "A11Y-01", colour, _where(number, block))
                for colour, ratio in contrast.weak(part.markup)
            ]  # fmt: skip
    return found


def _length(page: Any, blocks: list[Block]) -> list[Hint]:
    limits = rule("LX-63")
    short, paragraph, read = (limits.count(name) for name in ("short", "paragraph", "read"))
    # the end of a paragraph is no sign of the text
    total = sum(len(p.text) - p.text.count("\n") for b in blocks for p in b.parts if _is_prose(p))
    found = []
    if getattr(page, "form", "") == "short" and total > short:
        found.append(Hint("short", f"短讯有 {total} 字，建议 {short} 字以内；写不下可以改用“文章”。", "R005"))
    for number, block in enumerate(blocks, 1):
        long = [line for p in block.parts if _is_prose(p) for line in p.text.split("\n") if len(line) > paragraph]
        found += [
            Hint(
                "paragraph",
                f"这一段有 {len(x)} 字，在手机上要翻好几屏，请分段。",
                "R005",
                x[:_SHOWN],
                _where(number, block),
            )
            for x in long
        ]
    if total > read:
        minutes = round(total / limits.count("minute"))
        found.append(
            Hint("read", f"全文 {total} 字，朗读约 {minutes} 分钟，老人听不下来。请压缩，或者分成几篇。", "R005")
        )
    return found


def _is_prose(part: Part) -> bool:
    return not part.image and part.name != NAMED and not part.name.endswith("alt")
