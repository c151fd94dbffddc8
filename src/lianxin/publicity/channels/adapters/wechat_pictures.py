"""Pictures inside a WeChat article: the platform shows only those that were uploaded to it (media/uploadimg)."""

from __future__ import annotations

import html
import re

from .. import sources
from ..text import Text
from .base import GivenUp, Sending
from .wechat_api import Api

#: what the call takes: JPEG or PNG up to one megabyte
LIMIT = 1024 * 1024
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SOURCE = re.compile(r"""\ssrc=(["'])(.*?)\1""", re.IGNORECASE)
_ALT = re.compile(r"""\salt=(["'])(.*?)\1""", re.IGNORECASE)


def with_uploaded(api: Api, sending: Sending) -> str:
    """The body with every picture at the platform's own address; one that cannot be had becomes its description.

    What was uploaded stands in ``steps["pictures"]``, so that a second attempt uploads nothing again.
    """
    known: dict[str, str] = sending.steps.setdefault("pictures", {})
    for tag in _PICTURE.findall(sending.text.body_html):
        address = source_of(tag)
        if address not in known:
            known[address] = _upload(api, sending.text, address)
            sending.save()
    return _PICTURE.sub(lambda m: _shown(m[0], known.get(source_of(m[0]), "")), sending.text.body_html)


def source_of(tag: str) -> str:
    """The ``src`` of a tag."""
    found = _SOURCE.search(tag)
    return html.unescape(found[2]) if found else ""


def _upload(api: Api, text: Text, address: str) -> str:
    raw = sources.picture(text.thing, address)
    if raw is None or len(raw) > LIMIT:
        return ""
    kind = "png" if raw.startswith(b"\x89PNG") else "jpeg"
    try:
        answer = api.call("media/uploadimg", files={"media": (f"picture.{kind}", raw, f"image/{kind}")})
    except GivenUp:
        return ""  # this one picture is refused; the words still go out
    return str(answer["url"])


def _shown(tag: str, address: str) -> str:
    found = _ALT.search(tag)
    words = found[2] if found else ""  # stands escaped in the tag already
    if not address:
        return f"<span>【图片：{words}】</span>" if words else ""
    return f'<img src="{html.escape(address, quote=True)}" alt="{words}">'
