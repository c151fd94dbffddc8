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

from . import pdfs, pictures, shelf
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
    if (upload.size or 0) > largest():
        raise Refused(_too_large(limits_for("pdf")))
    upload.seek(0)
    data = upload.read(largest() + 1)
    kind = kind_of(data[:_HEAD])
    if isinstance(kind, Denied):
        raise Refused(kind)
    limits = limits_for(kind)
    if len(data) > limits.bytes:
        raise Refused(_too_large(limits))
    if kind == "pdf":
        require(pdfs.check(data))
        return _keep(data, None, kind, upload.name or "")
    picture = pictures.clean(data, kind, limits)
    return _keep(picture.data, picture.thumb, picture.kind, upload.name or "", picture.width, picture.height)


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
