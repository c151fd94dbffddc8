"""Dates, spans and numbers in the words that people use. Plain Python apart from the local time zone."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

WEEK = "一二三四五六日"


def local(value: datetime | date) -> datetime | date:
    """An aware datetime in the installation's time zone; dates and naive datetimes are kept."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def cn_date(value: datetime | date | None) -> str:
    """``11月14日``; the year stands in front when it is not this year's. Empty for None."""
    if not value:
        return ""
    day = local(value)
    text = f"{day.month}月{day.day}日"
    return text if day.year == timezone.localdate().year else f"{day.year}年{text}"


def cn_datetime(value: datetime | date | None) -> str:
    """``11月14日 19:42``; a plain date has no time to show."""
    if not value:
        return ""
    moment = local(value)
    if not isinstance(moment, datetime):
        return cn_date(moment)
    return f"{cn_date(value)} {moment:%H:%M}"


def cn_weekday(value: datetime | date | None) -> str:
    """``周六``."""
    return f"周{WEEK[local(value).weekday()]}" if value else ""


def workdays(value: float | None) -> str:
    """``3 个工作日``; the number of days without a sign. Empty for None."""
    return "" if value is None else f"{abs(round(value))} 个工作日"


def days(value: float | None) -> str:
    """``3 天``, ``4.5 天``."""
    if value is None:
        return ""
    return f"{value:.1f}".rstrip("0").rstrip(".") + " 天"


def days_left(value: int | None, unit: str = "天") -> str:
    """``还剩 3 天``, ``今天到期``, ``已超 2 天``. unit: ``"天"`` or ``"个工作日"``."""
    if value is None:
        return ""
    if value == 0:
        return "今天到期"
    return f"还剩 {value} {unit}" if value > 0 else f"已超 {-value} {unit}"


def tone_left(value: int | None, soon: int = 2) -> str:
    """Colour name for days left: ``late`` when over, ``wait`` when at most `soon`, else ``info``."""
    if value is None:
        return ""
    if value < 0:
        return "late"
    return "wait" if value <= soon else "info"


def number(value: float | None) -> str:
    """``1,284``; a dash for None, since nothing counted is not zero."""
    if value is None:
        return "—"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}".removesuffix(".0")


def percent(value: float | None) -> str:
    """Share 0..1 as ``97%``; never rounded up to 100 % nor down to 0 % when it is not."""
    if value is None:
        return "—"
    shown = round(value * 100)
    if shown == 100 and value < 1:
        return "99%+"
    if shown == 0 and value > 0:
        return "不到 1%"
    return f"{shown}%"


def file_size(value: int | None) -> str:
    """``812 KB``, ``2.4 MB``."""
    if value is None:
        return ""
    if value < 1024 * 1024:
        return f"{max(1, round(value / 1024))} KB"
    return f"{value / 1024 / 1024:.1f} MB"
