"""An invented population whose tables are given: shares of a bulletin, scaled down by largest remainders.

Nobody in it is real; what is drawn inside the shares (birth days, admission days, who has what) comes from a seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.bulk import insert_rows, next_ids
from lianxin.membership.dossiers.models import Member
from lianxin.membership.statistics.bulletin import Frame, Span, reached

#: how a label of the bulletin is written in a file
EDUCATION = {"college": ("11", "14", "21", "31"), "less": ("41", "61", "71", "81")}
MINORITIES = ("03", "05", "08", "53")


@dataclass
class Invented:
    """One member to be."""

    born: date | None = None
    joined_on: date | None = None
    fresh: bool = False
    facts: dict[str, str] = field(default_factory=dict)


def apportion(parts: Mapping[str, float], seats: int) -> dict[str, int]:
    """Whole numbers in proportion that add up to `seats` (largest remainders); none is off its quota by 1 or more."""
    whole = sum(parts.values())
    quotas = {label: value * seats / whole for label, value in parts.items()}
    found = {label: int(quota) for label, quota in quotas.items()}
    by_rest = sorted(quotas, key=lambda label: quotas[label] - found[label], reverse=True)
    for label in by_rest[: seats - sum(found.values())]:
        found[label] += 1
    return found


def invent(
    total: int, frame: Frame, ages: Sequence[int], periods: Sequence[int], dice: random.Random
) -> list[Invented]:
    """Birth and admission days for the numbers of each span; the oldest joined first, nobody before the 19th year.

    ages: in the order of `Frame.ages`; periods: in that of `Frame.periods`.
    """
    births = [
        day for span, n in reversed(list(zip(frame.ages, ages, strict=True))) for day in _evenly(span, n, frame.day)
    ]
    people = [Invented(born=born) for born in births]
    spans = [span for span, n in zip(frame.periods, periods, strict=True) for _ in range(n)]
    for person, span in zip(people, spans, strict=True):
        assert person.born is not None
        first = max(span.first or date(1921, 7, 1), person.born + timedelta(days=19 * 366))
        last = min(span.last or frame.day, frame.year_begins - timedelta(days=1))
        assert first <= last, (person, span)
        person.joined_on = first + timedelta(days=dice.randrange((last - first).days + 1))
    assert len(people) == total
    return people


def freshen(people: Iterable[Invented], frame: Frame, dice: random.Random) -> None:
    """These joined in the year of the statistics and are on probation."""
    for person in people:
        person.fresh = True
        person.joined_on = frame.year_begins + timedelta(days=dice.randrange((frame.day - frame.year_begins).days + 1))


def deal(people: Sequence[Invented], name: str, values: Mapping[str, int], dice: random.Random) -> None:
    """Give everybody a value of a column, each value as often as said."""
    cards = [value for value, n in values.items() for _ in range(n)]
    assert len(cards) == len(people), (name, len(cards), len(people))
    dice.shuffle(cards)
    for person, card in zip(people, cards, strict=True):
        person.facts[name] = card


def enlist(people: Sequence[Invented], branches: Sequence[Organisation], dice: random.Random) -> None:
    """Write them down, a few statements for all of them."""
    now, keys = timezone.now(), next_ids(Person, len(people))
    insert_rows(Person, {"created_at": now, "nickname": "同志"}, ("id", "name"), ((key, "某某") for key in keys))
    homes = [dice.choice(branches) for _ in people]
    rows: list[tuple[Any, ...]] = [
        (key, home.pk, "probationary" if p.fresh else "member", p.born, p.joined_on,
         None if p.fresh or p.joined_on is None else p.joined_on + timedelta(days=366), *_columns(p, dice))
        for key, home, p in zip(keys, homes, people, strict=True)
    ]  # fmt: skip
    insert_rows(
        Member,
        {"standing": "active", "revision": 0, "created_at": now, "name": "某某", "pinyin": "moumou", "initials": "mm"},
        ("person_id", "organisation_id", "stage", "born", "joined_on", "full_since", "sex", "ethnicity",
         "education", "occupation"),
        rows,
    )  # fmt: skip


def _columns(person: Invented, dice: random.Random) -> tuple[str, str, str, str]:
    facts = person.facts
    ethnicity = {"other": dice.choice(MINORITIES)}.get(facts.get("ethnicity", "han"), "01")
    return facts["sex"], ethnicity, dice.choice(EDUCATION[facts.get("education", "less")]), facts.get("occupation", "")


def _evenly(span: Span, n: int, day: date) -> list[date]:
    """n birth days inside a span, the oldest first; open ends at the ages of 100 and 22."""
    first, last = span.first or reached(day, 100), span.last or reached(day, 22)
    return [first + timedelta(days=(last - first).days * at // max(n, 1)) for at in range(n)]
