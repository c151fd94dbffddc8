"""One line of a file -> one article or the reason why not. Needs no database, so that another process does it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from lianxin.foundation.search.text import BODY_CHARACTERS, Prepared, prepare
from lianxin.kernel.workdays import SHANGHAI

from ..intake.cleaning import TooLongError, clean
from ..intake.parts import Picture
from ..intake.pictures import Clean, PictureError, cleaned, from_data, from_folder, outside
from ..intake.stream import Blocks, blocks_of
from ..words import COLUMNS

ID_MOST, TITLE_MOST, SOURCE_MOST, PICTURES_MOST = 100, 200, 80, 60
#: an item of at most so many characters is a short one
SHORT_MOST = 300
COLUMN_OF = {label: code for code, (label, _) in COLUMNS.items()} | {code: code for code in COLUMNS}
_DATE = re.compile(
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[\sT]*(\d{1,2})\s*[:时点]\s*(\d{1,2})\s*分?(?:\s*:?\s*(\d{1,2})(?:\.\d+)?\s*秒?)?)?$"
)
#: other names that exports give to the code of the organisation
CODE_NAMES = ("organisation_code", "organization", "organization_code", "org_code", "org")
_TAG = re.compile(r"<[^>]*>")
_LINE = re.compile(r"</(?:p|li|ul|ol)>|<br/>")


class RefusedError(ValueError):
    """The line is not taken; the text says why in plain Chinese."""


@dataclass(frozen=True, slots=True)
class Row:
    """A good line. pictures: by place in the body, in the order of the blocks that name them by number."""

    line: int
    id: str
    title: str
    at: datetime
    source: str
    organisation: str
    column: str
    summary: str
    byline: str
    form: str
    blocks: Blocks
    pictures: tuple[Clean, ...]
    digest: str
    prepared: Prepared
    dropped: Counter[str] = field(default_factory=Counter)
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """A refused line with its reason and what stood in it."""

    line: int
    reason: str
    raw: str


def judge(line: int, raw: str, folder: Path | None, now: datetime) -> Row | Bad:
    """The verdict on one line."""
    try:
        return _row(line, raw, folder, now)
    except (RefusedError, PictureError) as error:
        return Bad(line, str(error), raw)
    except TooLongError:
        return Bad(line, "正文太长，请分成几篇", raw)


def judge_all(lines: list[tuple[int, str]], folder: Path | None, now: datetime) -> list[Row | Bad]:
    """The verdicts on a stretch of the file; what another process is asked for."""
    return [judge(line, raw, folder, now) for line, raw in lines]


def _row(line: int, raw: str, folder: Path | None, now: datetime) -> Row:
    given = _object(raw)
    title, body = _text(given, "title", "标题", TITLE_MOST), _body(given)
    at = _moment(given.get("published_at"), now)
    source = _text(given, "source", "来源", SOURCE_MOST)
    column = _text(given, "column", "栏目", 40)
    if column not in COLUMN_OF:
        raise RefusedError(f"没有这个栏目：{column[:20]}；可选：{'、'.join(label for label, _ in COLUMNS.values())}")
    organisation = _text(given, "organisation", "组织代码", 40)
    original = _text(given, "id", "编号", ID_MOST)
    taken = clean(body)
    taken.parts += _further(given, {picture.src for picture in taken.pictures})
    found, blocks = _pictures(taken.parts, folder, taken.dropped)
    plain = plain_of(blocks)
    if not blocks:
        raise RefusedError("没有正文")
    if len(plain) > BODY_CHARACTERS:
        raise RefusedError(f"正文超过 {BODY_CHARACTERS // 10000} 万字，请分成几篇")
    summary, byline = str(given.get("summary") or "").strip()[:160], str(given.get("author") or "").strip()[:40]
    return Row(
        line, original, title, at, source, organisation, COLUMN_OF[column], summary, byline, _form(plain, found), blocks,
        tuple(found), _digest(given, found), prepare(title, f"{summary}\n{plain}"), taken.dropped, raw,
    )  # fmt: skip


def _object(raw: str) -> dict[str, Any]:
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError):
        raise RefusedError("这一行不是完整的 JSON") from None
    if not isinstance(given, dict):
        raise RefusedError("这一行应当是一个 JSON 对象")
    for name in CODE_NAMES:
        if name in given and not given.get("organisation"):
            given["organisation"] = given[name]
    return given


def _text(given: dict[str, Any], name: str, label: str, most: int) -> str:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise RefusedError(f"{label}应当是文字")
    text = _tidy("" if value is None else str(value))
    if not text:
        raise RefusedError(f"没有{label}")
    if len(text) > most:
        raise RefusedError(f"{label}超过 {most} 个字")
    return text


def _tidy(text: str) -> str:
    """One line of readable characters; lone surrogates, which no database takes, go as well."""
    clean_text = "".join(c if unicodedata.category(c) not in ("Cc", "Cs") else " " for c in text)
    return " ".join(clean_text.replace("\u200b", "").replace("\ufeff", "").split())


def _body(given: dict[str, Any]) -> str:
    body = given.get("body")
    if not isinstance(body, str) or not body.strip():
        raise RefusedError("没有正文")
    return "".join(c for c in body if not "\ud800" <= c <= "\udfff")


def _moment(value: Any, now: datetime) -> datetime:
    found = _parsed(value)
    if found is None:
        raise RefusedError(f"发布时间看不懂：{str(value)[:30] if value else '空'}")
    if found > now + timedelta(days=1):
        raise RefusedError(f"发布时间在将来：{str(value)[:30]}")
    if found.year < 1949:
        raise RefusedError(f"发布时间不可信：{str(value)[:30]}")
    return found


def _parsed(value: Any) -> datetime | None:
    text = unicodedata.normalize("NFKC", str(value or "")).strip()
    try:
        exact = datetime.fromisoformat(text)
    except ValueError:
        exact = None
    if exact is not None and len(text) >= 10:
        return exact if exact.tzinfo else exact.replace(tzinfo=SHANGHAI)
    match = _DATE.match(text)
    if not match:
        return None
    try:
        return datetime(*(int(part) for part in match.groups(default="0")), tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]
    except ValueError:
        return None


def _further(given: dict[str, Any], named: set[str]) -> list[Picture]:
    """Pictures that the object lists beside its body: a path, or an object with path, alt and caption."""
    listed = given.get("pictures") or []
    if not isinstance(listed, list) or len(listed) > PICTURES_MOST:
        raise RefusedError(f"pictures 应当是图片路径的列表，最多 {PICTURES_MOST} 张")
    made = []
    for one in listed:
        about = {"path": one} if isinstance(one, str) else one
        if not isinstance(about, dict) or not isinstance(about.get("path"), str) or not about["path"].strip():
            raise RefusedError("pictures 里有一项没有路径")
        if about["path"] not in named:
            made.append(
                Picture(about["path"], str(about.get("alt") or "")[:200], str(about.get("caption") or "")[:120])
            )
    return made


def _pictures(parts: list[Any], folder: Path | None, dropped: Counter[str]) -> tuple[list[Clean], Blocks]:
    found: list[Clean] = []

    def one(picture: Picture) -> int | None:
        if outside(picture.src):
            dropped["外站图片（没有取来）"] += 1
            return None
        if len(found) >= PICTURES_MOST:
            raise RefusedError(f"一篇最多 {PICTURES_MOST} 张图片")
        inside = picture.src.startswith("data:")
        found.append(cleaned(from_data(picture.src) if inside else from_folder(picture.src, folder)))
        return len(found) - 1

    blocks = blocks_of(parts, one)
    return found, blocks


def plain_of(blocks: Blocks) -> str:
    """The words of blocks as the search reads them."""
    words: list[str] = []
    for kind, value in blocks:
        if kind == "text":
            lines = _LINE.sub("\n", value)
            words.append(_TAG.sub("", lines).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        elif kind == "picture":
            words.append(value["caption"])
        else:
            words.append(value if isinstance(value, str) else f"{value['text']}\n{value['source']}")
    return "\n".join(words)


def _form(plain: str, pictures: list[Clean]) -> str:
    if len(pictures) >= 4 and len(plain) < 120 * len(pictures):
        return "picture"
    return "article" if len(plain) > SHORT_MOST or pictures else "short"


def _digest(given: dict[str, Any], pictures: list[Clean]) -> str:
    """Fingerprint of everything that a reader would see."""
    names = ("title", "body", "published_at", "source", "organisation", "column", "summary", "author", "pictures")
    told = json.dumps({name: given.get(name) for name in names}, ensure_ascii=True, sort_keys=True)
    return hashlib.blake2b("\x1f".join([told, *(p.mark for p in pictures)]).encode(), digest_size=16).hexdigest()
