"""What the search knows of an item: title, summary and the words that readers see in the body.

Not the source (a name that hundreds of items share would be found in all of them) and not the description of a picture,
which is read aloud in its place: whoever looks for a word wants the items in which it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.documents import get_document_model
from wagtail.rich_text import RichText

from lianxin.foundation.search.actions import Entry, put_many
from lianxin.foundation.search.attachments import MOST_BYTES, Attachment
from lianxin.foundation.search.attachments import text_of as words_of_files
from lianxin.publicity.media import queries as media
from lianxin.publicity.media.models import Words

from .models import ArticlePage

KIND = "article"


def entry_of(article: ArticlePage) -> Entry:
    """The entry of a published item. An imported one is also known by its number in the old house."""
    item = getattr(article, "imported", None)
    return Entry(
        kind=KIND, object_id=article.pk, title=article.title, body=f"{text_of(article)}\n{words_of_files(KIND, article.pk, files_of(article))}".rstrip(), audience="public",
        org_path=article.org_path, when=article.first_published_at, url=article.url or "",
        facets={"origin": item.original_id} if item else {},
    )  # fmt: skip


def text_of(article: ArticlePage) -> str:
    """Summary and body as plain text, one block below the other."""
    plays = any(block.block_type in media.BLOCKS for block in article.body)
    shown = media.words_shown(article.pk) if plays and article.pk else {}
    return "\n".join([article.summary, *(part for block in article.body for part in _words(block, shown))])


def _words(block: Any, shown: Mapping[int, Words]) -> list[str]:
    if block.block_type == "picture":
        return [block.value.get("caption") or ""]
    if block.block_type in media.BLOCKS:  # in the words of the publication, whatever was written into it since (M01)
        said = shown.get(getattr(block.value.get("recording"), "pk", 0))
        return [text for text in (said.title, said.description, said.transcript) if text] if said else []
    found: list[str] = block.block.get_searchable_content(block.value)
    return found


#: a link to a document inside rich text, as it is stored
_LINKED = re.compile(r"""<a\b(?=[^>]*\blinktype=["']document["'])[^>]*\bid=["'](\d+)["']""")


def documents_in(article: ArticlePage) -> set[int]:
    """Ids of the documents that an item links to, in its text or by a block of its own."""
    found: set[int] = set()
    waiting: list[Any] = [block.value for block in article.body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, get_document_model()):
            found.add(value.pk)
        elif isinstance(value, Mapping):
            waiting += value.values()
        elif isinstance(value, RichText):
            found |= {int(pk) for pk in _LINKED.findall(value.source)}
        elif isinstance(value, Iterable) and not isinstance(value, str | bytes):
            waiting += [getattr(one, "value", one) for one in value]
    return found


def files_of(article: ArticlePage) -> list[Attachment]:
    """The documents of an item as the search reads them; another file under the same number is read anew."""
    found = documents_in(article)
    if not found:
        return []
    return [_attachment(document) for document in get_document_model().objects.filter(pk__in=found).order_by("pk")]


def _attachment(document: Any) -> Attachment:
    kind = document.file_extension.lower()
    return Attachment(f"document:{document.pk}:{(document.file_hash or '')[:16]}", kind)


def open_document(key: str) -> bytes | None:
    """The bytes of a document that still is what the key says."""
    _, pk, _ = key.split(":")
    document = get_document_model().objects.filter(pk=int(pk)).first()
    if document is None or _attachment(document).key != key:
        return None
    try:
        with document.open_file() as file:
            return bytes(file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        return None


def index_again(pk: int) -> None:
    """After a document was read: the item into the index once more, if it is published."""
    article = ArticlePage.objects.live().public().filter(pk=pk).first()
    if article is not None:
        put_many([entry_of(article)])
