"""How a motion was decided: resolutions of filed meetings, outcomes of polls, read through their rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lianxin.democracy.polls import queries as polls
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


def votes_of(actor: Actor, motion: Motion) -> Votes | None:
    """The figures behind a result, as far as this reader may see them."""
    if motion.way == "meeting" and motion.resolution is not None:
        return _of_meeting(motion.resolution)
    if motion.way == "poll":
        return _of_poll(actor, motion)
    return Votes("委员会议定", motion.decided_on) if motion.way == "committee" else None


def _of_poll(actor: Actor, motion: Motion) -> Votes:
    """V02, V07: what the polls show this reader, nothing else."""
    found = polls.outcome(motion.poll, actor)
    if found is None:
        return Votes("网上投票", motion.decided_on)
    rows = tuple((words, count) for words, count in found.options if count is not None)
    note = f"参加投票 {found.ballots} 人，名册 {found.electorate} 人。" if rows and found.ballots is not None else ""
    return Votes(f"网上投票：{found.title}", motion.decided_on, rows, note, found.url)


def _of_meeting(row: Resolution) -> Votes:
    gathering = row.gathering
    title = f"{gathering.get_kind_display()}决议：{row.text}"
    if row.due is None:
        return Votes(title, gathering.day)
    here = f"，到会有表决权 {row.here} 人" if row.here is not None else ""
    rows = (("赞成", row.yes or 0), ("不赞成", row.no or 0), ("弃权", row.abstained or 0))
    return Votes(title, gathering.day, rows, f"应到有表决权 {row.due} 人{here}。")


def fits_poll(actor: Actor, code: str) -> Decision:
    """Whether there is such a poll, for whoever names it."""
    if polls.outcome(code.strip(), actor) is not None:
        return Allowed()
    return Denied("没有找到这个投票。", code="no_poll", field="poll", remedy="编号在投票的页面上，投票要先发布。")


def poll_is_over(actor: Actor, motion: Motion) -> Decision:
    """V02: nobody writes a result down before the poll has shown it."""
    found = polls.outcome(motion.poll, actor)
    if found is not None and found.ballots is not None:
        return Allowed()
    return Denied("投票结果还没有公布，公布以后再登记。", rule="LX-186", code="poll_open", field="text")
