"""From an upload to a clean file on the shelf. Slow work, so it happens before the transaction.

`prepare` sniffs, checks, draws pictures anew and writes the result into ``incoming``; the row comes
later with `actions.store`. Nothing of a refused upload touches our disk. A form that fails for another
reason keeps the prepared file by its token, so nobody has to choose the photo again.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.core.files.base import File

from lianxin.kernel.decision import Denied, Refused, require

from . import office, pdfs, pictures, scanner, shelf, threats
from .limits import Limits, largest, limits_for, pending_age
from .names import display_name
from .sniffing import kind_of

_SALT = "lianxin.files.prepared"
_HEAD = 512


@dataclass(frozen=True, slots=True)
class Prepared:
    """A clean file in ``incoming`` that belongs to nothing yet."""

    uuid: str
    kind: str
    name: str
    size: int
    sha256: str
    width: int | None = None
    height: int | None = None

    def token(self) -> str:
        """Signed text for a hidden form field; gives the file back within the waiting time (LX-21)."""
        return signing.dumps(asdict(self), salt=_SALT)


def prepare(upload: File[Any]) -> Prepared:
    """Check and clean one upload. Raises `Refused` with a plain sentence (field ``files``).

    upload: Django's uploaded file; its claimed type is ignored, its name only cleaned for display.
    """
    data, kind = _vetted(upload)
    if kind == "pdf":
        return _keep(data, None, kind, upload.name or "")
    picture = pictures.clean(data, kind, limits_for(kind))
    return _keep(picture.data, picture.thumb, picture.kind, upload.name or "", picture.width, picture.height)


def picture_of(upload: File[Any]) -> tuple[pictures.Picture, str]:
    """An upload drawn anew, for rooms that keep it themselves, and its clean name. Raises `Refused`.

    Stricter than `prepare`, which takes a citizen's photo whatever hangs on it and keeps the photo alone.
    """
    data, kind = _vetted(upload, strict=True)
    if kind == "pdf":
        raise Refused(Denied("这里只收图片。", code="file_type", remedy="请上传照片或截图。", field="files"))
    picture = pictures.clean(data, kind, limits_for(kind))
    return picture, display_name(upload.name or "", picture.kind)


def document_of(upload: File[Any]) -> tuple[bytes, str, str]:
    """A PDF, .docx or .xlsx that may be handed on as it is: bytes, kind and clean name. Raises `Refused`."""
    data, kind = _vetted(upload, documents=True, strict=True)
    return data, kind, display_name(upload.name or "", kind)


def _vetted(upload: File[Any], *, documents: bool = False, strict: bool = False) -> tuple[bytes, str]:
    """Bytes and true kind of an upload that nothing speaks against."""
    if (upload.size or 0) > largest():
        raise Refused(_too_large(limits_for("pdf")))
    upload.seek(0)
    data = upload.read(largest() + 1)
    require(threats.virus_in(data))
    head = data[:_HEAD]
    kind = office.kind_of(data) if documents and office.looks_like(head) else kind_of(head)
    if isinstance(kind, Denied):
        raise Refused(kind)
    if documents and kind not in ("pdf", *office.TYPES):
        raise Refused(Denied("这是图片，不是文件。", code="file_type", remedy="请在“图片”里上传。", field="files"))
    limits = limits_for("pdf" if kind in office.TYPES else kind)
    if len(data) > limits.bytes:
        raise Refused(_too_large(limits))
    if kind == "pdf":
        require(pdfs.check(data))
    if strict and kind not in office.TYPES:
        require(threats.second_nature(data, kind))
    require(scanner.scan([data]))
    return data, kind


def from_token(token: str) -> Prepared | None:
    """The prepared file of a token; None when the token is forged or old, or the file was swept."""
    try:
        fields = signing.loads(token, salt=_SALT, max_age=pending_age())
        prepared = Prepared(**fields)
    except (signing.BadSignature, TypeError):
        return None
    return prepared if shelf.find(uuid.UUID(prepared.uuid)) else None


def _keep(
    data: bytes, thumb: bytes | None, kind: str, name: str, width: int | None = None, height: int | None = None
) -> Prepared:
    key = uuid.uuid4()
    shelf.put(key, data, thumb)
    digest = hashlib.sha256(data).hexdigest()
    return Prepared(str(key), kind, display_name(name, kind), len(data), digest, width, height)


def _too_large(limits: Limits) -> Denied:
    return Denied(
        f"这个文件太大，最多 {limits.megabytes} MB。",
        rule=limits.rule,
        code="file_size",
        remedy="照片可以先用手机的“压缩”功能缩小，文档可以分成几份上传。",
        field="files",
    )
