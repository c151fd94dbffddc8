"""Gatherings as iCalendar (RFC 5545): CRLF, lines folded at 75 octets, text escaped, times in UTC, stable UIDs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from .models import Gathering

_WIDE = 75
#: what a calendar shows where nobody wrote when it ends
_LENGTH = timedelta(hours=1)


def calendar(gatherings: Iterable[Gathering], now: datetime) -> bytes:
    """A VCALENDAR. Called off ones stay in it as CANCELLED, so that they vanish from phones that had them."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lianxin//gatherings//ZH", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             "X-WR-CALNAME:组织生活", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]  # fmt: skip
    for one in gatherings:
        lines += _event(one, now)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in fold(line))


def _event(one: Gathering, now: datetime) -> list[str]:
    end = one.ends_at or one.starts_at + _LENGTH
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return [
        "BEGIN:VEVENT", f"UID:gathering-{one.pk}@{host}", f"DTSTAMP:{_utc(now)}", f"DTSTART:{_utc(one.starts_at)}",
        f"DTEND:{_utc(end)}", f"SEQUENCE:{one.revision}", f"SUMMARY:{escape(f'{one.get_kind_display()}：{one.title}')}",
        f"LOCATION:{escape(one.venue)}", f"URL:{settings.SITE_URL}/me/gatherings/{one.pk}/",
        f"STATUS:{'CANCELLED' if one.state == 'cancelled' else 'CONFIRMED'}", "END:VEVENT",
    ]  # fmt: skip


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escape(text: str) -> str:
    """TEXT of 3.3.11: backslash, semicolon, comma, line break."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        text = text.replace(sign, written)
    return text


def fold(line: str) -> Iterator[bytes]:
    """Pieces of at most 75 octets (3.1); the later ones begin with a blank, and no character is torn apart."""
    piece = b""
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > _WIDE:
            yield piece
            piece = b" "
        piece += octets
    yield piece
