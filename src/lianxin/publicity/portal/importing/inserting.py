"""Many pages at once. Wagtail saves one in some thirty statements; history needs none of its drafts and signals."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from wagtail.models import Page, ReferenceIndex

from ..models import ArticlePage, ColumnPage, ShownPicture


def insert(groups: Sequence[tuple[ColumnPage, Sequence[ArticlePage]]]) -> None:
    """Append published items to columns, in one statement for each table. Inside the caller's transaction."""
    rows = Page.objects.select_for_update().order_by("pk").in_bulk([column.pk for column, _ in groups])
    kind = ContentType.objects.get_for_model(ArticlePage)
    for column, articles in groups:
        above = rows[column.pk]
        for number, article in enumerate(articles, _last(above) + 1):
            article.path = Page._get_path(above.path, above.depth + 1, number)
            article.depth, article.numchild = above.depth + 1, 0
            article.url_path = f"{above.url_path}{article.slug}/"
            article.draft_title, article.content_type, article.locale = article.title, kind, column.locale
            article.translation_key = uuid.uuid4()
            article.live, article.has_unpublished_changes = True, False
    _rows([article for _, articles in groups for article in articles])
    more = f"UPDATE {Page._meta.db_table} SET numchild = numchild + %s WHERE id = %s"  # noqa: S608 - a name of Wagtail's
    with connection.cursor() as cursor:
        cursor.executemany(more, [(len(articles), column.pk) for column, articles in groups])


def _last(above: Page) -> int:
    """The number of a page's last child, 0 when there is none."""
    last = f"SELECT max(path) FROM {Page._meta.db_table} WHERE path > %s AND path <= %s AND depth = %s"  # noqa: S608 - as above
    with connection.cursor() as cursor:
        cursor.execute(last, [above.path, f"{above.path}{'Z' * Page.steplen}", above.depth + 1])
        path = cursor.fetchone()[0]
    return Page._str2int(path[-Page.steplen :]) if path else 0


def _rows(articles: Sequence[ArticlePage]) -> None:
    own = [f.attname for f in Page._meta.concrete_fields if not f.primary_key]
    pages = [Page(**{name: getattr(article, name) for name in own}) for article in articles]
    models.QuerySet(Page).bulk_create(pages)
    fields = [f for f in ArticlePage._meta.local_concrete_fields if not f.primary_key]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(f.column)) for f in [ArticlePage._meta.pk, *fields])
    statement = (
        f"INSERT INTO {quote(ArticlePage._meta.db_table)} ({names}) "  # noqa: S608 - names of our own
        f"VALUES ({', '.join(['%s'] * (len(fields) + 1))})"
    )
    values: list[list[Any]] = []
    for page, article in zip(pages, articles, strict=True):
        article.pk = article.page_ptr_id = article.id = page.pk
        article._state.adding = False
        values.append([page.pk, *(f.get_db_prep_save(f.pre_save(article, True), connection) for f in fields)])
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def show(pictures: dict[int, set[int]], articles: Sequence[ArticlePage]) -> None:
    """Note which pictures readers may see now, and for Wagtail's desk where each is used."""
    rows = [ShownPicture(page_id=page, image_id=image) for page, images in pictures.items() for image in images]
    ShownPicture.objects.bulk_create(rows)
    for article in articles:
        if pictures.get(article.pk):
            ReferenceIndex.create_or_update_for_object(article)
