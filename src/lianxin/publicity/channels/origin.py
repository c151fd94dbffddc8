"""Where a text came from, asked in the moment of sending: is it still published, and in which version?"""

from __future__ import annotations

from dataclasses import dataclass

from . import sources
from .models import Dispatch, Talk
from .text import Text, text_from


class Cancelled(Exception):  # noqa: N818 - a fact, not an error
    """There is nothing to send any more."""


@dataclass(frozen=True, slots=True)
class Found:
    """The text to send. gone: it was taken down after the sending had begun, so only the rest is finished."""

    text: Text
    gone: bool = False


def look(row: Dispatch) -> Found:
    """The words to send now. Raises `Cancelled` when they are gone and nothing has begun (M01)."""
    kept, thing = text_from(row.parcel.content), row.parcel.thing
    if row.purpose == "withdraw" or not sources.is_known(thing):
        return Found(kept)
    fresh = sources.now(thing)
    if fresh is None:
        if not row.steps.get("asked"):
            raise Cancelled("原文已撤下，没有送出")
        return Found(kept, gone=True)
    if row.purpose == "publish" and fresh.key != row.parcel.key:
        if not row.steps.get("asked"):
            from . import actions

            actions.replace(dispatch=row, text=fresh)
            raise Cancelled("已由新的版本代替")
        return Found(kept)
    return Found(fresh)


def address(row: Dispatch) -> str:
    """Where an answer goes. Raises `Cancelled` when the matter has ended and the mark is forgotten (C02)."""
    talk = Talk.objects.filter(pk=row.steps.get("talk")).first()
    if talk is None:
        raise Cancelled("事情已经办结，回复地址已删除")
    return str(talk.address)


def original(row: Dispatch) -> Dispatch:
    """What a withdrawal takes back. Raises `Cancelled` when that never came out."""
    rows = Dispatch.objects.unscoped("the row that this one takes back")
    found = rows.filter(account=row.account, parcel=row.parcel, purpose="publish", state="sent").first()
    if found is None or not found.remote_id:
        raise Cancelled("没有查到对方编号，请到平台上处理")
    return found


def follow_up(row: Dispatch) -> None:
    """After it left: when it was taken down or corrected meanwhile, that follows at once."""
    from . import actions

    thing = row.parcel.thing
    if row.purpose != "publish" or not sources.is_known(thing):
        return
    fresh = sources.now(thing)
    if fresh is None:
        actions.taken_down(thing)
    elif fresh.key != row.parcel.key:
        actions.published(fresh)
