"""党务公开 of an organisation that ends: what runs goes on at the successor, what is done stays where it was done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from lianxin.foundation.accounts.queries import holders, nearest_holders
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.kernel.actor import SYSTEM, Actor

from .. import indexing
from ..lifecycle import PREPARING
from ..models import Entry, Item, Request, Template

ROOT = "/workbench/disclosure"


def left(organisation: Organisation) -> Sequence[Remainder]:
    """What must end before the organisation is closed."""
    ask = "请在“公开申请”里答复。"
    return [
        Remainder(_open(organisation).count(), "件", "没有办完的公开事项", f"{ROOT}/?queue=all", "disclosure.read",
                  "公开事项请办完四步，或者不再提出。"),
        Remainder(_asked(organisation).count(), "份", "没有答复的公开申请", f"{ROOT}/requests/", "disclosure.answer", ask),
        Remainder(_lines(organisation).count(), "项", "没有停用的公开目录", f"{ROOT}/catalogue/?org={organisation.pk}",
                  "disclosure.catalogue", "请在“公开目录”里停用。"),
    ]  # fmt: skip


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed_all(actor=handover.actor, handover=handover)


@action("disclosure.succeed_all")
def succeed_all(*, actor: Actor, handover: Handover) -> None:
    """Lines of the catalogue, open items and requests go on at the successor; their clocks do not stir.

    A line that the successor has too is folded into its own. What was shown stays with the old name, and is
    found under the successor as well (`lineage`).
    """
    old, into = handover.organisation, handover.into
    lines = {entry.pk: _take_line(entry, into, handover.basis) for entry in _lines(old).order_by("pk")}
    items = [_take_item(item, into, lines, handover.basis) for item in _open(old).order_by("pk")]
    requests = list(_asked(old).order_by("pk"))
    for request in requests:
        advance(lock(request), "succeed", actor=SYSTEM, changes=_new_office(request, into), note=handover.basis,
                public_note=into.name)  # fmt: skip
    taken = Template.objects.unscoped("codes of the successor").filter(organisation=into).values("code")
    templates = Template.objects.unscoped("the template of one organisation").filter(organisation=old)
    templates.exclude(code__in=taken).update(organisation=into, org_path=into.org_path)
    record("disclosure.succeed_all", actor=actor, subject=old, lines=len(lines), items=len(items),
           requests=len(requests), into=into.pk)  # fmt: skip
    _tell(old, into, len(items) + len(requests))


def _lines(organisation: Organisation) -> QuerySet[Entry]:
    rows = Entry.objects.unscoped("the lines of one organisation that ends")
    return rows.filter(organisation=organisation, state="listed")


def _asked(organisation: Organisation) -> QuerySet[Request]:
    rows = Request.objects.unscoped("the requests of one organisation that ends")
    return rows.filter(organisation=organisation, state="received")


def _open(organisation: Organisation) -> QuerySet[Item]:
    """Items on which somebody still has to do something."""
    rows = Item.objects.unscoped("the items of one organisation that ends").filter(organisation=organisation)
    return rows.filter(
        Q(state__in=PREPARING)
        | Q(state="inner", scope="public")
        | Q(state__in=("inner", "public"), versions__state__in=("pending", "reviewed"))
        | Q(state__in=("inner", "public"), questions__due_at__isnull=False)
    ).distinct()


def _take_line(entry: Entry, into: Organisation, basis: str) -> Entry:
    """The line under the successor: its own of the same matter, or this one carried over."""
    there = Entry.objects.unscoped("the lines of the successor").filter(organisation=into)
    same = there.filter(code=entry.code, matter=entry.matter, state="listed").first()
    if same is not None:
        advance(lock(entry), "fold", actor=SYSTEM, note=basis)
        return same
    changes = _new_office(entry, into) | {"code": _free(entry.code, set(there.values_list("code", flat=True)))}
    if entry.deputy_id and entry.deputy_id not in holders("disclosure.propose", into.org_path):
        changes["deputy_id"] = None
    return advance(lock(entry), "succeed", actor=SYSTEM, changes=changes, note=basis)


def _free(code: str, taken: set[str]) -> str:
    """The code, or the next one like it that nobody has."""
    number = 2
    found = code
    while found in taken:
        found, number = f"{code[:16]}-{number}", number + 1
    return found


def _take_item(item: Item, into: Organisation, lines: dict[int, Entry], basis: str) -> Item:
    line = lines.get(item.entry_id)
    changes = _new_office(item, into) | ({"entry": line} if line else {})
    item = advance(lock(item), "succeed", actor=SYSTEM, changes=changes, note=basis, public_note=into.name)
    indexing.index(item)
    return item


def _new_office(case: Any, into: Organisation) -> dict[str, Any]:
    """The successor; who does not work there no longer has the matter in hand."""
    gone = case.handler_id and case.handler_id not in holders("disclosure.propose", into.org_path)
    return {"organisation": into, **({"handler_id": None} if gone else {})}


def _tell(old: Organisation, into: Organisation, count: int) -> None:
    if not count or moment.replaying():
        return
    people = {
        *nearest_holders("disclosure.propose", into.org_path),
        *nearest_holders("disclosure.answer", into.org_path),
    }
    send_many(
        to=people, code="disclosure.succeed", title=f"“{old}”并入“{into}”，转来 {count} 件党务公开事项和申请",
        body="编号和期限不变。", url=f"{ROOT}/?queue=all", key=f"disclosure:succession:{old.pk}:{into.pk}", working=True,
        org_path=into.org_path,
    )  # fmt: skip
