"""Writing imported items by the batch, each whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lianxin.foundation.search.actions import Entry, put_many
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import Actor

from ..desk import keeping
from ..indexing import KIND
from ..intake.pictures import kept
from ..models import ArticlePage, ColumnPage, ImportedItem, SitePage
from . import inserting
from .places import PlaceError, Places
from .reading import Bad, Row


@dataclass
class Outcome:
    """What became of the lines. founded: names of sites that had to be founded; dropped: what the cleaning left out."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Bad] = field(default_factory=list)
    founded: list[str] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, other: Outcome) -> None:
        """Count another batch in."""
        self.imported += other.imported
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.founded += other.founded
        self.dropped += other.dropped


@action("portal.import")
def write(*, actor: Actor, rows: list[Row | Bad], file: str) -> Outcome:
    """Write one batch: what was published elsewhere is published here as history, without a review of its own."""
    outcome = Outcome(refused=[r for r in rows if isinstance(r, Bad)])
    good = _once([r for r in rows if isinstance(r, Row)], outcome)
    places = Places(actor)
    known = {i.original_id: i for i in ImportedItem.objects.filter(original_id__in=list(good)).select_related("page")}
    fresh: dict[int, list[tuple[Row, ColumnPage]]] = {}
    for row in good.values():
        item = known.get(row.id)
        if item is not None and item.digest == row.digest:
            outcome.unchanged += 1
            continue
        try:
            column = places.column(row.organisation, row.column)
            if item is not None:
                _change(item, row, places)
                outcome.updated += 1
            else:
                fresh.setdefault(column.pk, []).append((row, column))
        except PlaceError as error:
            outcome.refused.append(Bad(row.line, str(error), row.raw))
            continue
        outcome.dropped += row.dropped
    if fresh:
        outcome.imported += _add([(pairs[0][1], [row for row, _ in pairs]) for pairs in fresh.values()], places, file)
    outcome.founded = places.founded
    record(
        "portal.import", actor=actor, subject=f"file:{file}"[:80], imported=outcome.imported, updated=outcome.updated,
        unchanged=outcome.unchanged, refused=len(outcome.refused),
    )  # fmt: skip
    return outcome


def _once(rows: Iterable[Row], outcome: Outcome) -> dict[str, Row]:
    """Each number once; the same number with other words is refused."""
    good: dict[str, Row] = {}
    for row in rows:
        first = good.setdefault(row.id, row)
        if first is row:
            continue
        if first.digest == row.digest:
            outcome.unchanged += 1
        else:
            outcome.refused.append(Bad(row.line, f"编号 {row.id} 在文件里出现两次，内容不同", row.raw))
    return good


def _add(fresh: list[tuple[ColumnPage, list[Row]]], places: Places, file: str) -> int:
    """All new items of a batch together; how many."""
    groups: list[tuple[ColumnPage, list[ArticlePage]]] = []
    rows: list[Row] = []
    shown: list[list[Any]] = []
    for column, mine in fresh:
        mine.sort(key=lambda row: row.at)
        site = places.site_of(column)
        images = [_pictures(row, site) for row in mine]
        groups.append((column, [_article(row, site, found) for row, found in zip(mine, images, strict=True)]))
        rows += mine
        shown += images
    inserting.insert(groups)
    articles = [article for _, some in groups for article in some]
    now = moment.now()
    ImportedItem.objects.bulk_create(
        ImportedItem(page_id=a.pk, original_id=r.id, digest=r.digest, file=file[:120], imported_at=now)
        for r, a in zip(rows, articles, strict=True)
    )
    inserting.show({a.pk: {i.pk for i in images} for a, images in zip(articles, shown, strict=True)}, articles)
    return put_many(_entry(r, a) for r, a in zip(rows, articles, strict=True))


def _pictures(row: Row, site: SitePage) -> list[Any]:
    """The row's pictures on the shelf of the organisation, by the numbers that its blocks name."""
    if not row.pictures:
        return []
    from ..access import collection_of

    organisation: Any = site.organisation
    shelf = collection_of(organisation)
    return [kept(picture, shelf, f"{row.title} {n}") for n, picture in enumerate(row.pictures, 1)]


def _article(row: Row, site: SitePage, images: list[Any]) -> ArticlePage:
    organisation: Any = site.organisation
    body = [
        (kind, value | {"image": images[value["image"]]} if kind == "picture" else value) for kind, value in row.blocks
    ]
    return ArticlePage(
        title=row.title, slug=slug_of(row), form=row.form, summary=row.summary, source=row.source, byline=row.byline, body=body,
        org_path=organisation.path, first_published_at=row.at, last_published_at=row.at, latest_revision_created_at=row.at,
    )  # fmt: skip


def slug_of(row: Row) -> str:
    """The day and a short fingerprint of the old number: the same at every import."""
    return f"{row.at:%Y%m%d}-{hashlib.blake2b(row.id.encode(), digest_size=5).hexdigest()}"


def _entry(row: Row, article: ArticlePage) -> Entry:
    return Entry(
        kind=KIND, object_id=article.pk, title=row.title, body="", audience="public", org_path=article.org_path,
        when=row.at, url=article.url or "", facets={"origin": row.id}, prepared=row.prepared,
    )  # fmt: skip


def _change(item: ImportedItem, row: Row, places: Places) -> None:
    """The old house says something else now. Not over what was decided or written here."""
    page = item.page
    if not page.live:
        raise PlaceError("这一篇已在本平台撤下，没有重新发布")
    if page.revisions.filter(user__isnull=False).exists():
        raise PlaceError("这一篇导入后已在本平台改过，没有覆盖")
    site = places.site_of(page.get_parent().specific)
    if site.organisation and site.organisation.code != row.organisation:
        raise PlaceError("这一篇已在别的组织名下，没有移动")
    images = _pictures(row, site)
    new = _article(row, site, images)
    if not page.latest_revision_id:  # what readers saw until now stays readable (M06)
        page.save_revision(clean=False)
        keeping.keep(page)
    for name in ("title", "form", "summary", "source", "byline", "body", "first_published_at"):
        setattr(page, name, getattr(new, name))
    page.draft_title = row.title
    page.correction = f"{moment.now():%Y-%m-%d} 按原网站更新"
    item.digest, item.changed_at = row.digest, moment.now()
    item.save(update_fields=["digest", "changed_at"])
    page.save_revision(clean=False).publish()


__all__ = ["Outcome", "slug_of", "write"]
