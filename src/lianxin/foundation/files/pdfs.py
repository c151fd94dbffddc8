"""PDF files are looked through before they are kept: whole, readable, and without programs inside.

A PDF is kept byte for byte (a signed or stamped document must stay what it was), so everything that
acts by itself is refused: scripts, started programs, embedded files, forms of the XFA kind. Names may be
written with ``#xx`` escapes and may hide in compressed object streams; both are undone first.
Source: ISO 32000-1, 7.3.5 (names), 7.5.7 (object streams), 12.6.4 (actions).
"""

from __future__ import annotations

import re
import zlib

from lianxin.kernel.decision import Allowed, Decision, Denied

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)
_ESCAPED = re.compile(rb"/[^\s/<>\[\]()%]*#[0-9A-Fa-f]{2}[^\s/<>\[\]()%]*")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_HEADER = re.compile(rb"%PDF-[12]\.\d")
#: short names may occur by chance inside compressed pictures, so they are asked only outside streams
_END = rb"(?![A-Za-z0-9])"
_LONG = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|ImportData)" + _END)
_SHORT = re.compile(rb"/(JS|XFA)" + _END)
_PLAIN_FLATE = re.compile(rb"/Filter\s*(?:\[\s*)?/(?:FlateDecode|Fl)\s*(?:\])?\s*(?=/|>>|$)")
_MOST_INFLATED = 64 * 1024 * 1024
_TAIL = 2048
_LONGEST_HEAD = 16 * 1024

_WORDS = {
    b"JavaScript": "脚本程序",
    b"JS": "脚本程序",
    b"Launch": "启动其他程序的指令",
    b"EmbeddedFile": "夹带的文件",
    b"EmbeddedFiles": "夹带的文件",
    b"RichMedia": "多媒体程序",
    b"ImportData": "导入数据的指令",
    b"XFA": "动态表单",
}
_AGAIN = "请用“打印为 PDF”的方式重新生成一份再上传，或改传图片。"


def check(data: bytes) -> Decision:
    """`Allowed`, or a refusal that says in plain words what is wrong with the file."""
    tail = data[-_TAIL:]
    if not _HEADER.match(data) or b"%%EOF" not in tail or b"startxref" not in tail:
        return _no("这个 PDF 不完整，打不开。", "file_broken", "请重新导出或重新扫描后再上传。")
    if b"PK\x05\x06" in data[-65_600:]:
        return _no("这个 PDF 里还藏着一个压缩包。", "file_mixed", _AGAIN)
    bare = _without_escapes(_STREAM.sub(b" stream endstream ", data))
    if re.search(rb"/Encrypt" + _END, bare):
        return _no("这个 PDF 设了密码或使用限制，无法检查。", "file_locked", "请去掉密码后再上传。")
    hidden = _object_streams(data)
    if isinstance(hidden, Denied):
        return hidden
    whole = _without_escapes(data)
    found = _LONG.search(whole) or _SHORT.search(bare) or _LONG.search(hidden) or _SHORT.search(hidden)
    if found:
        return _no(f"这个 PDF 里有{_WORDS[found.group(1)]}，为了大家的安全不能上传。", "file_active", _AGAIN)
    return Allowed()


def _object_streams(data: bytes) -> bytes | Denied:
    """Everything that stands in compressed object streams, inflated and joined."""
    parts: list[bytes] = []
    total = 0
    for match in _STREAM.finditer(data):
        before = _without_escapes(data[max(0, match.start() - _LONGEST_HEAD) : match.start()])
        begin = before.rfind(b"obj")
        if begin < 0:
            return _no("这个 PDF 的内部结构少见，无法检查。", "file_odd", _AGAIN)
        head = before[begin:]
        if not re.search(rb"/ObjStm" + _END, head):
            continue
        if b"/Filter" not in head:
            parts.append(match.group(1))
            continue
        if not _PLAIN_FLATE.search(head) or b"/DecodeParms" in head:
            return _no("这个 PDF 的内部结构少见，无法检查。", "file_odd", _AGAIN)
        try:
            part = zlib.decompressobj().decompress(match.group(1), _MOST_INFLATED - total + 1)
        except zlib.error:
            return _no("这个 PDF 已经损坏，打不开。", "file_broken", _AGAIN)
        total += len(part)
        if total > _MOST_INFLATED:
            return _no("这个 PDF 展开后太大，无法检查。", "file_odd", _AGAIN)
        parts.append(part)
    return _without_escapes(b"\n".join(parts))


def _without_escapes(data: bytes) -> bytes:
    """Names written as ``/J#53`` become ``/JS``."""
    return _ESCAPED.sub(lambda name: _HEX.sub(lambda h: bytes([int(h.group(1), 16)]), name.group()), data)


def _no(reason: str, code: str, remedy: str) -> Denied:
    return Denied(reason, code=code, remedy=remedy, field="files")
