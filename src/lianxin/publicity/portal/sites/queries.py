"""What the desk asks about sites, references and proposals, inside the scope of the actor."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import below
from lianxin.foundation.spine.scope import subtree
from lianxin.kernel.actor import Actor

from ..models import ArticlePage, ColumnPage, Relay, Reshape, SiteFace, SitePage
from ..words_desk import ISSUE
from .policies import DECIDE, FOUND, RESHAPE, REVIEW, SITES, WRITE, hands, sits_above
from .words import SITE_KEEPING

OPEN = Q(face=None) | Q(face__state="open")


def sites(actor: Actor, verb: str = SITES) -> QuerySet[SitePage]:
    """Sites of the organisations in scope, in tree order; open ones and those that have ended."""
    rows = SitePage.objects.filter(subtree("organisation__path", actor.paths_for(verb)))
    return rows.select_related("organisation", "face", "face__into").order_by("organisation__path")


def site(actor: Actor, pk: int, verb: str = SITES) -> SitePage | None:
    """One of them; None outside the scope."""
    return sites(actor, verb).filter(pk=pk).first()


def seen_site(actor: Actor, pk: int) -> SitePage | None:
    """A site in scope, or one that the actor keeps as a whole or in part (F01)."""
    rows = SitePage.objects.filter(
        subtree("organisation__path", actor.paths_for(SITES)) | Q(organisation__in=kept_organisations(actor))
    )
    return rows.select_related("organisation", "face", "face__into").filter(pk=pk).first()


def without_site(actor: Actor) -> QuerySet[Organisation]:
    """Organisations in being that the actor could found a site for."""
    return below(actor.paths_for(FOUND)).exclude(
        pk__in=SitePage.objects.exclude(organisation=None).values("organisation")
    )


def columns(one: SitePage) -> list[ColumnPage]:
    """Columns in their order."""
    return list(ColumnPage.objects.child_of(one).live().order_by("path"))


def keepings(one: SitePage) -> dict[str, Keeping]:
    """Keepings of the site and its columns, by name."""
    rows = Keeping.objects.filter(organisation=one.organisation_id, column__startswith=SITE_KEEPING)
    return {row.column: row for row in rows.select_related("keeper", "deputy")}


def _relays() -> QuerySet[Relay]:
    rows = Relay.objects.unscoped("narrowed by both sides below")
    return rows.select_related("article", "site", "column", "organisation", "proposed_by")


def relays(actor: Actor) -> QuerySet[Relay]:
    """References that one of the two sides has in its scope."""
    paths = actor.paths_for(SITES)
    return _relays().filter(subtree("org_path", paths) | subtree("origin_path", paths)).order_by("-opened_at", "-pk")


def relay(actor: Actor, pk: int) -> Relay | None:
    return relays(actor).filter(pk=pk).first()


def relays_to_do(actor: Actor) -> list[Relay]:
    """What waits for the actor: to accept as an editor, to review as a reviewer who had no hand in it."""
    mine = Q(pk__in=[])
    if actor.has(WRITE):
        mine |= Q(state="proposed") & subtree("org_path", actor.paths_for(WRITE)) & ~Q(proposed_by=actor.person_id)
    if actor.has(REVIEW):
        mine |= Q(state="accepted") & subtree("org_path", actor.paths_for(REVIEW))
    if not actor.has(WRITE) and not actor.has(REVIEW):
        return []
    rows = list(_relays().select_related("article__owner").filter(mine).order_by("due_at", "pk")[:50])
    return [row for row in rows if row.state == "proposed" or actor.person_id not in hands(row)]


def words_to_confirm(actor: Actor) -> QuerySet[SiteFace]:
    """Sites whose new words somebody else proposed, the oldest first."""
    paths = (*actor.paths_for(ISSUE), *actor.paths_for(FOUND))
    rows = SiteFace.objects.filter(subtree("site__organisation__path", paths), proposed_at__isnull=False)
    return (
        rows.exclude(proposed_by=actor.person_id).select_related("site").order_by("proposed_at")
        if paths
        else rows.none()
    )


def reshapes(actor: Actor, kept: Collection[int] | None = None) -> QuerySet[Reshape]:
    """Proposals about sites in scope, and those about sites that the actor keeps. kept: when it was asked already."""
    rows = Reshape.objects.unscoped("narrowed to scope and keepers")
    rows = rows.select_related("site", "site__face", "into", "organisation", "proposed_by")
    kept = kept_organisations(actor) if kept is None else kept
    return rows.filter(subtree("org_path", actor.paths_for(SITES)) | Q(organisation__in=kept)).order_by(
        "-opened_at", "-pk"
    )


def reshape(actor: Actor, pk: int) -> Reshape | None:
    return reshapes(actor).filter(pk=pk).first()


def kept_organisations(actor: Actor) -> list[int]:
    """Organisations whose site or column the actor keeps."""
    if actor.person_id is None:
        return []
    rows = Keeping.objects.filter(Q(keeper=actor.person_id) | Q(deputy=actor.person_id))
    return list(rows.filter(column__startswith=SITE_KEEPING).values_list("organisation_id", flat=True).distinct())


def reshapes_to_do(actor: Actor) -> list[tuple[str, Reshape]]:
    """(word on the button, proposal): to answer for keepers, to decide for those above."""
    if actor.kind != "staff":
        return []
    kept = set(kept_organisations(actor))
    if not kept and not actor.has(DECIDE):
        return []
    found = []
    for row in reshapes(actor, kept).filter(state__in=("proposed", "answered"))[:50]:
        if row.state == "proposed" and row.organisation_id in kept:
            found.append(("去答复", row))
        elif (
            row.state == "answered"
            and sits_above(actor, DECIDE, row.org_path)
            and not actor.is_person(row.proposed_by_id)
        ):
            found.append(("去决定", row))
    return found


def targets(actor: Actor, one: SitePage) -> QuerySet[SitePage]:
    """Open sites in scope that another one could be merged into."""
    return sites(actor, RESHAPE).filter(OPEN).exclude(pk=one.pk)


def own_items(actor: Actor) -> QuerySet[ArticlePage]:
    """Published items of the sites that the actor writes for, the newest first."""
    rows = ArticlePage.objects.live().filter(subtree("org_path", actor.paths_for(WRITE)))
    return rows.order_by("-first_published_at", "-pk")


def other_items(actor: Actor) -> QuerySet[ArticlePage]:
    """Published items of all other sites, for reprinting."""
    rows = ArticlePage.objects.live().exclude(org_path="")
    return rows.exclude(org_path__in=_own_paths(actor)).order_by("-first_published_at", "-pk")


def _own_paths(actor: Actor) -> list[str]:
    return [duty.org_path for duty in actor.duties]


def columns_above(org_path: str) -> list[ColumnPage]:
    """Columns of the open sites of all organisations above, nearest first; with ``owner`` for the label."""
    step = Organisation.steplen
    paths = [org_path[:end] for end in range(len(org_path) - step, 0, -step)]
    return _columns_of(SitePage.objects.filter(OPEN, organisation__path__in=paths).order_by("-organisation__path"))


def own_columns(actor: Actor) -> list[ColumnPage]:
    """Columns of the sites of the very organisations where the actor writes; a county's editor has one, not three hundred."""
    paths = [duty.org_path for duty in actor.duties if actor.may(WRITE, duty.org_path)]
    return _columns_of(SitePage.objects.filter(OPEN, organisation__path__in=paths).order_by("organisation__path"))


def columns_by_site(one: SitePage) -> list[ColumnPage]:
    return _columns_of(SitePage.objects.filter(pk=one.pk))


def _columns_of(rows: QuerySet[SitePage]) -> list[ColumnPage]:
    """Columns of several sites, two statements; each knows its site as ``owner``."""
    found = {row.path: row for row in rows}
    step = ColumnPage.steplen
    if not found:
        return []
    condition = Q(pk__in=[])
    for path, row in found.items():
        condition |= Q(path__startswith=path, depth=row.depth + 1)
    columns = list(ColumnPage.objects.live().filter(condition).order_by("path"))
    for column in columns:
        column.owner_site = found[column.path[:-step]]
    order = {path: place for place, path in enumerate(found)}
    return sorted(columns, key=lambda c: (order[c.path[:-step]], c.path))
