"""Word and Excel files (.docx, .xlsx) are looked through before they are kept: whole, without programs, no bomb.

They are kept byte for byte, so whatever acts by itself or fetches something is refused: macros, embedded objects,
ActiveX, templates and frames from outside, DDE commands. Nothing is ever unpacked onto the disk.
Source: ECMA-376 part 2 (package, relationships, content types); MS-OFFCRYPTO 2.3 (encrypted packages).
"""

from __future__ import annotations

import io
import re
import zipfile

from lianxin.kernel.decision import Allowed, Decision, Denied

from .threats import EICAR, VIRUS

_MOST_PARTS = 4000
_MOST_INFLATED = 300 * 1024 * 1024
_MOST_OF_ONE = 120 * 1024 * 1024
_STEP = 1024 * 1024
_END_RECORD = 22  # bytes of an archive's end without a comment
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = {
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
_MACRO = re.compile(r"(^|/)(vba(project|data)[^/]*|macrosheets/.*|.*\.bas)$", re.I)
_OBJECT = re.compile(r"(^|/)(embeddings/.*|activex/.*|oleobject[^/]*)$", re.I)
_ODD_NAME = re.compile(r"(^|/)\.\.(/|$)|^/|\\|\x00")
#: outside targets that are fetched without being asked; ordinary links (hyperlink) are not among them
_FETCHES = re.compile(
    rb"<Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External)(?=[^>]*/(attachedTemplate|oleObject|frame|subDocument"
    rb"|externalLinkPath|image|video|audio|xlExternalLinkPath/\w+)[\"'])",
    re.I,
)
_DDE = re.compile(rb"\bDDE(AUTO)?\b[\s\"&]|<ddeLink\b", re.I)
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_AGAIN = "请另存为普通的 .docx 或 .xlsx，或另存为 PDF 后再上传。"


def looks_like(head: bytes) -> bool:
    """A ZIP or an old compound file: worth a look by `kind_of`."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", _CFB[:4]))


def kind_of(data: bytes) -> str | Denied:
    """``docx`` or ``xlsx`` after everything was checked, or a refusal in plain words."""
    if data.startswith(_CFB[:4]):
        if "EncryptedPackage".encode("utf-16-le") in data:
            return _no("这个文件设了密码，无法检查。", "file_locked", "请去掉密码后再上传。")
        return _no("这是旧版 Office 文件，可能带有宏。", "file_type", _AGAIN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            verdict = _outside(archive, data)
            return verdict if isinstance(verdict, Denied) else _inside(archive)
    # what zipfile raises for bytes that are no package: torn directory, sizes past its limits, unknown compression,
    # encryption, positions outside the file, names that are no text
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        return _no("这个文件已经损坏，打不开。", "file_broken", "请重新导出或重新保存后再上传。")
    except Exception as error:  # zlib and lzma raise classes of their own for damaged data
        if type(error).__name__ in {"error", "LZMAError", "EOFError"}:
            return _no("这个文件已经损坏，打不开。", "file_broken", "请重新导出或重新保存后再上传。")
        raise


def _outside(archive: zipfile.ZipFile, data: bytes) -> Decision:
    """What the directory of the archive says, before anything is inflated."""
    parts = archive.infolist()
    behind = data.rfind(b"PK\x05\x06") + _END_RECORD != len(data)
    if behind or archive.comment or min((part.header_offset for part in parts), default=1) != 0:
        return _no("这个文件前后夹带了别的内容。", "file_mixed", _AGAIN)
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_INFLATED:
        return _no("这个文件展开后太大，可能是压缩炸弹。", "file_bomb", _AGAIN)
    names = [part.filename for part in parts]
    if len(set(names)) != len(names) or any(_ODD_NAME.search(name) for name in names):
        return _no("这个文件的内部结构不对。", "file_odd", _AGAIN)
    if any(part.flag_bits & 1 for part in parts):
        return _no("这个文件设了密码，无法检查。", "file_locked", "请去掉密码后再上传。")
    if any(_MACRO.search(name) for name in names):
        return _no("这个文件里有宏程序，为了大家的安全不能上传。", "file_macro", _AGAIN)
    if any(_OBJECT.search(name) for name in names):
        return _no("这个文件里嵌入了别的文件或控件，不能上传。", "file_active", "请删去嵌入的对象，或" + _AGAIN[1:])
    if "[Content_Types].xml" not in names:
        return _no("这是普通压缩包，不能直接上传。", "file_type", "请把里面的文件单独上传。")
    return Allowed()


def _inside(archive: zipfile.ZipFile) -> str | Denied:
    """Every part, inflated with an eye on the sum: the directory may have lied."""
    total, kind = 0, ""
    for part in archive.infolist():
        content = _inflate(archive, part, _MOST_INFLATED - total)
        if content is None:
            return _no("这个文件展开后太大，可能是压缩炸弹。", "file_bomb", _AGAIN)
        total += len(content)
        if EICAR in content:
            return VIRUS
        name = part.filename.lower()
        if name == "[content_types].xml":
            if b"macroEnabled" in content or b"vbaProject" in content:
                return _no("这个文件里有宏程序，为了大家的安全不能上传。", "file_macro", _AGAIN)
            kind = next((kind for kind, main in _MAIN.items() if main in content), "")
        elif name.endswith(".rels") and _FETCHES.search(content):
            return _no("这个文件会从网上取别的内容。", "file_active", _AGAIN)
        elif name.endswith(".xml") and (b"<!DOCTYPE" in content[:4096] or _DDE.search(content)):
            return _no("这个文件里有会自己执行的指令。", "file_active", _AGAIN)
    return kind or _no("这不是 Word 或 Excel 文件。", "file_type", "可以上传 PDF、.docx 和 .xlsx。")


def _inflate(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes | None:
    """The content; None when it is more than is left."""
    most = min(left, _MOST_OF_ONE)
    pieces: list[bytes] = []
    size = 0
    with archive.open(part) as stream:
        while piece := stream.read(_STEP):
            size += len(piece)
            if size > most:
                return None
            pieces.append(piece)
    return b"".join(pieces)


def _no(reason: str, code: str, remedy: str) -> Denied:
    return Denied(reason, code=code, remedy=remedy, field="files")
