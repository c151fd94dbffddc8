"""One interview as iCalendar (RFC 5545); a cancelled one vanishes from the phones that had it."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from lianxin.membership.gatherings.calendar_file import escape, fold

from .models import Interview


def event(talk: Interview) -> bytes:
    """A VCALENDAR with one event, times in UTC."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lianxin//talks//ZH", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:talk-{talk.pk}@{host}", f"DTSTAMP:{_utc(timezone.now())}", f"DTSTART:{_utc(talk.starts_at)}",
        f"DTEND:{_utc(talk.ends_at)}", f"SEQUENCE:{talk.revision}", f"SUMMARY:{escape(f'在线访谈：{talk.subject}')}",
        f"LOCATION:{escape(talk.venue)}", f"URL:{settings.SITE_URL}{talk.get_absolute_url()}",
        f"STATUS:{'CANCELLED' if talk.state in ('cancelled', 'postponed') else 'CONFIRMED'}", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return b"".join(part + b"\r\n" for line in lines for part in fold(line))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
