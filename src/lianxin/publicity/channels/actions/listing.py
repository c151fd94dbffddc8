"""The register of channels: entering, changing, striking out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Denied, Refused

from .. import policies
from ..models import ListedChannel

FIELDS = ("kind", "name", "url", "purpose", "holder", "shown")


@action("channels.enlist")
def enlist(*, actor: Actor, organisation: Organisation, values: Mapping[str, Any]) -> ListedChannel:
    """Enter a channel of an organisation. Refused when the same stands there already."""
    require(policies.may_register(actor, organisation))
    _once(organisation, values)
    row = ListedChannel.objects.create(
        organisation=organisation, org_path=organisation.org_path, **{name: values[name] for name in FIELDS}
    )
    record("channels.enlist", actor=actor, subject=row, name=row.name)
    return row


@action("channels.amend")
def amend(*, actor: Actor, row: ListedChannel, values: Mapping[str, Any], revision: int) -> ListedChannel:
    """Change a line."""
    row = lock(row, revision=revision)
    require(policies.may_list(actor, row))
    _once(row.organisation, values, besides=row.pk)
    for name in FIELDS:
        setattr(row, name, values[name])
    row.revision += 1
    row.save()
    record("channels.amend", actor=actor, subject=row, name=row.name)
    return row


@action("channels.strike")
def strike(*, actor: Actor, row: ListedChannel, revision: int) -> ListedChannel:
    """注销: the line stays as history without the name of its holder."""
    row = lock(row, revision=revision)
    require(policies.may_list(actor, row))
    row.struck_at, row.holder, row.shown = timezone.now(), "", False
    row.revision += 1
    row.save()
    record("channels.strike", actor=actor, subject=row, name=row.name)
    return row


def _once(organisation: Organisation, values: Mapping[str, Any], besides: int = 0) -> None:
    rows = ListedChannel.objects.unscoped("the same line twice").filter(organisation=organisation, struck_at=None)
    if rows.filter(kind=values["kind"], name=values["name"]).exclude(pk=besides).exists():
        raise Refused(Denied("这个组织已经登记过同名的渠道。", code="known", field="name"))
