"""The collection of an organisation that ends goes to its successor."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.search.actions import put_many
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from . import indexing
from .lifecycle import WRITE
from .models import Resource
from .words import DESK


def left(organisation: Organisation) -> Sequence[Remainder]:
    """Resources that are not taken down."""
    there = _rows(organisation).exclude(state="withdrawn").count()
    return [Remainder(there, "件", "学习资源", DESK, WRITE, "请先撤下，或者并入别的组织。")]


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("resources.succeed")
def succeed(*, actor: Actor, handover: Handover) -> int:
    """The whole collection in one statement, and the search after it; answers how many."""
    keys = list(_rows(handover.organisation).values_list("pk", flat=True))
    rows = Resource.objects.unscoped("those that were handed over").filter(pk__in=keys)
    rows.update(organisation=handover.into, org_path=handover.into.path)
    put_many(indexing.entries(rows))
    record("resources.succeed", actor=actor, subject=handover.organisation, resources=len(keys))
    return len(keys)


def _rows(organisation: Organisation) -> QuerySet[Resource]:
    return Resource.objects.unscoped("the collection of one organisation").filter(organisation=organisation)
