"""What the room adds to 今天要办, without names: pages lie open on desks."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.casework.due import WEEK, DueItem, Work
from lianxin.kernel.actor import Actor

from .announcing import RECEPTIONS, TALKS
from .lifecycle import ANNOUNCE, DESK, HOST, RELEASE
from .models import Interview, Reception
from .queries import board, receptions

SHOWN = 15


def provide(actor: Actor, now: datetime) -> Work:
    """Announcements to release, hours to begin and to end, answers that are due, days to receive, promises to follow up."""
    items: list[DueItem] = []
    if actor.has(HOST) or actor.has(RELEASE):
        items += _talks(actor, now)
    if actor.has(DESK) or actor.has(ANNOUNCE):
        items += _receptions(actor, now)
    return Work(items)


def _talks(actor: Actor, now: datetime) -> list[DueItem]:
    soon = now + WEEK
    rows = Interview.objects.visible_to(actor, HOST) | Interview.objects.visible_to(actor, RELEASE)
    rows = rows.unscoped("narrowed to both duties").filter(
        Q(state="draft") | Q(state="live") | Q(state="announced", starts_at__lte=soon) | Q(state__in=("finished", "recorded"))
    )  # fmt: skip
    shown = list(rows.select_related("organisation").order_by("starts_at", "pk")[:SHOWN])
    left = board.open_counts([row.pk for row in shown if row.over])
    items = [_talk(actor, row, left.get(row.pk, 0)) for row in shown]
    return [item for item in items if item is not None]


def _talk(actor: Actor, row: Interview, left: int) -> DueItem | None:
    url, note = f"{TALKS}{row.pk}/", row.organisation.short_name
    if row.state == "draft":
        mine = actor.may(RELEASE, row.org_path) and not actor.is_person(row.drawn_by_id)
        return DueItem("在线访谈", "访谈预告等发布", url, "去核对", due=row.starts_at, note=note) if mine else None
    if row.state == "announced":
        return DueItem("在线访谈", "访谈就要开始", url, "去准备", due=row.starts_at, clock="开始", note=note)
    if row.state == "live":
        return DueItem("在线访谈", "访谈正在进行", f"{url}board/", "去主持", due=row.ends_at, clock="结束", note=note)
    if left:
        due = timezone.make_aware(datetime.combine(row.answer_by, time(23, 59))) if row.answer_by else None
        return DueItem(
            "在线访谈", f"访谈还有 {left} 个问题会后答", f"{url}board/", "去答复", due=due, clock="会后答复", note=note
        )
    if not actor.may(RELEASE, row.org_path):
        return None
    word = "访谈实录等发布" if row.state == "finished" else "访谈都答完了，可以归档"
    return DueItem("在线访谈", word, url, "去看看", note=note)


def _receptions(actor: Actor, now: datetime) -> list[DueItem]:
    rows = receptions.at_desk(actor).filter(
        Q(state="draft") | Q(state="announced", starts_at__lte=now + timedelta(days=1))
    )  # fmt: skip
    found = []
    for row in rows.order_by("starts_at", "pk")[:SHOWN]:
        found += _plan(actor, row)
    for visit in receptions.followed(actor, timezone.localdate(now) + WEEK):
        due = timezone.make_aware(datetime.combine(visit.follow_until, time(23, 59))) if visit.follow_until else None
        found.append(DueItem("接访", "接访时答应跟进的事", f"{RECEPTIONS}visits/{visit.pk}/", "去登记", due=due, clock="跟进",
                             note=visit.organisation.short_name))  # fmt: skip
    return found


def _plan(actor: Actor, row: Reception) -> list[DueItem]:
    url, note = f"{RECEPTIONS}{row.pk}/", row.organisation.short_name
    if row.state == "draft":
        mine = actor.may(ANNOUNCE, row.org_path) and not actor.is_person(row.drawn_by_id)
        return [DueItem("接访", "接访安排等公布", url, "去核对", due=row.starts_at, note=note)] if mine else []
    return [DueItem("接访", "接访日到了", url, "去登记", due=row.ends_at, clock="结束", note=note)]
