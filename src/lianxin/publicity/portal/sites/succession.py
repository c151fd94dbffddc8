"""The site of an organisation that ends: it follows to the successor, or goes up in the successor's own."""

from __future__ import annotations

from collections.abc import Sequence

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.succession import Handover, Remainder
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from ..models import Relay, Reshape, SitePage
from .moving import hand_site, merge_site
from .policies import is_open


def left(organisation: Organisation) -> Sequence[Remainder]:
    """An open site, and recommendations that wait for its answer."""
    site = _site(organisation)
    waiting = Relay.objects.unscoped("asked before an organisation is closed").filter(
        organisation=organisation, state__in=("proposed", "accepted")
    )
    return [
        Remainder(int(site is not None and is_open(site)), "个", "开放的站点", "/workbench/sites/", "portal.sites",
                  "站点请先由上级提议关停或并入其他站点。"),
        Remainder(waiting.count(), "条", "没有办完的推荐与转载", "/workbench/sites/relays/", "portal.sites",
                  "推荐与转载请编辑和审核员办完。"),
    ]  # fmt: skip


def carry(handover: Handover) -> None:
    """The part of this room in a merger."""
    succeed(actor=handover.actor, handover=handover)


@action("portal.succeed_site")
def succeed(*, actor: Actor, handover: Handover) -> None:
    """A site whose successor has none goes there as it is; else its items move in, and old addresses lead there."""
    old, into = handover.organisation, handover.into
    for reshape in Reshape.objects.unscoped("the organisation ends").filter(
        organisation=old, state__in=("proposed", "answered")
    ):
        advance(reshape, "end", actor=SYSTEM)
    site, there = _site(old), _site(into)
    if site is not None and is_open(site):
        if there is None:
            hand_site(site, into)
        elif is_open(there):
            merge_site(actor=actor, site=site, into=there, note=handover.basis or f"“{old}”并入“{into}”")
    record("portal.succeed_site", actor=actor, subject=old, into=into.pk, had_site=site is not None)


def _site(organisation: Organisation) -> SitePage | None:
    return SitePage.objects.filter(organisation=organisation).select_related("organisation", "face").first()
