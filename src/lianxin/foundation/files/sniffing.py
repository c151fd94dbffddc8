"""What a file is, told from its first bytes. Its name and the browser's claim are not asked."""

from __future__ import annotations

from lianxin.kernel.decision import Denied

PICTURES = ("jpeg", "png", "webp", "gif")
#: what a browser is asked for. Named one by one: an iPhone turns its HEIC photos into JPEG for such a list,
#: but may hand them over as they are for a bare ``image/*``
MEDIA_TYPES = tuple(f"image/{kind}" for kind in PICTURES)
ACCEPTED = "可以上传 JPG、PNG、WebP、GIF 图片或 PDF 文件。"

_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"#!", b"dex\n")
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")


def kind_of(head: bytes) -> str | Denied:
    """``jpeg``, ``png``, ``webp``, ``gif`` or ``pdf`` from the first 512 bytes, or a refusal in plain words."""
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return "gif"
    if head.startswith(b"%PDF-"):
        return "pdf"
    return _unwelcome(head)


def _unwelcome(head: bytes) -> Denied:
    """The refusal that names what the file really is, so that the person can help themselves."""
    if not head:
        return _no("这个文件是空的。", "请重新选择文件。")
    if head[4:8] == b"ftyp":
        if head[8:12] in _HEIC:
            return _no(
                "这张照片是 HEIC 或 AVIF 格式，别人的手机和电脑多半打不开，平台不能收。",
                "苹果手机：请用手机自带的浏览器打开本页，从“照片”里重新选一次，会自动转成 JPG；"
                "还是不行，就打开这张照片截一张图再传。以后想省事，可以在“设置—相机—格式”里选“兼容性最佳”。"
                "安卓手机：请在相机设置里关掉“高效图片”后重拍，或者截一张图再传。",
            )
        return _no("这是视频或音频文件，暂时不能上传。", ACCEPTED)
    if head.startswith(_PROGRAMS):
        return _no("这是可执行程序，不能上传。", ACCEPTED)
    if head.startswith(_ARCHIVES):
        return _no("这是压缩包或 Office 文档，不能直接上传。", "请把里面的图片单独上传，文档请另存为 PDF。")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _no("这是旧版 Office 文档，不能直接上传。", "请另存为 PDF 后再上传。")
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return _no("这是网页或矢量图（SVG）文件，不能上传。", "请截图或另存为 PNG 图片后再上传。")
    return _no("认不出这个文件的类型。", ACCEPTED)


def _no(reason: str, remedy: str) -> Denied:
    return Denied(reason, code="file_type", remedy=remedy, field="files")
