"""Who is told: those who asked, those who booked, those who have to act. Titles name neither words nor people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianxin.foundation.accounts.queries import appointments_at, nearest_holders
from lianxin.foundation.notices.actions import send_many, send_to_address
from lianxin.foundation.notices.channels.base import CHANNELS
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from .lifecycle import DESK, RELEASE
from .models import Interview, Reception, Visit

TALKS, RECEPTIONS = "/workbench/talks/", "/workbench/receptions/"
_TALK_SAID = {
    "postpone": "您提问的在线访谈推迟了",
    "reschedule": "您提问的在线访谈改了时间",
    "cancel": "您提问的在线访谈取消了",
    "begin": "您提问的在线访谈开始了",
    "record": "您提问的在线访谈发布了实录",
}
_VISIT_SAID = {"call_off": "您预约的接访取消了", "move_for": "您的接访预约改了时间", "cancel_for": "您的接访预约已取消",
               "answer": "请说说接访解决了没有", "refer": "请说说接访解决了没有", "settle": "您在接访时说的事有了答复"}  # fmt: skip


def talk_moved(case: Interview, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Those who asked learn what became of the hour."""
    if moment.replaying():
        return
    if row.event in _TALK_SAID:
        from .queries.board import askers

        send_many(to=askers(case), code=f"interview.{row.event}", title=_TALK_SAID[row.event], body=case.subject,
                  url=case.get_absolute_url(), key=f"talk:{case.pk}:{case.revision}", org_path=case.org_path)  # fmt: skip


def talk_drawn(case: Interview) -> None:
    """Those who may release it."""
    if moment.replaying():
        return
    people = nearest_holders(RELEASE, case.org_path, exclude=[case.drawn_by_id or 0])
    send_many(to=people, code="interview.drawn", title="有访谈预告等您发布", url=f"{TALKS}{case.pk}/",
              key=f"talk:{case.pk}:drawn", working=True, org_path=case.org_path)  # fmt: skip


def reception_moved(case: Reception, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Everybody who booked learns of a new time or place; bookings that are called off speak for themselves."""
    if row.event == "change" and not moment.replaying():
        for visit in (
            Visit.objects.unscoped("those who booked")
            .filter(reception=case, state="booked")
            .select_related("reception")
        ):
            _tell(visit, "change", "您预约的接访改了时间或者地点")


def visit_moved(case: Visit, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """The visitor reads what others did; the desk learns that somebody cancelled or moved."""
    if moment.replaying():
        return
    if row.event in _VISIT_SAID:
        _tell(case, row.event, _VISIT_SAID[row.event])
    if row.event in ("cancel", "move"):
        rows = appointments_at(case.organisation_id, DESK).values_list("person_id", flat=True)
        send_many(to=set(rows), code="visit.changed", title="有来访人改了预约", url=f"{RECEPTIONS}{case.reception_id}/",
                  key=f"visit:{case.pk}:{case.revision}", working=True, org_path=case.org_path)  # fmt: skip


def _tell(visit: Visit, event: str, title: str) -> None:
    """By the account; else by text message where such a way is plugged in. Nobody else learns of a booking."""
    key = f"visit:{visit.pk}:{event}:{visit.revision}:{visit.reception.revision}"
    if visit.person_id:
        send_many(to=[visit.person_id], code=f"visit.{event}", title=title, url=f"/receptions/mine/{visit.pk}/", key=key,
                  org_path=visit.org_path)  # fmt: skip
    elif "sms" in CHANNELS:
        send_to_address(channel="sms", address=visit.phone, code=f"visit.{event}", title=title, body=title,
                        url="/receptions/mine/", key=key, org_path=visit.org_path)  # fmt: skip
