"""Uploads: the type is told from the content, pictures lose everything but their pixels (issue 2, files)."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from file_makers import MARK, animated, jpeg, on_shelf, pdf, png, upload  # type: ignore[import-not-found]  # beside the tests
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lianxin.foundation.files import intake, shelf, sniffing
from lianxin.foundation.files.intake import from_token, prepare
from lianxin.foundation.files.names import display_name
from lianxin.kernel.decision import Denied, Refused


def stored_bytes(prepared: intake.Prepared, *, thumb: bool = False) -> bytes:
    import uuid

    path = shelf.find(uuid.UUID(prepared.uuid), thumb=thumb)
    assert path is not None
    return path.read_bytes()


def test_photo_loses_camera_place_comment_and_xmp() -> None:
    source = jpeg()
    assert source.count(MARK) == 3
    prepared = prepare(upload(source))
    for thumb in (False, True):
        data = stored_bytes(prepared, thumb=thumb)
        assert MARK not in data
        with Image.open(io.BytesIO(data)) as image:
            assert not dict(image.getexif())
            assert not {"exif", "xmp", "comment", "icc_profile"} & set(image.info)


def test_orientation_is_applied_before_it_is_removed() -> None:
    prepared = prepare(upload(jpeg((800, 600), orientation=6)))
    assert (prepared.width, prepared.height) == (600, 800)
    with Image.open(io.BytesIO(stored_bytes(prepared))) as image:
        pixel: Any = image.getpixel((300, 100))  # the red half was left, turned right it is on top
    assert pixel[0] > 200
    assert pixel[2] < 50


def test_long_side_is_at_most_2560_and_the_thumb_is_small() -> None:
    prepared = prepare(upload(jpeg((4000, 1000))))
    assert (prepared.width, prepared.height) == (2560, 640)
    with Image.open(io.BytesIO(stored_bytes(prepared, thumb=True))) as image:
        assert max(image.size) == 400


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "LA", "P", "1", "I;16"])
def test_png_of_every_mode_is_drawn_anew(mode: str) -> None:
    prepared = prepare(upload(png(mode)))
    assert prepared.kind == "png"
    assert MARK not in stored_bytes(prepared)


def test_cmyk_photo_is_accepted() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (50, 50)).save(out, "JPEG")
    assert prepare(upload(out.getvalue())).kind == "jpeg"


@pytest.mark.parametrize(("kind", "kept"), [("GIF", "png"), ("WEBP", "webp"), ("PNG", "png")])
def test_an_animation_keeps_its_first_frame(kind: str, kept: str) -> None:
    prepared = prepare(upload(animated(kind)))
    assert prepared.kind == kept
    with Image.open(io.BytesIO(stored_bytes(prepared))) as image:
        assert getattr(image, "n_frames", 1) == 1
        pixel: Any = image.convert("RGB").getpixel((5, 5))
        assert pixel[0] > 200


def test_second_content_behind_a_picture_is_gone() -> None:
    tail = b"PK\x03\x04" + b"<script>hidden()</script>"
    assert b"hidden()" not in stored_bytes(prepare(upload(jpeg() + tail)))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "空"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "网页"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>1</script>", "网页"),
        (b"PK\x03\x04" + bytes(40), "压缩包"),
        (b"MZ\x90\x00" + bytes(80), "可执行程序"),
        (b"\x7fELF" + bytes(80), "可执行程序"),
        (b"#!/bin/sh\nrm -r x\n", "可执行程序"),
        (b"\xd0\xcf\x11\xe0" + bytes(80), "旧版 Office"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(80), "HEIC"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(80), "视频"),
        (b"\x01\x02\x03 just something", "认不出"),
    ],
)
def test_false_names_do_not_help_and_nothing_is_left(data: bytes, word: str) -> None:
    with pytest.raises(Refused) as refused:
        prepare(upload(data, "照片.jpg", "image/jpeg"))
    assert word in refused.value.denied.reason
    assert refused.value.denied.remedy
    assert refused.value.denied.field == "files"
    assert on_shelf() == []


def test_truncated_picture_is_refused() -> None:
    with pytest.raises(Refused, match="打不开"):
        prepare(upload(jpeg()[:900]))
    assert on_shelf() == []


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(999))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [9_000, 12_000, 60_000])
def test_decompression_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    with pytest.raises(Refused, match="像素太多"):
        prepare(upload(bomb(side, side)))
    assert on_shelf() == []


def test_size_limits_come_from_the_rules() -> None:
    too_large = jpeg() + bytes(10 * 1024 * 1024)
    with pytest.raises(Refused) as refused:
        prepare(upload(too_large))
    assert refused.value.denied.rule == "LX-12"
    assert "10 MB" in refused.value.denied.reason
    with pytest.raises(Refused) as refused:
        prepare(upload(pdf() + bytes(20 * 1024 * 1024), "a.pdf"))
    assert refused.value.denied.rule == "LX-21"


@given(st.binary(max_size=400))
def test_sniffing_never_fails(data: bytes) -> None:
    answer = sniffing.kind_of(data)
    assert isinstance(answer, Denied) or answer in {*sniffing.PICTURES, "pdf"}


@pytest.mark.parametrize(
    ("given_name", "kind", "shown"),
    [
        ("../../etc/passwd", "jpeg", "passwd.jpg"),
        ("C:\\用户\\会议 记录.docx", "pdf", "会议 记录.pdf"),
        ("无害\u202egpj.exe", "png", "无害gpj.png"),
        ("a\x00b\nc.jpg", "jpeg", "abc.jpg"),
        ('"><script>.png', "png", "script.png"),
        ("", "pdf", "文件.pdf"),
        ("....", "jpeg", "图片.jpg"),
        ("好" * 300 + ".jpg", "jpeg", "好" * 80 + ".jpg"),
    ],
)
def test_display_names(given_name: str, kind: str, shown: str) -> None:
    assert display_name(given_name, kind) == shown


@given(st.text(max_size=200))
def test_display_names_are_always_harmless(text: str) -> None:
    name = display_name(text, "jpeg")
    assert name.endswith(".jpg")
    assert not set(name) & set('/\\"<>:*?|\r\n\x00\u202e')
    assert len(name) <= 120


def test_a_token_gives_the_file_back_and_cannot_be_forged() -> None:
    prepared = prepare(upload(jpeg()))
    assert from_token(prepared.token()) == prepared
    assert from_token(prepared.token()[:-2] + "xx") is None
    import uuid

    shelf.discard(uuid.UUID(prepared.uuid))
    assert from_token(prepared.token()) is None
