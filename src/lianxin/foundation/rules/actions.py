"""Taking in the full text of a regulation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from lianxin.foundation.spine.actions import action, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Allowed, Decision, Denied, Refused

from . import registry
from .anchors import forget
from .models import Article, Regulation
from .texts import RegulationText, name_key

IMPORT = "rules.import"
#: what rooms above do in the transaction of an import (the search takes the articles in)
AFTER_IMPORT: list[Callable[[Regulation], None]] = []


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; ``imported`` and ``unchanged`` count articles."""

    regulation: Regulation
    imported: int
    unchanged: int
    removed: int = 0


def may_import(actor: Actor) -> Decision:
    """Only the operator (or a post with the verb) may bring texts in."""
    if actor.has(IMPORT):
        return Allowed()
    return Denied("只有平台运行人员可以导入法规全文。", code="no_right", remedy="请把文件交给平台运行人员。")


@action("rules.import")
def import_text(*, actor: Actor, text: RegulationText) -> Imported:
    """导入法规全文. Stores one version; the same file again changes nothing.

    A text with refused lines is refused whole: a law with a hole would be cited wrongly. The same
    version with another wording replaces the articles that differ (a corrected file).
    """
    require(may_import(actor))
    if text.refused:
        raise Refused(Denied("这份文件有读不懂的地方，没有导入。", code="unreadable"))
    key = name_key(text.title)
    stored, _ = Regulation.objects.update_or_create(
        slug=_slug(key),
        version=text.version,
        defaults={
            "title": text.title,
            "name_key": key,
            "adopted": "\n".join(text.adopted),
            "issued": text.issued,
            "in_force": text.in_force,
            "digest": text.digest,
        },
    )
    result = _store_articles(stored, text)
    record(
        IMPORT, actor=actor, subject=stored, title=stored.title, version=stored.version,
        imported=result.imported, unchanged=result.unchanged, removed=result.removed,
    )  # fmt: skip
    for follow in AFTER_IMPORT:
        follow(stored)
    forget()
    transaction.on_commit(forget)  # again, in case a neighbour thread read in between
    return result


def _store_articles(stored: Regulation, text: RegulationText) -> Imported:
    before = {(a.number, a.suffix): a for a in stored.articles.all()}
    fresh: list[Article] = []
    changed: list[Article] = []
    for position, part in enumerate(text.articles, 1):
        values = {"position": position, "chapter": part.chapter, "section": part.section, "text": part.text}
        old = before.pop((part.number, part.suffix), None)
        if old is None:
            fresh.append(Article(regulation=stored, number=part.number, suffix=part.suffix, **values))
        elif any(getattr(old, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(old, name, value)
            changed.append(old)
    Article.objects.bulk_create(fresh)
    Article.objects.bulk_update(changed, ["position", "chapter", "section", "text"])
    Article.objects.filter(pk__in=[a.pk for a in before.values()]).delete()
    done = len(fresh) + len(changed)
    return Imported(stored, done, len(text.articles) - done, len(before))


def _slug(key: str) -> str:
    """The registry's name for a regulation that it knows, else a short fingerprint of the title."""
    for source in registry.sources():
        if name_key(source.name) == key:
            return source.slug
    return f"text-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
