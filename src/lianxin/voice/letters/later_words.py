"""What the citizen said later, as the author's page and the desk show it: the words, what was decided, what may follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import Decision, Denied

from . import policies_words as policies
from .forms_desk.words import WordsForm, form_for
from .models import Letter, Message, Rating, Words, WordsReview

#: decisions under which there is nothing to offer and nothing to explain
SILENT = ("nothing", "out_of_scope")


@dataclass(frozen=True)
class Said:
    """One message or rating. held: why it is not shown; after: what became of the appeal; decide: may it be decided."""

    words: Any
    held: WordsReview | None
    after: WordsReview | None
    due: datetime | None
    until: datetime | None = None
    decide: Decision | None = None
    form: WordsForm | None = None

    @property
    def denied(self) -> Denied | None:
        """Why not, where that is worth a sentence."""
        found = self.decide
        return found if isinstance(found, Denied) and found.code not in SILENT else None


def for_author(words: Sequence[Words], actor: Actor) -> list[Said]:
    """As their author reads them; `until` is there as long as an appeal is possible."""
    return [_for_author(x, actor) for x in _with_reviews(words)]


def _for_author(words: Words, actor: Actor) -> Said:
    held, after = _decisions(words)
    decision = policies.may_appeal(actor, words)
    until = policies.may_appeal_until(words, held) if decision and held else None
    explained = decision if isinstance(decision, Denied) and decision.code == "too_late" else None
    return Said(words, held, after, policies.decided_by(words), until, explained)


def at_desk(letter: Letter, actor: Actor, typed: WordsForm | None = None) -> list[Said]:
    """As the desk reads them, with a form where this person reviews. typed: a form that was refused."""
    reviews = actor.may("letters.review", letter.org_path)
    found = _with_reviews([*letter.messages.all(), *letter.ratings.all()])
    return [_at_desk(words, actor if reviews else None, typed) for words in found]


def _at_desk(words: Words, reviewer: Actor | None, typed: WordsForm | None) -> Said:
    held, after = _decisions(words)
    due = policies.decided_by(words)
    if typed is not None and typed.said == words:
        return Said(words, held, after, due, form=typed)
    if reviewer is None or not _reviewed(words) or words.publication == "public":
        return Said(words, held, after, due)
    if words.publication == "appealed":
        decide = policies.may_decide(reviewer, words)
    else:
        decide = policies.may_review(reviewer, words, public=True)
    return Said(words, held, after, due, decide=decide, form=form_for(words) if decide else None)


def _reviewed(words: Words) -> bool:
    """Appeals are for the reviewer alone, and a rating without text has no words."""
    if isinstance(words, Message):
        return words.kind != "appeal"
    return isinstance(words, Rating) and bool(words.text)


def _decisions(words: Words) -> tuple[WordsReview | None, WordsReview | None]:
    rows = policies.reviews_of(words)
    return policies.held_back(rows), next((row for row in rows if row.on_appeal), None)


def _with_reviews(words: Sequence[Words]) -> Sequence[Words]:
    """With their decisions, in one statement for each kind; none as long as nothing was decided."""
    for kind in (Message, Rating):
        prefetch_related_objects([x for x in words if isinstance(x, kind) and x.publication != "pending"], "reviews")
    return words
