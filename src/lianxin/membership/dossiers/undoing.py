"""What a flow wrote into a file is taken out again when its step was entered wrongly. The time line keeps both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import Actor

from . import following
from .actions import note
from .models import Member, Paper
from .papers import decide

_DAYS = ("joined_on", "full_since")


def columns(member: Member) -> dict[str, str | None]:
    """What a flow may write on the first page, fit for JSON."""
    days = {name: day.isoformat() if (day := getattr(member, name)) else None for name in _DAYS}
    return {"stage": member.stage, "standing": member.standing} | days


@action("dossiers.put_back")
def put_back(*, actor: Actor, member: Member, was: dict[str, Any], on: date, text: str) -> Member:
    """The first page as it was before a step; `membership.development` asked its own policy. was: of `columns`."""
    member = lock(member)
    moved = member.standing != was["standing"]
    for name, value in was.items():
        setattr(member, name, date.fromisoformat(value) if name in _DAYS and value else value)
    member.revision += 1
    member.save()
    note(member, actor, "stage", text, on)
    record("dossiers.put_back", actor=actor, subject=member, org_path=member.org_path, stage=member.stage)
    if moved:
        following.tell(member, actor)
    return member


@action("dossiers.drop_originals")
def drop_originals(*, actor: Actor, member: Member, words: Sequence[str], reason: str) -> int:
    """纸质原件 that a step noted by mistake: their lines stay, as taken out; answers how many."""
    rows = list(Paper.objects.filter(member=member, kind__in=words, on_paper=True, state="kept"))
    for paper in rows:
        decide(paper, actor, "removed", reason)
    if rows:
        note(member, actor, "paper", f"撤下材料：{'、'.join(paper.kind for paper in rows)}")
    record("dossiers.drop_originals", actor=actor, subject=member, org_path=member.org_path, papers=len(rows))
    return len(rows)
