"""From the body of an item to HTML: stored at publication where it can stand still, drawn live where it cannot.

After a template of a block has changed, delete the rows of `PublishedBody`: pages are drawn live until the ticker has
stored them anew. Blocks that name style sheets by their fingerprint (galleries) are never stored.
"""

from __future__ import annotations

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from .models import ArticlePage, PublishedBody

#: blocks that look the same until the next publication; others (recordings, linked items) are drawn at each visit
STILL = frozenset({"heading", "text", "picture", "gallery", "quote", "plain_words", "question", "where", "paper"})
#: characters that a grown-up reads in a minute without hurry
PER_MINUTE = 350


def draw(article: ArticlePage) -> SafeString:
    """The body as HTML; what belongs to the time line of a topic is drawn apart."""
    # who looks at it before publication sees recordings by the address behind the desk
    context = {"page": article, "viewer": getattr(article, "viewer", None)}
    parts = [block.render(context) for block in article.body if block.block_type != "event"]
    return mark_safe("\n".join(parts))  # noqa: S308 - templates of the blocks, which escape


def keep(article: ArticlePage) -> None:
    """Store the words of what was just published; part of the publication."""
    still = all(block.block_type in STILL for block in article.body)
    html = draw(article)
    PublishedBody.objects.update_or_create(
        page=article,
        defaults={
            "made_for": article.last_published_at,
            "html": html if still else "",
            "characters": len("".join(strip_tags(html).split())),
            "related": None,
        },
    )


def let_go(article: ArticlePage) -> None:
    """Nothing of an item that was taken down stays."""
    PublishedBody.objects.filter(page=article.pk).delete()


def body_of(article: ArticlePage) -> tuple[SafeString, int]:
    """HTML and number of characters: the stored ones when they belong to this very version, else drawn now."""
    kept: PublishedBody | None = getattr(article, "shown", None)
    if kept is not None and kept.html and kept.made_for == article.last_published_at:
        return mark_safe(kept.html), kept.characters  # noqa: S308 - drawn by `draw`
    html = draw(article)
    return html, len("".join(strip_tags(html).split()))


def minutes(characters: int) -> int:
    """How long reading takes, at least one minute."""
    return max(1, round(characters / PER_MINUTE))
