"""How a motion was decided: resolutions of filed meetings, outcomes of polls, read through their rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied
from lianxin.membership.gatherings.models import Resolution

from .models import Motion

#: filed meetings whose resolutions are offered
OFFERED = 50


def resolutions(motion: Motion) -> list[Resolution]:
    """Resolutions of filed meetings of exactly the organisation, that are about nobody, the newest first."""
    rows = Resolution.objects.filter(
        gathering__organisation_id=motion.organisation_id, gathering__state="closed", about=None
    )
    return list(rows.select_related("gathering").order_by("-gathering__starts_at", "-pk")[:OFFERED])


def fits_resolution(motion: Motion, resolution: Resolution) -> Decision:
    """Of a filed meeting of the organisation that was asked, held since the motion came in."""
    gathering = resolution.gathering
    if gathering.organisation_id != motion.organisation_id or gathering.state != "closed" or resolution.about_id:
        return Denied("请选择本组织已经归档的会议的决议。", code="choice", field="resolution")
    if gathering.starts_at < motion.opened_at:
        return Denied("这次会议在议题提出以前，请核对。", code="early", field="resolution")
    return Allowed()


@dataclass(frozen=True, slots=True)
class Votes:
    """What readers see of the vote. rows: (word, count); empty where nobody counted."""

    title: str
    on: date | None
    rows: tuple[tuple[str, int], ...] = ()
    note: str = ""
    url: str = ""


def votes_of(motion: Motion) -> Votes | None:
    """The figures behind a published result."""
    if motion.way == "meeting" and motion.resolution is not None:
        return _of_meeting(motion.resolution)
    return Votes("委员会议定", motion.decided_on) if motion.way == "committee" else None


def _of_meeting(row: Resolution) -> Votes:
    gathering = row.gathering
    title = f"{gathering.get_kind_display()}决议：{row.text}"
    if row.due is None:
        return Votes(title, gathering.day)
    here = f"，到会有表决权 {row.here} 人" if row.here is not None else ""
    rows = (("赞成", row.yes or 0), ("不赞成", row.no or 0), ("弃权", row.abstained or 0))
    return Votes(title, gathering.day, rows, f"应到有表决权 {row.due} 人{here}。")


def fits_poll(actor: Actor, motion: Motion, code: str) -> Decision:
    """Whether the poll exists."""
    return Denied("网上投票还没有开通，请选择别的方式。", code="no_poll", field="way")


def poll_is_over(actor: Actor, motion: Motion) -> Decision:
    """V02: nobody writes a result down before the poll has shown it."""
    return Denied("投票还没有结束，结果出来以后再登记。", code="poll_open", field="text")


__all__ = ["Votes", "fits_poll", "fits_resolution", "poll_is_over", "resolutions", "votes_of"]
