"""Files that are two things at once, and the string by which virus scanners are tried out.

A picture is drawn anew and loses whatever hung on it. Still it is refused when something hangs on it that
wants to be run or unpacked: whoever sent it should know, and so should whoever received it.
"""

from __future__ import annotations

import re

from lianxin.kernel.decision import Allowed, Decision, Denied

#: the test string of the European Institute for Computer Antivirus Research, in two parts so that no scanner
#: of a developer's machine takes this file away
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
VIRUS = Denied(
    "这个文件带有病毒特征，没有收下。",
    code="file_virus",
    remedy="请先用杀毒软件检查这台电脑或手机。",
    field="files",
)
#: long enough not to occur by chance in compressed data
_ACTIVE = re.compile(rb"<script[\s>/]|<\?php|<!doctype\s+html|<html[\s>]|<iframe[\s>]|<svg[\s>]|#EXTM3U", re.I)
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 65_600
#: a GIF whose width reads "/*" begins a comment for whoever runs it as a script
_GIF_COMMENT = re.compile(rb"GIF8[79]a/\*")


def virus_in(data: bytes) -> Decision:
    """Refused when the test string of the virus scanners stands anywhere in it."""
    return VIRUS if EICAR in data else Allowed()


def second_nature(data: bytes, kind: str) -> Decision:
    """Refused when a picture or a PDF is a page, a script, a playlist or an archive as well."""
    if _ZIP_END in data[-_ZIP_TAIL:]:
        return _mixed(kind, "一个压缩包")
    if _GIF_COMMENT.match(data):
        return _mixed(kind, "脚本程序")
    if kind == "pdf":
        # what stands inside compressed streams is no page; text outside of them or after the end is
        data = re.sub(rb"stream\r?\n.*?endstream", b"", data, flags=re.S)
    if _ACTIVE.search(data):
        return _mixed(kind, "网页或脚本程序")
    return Allowed()


def _mixed(kind: str, what: str) -> Denied:
    name, remedy = ("这个 PDF", "请用“打印为 PDF”的方式重新生成一份") if kind == "pdf" else ("这张图片", "请截一张图")
    return Denied(f"{name}里还藏着{what}，没有收下。", code="file_mixed", remedy=f"{remedy}再上传。", field="files")
