"""The code on the wall of the room: another one every half minute, and nothing but the room can show it.

HMAC-SHA256 over gathering and time slot under the key of the house (RFC 2104). Whoever scans it within the present or
the previous slot was where it is shown; neither place nor device is asked for or kept.
"""

from __future__ import annotations

import base64
import hmac
from datetime import datetime

import segno
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString, mark_safe

#: seconds that one code is shown
SLOT = 30
#: how many slots back a code is still taken: somebody opens the camera while the code changes
BACK = 1
_BYTES = 12
_SALT = "lianxin.gatherings.room"


def slot_of(now: datetime) -> int:
    """Number of the half minute."""
    return int(now.timestamp()) // SLOT


def code_of(gathering_id: int, now: datetime, *, back: int = 0) -> str:
    """The code of a slot: 16 characters of base64url."""
    text = f"{gathering_id}:{slot_of(now) - back}"
    digest = salted_hmac(_SALT, text, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:_BYTES]).decode()


def is_shown(gathering_id: int, code: str, now: datetime) -> bool:
    """True for the code of the present and of the previous slot; compared in constant time."""
    codes = [code_of(gathering_id, now, back=back) for back in range(BACK + 1)]
    return any(hmac.compare_digest(code.encode(), known.encode()) for known in codes)


def seconds_left(now: datetime) -> int:
    """Until the next code, at least one."""
    return SLOT - int(now.timestamp()) % SLOT


def address(gathering_id: int, now: datetime) -> str:
    """What the code leads to."""
    return f"{settings.SITE_URL}/me/gatherings/{gathering_id}/here/{code_of(gathering_id, now)}/"


def drawing(gathering_id: int, now: datetime) -> SafeString:
    """The code as SVG for a page, dark on white with its quiet zone."""
    made = segno.make(address(gathering_id, now), error="m", micro=False)
    svg: str = made.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return mark_safe(svg)  # noqa: S308 - drawn by segno from our own address
