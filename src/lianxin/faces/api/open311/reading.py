"""Arguments of a GeoReport query, each refused with a sentence that says what would be right.

An empty argument counts as one that was not given (specification, "Optional Arguments").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import by_code
from lianxin.voice.letters.queries.machines import Wanted

from .formats import Problem

#: "default query limit is a span of 90 days or first 1000 requests" of the specification
WIDEST, MOST = 90, 1000
SPAN = timedelta(WIDEST)
#: nobody leafs further; a later start_date leads on
DEEPEST = 100_000
#: the largest number that a key of the database holds
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Query:
    """What was asked, and which part of the answer."""

    wanted: Wanted
    page: int = 1
    size: int = MOST
    extended: bool = True

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.size


def query_of(data: Mapping[str, str]) -> Query:
    """Read the arguments of GET requests. Raises `Problem`."""
    page, size = _paging(data)
    more = extended(data)
    area = jurisdiction(data)
    if data.get("service_request_id"):
        return Query(Wanted(ids=identifiers(data["service_request_id"])), page, size, more)
    changed = moment(data, "updated_after")
    since, until = span(data, default=changed is None)
    wanted = Wanted(
        codes=_parts(data.get("service_code", "")),
        closed=_closed(data.get("status", "")),
        since=since,
        until=until,
        changed_after=changed,
        area=area,
    )
    return Query(wanted, page, size, more)


def updates_query_of(data: Mapping[str, str]) -> Query:
    """Read the arguments of GET servicerequestupdates. Raises `Problem`."""
    page, size = _paging(data)
    area = jurisdiction(data)
    ids = identifiers(data["service_request_id"]) if data.get("service_request_id") else []
    since, until = span(data, default=not ids)
    return Query(Wanted(ids=ids, since=since, until=until, area=area), page, size)


def extended(data: Mapping[str, str]) -> bool:
    """Whether `extended_attributes` are wanted; ``extensions=false`` gives the bare specification."""
    return data.get("extensions", "").lower() != "false"


def jurisdiction(data: Mapping[str, str]) -> Organisation | None:
    """The organisation of `jurisdiction_id`; None when it was not given (then everything is meant)."""
    code = data.get("jurisdiction_id", "")
    if not code:
        return None
    found = by_code(code[:40]) if code.isprintable() else None
    if found is None:
        raise Problem(404, f"jurisdiction_id “{code[:40]}” was not found; use the code of an organisation")
    return found


def identifiers(text: str) -> list[int]:
    """Comma separated service_request_id; what cannot be one is kept as an id that nothing has."""
    parts = _parts(text)
    if len(parts) > MOST:
        raise Problem(400, f"service_request_id: at most {MOST} at once")
    return [identifier(part) for part in parts] or [0]


def identifier(text: str) -> int:
    """A service_request_id as a key; 0, which nothing has, for text that is none."""
    known = text.isascii() and text.isdigit() and len(text) <= len(str(_LARGEST)) and int(text) <= _LARGEST
    return int(text) if known else 0


def span(data: Mapping[str, str], *, default: bool) -> tuple[datetime | None, datetime | None]:
    """(start_date, end_date), at most `SPAN` apart; the missing one is reckoned from the other."""
    since, until = moment(data, "start_date"), moment(data, "end_date")
    if since is None and until is None:
        return (timezone.now() - SPAN, None) if default else (None, None)
    try:
        until = until or (since or timezone.now()) + SPAN
        since = since or until - SPAN
    except OverflowError:
        raise Problem(400, "start_date, end_date: out of range") from None
    if until < since:
        raise Problem(400, "end_date lies before start_date")
    if until - since > SPAN:
        raise Problem(400, f"start_date and end_date may not span more than {SPAN.days} days")
    return since, until


def moment(data: Mapping[str, str], name: str) -> datetime | None:
    """An ISO 8601 moment with its zone, e.g. ``2026-01-01T00:00:00Z``; a plus sign may have become a blank."""
    text = data.get(name, "").strip()
    if not text:
        return None
    try:
        found = parse_datetime(text.replace(" ", "+") if text.count("T") else text)
        # far ends of the calendar have no moment in every zone
        known = found is not None and timezone.is_aware(found) and found.astimezone(timezone.get_current_timezone())
    except (ValueError, OverflowError):
        known = False
    if not known:
        raise Problem(400, f"{name}: use ISO 8601 with the time zone, for example 2026-01-01T00:00:00Z")
    return found


def _closed(text: str) -> bool | None:
    words = set(_parts(text.lower()))
    if words - {"open", "closed"}:
        raise Problem(400, "status: open or closed")
    return None if len(words) != 1 else words == {"closed"}


def _paging(data: Mapping[str, str]) -> tuple[int, int]:
    page, size = _number(data, "page", 1, DEEPEST), _number(data, "page_size", MOST, MOST)
    if page * size > DEEPEST and page > 1:
        raise Problem(400, f"page: beyond {DEEPEST} rows; ask by start_date and end_date instead")
    return page, size


def _number(data: Mapping[str, str], name: str, default: int, most: int) -> int:
    text = data.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < len(str(_LARGEST)) and 1 <= int(text) <= most):
        raise Problem(400, f"{name}: a whole number from 1 to {most}")
    return int(text)


def _parts(text: str) -> list[str]:
    return [part.strip()[:80] for part in text.replace("\x00", "").split(",") if part.strip()]
