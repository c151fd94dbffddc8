"""When something may leave the house: quiet hours, the hour of the digest, working days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from lianxin.foundation.calendars.queries import calendar_for


def _setting(name: str, default: str) -> time:
    return time.fromisoformat(getattr(settings, name, default))


def digest_hour() -> time:
    """When the collected matters of a day are sent (NOTICES_DIGEST, default 08:30)."""
    return _setting("NOTICES_DIGEST", "08:30")


def quiet_hours() -> tuple[time, time]:
    """Between these two times only urgent matters leave (NOTICES_QUIET_FROM/_UNTIL, 22:00 to 07:00)."""
    return _setting("NOTICES_QUIET_FROM", "22:00"), _setting("NOTICES_QUIET_UNTIL", "07:00")


def is_quiet(moment: datetime) -> bool:
    """True inside the quiet hours."""
    clock = timezone.localtime(moment).time()
    start, end = quiet_hours()
    return start <= clock < end if start <= end else clock >= start or clock < end


def earliest(now: datetime, *, urgent: bool, digest: bool, working: bool = False, org_path: str = "") -> datetime:
    """The first moment at which a message may be sent, `now` itself when nothing speaks against it.

    urgent beats everything. digest waits for the hour of the digest. working waits for a working day
    of the organisation.
    """
    if urgent:
        return now
    moment = _next_at(now, digest_hour()) if digest else _after_quiet(now)
    return _on_working_day(moment, org_path) if working else moment


def still_waits(now: datetime, *, urgent: bool, working: bool, org_path: str) -> datetime | None:
    """For a message that is due: the later moment it must wait for after all, or None to send it now.

    A worker that was away for days and comes back at night or on a Sunday must not wake anybody.
    """
    if urgent:
        return None
    moment = _after_quiet(now)
    moment = _on_working_day(moment, org_path) if working else moment
    return moment if moment > now else None


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))


def _next_at(now: datetime, clock: time) -> datetime:
    today = _at(timezone.localdate(now), clock)
    return today if today >= now else _at(timezone.localdate(now) + timedelta(days=1), clock)


def _after_quiet(now: datetime) -> datetime:
    return _next_at(now, quiet_hours()[1]) if is_quiet(now) else now


def _on_working_day(moment: datetime, org_path: str) -> datetime:
    calendar = calendar_for(org_path)
    day = timezone.localdate(moment)
    if calendar.is_workday(day):
        return moment
    return _at(calendar.add_workdays(day, 1), digest_hour())
