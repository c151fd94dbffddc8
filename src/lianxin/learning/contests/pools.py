"""What a round may draw, and the keys to mark with: read from the bank's versions, never from what they say today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from lianxin.learning.questions.models import Version

from .drawing import Candidate, Place, draw, seed_of
from .models import Attempt, Pooled, Round

_COLUMNS = ("version_id", "version__question__kind", "version__options", "version__key", "version__keep_order")


def candidates(found: Round, on: datetime | None = None) -> list[Candidate]:
    """The pool of a round, in the order of the versions. on: without what was struck by then. One statement."""
    rows = Pooled.objects.filter(round=found).order_by("version_id")
    if on is not None:
        rows = rows.filter(Q(struck_at=None) | Q(struck_at__gt=on))
    return [
        Candidate(pk, kind, len(options), 0 if options else len(key), keep)
        for pk, kind, options, key, keep in rows.values_list(*_COLUMNS)
    ]


def paper(found: Round, ticket: str, on: datetime) -> list[Place]:
    """The paper that belongs to a ticket, drawn at a moment."""
    return draw(seed_of(str(found.seed), ticket), candidates(found, on), found.counts)


def drawn_again(attempt: Attempt) -> bool:
    """Whether the paper of an attempt is the one that its seed gives."""
    return paper(attempt.round, attempt.ticket, attempt.started_at) == attempt.places


def keys(versions: Iterable[int]) -> dict[int, list[Any]]:
    """version -> key. One statement."""
    return dict(Version.objects.filter(pk__in=list(versions)).values_list("pk", "key"))


def struck(found: Round) -> set[int]:
    """Versions that do not count in a round. One statement."""
    return set(Pooled.objects.filter(round=found, struck_at__isnull=False).values_list("version_id", flat=True))
