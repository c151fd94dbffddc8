"""Makers of invented uploads."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, TiffImagePlugin
from PIL.PngImagePlugin import PngInfo

from lianxin.foundation.files import shelf

#: stands in every kind of metadata of the made pictures; must never be found afterwards
MARK = b"Invented-Camera-4711"


def upload(data: bytes, name: str = "照片.jpg", claimed: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, claimed)


def on_shelf() -> list[str]:
    """Names of all files anywhere on the shelf."""
    return sorted(p.relative_to(shelf.root()).as_posix() for p in shelf.root().rglob("*") if p.is_file())


def jpeg(size: tuple[int, int] = (800, 600), *, orientation: int = 1) -> bytes:
    """A photo with camera, place, comment and XMP in it; left half red, right half blue."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x010F] = MARK.decode()
    exif[0x0112] = orientation
    place = exif.get_ifd(0x8825)
    place[1] = "N"
    place[2] = tuple(TiffImagePlugin.IFDRational(n, 1) for n in (30, 15, 42))
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif.tobytes(), comment=MARK, xmp=b"<x:xmpmeta>" + MARK + b"</x:xmpmeta>")
    return out.getvalue()


def png(mode: str = "RGBA", size: tuple[int, int] = (300, 200)) -> bytes:
    info = PngInfo()
    info.add_text("Author", MARK.decode())
    out = io.BytesIO()
    Image.new(mode, size).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def pdf(extra: bytes = b"", catalog: bytes = b"", trailer: bytes = b"", after: bytes = b"") -> bytes:
    """A small PDF; `extra` are further objects, the others go into the named places."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n" + extra + b"xref\n0 1\n0000000000 65535 f \n"
        b"trailer\n<< /Root 1 0 R /Size 3 " + trailer + b" >>\nstartxref\n9\n%%EOF\n" + after
    )
