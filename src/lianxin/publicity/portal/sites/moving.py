"""What a merger or a closing does to the pages: items move with their old addresses, or stay as an archive."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page

from lianxin.foundation.accounts.actions import keep_columns, touch_column
from lianxin.foundation.accounts.models import Keeping
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.search.actions import put_many
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor

from .. import access
from ..models import ArticlePage, ColumnPage, OldAddress, Relay, SiteFace, SitePage
from .founding import add_page
from .policies import path_of
from .words import SITE_KEEPING, TEMPLATES, keeping_of

OPEN = ("proposed", "accepted", "shown")


@action("portal.merge_site")
def merge_site(*, actor: Actor, site: SitePage, into: SitePage, note: str = "") -> int:
    """Every item goes to the column of the same kind of the other site; answers how many. Part of larger actions."""
    columns = {c.code: c for c in ColumnPage.objects.child_of(into).order_by("-path")}
    moved: list[int] = []
    for column in ColumnPage.objects.child_of(site).order_by("path"):
        items = list(Page.objects.child_of(column).order_by("path"))
        if column.code not in columns and items:
            columns[column.code] = _new_column(into, column)
        if column.code in columns:
            moved += move_items(items, columns[column.code])
            remember(column, columns[column.code])
    remember(site, into)
    articles = ArticlePage.objects.filter(pk__in=moved)
    articles.update(org_path=path_of(into))
    Relay.objects.unscoped("the site ends").filter(article__in=moved).update(origin_path=path_of(into))
    _relays_follow(site, into, columns)
    _end(site, "merged", note, into)
    Page.objects.filter(Q(pk=site.pk) | Q(path__startswith=site.path, depth=site.depth + 1)).update(live=False)
    index(articles.live())
    record(
        "portal.merge_site",
        actor=actor,
        subject=f"page:{site.pk}",
        org_path=path_of(site),
        items=len(moved),
        into=into.pk,
    )
    return len(moved)


def _new_column(into: SitePage, like: ColumnPage) -> ColumnPage:
    """A column that the other site did not have. Its keeper is named there; until then it is a vacancy (F01)."""
    assert into.organisation is not None
    made = add_page(into, like.code)
    keep_columns(
        actor=SYSTEM,
        organisation=into.organisation,
        columns={keeping_of(like.code): made.title},
        keeper=None,
        deputy=None,
    )
    return made


@action("portal.close_site")
def close_site(*, actor: Actor, site: SitePage, note: str = "") -> None:
    """关停: the site says so and takes nothing new; what was published stays readable as an archive."""
    _end(site, "closed", note, None)
    for relay in Relay.objects.unscoped("the site ends").filter(site=site, state__in=("proposed", "accepted")):
        advance(relay, "end", actor=SYSTEM)
    record("portal.close_site", actor=actor, subject=f"page:{site.pk}", org_path=path_of(site))


def _end(site: SitePage, state: str, note: str, into: SitePage | None) -> None:
    SiteFace.objects.update_or_create(
        site=site,
        defaults={"state": state, "note": note[:200], "into": into, "ended_at": moment.now()},
        create_defaults={
            "state": state, "note": note[:200], "into": into, "ended_at": moment.now(),
            "template": next(iter(TEMPLATES)),
        },
    )  # fmt: skip
    # nobody is asked to keep what has ended
    Keeping.objects.filter(organisation=site.organisation_id, column__startswith=SITE_KEEPING).delete()
    access.refresh()


def move_items(items: Iterable[Page], target: ColumnPage) -> list[int]:
    """Move items below another column; each keeps its words, gets a free address there and leaves the old one behind."""
    taken = set(Page.objects.child_of(target).values_list("slug", flat=True))
    done = []
    for item in items:
        old = item.url_path
        _free_slug(item, taken)
        target.refresh_from_db()
        item.move(target, pos="last-child")
        item.refresh_from_db()
        _keep_address(old, item)
        done.append(item.pk)
    return done


def _free_slug(item: Page, taken: set[str]) -> None:
    """A slug that is free at the new place, in the page and in every version that may still be published."""
    slug, number = item.slug, 1
    while slug in taken:
        number += 1
        slug = f"{item.slug}-{number}"
    taken.add(slug)
    if slug == item.slug:
        return
    item.slug = slug
    Page.objects.filter(pk=item.pk).update(slug=slug)
    for revision in item.revisions.all():
        revision.content["slug"] = slug
        revision.save(update_fields=["content"])


def remember(page: Page, to: Page) -> None:
    """The old address of a page leads to another one from now on."""
    _keep_address(page.url_path, to)


def _keep_address(old: str, page: Page) -> None:
    OldAddress.objects.filter(path=page.url_path).delete()  # whoever lives here now is found here
    OldAddress.objects.update_or_create(path=old, defaults={"page_id": page.pk})


def _relays_follow(site: SitePage, into: SitePage, columns: dict[str, ColumnPage]) -> None:
    """What the site showed from elsewhere is shown by its successor, unless it has it already; the rest ends."""
    rows = Relay.objects.unscoped("the site ends")
    there = set(rows.filter(site=into, state__in=OPEN).values_list("article_id", flat=True))
    own = set(ArticlePage.objects.descendant_of(into).values_list("pk", flat=True))
    for relay in rows.filter(site=site, state__in=OPEN).select_related("column"):
        target = columns.get(relay.column.code)
        if target is None or relay.article_id in there | own:
            advance(relay, "end", actor=SYSTEM)
            continue
        Relay.objects.unscoped("the site ends").filter(pk=relay.pk).update(
            site=into, column=target, organisation=into.organisation, org_path=path_of(into)
        )
        there.add(relay.article_id)
    for relay in rows.filter(site=into, state__in=OPEN, article__in=own):
        advance(relay, "end", actor=SYSTEM)  # what it referred to stands in the site itself now


def hand_site(site: SitePage, organisation: Organisation) -> None:
    """The site itself goes to another organisation that has none: rights, search and references follow."""
    site.organisation = organisation
    SitePage.objects.filter(pk=site.pk).update(organisation=organisation)
    items = ArticlePage.objects.descendant_of(site).filter(depth=site.depth + 2)
    items.update(org_path=organisation.path)
    rows = Relay.objects.unscoped("the organisation ends")
    rows.filter(site=site).update(organisation=organisation, org_path=organisation.path)
    rows.filter(article__in=items).update(origin_path=organisation.path)
    index(items.live())
    access.refresh()
    touch_column(organisation.pk, SITE_KEEPING, moment.now())


def index(items: Iterable[ArticlePage]) -> None:
    """Tell the search the addresses and the organisation of published items."""
    from ..indexing import entry_of

    put_many(entry_of(item) for item in items)
