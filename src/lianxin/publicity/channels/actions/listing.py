"""The register of channels: entering, changing, striking out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.queries import nearest_holders
from lianxin.foundation.casework.second_look import need_reason
from lianxin.foundation.notices.actions import send_many
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import policies
from ..models import ListedChannel

DESK = "/workbench/channels/listing/"
FIELDS = ("kind", "name", "url", "purpose", "holder", "shown")


@action("channels.enlist")
def enlist(*, actor: Actor, organisation: Organisation, values: Mapping[str, Any]) -> ListedChannel:
    """Enter a channel of an organisation; for everybody once a second person confirmed it. Refused when it stands there."""
    require(policies.may_register(actor, organisation))
    _once(organisation, values)
    wanted = {name: values[name] for name in FIELDS}
    second = wanted["shown"] and actor.kind != "system"
    row = ListedChannel(organisation=organisation, org_path=organisation.org_path, **wanted)
    if second:
        row.shown = False
        row.put_forward(actor, {"shown": True}, {"shown": False})
    row.save()
    record("channels.enlist", actor=actor, subject=row, name=row.name)
    _tell_waiting(row, actor)
    return row


@action("channels.amend")
def amend(*, actor: Actor, row: ListedChannel, values: Mapping[str, Any], revision: int) -> ListedChannel:
    """Change a line. What everybody is to read waits for a second person; what nobody is to read changes at once."""
    row = lock(row, revision=revision)
    require(policies.may_list(actor, row))
    _once(row.organisation, values, besides=row.pk)
    wanted = {name: values[name] for name in FIELDS}
    if wanted["shown"] and actor.kind != "system":
        row.put_forward(actor, wanted, {name: getattr(row, name) for name in FIELDS})
    else:
        row.settle()
        _write(row, wanted)
    _store(row)
    record("channels.amend", actor=actor, subject=row, name=row.name, waits=bool(row.proposed))
    _tell_waiting(row, actor)
    return row


@action("channels.confirm_listing")
def confirm_listing(*, actor: Actor, row: ListedChannel, revision: int) -> ListedChannel:
    """A second person lets everybody read what was proposed (M04)."""
    row = lock(row, revision=revision)
    require(policies.may_confirm_listing(actor, row))
    lines = row.settle()
    _once(row.organisation, {"kind": row.kind, "name": row.name} | lines, besides=row.pk)
    _write(row, lines)
    _store(row)
    record("channels.confirm_listing", actor=actor, subject=row, name=row.name)
    return row


@action("channels.return_listing")
def return_listing(*, actor: Actor, row: ListedChannel, reason: str, revision: int) -> ListedChannel:
    """退回: what is shown stays as it is; the one who proposed it learns why."""
    row = lock(row, revision=revision)
    require(policies.may_confirm_listing(actor, row))
    words, asked = need_reason(reason), row.proposed_by_id
    row.settle()
    _store(row)
    record("channels.return_listing", actor=actor, subject=row, name=row.name)
    _tell([asked] if asked else [], "渠道登记的修改被退回", row, "back", words, f"{DESK}{row.pk}/")
    return row


@action("channels.strike")
def strike(*, actor: Actor, row: ListedChannel, revision: int) -> ListedChannel:
    """注销: the line stays as history without the name of its holder."""
    row = lock(row, revision=revision)
    require(policies.may_list(actor, row))
    row.settle()
    row.struck_at, row.holder, row.shown = timezone.now(), "", False
    _store(row)
    record("channels.strike", actor=actor, subject=row, name=row.name)
    return row


def _write(row: ListedChannel, lines: Mapping[str, Any]) -> None:
    for name in FIELDS:
        setattr(row, name, lines.get(name, getattr(row, name)))


def _store(row: ListedChannel) -> None:
    row.revision += 1
    row.save()


def _tell_waiting(row: ListedChannel, actor: Actor) -> None:
    """Those nearest who may confirm it."""
    if row.proposed:
        people = nearest_holders("channels.send", row.org_path, exclude=[p for p in (actor.person_id,) if p])
        _tell(people, "渠道登记等您确认", row, "waits", row.name, f"{DESK}{row.pk}/confirm/")


def _tell(people: Iterable[int], title: str, row: ListedChannel, what: str, body: str, url: str) -> None:
    send_many(
        to=people, code="channels.listing", title=title, body=body, url=url, key=f"listing:{row.pk}:{what}:{row.revision}",
        working=True, org_path=row.org_path,
    )  # fmt: skip


def _once(organisation: Organisation, values: Mapping[str, Any], besides: int = 0) -> None:
    rows = ListedChannel.objects.unscoped("the same line twice").filter(organisation=organisation, struck_at=None)
    if rows.filter(kind=values["kind"], name=values["name"]).exclude(pk=besides).exists():
        raise Refused(Denied("这个组织已经登记过同名的渠道。", code="known", field="name"))
