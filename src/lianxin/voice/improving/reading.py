"""What everybody reads: problems that a second person released, with the words that stood there then (M01)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.db.models.functions import Left

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.queries import files_of_all
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import lineage
from lianxin.foundation.search.queries import DEEPEST, Page, find
from lianxin.foundation.spine.scope import subtree
from lianxin.voice.letters.models import Letter
from lianxin.voice.letters.queries import public

from .lifecycle import IMPROVEMENT
from .models import Improvement, ImprovementStep, Measure
from .words import KINDS, STAGES

KIND = "improvement"
SIZE, BEGINNING, KEPT = 20, 90, 60
#: what is taken down is gone beside its letters as soon as from a shared cache
SOON = 10
BY_LETTER = "improving.by_letter"
MOST_HITS = DEEPEST
#: stages that a visitor can choose; others are never shown
SHOWN_STAGES = {name: STAGES[name][0] for name in ("working", "checking", "closed")}
#: what the desk says to itself stays there
_WITH_NOTE = ("progress", "measured", "extend", "send_back", "close", "reopen", "take_down", "correct", "report")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor chose; unknown values were dropped."""

    organisation: Organisation | None = None
    kind: str = ""
    stage: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Reading:
    """One problem as everybody reads it. text: False when it was taken down, and only the notice is left."""

    case: Improvement
    text: bool
    steps: list[dict[str, Any]]
    measures: list[Measure]
    letters: list[Letter]
    papers: list[StoredFile]
    result: str
    answer: str
    newest: datetime | None


def shown() -> QuerySet[Improvement]:
    """Everything that everybody may read."""
    return Improvement.objects.unscoped("released problems are for everybody").filter(publication="public")


def listing(filters: Filters) -> QuerySet[Improvement]:
    """Newest released first."""
    rows = shown()
    if filters.organisation:
        rows = rows.filter(subtree("org_path", lineage(filters.organisation)))
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.stage:
        rows = rows.filter(state__in=[s.name for s in IMPROVEMENT.states if s.stage == filters.stage])
    if filters.year:
        rows = rows.filter(published_at__year=filters.year)
    return _short(rows).order_by("-published_at", "-pk")


def _short(rows: QuerySet[Improvement]) -> QuerySet[Improvement]:
    return rows.select_related("organisation").defer("problem").annotate(begins=Left("problem", BEGINNING))


def search(words: str, filters: Filters, *, limit: int, offset: int = 0) -> Page:
    """Hits of the words among released problems."""
    facets = {"matter": filters.kind, "stage": filters.stage, "year": str(filters.year or "")}
    paths = lineage(filters.organisation) if filters.organisation else None
    chosen = {name: value for name, value in facets.items() if value}
    return find(words, kinds=[KIND], paths=paths, facets=chosen, limit=limit, offset=offset)


def in_order(ids: Iterable[int], *, whole: bool = False) -> list[Improvement]:
    """Released problems in the order of their ids; whole: with all their columns."""
    wanted = list(ids)
    rows = _short(shown().filter(pk__in=wanted))
    by_id = {x.pk: x for x in (rows.defer(None).select_related("organisation", "set_by") if whole else rows)}
    return [by_id[pk] for pk in wanted if pk in by_id]


def read(pk: int) -> Reading | None:
    """One problem for everybody, or the notice that it was taken down; five statements."""
    rows = Improvement.objects.unscoped("released ones, and what is left of those taken down")
    rows = rows.filter(publication__in=("public", "down"), pk=pk)
    case = rows.select_related("organisation", "set_by", "topic", "area").first()
    if case is None:
        return None
    steps = list(case.steps.exclude(public_label="").select_related("organisation").order_by("at", "pk"))
    if not case.is_public:
        return Reading(case, False, [_line(s, case) for s in steps if s.event == "take_down"], [], [], [], "", "", None)
    files = files_of_all([subject_of(s.pk) for s in steps if _released(s.at, case)], public_only=True)
    report = next((s for s in reversed(steps) if s.event == "report" and _released(s.at, case)), None)
    return Reading(
        case=case, text=True, steps=[_line(s, case) for s in steps], measures=shown_measures(case), letters=letters_of(case),
        papers=[f for s in steps for f in files.get(subject_of(s.pk), [])], result=report.public_note if report else "",
        answer="".join(said_before(case)), newest=case.shown_until,
    )  # fmt: skip


def _released(at: datetime, case: Improvement) -> bool:
    return case.shown_until is not None and at <= case.shown_until


def _line(step: ImprovementStep, case: Improvement) -> dict[str, Any]:
    """A step as everybody reads it: organisations, never persons; words only when they were released."""
    words = step.event == "take_down" or (step.event in _WITH_NOTE and _released(step.at, case))
    note = step.public_note if words and step.event != "report" else ""
    office = step.organisation.short_name if step.organisation else ""
    tone = {"take_down": "late", "send_back": "wait", "reopen": "wait", "close": "ok"}.get(step.event, "")
    text = " · ".join(part for part in (office, note) if part)
    return {"title": step.public_label, "when": step.at, "text": text, "done": True, "tone": tone}


def shown_measures(case: Improvement) -> list[Measure]:
    """Measures that were there at the last release; of one that was done later the words wait."""
    if case.shown_until is None:
        return []
    return list(case.measures.filter(at__lte=case.shown_until))


def said_before(case: Improvement) -> list[str]:
    """The word of the organisation, when it was there at the last release."""
    there = case.answered_at is not None and _released(case.answered_at, case)
    return [case.answer] if case.answer and there else []


def letters_of(case: Improvement) -> list[Letter]:
    """The letters that it came from, as far as everybody may read them now."""
    ids = case.sources.values("letter_id")
    return list(public.with_listed(public.published().filter(pk__in=ids)).order_by("-published_at", "pk"))


def subject_of(step: int) -> str:
    """Under which subject the files of a step are kept."""
    return f"improvement_step:{step}"


def offices() -> list[tuple[str, str]]:
    """(code, name) of organisations with something shown; remembered for a minute."""
    found = cache.get("improving.offices")
    if found is None:
        rows = Organisation.objects.filter(pk__in=shown().values("organisation"))
        found = [(o.code, o.short_name) for o in rows.order_by("path")]
        cache.set("improving.offices", found, KEPT)
    return list(found)


def kinds() -> list[tuple[str, str]]:
    """All kinds in the order of the words."""
    return list(KINDS.items())


def of_letter(letter: int) -> list[tuple[str, str]]:
    """(address, title) of released problems that came from a letter; one statement in ten seconds for all letters."""
    found = cache.get(BY_LETTER)
    if found is None:
        found = {}
        rows = shown().filter(sources__isnull=False).order_by("-published_at", "pk")
        for pk, title, source in rows.values_list("pk", "title", "sources__letter_id"):
            found.setdefault(source, []).append((f"/improvements/{pk}/", title))
        cache.set(BY_LETTER, found, SOON)
    return list(found.get(letter, ()))


def addresses(many: int) -> list[tuple[str, datetime]]:
    """(address, since when) of released problems, for the map of the site."""
    rows = shown().order_by("-published_at").values_list("pk", "published_at")[:many]
    return [(f"/improvements/{pk}/", at) for pk, at in rows if at]
