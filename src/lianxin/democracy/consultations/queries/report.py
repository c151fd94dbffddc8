"""意见采纳情况: groups with their counts and answers, the final text beside the draft. Counts and no persons (R075)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import Count

from .. import differing
from ..models import Consultation, Group, Version
from ..words import ANSWERS


@dataclass(frozen=True, slots=True)
class Report:
    """groups: each with `n`, the opinions in it; answers: (word, groups, opinions); total: opinions in all."""

    groups: list[Group]
    answers: list[tuple[str, int, int]]
    total: int
    final: list[str]
    changes: list[differing.Line]


def groups_of(case: Consultation) -> list[Group]:
    """In the order of the paragraphs, those on the whole text last; never by the number of opinions."""
    rows = list(Group.objects.filter(consultation=case).annotate(n=Count("placements")).order_by("pk"))
    return sorted(rows, key=lambda g: (not g.part, int(g.part) if g.part.isdigit() else 0, g.pk))


@dataclass(frozen=True, slots=True)
class Corrected:
    """One correction of a published text: when, why, and every paragraph with what went and what came (M06)."""

    at: datetime
    note: str
    lines: list[differing.Line]


def corrections_of(case: Consultation) -> list[Corrected]:
    """Of the text that readers take for the valid one, the newest first; one statement. Drafts before the release are
    nobody's business but the desk's."""
    rows = list(Version.objects.filter(consultation=case, kind=case.text_kind))
    pairs = [(old, new) for old, new in pairwise(rows) if new.note]
    return [
        Corrected(new.at, new.note, differing.compare(old.paragraphs, new.paragraphs)) for old, new in reversed(pairs)
    ]


def text_of(case: Consultation, kind: str = "draft") -> list[str]:
    """The paragraphs of the last version of a kind."""
    found = Version.objects.filter(consultation=case, kind=kind).last()
    return list(found.paragraphs) if found else []


def report_of(case: Consultation) -> Report:
    """What is published; three statements. Answers that wait for their release are not in it (M01)."""
    groups = [group for group in groups_of(case) if group.shown]
    counts = {code: [0, 0] for code in ANSWERS}
    for group in groups:
        if group.answer:
            counts[group.answer][0] += 1
            counts[group.answer][1] += group.n  # type: ignore[attr-defined]  # annotated
    answers = [(word, counts[code][0], counts[code][1]) for code, word in ANSWERS.items()]
    draft, final = text_of(case), text_of(case, "final")
    total = sum(group.n for group in groups)  # type: ignore[attr-defined]  # annotated
    return Report(groups, answers, total, final, differing.compare(draft, final) if final else [])
