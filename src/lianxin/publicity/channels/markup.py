"""HTML that leaves the house: absolute addresses, and the signature of the organisation (C01)."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from django.utils.html import escape, format_html, strip_tags

from .text import Text

_LINK = re.compile(r"""(\s(?:src|href|poster)=)(["'])([^"']*)\2""", re.IGNORECASE)

_SIZES = re.compile(r"""\s(?:srcset|sizes|loading)=(["'])[^"']*\1""", re.IGNORECASE)


def absolute(html: str, base: str) -> str:
    """The same HTML with every relative address of a picture or link made absolute; one size of each picture."""
    return _LINK.sub(lambda m: f"{m[1]}{m[2]}{urljoin(base, m[3])}{m[2]}", _SIZES.sub("", html))


def signed_html(html: str, text: Text, signature: str) -> str:
    """The body with its source and who says it at the end; a correction stands first (M06)."""
    if text.correction:
        html = f"{format_html('<p><strong>更正说明：</strong>{}</p>', text.correction)}{html}"
    tail = format_html(
        '<p>来源：{}</p><p>发布：{}</p><p>原文：<a href="{}">{}</a></p>', text.source, signature, text.url, text.url
    )
    return f"{html}{tail}"


def plain(html: str) -> str:
    """Words of the HTML for readers without it; one paragraph a line."""
    broken = re.sub(r"(?i)</(p|li|h\d|div|blockquote)>|<br\s*/?>", "\n", html)
    lines = (" ".join(line.split()) for line in strip_tags(broken).splitlines())
    return "\n\n".join(line for line in lines if line).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


def mail_html(text: Text, signature: str, leave: str) -> str:
    """A letter that shows in any mail program: no script, no counting picture (B02)."""
    body = signed_html(absolute(text.body_html, text.url), text, signature)
    foot = format_html('<hr><p><small>您订阅了{}的邮件简报。<a href="{}">一键退订</a></small></p>', signature, leave)
    return f'<!doctype html><html lang="zh-CN"><body><h1>{escape(text.headline)}</h1>{body}{foot}</body></html>'
