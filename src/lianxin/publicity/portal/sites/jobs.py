"""What the ticker and the tree of organisations do for sites."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from lianxin.foundation.casework import timers
from lianxin.foundation.jobs import job, periodic
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from . import conveying
from .flow import FLOWS

BATCH = 500


@periodic("portal.sites_alerts", "*/10 * * * *")
def alerts() -> None:
    """Remind of recommendations without an answer (LX-42) and of keepers who were asked (LX-43)."""
    while give_alerts(now=moment.now()) >= BATCH:
        pass


@job
def spread(conveyance: int) -> None:
    """传达 (R024): one notice for everybody of the organisation and below."""
    conveying.spread_notices(conveyance=conveyance)


@action("portal.give_alerts")
def give_alerts(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """Remind of every clock that runs out and was not yet reminded of; answers how many."""
    given = sum(timers.sweep(flow, now) for flow in FLOWS)
    record("portal.give_alerts", actor=actor, given=given)
    return given


def listen() -> None:
    """An organisation that moved below another superior changes whose editors work on its site."""
    from django.db.models.signals import post_save

    from lianxin.foundation.organisations.models import OrganisationEvent

    post_save.connect(_moved, sender=OrganisationEvent, dispatch_uid="portal.organisation_moved")


def _moved(instance: Any, **_: Any) -> None:
    from .. import access
    from ..models import ArticlePage, SitePage

    if instance.kind != "move":
        return
    access.refresh()
    organisation = instance.organisation
    for site in SitePage.objects.filter(organisation__path__startswith=organisation.path).select_related(
        "organisation"
    ):
        assert site.organisation is not None
        ArticlePage.objects.descendant_of(site).filter(depth=site.depth + 2).update(org_path=site.organisation.path)
