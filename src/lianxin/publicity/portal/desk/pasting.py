"""粘贴导入: a text from Word, WPS, WeChat or a page of the web becomes a draft, with a report of what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.core.files.base import File

from lianxin.foundation.accounts.models import Account
from lianxin.foundation.files.intake import Prepared, document_of
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import policies
from ..intake.cleaning import TooLongError, clean
from ..intake.given import bytes_of, placed
from ..intake.parts import Intake, Para, Part, Picture
from ..intake.pictures import Clean, PictureError, cleaned, from_data, kept
from ..intake.stream import blocks_of
from ..intake.word_file import WordFileError, html_of

#: bytes of a page of the web
PAGE_MOST = 8 * 1024 * 1024
PICTURES_MOST = 60
_CODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Taken:
    """A text that was read. pictures: those fit to be kept, by place; dropped: word -> how many."""

    intake: Intake
    pictures: dict[int, Clean]
    dropped: Counter[str]


def take(text: str, given: Sequence[Prepared] = ()) -> Taken:
    """Read a text, before any transaction. given: pictures handed in beside it. Raises Refused with the field ``body``."""
    try:
        found = clean(text)
    except TooLongError:
        raise Refused(Denied("内容太长了。", code="too_long", remedy="请分成几篇。", field="body")) from None
    pictures = _pictures(found, given)
    if not any(not isinstance(part, Picture) or id(part) in pictures for part in found.parts):
        raise Refused(Denied("没有读到文字。", code="empty", remedy="请重新复制，或换一种格式上传。", field="body"))
    return Taken(found, pictures, found.dropped)


def _pictures(found: Intake, given: Sequence[Prepared]) -> dict[int, Clean]:
    """Those fit to be kept, by place; what stands in the way of the others goes into the report."""
    places = found.pictures[:PICTURES_MOST]
    brought = {id(place): file for place, file in placed([p for p in places if not _is_inside(p)], given)}
    pictures: dict[int, Clean] = {}
    for place in places:
        try:
            if not _is_inside(place) and id(place) not in brought:
                raise PictureError("没有随文字带过来的图片，已在原处注明，请在编辑页里补上")
            data = from_data(place.src) if _is_inside(place) else bytes_of(brought[id(place)])
            pictures[id(place)] = cleaned(data)
        except PictureError as error:
            found.dropped[str(error).rstrip("。")] += 1
    return pictures


def _is_inside(picture: Picture) -> bool:
    return picture.src.startswith("data:")


def _or_said(part: Part, images: dict[int, Any]) -> Part:
    """The part; in the place of a picture that did not come along, a line that says so until somebody puts it in."""
    if not isinstance(part, Picture) or id(part) in images:
        return part
    said = part.caption or part.alt
    return Para(escape(f"【这里原来有一张图片{f'：{said}' if said else ''}。补上图片后，请删去这一行。】", quote=False))


def text_of_file(upload: File[Any]) -> str:
    """HTML of an uploaded .html, .txt or .docx. Raises Refused with the field ``file``."""
    upload.seek(0)
    head = upload.read(4)
    if head == b"PK\x03\x04":
        data, kind, _ = document_of(upload)
        if kind != "docx":
            raise Refused(_no("这里只收 .docx、.html 和 .txt 文件。"))
        try:
            return html_of(data)
        except WordFileError:
            raise Refused(_no("这个 Word 文件读不出来。", "请用 Word 或 WPS 打开，另存一份再试。")) from None
    if (upload.size or 0) > PAGE_MOST:
        raise Refused(_no("这个文件太大，最多 8 MB。"))
    data = head + upload.read(PAGE_MOST)
    if b"\x00" in data[:2000]:
        raise Refused(_no("这里只收 .docx、.html 和 .txt 文件。", "旧的 .doc 文件请先另存为 .docx。"))
    for coding in _CODINGS:
        try:
            return data.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Refused(_no("认不出这个文件的文字编码。", "请另存为 UTF-8 编码再试。"))


def _no(reason: str, remedy: str = "") -> Denied:
    return Denied(reason, code="file_type", remedy=remedy, field="file")


@action("portal.paste")
def draft(
    *, actor: Actor, user: Account, column: Any, taken: Taken, title: str, source: str, byline: str = "",
    writer: Account | None = None,
) -> Any:  # fmt: skip
    """粘贴导入. A draft of one's own in a column where one may write; nothing is published by it.

    byline: the author as readers see them. writer: whose words they are, when another one brings them in: a hand in them as
    everybody's who wrote, so that they do not review them (LX-61).
    """
    from ..access import collection_of
    from ..models import ArticlePage

    site = column.get_parent().specific
    path = policies.org_path_of(column)
    if not path or not actor.may(policies.WRITE, path):
        raise Refused(OUT_OF_SCOPE)
    shelf = collection_of(site.organisation)
    images = {place: kept(picture, shelf, title) for place, picture in taken.pictures.items()}
    page = ArticlePage(
        title=title, source=source, byline=byline, form="article", live=False, owner=user, locale=column.locale, org_path=path,
        body=blocks_of([_or_said(part, images) for part in taken.intake.parts], lambda picture: images.get(id(picture))),
    )  # fmt: skip
    column.add_child(instance=page)
    if writer is not None and writer.pk != user.pk:
        page.save_revision(user=writer)
    page.save_revision(user=user)
    record("portal.paste", actor=actor, subject=f"page:{page.pk}", org_path=path, pictures=len(images))
    return page
