"""Files of an organisation that ends: they are carried to the successor by a merger, or must go before a closing."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from .models import Member, MemberEvent
from .policies import READ


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Files that are still kept at an organisation."""
    return [
        Remainder(_files(organisation).count(), "份", "在册的党员档案", f"/workbench/members/?org={organisation.pk}", READ,
                  "请先把党员转到别的组织。"),
    ]  # fmt: skip


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("dossiers.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """Files go to the successor with a line in each time line; answers how many."""
    old, new = handover.organisation, handover.into
    keys = list(_files(old).values_list("pk", flat=True))
    MemberEvent.objects.bulk_create(
        MemberEvent(
            member_id=pk,
            kind="organisation",
            on=handover.on,
            text=f"{old.short_name}并入{new.short_name}，档案随转",
            by_id=actor.person_id,
        )
        for pk in keys
    )
    Member.objects.unscoped("the files of one organisation").filter(pk__in=keys).update(organisation=new)
    record("dossiers.succeed", actor=actor, subject=old, files=len(keys))
    return len(keys)


def _files(organisation: Organisation) -> QuerySet[Member]:
    return Member.objects.unscoped("the files of one organisation").filter(organisation=organisation, standing="active")
