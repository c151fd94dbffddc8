"""The words of a PDF or .docx, read by a process of its own that may be ended: ``python extracting.py pdf < FILE``.

Imports nothing of the house and nothing of Django, so that it starts quickly. What it may use is limited before a
byte is read: memory, processor time, pages, characters, unpacked size.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator

PAGES, CHARACTERS = 1000, 400_000
#: unpacked bytes of a .docx in all; a text of this size would be a library
UNPACKED = 200 * 1024 * 1024
_WIDE = r"\u3000-\u303f\u3400-\u9fff\uff00-\uff65"
_FULL_LINE = re.compile(rf"(?<=[{_WIDE}A-Za-z0-9]{{12}})(?<![。；：！？])\n(?=[{_WIDE}])")
#: the gap that typesetting leaves between ideographs and letters or digits is no space that anybody typed
_SET_APART = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) +(?=[\u3400-\u9fff])")
MEMORY, SECONDS = 1024 * 1024 * 1024, 60


class UnreadableError(ValueError):
    """Why nothing can be read, in plain Chinese."""


def limit() -> None:
    """Let the system end this process when it needs too much."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def pdf(data: bytes) -> Iterator[str]:
    """Page by page."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("文件设了密码")
    for number, page in enumerate(reader.pages):
        if number >= PAGES:
            return
        yield _flowing(page.extract_text() or "")


def _flowing(text: str) -> str:
    """Full lines are one paragraph: a word that a line of print divides is one word, and so is ``第 1 款``."""
    return _FULL_LINE.sub("", _SET_APART.sub("", text))


def docx(data: bytes) -> Iterator[str]:
    """Paragraph by paragraph, tables in their place, heads and feet left out."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > UNPACKED or len(packed.infolist()) > 5000:
            raise UnreadableError("文件展开后太大")
    from docx import Document
    from docx.table import Table

    for block in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                yield " ".join(dict.fromkeys(cell.text for cell in row.cells))
        else:
            yield block.text


def words(kind: str, data: bytes) -> str:
    """The text, as far as it is kept. Raises anything for a damaged file."""
    found: list[str] = []
    size = 0
    for piece in {"pdf": pdf, "docx": docx}[kind](data):
        found.append(piece)
        size += len(piece)
        if size > CHARACTERS:
            break
    return "\n".join(found)[:CHARACTERS].replace("\x00", "")


def main() -> int:
    """One JSON object: text, or why there is none."""
    limit()
    try:
        answer = {"text": words(sys.argv[1], sys.stdin.buffer.read())}
    except UnreadableError as error:
        answer = {"note": str(error)}
    except Exception as error:
        answer = {"note": f"文件读不出来（{type(error).__name__}）"}
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
