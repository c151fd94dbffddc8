"""Pictures are decoded and drawn anew: no metadata, no hidden second content, upright, not too large."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps

from lianxin.kernel.decision import Denied, Refused

from .limits import Limits

_THUMB = (400, 400)
_QUALITY = 85
#: kind as sniffed -> the only Pillow reader that may touch the bytes
_READERS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",), "gif": ("GIF",)}
_SRGB = ImageCms.createProfile("sRGB")
#: one large picture needs some hundred megabytes while it is decoded; two at a time are enough
_DESK = threading.BoundedSemaphore(2)

BROKEN = Denied(
    "这张图片打不开，可能没有传完整或已经损坏。",
    code="file_broken",
    remedy="请重新拍摄或换一张图片。",
    field="files",
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A clean picture: ``kind`` is jpeg, png or webp; ``thumb`` is always a JPEG."""

    kind: str
    data: bytes
    thumb: bytes
    width: int
    height: int


def clean(data: bytes, kind: str, limits: Limits) -> Picture:
    """Draw a picture anew. The first frame of an animation is kept.

    Raises `Refused` for a damaged picture and for one with more pixels than `limits` allow.
    """
    with _DESK:
        try:
            return _draw(data, kind, limits)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise Refused(_too_many(limits)) from None
        except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, EOFError, TypeError):
            # Pillow's readers answer damaged bytes with any of these
            raise Refused(BROKEN) from None


def _draw(data: bytes, kind: str, limits: Limits) -> Picture:
    with Image.open(io.BytesIO(data), formats=_READERS[kind]) as opened:
        width, height = opened.size
        if width * height > limits.pixels:
            raise Refused(_too_many(limits))
        if kind == "jpeg":
            # lets libjpeg decode at a fraction of the size: large photos cost a fraction of the memory
            opened.draft(None, (limits.side, limits.side))
        opened.load()
        upright = ImageOps.exif_transpose(opened)
    upright = _plain(upright)
    upright.thumbnail((limits.side, limits.side), Image.Resampling.LANCZOS)
    target = {"jpeg": "jpeg", "webp": "webp"}.get(kind, "png")
    if target == "jpeg":
        upright = _on_white(upright)
    small = _on_white(upright)
    small.thumbnail(_THUMB, Image.Resampling.LANCZOS)
    return Picture(target, _write(upright, target), _write(small, "jpeg"), *upright.size)


def _plain(image: Image.Image) -> Image.Image:
    """RGB or RGBA in sRGB, without any attached information."""
    profile = image.info.get("icc_profile")
    alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    if profile and image.mode == "RGB":
        # phones photograph in wider colours; converted here because the profile itself is dropped
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            image = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB") or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    if image.mode.startswith("I"):  # 16-bit scans: keep the upper half of each value
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    plain = image.convert("RGBA" if alpha else "RGB")
    if plain is image:
        plain = image.copy()
    plain.info = {}
    return plain


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image.copy()
    ground = Image.new("RGB", image.size, "white")
    ground.paste(image, mask=image.getchannel("A"))
    return ground


def _write(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "jpeg":
        image.save(out, "JPEG", quality=_QUALITY, progressive=True)
    elif kind == "webp":
        image.save(out, "WEBP", quality=_QUALITY, method=2)
    else:
        image.save(out, "PNG")
    return out.getvalue()


def _too_many(limits: Limits) -> Denied:
    return Denied(
        f"这张图片的像素太多（超过 {limits.pixels // 1_000_000} 百万像素）。",
        rule=limits.rule,
        code="file_pixels",
        remedy="请把图片缩小后再上传。",
        field="files",
    )
