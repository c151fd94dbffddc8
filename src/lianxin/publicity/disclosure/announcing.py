"""Who is told what when something moves. Notices go to the outbox in the transaction of the change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.models import ClockBase
from lianxin.foundation.notices.actions import send_many, send_to_address
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine import moment
from lianxin.kernel.actor import Actor
from lianxin.kernel.lifecycle import Transition

from . import indexing, policies
from .models import Entry, Item, Request

#: event -> (verb of those who have to act now, title)
NEXT = {
    "propose": ("disclosure.review", "有公开事项待审核"),
    "resubmit": ("disclosure.review", "有公开事项待审核"),
    "review": ("disclosure.approve", "有公开事项待审批"),
    "correct": ("disclosure.review", "有更正待审核"),
    "review_correction": ("disclosure.approve", "有更正待审批"),
}
#: event -> what the one who proposed the item reads
TO_PROPOSER = {
    "stop_secrecy": "公开事项没有通过保密审查，已退回",
    "return_review": "公开事项被退回修改",
    "approve": "公开事项已审批，请实施公开",
    "return_approval": "公开事项审批退回",
    "return_correction": "更正被退回",
    "apply_correction": "更正已公开",
    "withdraw": "公开事项已撤回",
}
#: events that change nothing of what readers may find
QUIET = ("correct", "review_correction", "return_correction", "clear_secrecy")
_CLOCK_VERBS = {"review": "disclosure.review", "approve": "disclosure.approve", "carry_out": "disclosure.publish"}


def item_moved(item: Item, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """After every transition: the search learns of it (M01), and people are told."""
    if row.event not in QUIET:
        indexing.index(item)
    announce_item(item, row.event, actor)


def announce_item(item: Item, event: str, actor: Actor) -> None:
    """Queue the notices of one step of an item."""
    if moment.replaying():
        return
    key = f"disclosure:{item.pk}:{event}:{item.revision}"
    if event in NEXT:
        verb, title = NEXT[event]
        away = policies.writers(item) | ({item.reviewed_by_id} if verb.endswith("approve") else set())
        people = nearest_holders(verb, item.org_path, exclude={p for p in away if p})
        _tell(people, title, item, key, event)
    if event in TO_PROPOSER and not actor.is_person(item.proposed_by_id):
        _tell([item.proposed_by_id], TO_PROPOSER[event], item, key, event)


def item_alert(item: Item, clock: ClockBase, overdue: bool) -> None:
    """A step runs out, or the time inside is over and somebody may open the item to everybody."""
    key = f"disclosure:{item.pk}:alert:{clock.pk}:{int(overdue)}"
    if clock.name == "inner":
        if overdue:
            people = {item.proposed_by_id, *nearest_holders("disclosure.publish", item.org_path)}
            _tell(people, "党内公开已满期，可以向社会公开", item, key, "alert")
        return
    away = set() if clock.name == "carry_out" else policies.writers(item)
    people = set(nearest_holders(_CLOCK_VERBS[clock.name], item.org_path, exclude=away))
    if overdue:
        people |= superiors(item.org_path)
    _tell(people, _said(clock, overdue), item, key, "alert", urgent=overdue)


def entry_moved(entry: Entry, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """Changes of the catalogue are told by their results alone."""


def entry_alert(entry: Entry, clock: ClockBase, overdue: bool) -> None:
    """DIS-02: what is to be renewed was not; the keeper is reminded, then those above as well."""
    if moment.replaying():
        return
    people = keepers_of(entry)
    due = timezone.localtime(clock.due_at)
    title = f"{'到期没有更新' if overdue else '快到更新时间'}：{entry.matter}（{due.month}月{due.day}日）"
    key = f"disclosure_entry:{entry.pk}:{clock.pk}:{int(overdue)}"
    url = f"/workbench/disclosure/new/?entry={entry.pk}"
    told: dict[str, Any] = {"code": "disclosure.renewal", "title": title, "body": f"{entry.organisation.short_name} {entry.code}",
            "urgent": overdue, "working": True, "org_path": entry.org_path}  # fmt: skip
    send_many(to=people, url=url, key=key, **told)
    if overdue:
        above = superiors(entry.org_path) - people
        send_many(to=above, url=f"/workbench/disclosure/catalogue/{entry.pk}/", key=f"{key}:up", **told)


def keepers_of(entry: Entry) -> set[int]:
    """Keeper and deputy; where there is neither, everybody who may propose there."""
    people = {p for p in (entry.handler_id, entry.deputy_id) if p}
    return people or set(nearest_holders("disclosure.propose", entry.org_path))


def remind(entry: Entry) -> int:
    """The superior asks for a late renewal; one notice a day however often it is asked."""
    people = keepers_of(entry)
    send_many(
        to=people, code="disclosure.renewal", title=f"上级督促更新：{entry.matter}", urgent=True, working=True,
        body=f"{entry.organisation.short_name} {entry.code}，到期没有更新。", org_path=entry.org_path,
        url=f"/workbench/disclosure/new/?entry={entry.pk}", key=f"disclosure_entry:{entry.pk}:remind:{moment.today()}",
    )  # fmt: skip
    return len(people)


def warn_unkept(counts: Mapping[str, int]) -> None:
    """F01: lines that nobody keeps, by path; each of those who look after them hears once a week of all that is theirs."""
    theirs: dict[int, list[int]] = defaultdict(list)
    for org_path, lines in counts.items():
        for person in nearest_holders("disclosure.catalogue", org_path):
            theirs[person].append(lines)
    year, week, _ = moment.today().isocalendar()
    for person, numbers in theirs.items():
        send_many(
            to={person}, code="keepers.alarm", title=f"{sum(numbers)} 项公开目录没有责任人", urgent=False, working=True,
            body=f"在 {len(numbers)} 个组织。没有责任人，到期就没有人更新，请指定。", org_path=min(counts),
            url="/workbench/disclosure/catalogue/?vacant=1", key=f"disclosure_unkept:{year}-{week}:{person}",
        )  # fmt: skip


def superiors(org_path: str) -> set[int]:
    """Who looks after the catalogue at the organisation itself, and at the nearest one above it that has somebody."""
    above = ancestors_of(org_path)[1:2]
    found = set(nearest_holders("disclosure.catalogue", org_path))
    return found | {p for path in above for p in nearest_holders("disclosure.catalogue", path)}


#: event -> what the asker reads; an extension is told with its new day, when it is known
SAID = {"grant": "您的公开申请有了答复。", "refuse": "您的公开申请没有同意，理由已书面写明。"}


def request_moved(request: Request, row: Transition, actor: Actor, data: Mapping[str, Any]) -> None:
    """The asker hears of everything that somebody else decided."""
    if row.event in SAID:
        tell_asker(request, SAID[row.event], row.event)
    elif row.event == "succeed":
        tell_asker(request, f"受理您申请的组织合并了，以后由{request.organisation.name}答复，期限不变。", row.event)


def request_extended(request: Request, reason: str) -> None:
    """DIS-03: the asker reads until when and why."""
    due = timezone.localtime(request.due_at) if request.due_at else None
    until = f"，最迟{due.year}年{due.month}月{due.day}日" if due else ""
    tell_asker(request, f"您的公开申请延长了答复期限{until}。原因：{reason}", "extend")


def tell_asker(request: Request, said: str, event: str) -> None:
    """A notice, or a mail for somebody without an account who left an address."""
    if moment.replaying():
        return
    key = f"disclosure_request:{request.pk}:{event}:{request.revision}"
    title = f"公开申请 {request.number or ''} 有新进展"
    if request.author_id:
        send_many(to=[request.author_id], code="disclosure.request", title=title, body=said,
                  url=f"/disclosure/asked/{request.pk}/", key=key, org_path=request.org_path)  # fmt: skip
    elif request.contact_email:
        send_to_address(
            channel="email", address=request.contact_email, code="disclosure.request", title=title,
            body=f"{said}\n请用查询码查看。", url="/disclosure/track/", key=key, org_path=request.org_path,
        )  # fmt: skip


def request_arrived(request: Request) -> None:
    """Those who answer learn of a new request."""
    if not moment.replaying():
        _tell_request(request, "有公开申请待答复", f"disclosure_request:{request.pk}:ask", urgent=False)


def request_alert(request: Request, clock: ClockBase, overdue: bool) -> None:
    """DIS-03 runs out."""
    key = f"disclosure_request:{request.pk}:alert:{clock.pk}:{int(overdue)}"
    _tell_request(request, _said(clock, overdue), key, urgent=overdue)
    if overdue:
        above = superiors(request.org_path)
        _send(above, _said(clock, overdue), request.title, _desk(request), f"{key}:up", request.org_path, urgent=True)


def _tell_request(request: Request, title: str, key: str, *, urgent: bool) -> None:
    exclude = {request.author_id} if request.author_id else set()
    people = nearest_holders("disclosure.answer", request.org_path, exclude=exclude)
    _send(people, title, request.title, _desk(request), key, request.org_path, urgent=urgent)


def _desk(request: Request) -> str:
    return f"/workbench/disclosure/requests/{request.pk}/"


def _said(clock: ClockBase, overdue: bool) -> str:
    due = timezone.localtime(clock.due_at)
    return f"{'已超过期限' if overdue else '快到期限'}：{clock.label}（{due.month}月{due.day}日）"


def _tell(people: Iterable[int], title: str, item: Item, key: str, event: str, *, urgent: bool = False) -> None:
    send_many(
        to=people, code=f"disclosure.{event}", title=title, body=f"{item.number} {item.title}",
        url=f"/workbench/disclosure/{item.pk}/", key=key, urgent=urgent, working=True, org_path=item.org_path,
    )  # fmt: skip


def _send(people: Iterable[int], title: str, body: str, url: str, key: str, org_path: str, *, urgent: bool) -> None:
    send_many(to=people, code="disclosure.request", title=title, body=body, url=url, key=key, urgent=urgent,
              working=True, org_path=org_path)  # fmt: skip
