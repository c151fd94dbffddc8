"""Removes lines whose time of keeping is over (SEC-01), and leaves a tombstone in the chain."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .models import AuditLine, Seal
from .sealing import append, wait_for_turn


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was removed: whole seals only, up to the line `last`."""

    count: int
    first: int
    last: int


def earliest_cut(now: datetime) -> datetime:
    """Lines older than this may go: `now` minus the months that SEC-01 demands, the whole day kept."""
    now = timezone.localtime(now)
    months = int(rule("SEC-01", on=now.date()).number("retention"))
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    day = min(now.day, monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day, hour=0, minute=0, second=0, microsecond=0)


def prunable(before: datetime) -> tuple[int, int]:
    """(first, last) serial numbers in whole seals of which every line is older than `before`; (0, 0) if none."""
    stone = Seal.objects.filter(kind=Seal.TOMBSTONE).order_by("-number").first()
    first = (stone.last_id if stone else 0) + 1
    lines = AuditLine.objects.unscoped("retention")
    young = lines.filter(pk__gte=first, moment__gte=before).order_by("pk").values_list("pk", flat=True).first()
    seals = Seal.objects.filter(kind=Seal.LINES, last_id__gte=first)
    if young is not None:
        seals = seals.filter(last_id__lt=young)
    last = seals.order_by("-last_id").values_list("last_id", flat=True).first()
    return (first, last) if last else (0, 0)


@action("audit.prune")
def prune(*, actor: Actor, before: datetime, reason: str) -> Pruned:
    """Remove sealed lines older than `before`.

    The tombstone goes first: only it opens the database trigger, and only for the lines that it names.
    Refused when `before` is younger than the time of keeping (SEC-01), or when nothing is due.
    """
    if actor.kind != "system":
        raise Refused(Denied("操作记录只能由服务器管理员用命令清理。", code="command_only"))
    if before > earliest_cut(timezone.now()):
        raise Refused(Denied("这些操作记录还没有到可以清理的时间。", rule="SEC-01", code="too_early"))
    wait_for_turn()
    first, last = prunable(before)
    if not last:
        raise Refused(Denied("没有到期可以清理的操作记录。", code="nothing_due"))
    lines = AuditLine.objects.unscoped("retention").filter(pk__gte=first, pk__lte=last)
    count = lines.count()
    note = f"{before.isoformat(timespec='seconds')} {reason}"[:200]
    append(Seal(kind=Seal.TOMBSTONE, first_id=first, last_id=last, note=note), [])
    lines.delete()
    record("audit.prune", actor=actor, count=count, first=first, last=last, until=before.date(), reason=reason)
    return Pruned(count, first, last)
