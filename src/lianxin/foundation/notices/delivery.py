"""Working off the outbox: claim, send outside any transaction, close.

Two workers never send the same message: a row is claimed by a conditional UPDATE that only one of
them can win, and closed only by the holder of the claim. The claim ends after `LEASE`, so that the
message of a worker that died is taken up by another. One window remains by nature: a worker that
dies after the mail server took the message and before the row was closed causes a repetition with the
same Message-ID (at least once towards SMTP). Within the database it is exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import ScopedQuerySet

from . import schedule
from .channels.base import CHANNELS, Message, Undeliverable
from .models import Delivery
from .queries import due
from .still import out_of_reach

#: longer than any channel may take for one message
LEASE = timedelta(minutes=5)
#: minutes to wait after each failed attempt; after the last one the message is given up
WAITS = (1, 5, 30, 120, 360, 720)
BATCH = 100
DIGEST_LINES = 50


@dataclass(slots=True)
class Report:
    """What one round did, in deliveries."""

    sent: int = 0
    skipped: int = 0
    later: int = 0
    failed: int = 0


def deliver_due(limit: int = 2000) -> Report:
    """Send everything that is due, at most `limit` rows; may run in several processes at once."""
    report, seen = Report(), 0
    while seen < limit:
        rows = list(due()[:BATCH].select_related("notice__person"))
        if not rows:
            break
        seen += len(rows)
        for group in _groups(rows):
            _deliver(group, report)
    return report


def _groups(rows: Iterable[Delivery]) -> list[list[Delivery]]:
    """Rows that leave together: those for the digest of one person, every other one alone."""
    groups: dict[tuple[object, ...], list[Delivery]] = {}
    for row in rows:
        together = row.digest and row.notice is not None
        name = (row.channel, row.notice.person_id) if together and row.notice else ("alone", row.pk)
        groups.setdefault(name, []).append(row)
    return [g[i : i + DIGEST_LINES] for g in groups.values() for i in range(0, len(g), DIGEST_LINES)]


def _deliver(group: list[Delivery], report: Report) -> None:
    group, waiting = _held_back(group, moment.now())
    report.later += waiting
    mine, token = claim(group, timezone.now())  # a lease is a matter of the clock on the wall
    gone = out_of_reach(d.notice for d in mine if d.notice)  # at the last moment: nothing leaves for who keeps away now
    needless = [d for d in mine if _needless(d) or d.notice_id in gone]
    report.skipped += close(needless, token, "skipped")
    rows = [d for d in mine if d not in needless]
    if not rows:
        return
    try:
        CHANNELS[rows[0].channel].send(compose(rows))
    except Undeliverable as refused:
        report.failed += close(rows, token, "failed", str(refused))
    except Exception as problem:  # noqa: BLE001, RUF100 - whatever a channel raises means "later again"
        for row in rows:
            _postpone(row, token, problem, report)
    else:
        report.sent += close(rows, token, "sent")


def _held_back(group: list[Delivery], now: datetime) -> tuple[list[Delivery], int]:
    """Put off what may not leave at this hour or on this day; returns the rest and how many wait."""
    go: list[Delivery] = []
    for row in group:
        later = schedule.still_waits(now, urgent=row.urgent, working=row.working, org_path=row.org_path)
        if later is None:
            go.append(row)
        else:
            _rows([row]).filter(state="waiting").update(next_try_at=later)
    return go, len(group) - len(go)


def claim(group: list[Delivery], now: datetime) -> tuple[list[Delivery], str]:
    """Take rows for this worker alone; returns those that it got and the word that proves it."""
    token = uuid4().hex
    mine = []
    for row in group:
        free = _rows([row]).filter(state="waiting", next_try_at=row.next_try_at, claim=row.claim)
        if free.update(claim=token, next_try_at=now + LEASE, attempts=F("attempts") + 1):
            row.attempts += 1
            mine.append(row)
    return mine, token


def close(rows: list[Delivery], token: str, state: str, error: str = "") -> int:
    """End rows whose claim is still held. What was sent to an address keeps neither address nor text."""
    if not rows:
        return 0
    held = _rows(rows).filter(claim=token, state="waiting")
    values: dict[str, object] = {"state": state, "claim": "", "last_error": error[:200]}
    if state == "sent":
        values["sent_at"] = moment.now()
    if state != "failed":
        values |= {"address": "", "body": "", "title": ""}
    return int(held.update(**values))


def _postpone(row: Delivery, token: str, problem: Exception, report: Report) -> None:
    # the kind of the problem only: its text may hold an address
    error = f"{type(problem).__name__} {getattr(problem, 'smtp_code', '')}".strip()
    if row.attempts > len(WAITS):
        report.failed += close([row], token, "failed", error)
        return
    again = moment.now() + timedelta(minutes=WAITS[row.attempts - 1])
    held = _rows([row]).filter(claim=token, state="waiting")
    report.later += held.update(claim="", next_try_at=again, last_error=error[:200])


def _needless(row: Delivery) -> bool:
    """Read inside the site before the mail left: no need to tell it again."""
    return row.notice is not None and row.notice.read_at is not None and not row.urgent


def _rows(rows: list[Delivery]) -> ScopedQuerySet[Delivery]:
    return Delivery.objects.unscoped("the outbox is worked off for everybody").filter(pk__in=[r.pk for r in rows])


def compose(rows: list[Delivery]) -> Message:
    """The message of one delivery, or the digest of several."""
    first = rows[0]
    address = first.notice.person.email if first.notice else first.address
    if len(rows) == 1:
        title, text = _content(first)
        return Message(first.key, address, title, _foot(text, first))
    lines = [f"{number}. {_line(row)}" for number, row in enumerate(rows, 1)]
    text = "\n\n".join(["您好，以下事项请您留意：", *lines])
    return Message(
        f"digest:{first.key}:{len(rows)}", address, f"{settings.SITE_NAME}：{len(rows)} 条通知", _foot(text, first)
    )


def _content(row: Delivery) -> tuple[str, str]:
    source = row.notice or row
    link = f"{settings.SITE_URL}{source.url}" if source.url else ""
    return source.title, "\n\n".join(part for part in (source.body, link) if part)


def _line(row: Delivery) -> str:
    title, text = _content(row)
    return f"{title}\n{text}" if text else title


def _foot(text: str, row: Delivery) -> str:
    tail = (
        f"在这里可以调整通知方式：{settings.SITE_URL}/me/notices/settings/"
        if row.notice
        else "这封邮件由系统发出，请不要直接回复。"
    )
    return f"{text}\n\n——\n{settings.SITE_NAME}\n{tail}\n"
