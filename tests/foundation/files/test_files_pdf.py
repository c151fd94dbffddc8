"""PDF uploads: whole, readable and without anything that acts by itself."""

from __future__ import annotations

import zlib

import pytest
from file_makers import on_shelf, pdf, upload  # type: ignore[import-not-found]  # beside the tests

from lianxin.foundation.files.intake import prepare
from lianxin.foundation.files.pdfs import check
from lianxin.kernel.decision import Denied, Refused


def reason(data: bytes) -> str:
    answer = check(data)
    assert isinstance(answer, Denied)
    return answer.reason


def object_stream(body: bytes, head: bytes = b"/Filter /FlateDecode") -> bytes:
    packed = zlib.compress(body)
    return b"7 0 obj\n<< /Type /ObjStm /N 1 /First 4 %s /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        head,
        len(packed),
        packed,
    )


def test_plain_pdf_is_kept_byte_for_byte() -> None:
    import uuid

    from lianxin.foundation.files import shelf

    data = pdf(object_stream(b"8 0 << /Type /Page >>"))
    assert check(data)
    prepared = prepare(upload(data, "通知.pdf"))
    path = shelf.find(uuid.UUID(prepared.uuid))
    assert path is not None
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (pdf(catalog=b"/OpenAction << /S /JavaScript /JS (x) >>"), "脚本"),
        (pdf(catalog=b"/AA << /S /J#61vaScript >>"), "脚本"),
        (pdf(catalog=b"/OpenAction << /J#53 (x) >>"), "脚本"),
        (pdf(catalog=b"/OpenAction << /S /Launch /F (x) >>"), "启动"),
        (pdf(catalog=b"/Names << /EmbeddedFiles 5 0 R >>"), "夹带"),
        (pdf(b"5 0 obj\n<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream\nendobj\n"), "夹带"),
        (pdf(catalog=b"/AcroForm << /XFA 5 0 R >>"), "动态表单"),
        (pdf(object_stream(b"8 0 << /S /JavaScript /JS (x) >>")), "脚本"),
        (pdf(object_stream(b"8 0 << /JS (x) >>", b"/Filter [ /FlateDecode ]")), "脚本"),
        (pdf(object_stream(b"8 0 << >>", b"/Filter [ /ASCIIHexDecode /FlateDecode ]")), "少见"),
        (pdf(b"% stream\n5 0 obj\n<< /S /JavaScript >>\nendobj\n% endstream\n"), "脚本"),
        (pdf(trailer=b"/Encrypt 9 0 R"), "密码"),
        (pdf(after=b"PK\x05\x06" + bytes(18)), "压缩包"),
        (pdf()[:120], "不完整"),
        (b"%PDF-x <script>1</script> startxref %%EOF", "不完整"),
    ],
)
def test_pdf_that_acts_or_hides_is_refused(data: bytes, word: str) -> None:
    assert word in reason(data)
    with pytest.raises(Refused):
        prepare(upload(data, "文件.pdf"))
    assert on_shelf() == []


def test_names_that_only_begin_alike_are_harmless() -> None:
    assert check(pdf(catalog=b"/JSON 1 /LaunchPad 2 /XFAB 3"))


def test_chance_bytes_in_a_compressed_picture_are_harmless() -> None:
    body = b"\x01/JS \x02/XFA "
    assert check(pdf(b"5 0 obj\n<< /Type /XObject /Length 11 >>\nstream\n%s\nendstream\nendobj\n" % body))


def test_an_object_stream_that_unfolds_without_end_is_refused() -> None:
    assert "太大" in reason(pdf(object_stream(bytes(70 * 1024 * 1024))))
