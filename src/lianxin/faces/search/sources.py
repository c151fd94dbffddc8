"""Rules and regulations in the search: their room lies below it, so this face introduces them to one another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zlib import crc32

from django.utils import timezone

from lianxin.foundation.jobs import periodic
from lianxin.foundation.rules import queries, registry
from lianxin.foundation.rules.actions import AFTER_IMPORT
from lianxin.foundation.rules.anchors import address
from lianxin.foundation.search.actions import Entry, drop_kind, put_many
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.workdays import SHANGHAI

RULE, CLAUSE = "rule", "clause"


def connect() -> None:
    """Called when the face loads."""
    register_source(CLAUSE, clauses, label="规定条文")
    register_source(RULE, rules, label="办事规则")
    AFTER_IMPORT.append(text_changed)


def clauses() -> Iterator[Entry]:
    """Every article of every imported text in the version that its page shows."""
    for text in queries.current_texts():
        when = datetime.combine(text.in_force or text.issued or timezone.localdate(text.imported_at), time(), SHANGHAI)
        parts = queries.chapters(text)
        long = sum(chapter.size for chapter in parts) > queries.LONG
        for chapter in parts:
            for heading, articles in chapter.sections:
                place = " ".join(part for part in (chapter.title, heading) if part)
                for article in articles:
                    yield Entry(
                        kind=CLAUSE, object_id=article.pk, title=f"《{text.title}》{article.heading}",
                        body=f"{article.text}\n{place}", audience="public", org_path="", when=when,
                        url=address(text.slug, article.anchor, long=long),
                    )  # fmt: skip


def rules() -> Iterator[Entry]:
    """Today's rules, each with its page. They stand in data files and have no number of their own."""
    for rule in registry.all_rules():
        yield Entry(
            kind=RULE, object_id=crc32(rule.id.encode()), title=rule.title,
            body=f"{rule.wording}\n{rule.cited}", audience="public", org_path="",
            when=datetime.combine(rule.since or date(2000, 1, 1), time(), SHANGHAI), url=rule.url,
        )  # fmt: skip


def text_changed(text: Any) -> None:
    """After an import, in its transaction: the articles anew, those that fell away out of the index."""
    refill(CLAUSE)


def refill(kind: str) -> int:
    """Put in everything of one of the two kinds, and take out what is no longer there."""
    entries = list({CLAUSE: clauses, RULE: rules}[kind]())
    put_many(entries)
    drop_kind(kind, keep=[entry.object_id for entry in entries])
    return len(entries)


@periodic("search.rules", "10 3 * * *")
def rules_anew() -> None:
    """Once a night: rules change with the day on which they come into force."""
    refill(RULE)
    refill(CLAUSE)
