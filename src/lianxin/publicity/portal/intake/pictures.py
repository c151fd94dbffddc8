"""Pictures of foreign texts, under the same checks as uploads of the desk: looked through, measured, drawn anew (LX-12)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.core.files.base import ContentFile

from lianxin.foundation.files.intake import picture_of
from lianxin.foundation.files.limits import limits_for
from lianxin.kernel.decision import Refused

EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp"}


class PictureError(ValueError):
    """A picture that is not taken; the text says why in plain Chinese."""


@dataclass(frozen=True, slots=True)
class Clean:
    """A picture fit to be kept. mark: fingerprint of what was given, by which it is kept once."""

    kind: str
    data: bytes
    width: int
    height: int
    mark: str


def outside(src: str) -> bool:
    """The picture lies on another host or on the disk of another computer; nothing is fetched from there."""
    return src.lower().startswith(("http://", "https://", "//", "file:"))


def cleaned(data: bytes) -> Clean:
    """Check and draw anew. Raises PictureError."""
    try:
        picture, _ = picture_of(ContentFile(data))
    except Refused as refused:
        raise PictureError(refused.denied.reason) from None
    mark = hashlib.sha256(data).hexdigest()
    return Clean(picture.kind, picture.data, picture.width, picture.height, mark)


def from_data(src: str) -> bytes:
    """The bytes of a ``data:`` address. Raises PictureError."""
    try:
        return base64.b64decode("".join(src.partition(",")[2].split()), validate=True)
    except (binascii.Error, ValueError):
        raise PictureError("文中夹带的图片已经损坏。") from None


def from_folder(src: str, folder: Path | None) -> bytes:
    """The bytes of a file below a folder; a path that leads out of it is refused. Raises PictureError."""
    name = unquote(src.partition("?")[0].partition("#")[0]).replace("\\", "/").lstrip("/")
    shown = name[-60:]
    if folder is None:
        raise PictureError(f"图片 {shown} 没有随文件提供。")
    if ":" in name or "\x00" in name or ".." in name.split("/"):
        raise PictureError(f"图片路径不合规：{shown}")
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise PictureError(f"图片路径不合规：{shown}")
    if not path.is_file():
        raise PictureError(f"找不到图片：{shown}")
    if path.stat().st_size > limits_for("jpeg").bytes:
        raise PictureError(f"图片太大，最多 {limits_for('jpeg').megabytes} MB：{shown}")
    return path.read_bytes()


def kept(picture: Clean, collection: Any, title: str) -> Any:
    """The picture as one of the portal's, on a shelf; given twice it is kept once. Inside the caller's transaction."""
    from wagtail.images import get_image_model

    model = get_image_model()
    found = model.objects.filter(file_hash=picture.mark[:40], collection=collection).first()
    if found is not None:
        return found
    image = model(
        title=title[:250] or "图片", collection=collection, file_size=len(picture.data), file_hash=picture.mark[:40],
    )  # fmt: skip
    name = f"in-{picture.mark[:32]}.{EXTENSIONS[picture.kind]}"
    storage, path = image.file.storage, f"original_images/{name}"
    if storage.exists(path):  # left by a run that was broken off
        image.file.name = path
    else:
        image.file.save(name, ContentFile(picture.data), save=False)
    image.width, image.height = picture.width, picture.height  # setting the file made them unknown
    image.save()
    return image
