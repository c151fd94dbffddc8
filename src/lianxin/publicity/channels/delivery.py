"""Working off what waits: claim, send outside any transaction, close.

The same discipline as the outbox of notices: a row is claimed by a conditional UPDATE that only one
worker can win, renewed while it works, and closed only by the holder of the claim. What the platform
already did stands in `steps`, so the next attempt goes on where the last one stopped.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import httpx
from django.db.models import F
from django.utils import timezone

from lianxin.foundation.spine.scope import ScopedQuerySet

from . import origin
from .adapters.base import ADAPTERS, GivenUp, Later, Outcome, Sending
from .models import Dispatch, PublicAccount
from .origin import Cancelled

#: longer than any single call of an adapter may take
LEASE = timedelta(minutes=5)
#: minutes to wait after each failed attempt; after the last one the text is given up
WAITS = (1, 5, 30, 120, 360, 720)
#: given up when a platform keeps saying "still at it" for so long
PATIENCE = timedelta(days=2)


class ClaimLost(Exception):  # noqa: N818 - a fact, not an error
    """Another worker has the row."""


@dataclass(slots=True)
class Report:
    """What one round did."""

    sent: int = 0
    later: int = 0
    failed: int = 0


def _row(pk: int) -> ScopedQuerySet[Dispatch]:
    return Dispatch.objects.unscoped("what waits is worked off for every organisation").filter(pk=pk)


def due() -> ScopedQuerySet[Dispatch]:
    """Due, of accounts in use, the one that waits longest first."""
    rows = Dispatch.objects.unscoped("what waits is worked off for every organisation")
    return rows.filter(state="waiting", next_try_at__lte=timezone.now(), account__state="active").order_by(
        "next_try_at", "id"
    )


def deliver_due(limit: int = 200) -> Report:
    """Send everything that is due; may run in several processes at once."""
    report = Report()
    for pk in list(due().values_list("pk", flat=True)[:limit]):
        deliver(pk, report)
    return report


def deliver(pk: int, report: Report | None = None) -> Report:
    """One attempt at one dispatch, when nobody else is at it."""
    report = report or Report()
    token, now = uuid4().hex, timezone.now()
    # every condition on the row itself: one across a join becomes a second look at the same table, which PostgreSQL
    # does not repeat after it waited for another worker's claim, and both would have the row
    working = PublicAccount.objects.unscoped("accounts in use").filter(state="active")
    free = _row(pk).filter(state="waiting", next_try_at__lte=now, account__in=working)
    if not free.update(claim=token, next_try_at=now + LEASE, attempts=F("attempts") + 1):
        return report
    row = _row(pk).select_related("account__organisation", "parcel").get()
    try:
        outcome = _attempt(row, token)
    except ClaimLost:
        return report
    except Cancelled as reason:
        _close(row, token, state="cancelled", last_error=str(reason)[:200])
    except GivenUp as reason:
        report.failed += _close(row, token, state="failed", last_error=str(reason)[:200])
    except Later as reason:
        _later(row, token, reason, report)
    except Exception as problem:  # noqa: BLE001, RUF100 - whatever an adapter raises means "later again"
        _postpone(row, token, problem, report)
    else:
        report.sent += _sent(row, token, outcome)
        origin.follow_up(row)
    return report


def _attempt(row: Dispatch, token: str) -> Outcome:
    """What the adapter makes of it; the text is the one that everybody may read in this moment."""
    found = origin.look(row)
    sending = Sending(
        row.account, row, found.text, row.steps, lambda: _keep(row, token), gone=found.gone,
        still=lambda: not origin.look(row).gone,
    )  # fmt: skip
    adapter = ADAPTERS[row.account.kind]
    if row.purpose == "withdraw":
        sending.dispatch = origin.original(row)
        return _able(adapter.withdraw)(sending)
    if row.purpose == "answer":
        return _able(adapter.answer)(sending, origin.address(row))
    return adapter.send(sending)


def _able(call: Callable[..., Outcome] | None) -> Callable[..., Outcome]:
    if call is None:
        raise GivenUp("这个平台不支持这样做")
    return call


def _keep(row: Dispatch, token: str) -> None:
    held = _row(row.pk).filter(claim=token, state="waiting")
    if not held.update(steps=row.steps, next_try_at=timezone.now() + LEASE):
        raise ClaimLost


def _close(row: Dispatch, token: str, **values: object) -> int:
    return int(_row(row.pk).filter(claim=token, state="waiting").update(claim="", steps=row.steps, **values))


def _sent(row: Dispatch, token: str, outcome: Outcome) -> int:
    return _close(
        row, token, state="sent", sent_at=timezone.now(), last_error="", remote_id=outcome.remote_id[:120],
        remote_url=outcome.url[:500], receivers=outcome.receivers,
    )  # fmt: skip


def _later(row: Dispatch, token: str, reason: Later, report: Report) -> None:
    now = timezone.now()
    spent = row.attempts > len(WAITS) if reason.counts else now - row.begins_at > PATIENCE
    if spent:
        report.failed += _close(row, token, state="failed", last_error=str(reason)[:200])
        return
    attempts = row.attempts if reason.counts else row.attempts - 1
    again = now + timedelta(seconds=reason.seconds)
    report.later += _close(row, token, next_try_at=again, attempts=attempts, last_error=str(reason)[:200])


def _postpone(row: Dispatch, token: str, problem: Exception, report: Report) -> None:
    # the kind of the problem only: its text may hold an address or a token
    code = getattr(problem, "code", None) or getattr(getattr(problem, "response", None), "status_code", "")
    error = in_words(problem, str(code))
    if row.attempts > len(WAITS):
        report.failed += _close(row, token, state="failed", last_error=error)
        return
    again = timezone.now() + timedelta(minutes=WAITS[row.attempts - 1])
    report.later += _close(row, token, next_try_at=again, last_error=error)


def in_words(problem: Exception, code: str) -> str:
    """What went wrong, for the person at the desk; without any text of the exception, which may hold a token."""
    if isinstance(problem, httpx.TimeoutException):
        return "平台没有及时回答"
    if isinstance(problem, httpx.HTTPStatusError):
        return f"平台回答有误（{code}）"
    if isinstance(problem, smtplib.SMTPException):
        return f"邮件服务器没有接收（{code or type(problem).__name__}）"
    if isinstance(problem, httpx.TransportError | OSError):
        return "连不上平台"
    return f"平台回答了没有说明的错误（{code}）" if code else f"处理时出错（{type(problem).__name__}）"
