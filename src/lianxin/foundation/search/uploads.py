"""The words of a file that somebody brings along instead of typing: .docx, .pdf or .txt. The file itself is not kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lianxin.foundation.files.intake import document_of
from lianxin.kernel.decision import Denied, Refused

from .attachments import words_of

#: kind -> how people call it
KINDS = {"docx": "Word 文件（.docx）", "pdf": "PDF", "txt": "文本文件（.txt）"}
_TEXT_MOST = 2 * 1024 * 1024
_CODINGS = ("utf-8-sig", "gb18030")


def read_words(upload: Any, kinds: Sequence[str] = ("docx",)) -> str:
    """Paragraphs, one a line. Raises `Refused` at the field ``file``."""
    upload.seek(0)
    head = upload.read(5)
    if "txt" in kinds and not head.startswith((b"PK\x03\x04", b"%PDF-")):
        return _plain(upload)
    data, kind, _ = document_of(upload)
    if kind not in kinds:
        raise Refused(Denied(f"这里只收{'、'.join(KINDS[one] for one in kinds)}。", code="file_type", field="file"))
    text, note = words_of(data)
    if not text.strip():
        remedy = "扫描件里只有图片，请用文字版，或者直接打字。" if kind == "pdf" and not note else ""
        raise Refused(
            Denied(f"文件里没有读到文字{'：' + note if note else '。'}", code="file_text", field="file", remedy=remedy)
        )
    return text


def _plain(upload: Any) -> str:
    if (upload.size or 0) > _TEXT_MOST:
        raise Refused(Denied("这个文本文件太大，最多 2 MB。", code="file_size", field="file"))
    upload.seek(0)
    data = upload.read(_TEXT_MOST)
    if b"\x00" not in data:
        for coding in _CODINGS:
            try:
                text = data.decode(coding)
            except UnicodeDecodeError:
                continue
            if text.strip():
                return str(text)
            raise Refused(Denied("文件里没有文字。", code="file_text", field="file"))
    raise Refused(
        Denied(
            "读不出这个文件。",
            code="file_type",
            field="file",
            remedy="请用 .docx、.pdf 或 .txt；旧的 .doc 请先另存为 .docx。",
        )
    )
