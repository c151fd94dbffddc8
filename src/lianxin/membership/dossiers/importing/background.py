"""Rosters too large for a request: looked through and imported by the worker, found again by their token."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.queries import actor_of
from lianxin.foundation.jobs import enqueue
from lianxin.foundation.jobs.models import Job
from lianxin.foundation.spine.waiting import Shelf
from lianxin.kernel.sheets import SheetError

from ..models import RosterRun
from . import waiting
from .judging import Bad, Row
from .running import Outcome, run

#: a file of this size has some five thousand rows, which take a second
LARGE_BYTES = 400_000
#: seconds without a sign of life after which the page says so
SILENT = 90
_results = Shelf("rosterresults")
_GONE = "名册放得太久，已经清除，请重新上传。"
_DEAD = "后台几次都没有做完，请重新上传；再不行请找系统管理员看后台任务。"


def large(data: bytes) -> bool:
    """Whether a file goes to the worker."""
    return len(data) >= LARGE_BYTES


def begin(token: str, person_id: int, *, dry: bool, basis: str = "") -> RosterRun:
    """Have a waiting file looked through or imported; asked twice it is one run."""
    made, fresh = RosterRun.objects.get_or_create(
        token=token, dry=dry, defaults={"person_id": person_id, "basis": basis}
    )
    if fresh:
        from ..jobs import run_roster

        enqueue(run_roster, key=_key(made), run=made.pk)
    return made


def _key(one: RosterRun) -> str:
    return f"dossiers.roster:{one.pk}"


def work(pk: int) -> str:
    """Do a run, or go on with it where another worker ended; answers its state. Safe to repeat."""
    one = RosterRun.objects.filter(pk=pk).select_related("person").first()
    if one is None or one.state in ("done", "failed"):
        return one.state if one else "gone"
    data = waiting.fetch(one.token, one.person_id)
    if data is None:
        return _fail(one, _GONE)
    begun = 0 if one.dry else one.done
    now = timezone.now()
    RosterRun.objects.filter(pk=pk).update(state="running", begun_at=now, beat_at=now)
    start = Outcome(fresh=one.fresh, changed=one.changed, unchanged=one.unchanged) if begun else Outcome()

    def tell(done: int, total: int) -> None:
        RosterRun.objects.filter(pk=pk).update(
            done=done,
            total=total,
            beat_at=timezone.now(),
            fresh=start.fresh,
            changed=start.changed,
            unchanged=start.unchanged,
        )

    try:
        outcome = run(
            data, actor=actor_of(one.person), dry=one.dry, progress=tell, begun=begun, outcome=start, basis=one.basis
        )
    except SheetError as error:
        return _fail(one, str(error))
    kept = _results.keep(_packed(outcome), one.person_id)
    RosterRun.objects.filter(pk=pk).update(state="done", result=kept, beat_at=timezone.now())
    if not one.dry and not outcome.refused:
        waiting.drop(one.token, one.person_id)
    return "done"


def _fail(one: RosterRun, why: str) -> str:
    RosterRun.objects.filter(pk=one.pk).update(state="failed", fault=why[:200], beat_at=timezone.now())
    return "failed"


def find(token: str, person_id: int) -> RosterRun | None:
    """The last run over a file of this person: the import when there is one, else the look through."""
    one = RosterRun.objects.filter(token=token, person_id=person_id).order_by("dry", "-pk").first()
    if (
        one is not None
        and one.state in ("waiting", "running")
        and Job.objects.filter(key=_key(one), dead_at__isnull=False).exists()
    ):
        _fail(one, _DEAD)
        one.refresh_from_db()
    return one


def silent(one: RosterRun) -> bool:
    """Nothing was heard of it for a while: the worker died or has much to do; another takes it up."""
    last = one.beat_at or one.asked_at
    return one.state in ("waiting", "running") and timezone.now() - last > timedelta(seconds=SILENT)


def left(one: RosterRun) -> int | None:
    """Seconds that the rest will take, at the pace so far; None before the first batch."""
    if not one.done or not one.begun_at or not one.beat_at:
        return None
    spent = (one.beat_at - one.begun_at).total_seconds()
    return round(spent / one.done * (one.total - one.done))


def outcome_of(one: RosterRun) -> Outcome | None:
    """What came of a run; None when it was too long ago."""
    data = _results.fetch(one.result, one.person_id)
    return _unpacked(data) if data is not None else None


def sweep() -> int:
    """Runs of files that are gone go too."""
    old = timezone.now() - timedelta(seconds=waiting.KEPT_SECONDS)
    _results.sweep()
    return RosterRun.objects.filter(asked_at__lt=old).delete()[0]


def _packed(outcome: Outcome) -> bytes:
    told = {
        "counts": [outcome.fresh, outcome.changed, outcome.unchanged],
        "refused": [[row.number, list(row.reasons), row.cells] for row in outcome.refused],
        "shown": [[asdict(row), office] for row, office in outcome.shown],
    }
    return json.dumps(told, ensure_ascii=False, default=str).encode()


def _unpacked(data: bytes) -> Outcome:
    told: dict[str, Any] = json.loads(data)
    fresh, changed, unchanged = told["counts"]
    refused = [Bad(number, tuple(reasons), cells) for number, reasons, cells in told["refused"]]
    return Outcome(fresh, changed, unchanged, refused, [(_row(row), office) for row, office in told["shown"]])


def _row(said: dict[str, Any]) -> Row:
    days = {
        name: date.fromisoformat(said[name]) if said[name] else None for name in ("born", "joined_on", "full_since")
    }
    return Row(**(said | days))
