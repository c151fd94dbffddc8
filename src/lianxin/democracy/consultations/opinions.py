"""The one place where this room reads what was said at its places: contributions of `democracy.speaking`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from lianxin.democracy.speaking.lifecycle import SHOWN
from lianxin.democracy.speaking.models import Contribution

from .models import Group, Placement

KIND, MOTION = "consultation", "motion"
#: states in which a contribution may still become visible by a decision that is due
_ON_ITS_WAY = ("waiting", "appealed", "contested")


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion for the desk. assisted: put down for somebody, or from paper (A02)."""

    pk: int
    part: str
    text: str
    name: str
    at: datetime
    assisted: bool


def _said(place: int) -> QuerySet[Contribution]:
    """What people said; answers of the office are no opinions."""
    rows = Contribution.objects.unscoped("opinions of one consultation").filter(kind=KIND, place=place)
    return rows.filter(voice="person")


def published(place: int) -> list[int]:
    """Keys of the opinions that readers see, oldest first."""
    return list(_said(place).filter(state__in=SHOWN).order_by("pk").values_list("pk", flat=True))


def waiting(place: int) -> int:
    """How many opinions are on their way to a reviewer."""
    return _said(place).filter(state__in=_ON_ITS_WAY).count()


def authors(keys: Iterable[int]) -> dict[int, int | None]:
    """Key of an opinion -> who is told what became of it: the author, or who put it down for somebody."""
    rows = Contribution.objects.unscoped("told what became of it").filter(pk__in=list(keys))
    return {pk: person or by for pk, person, by in rows.values_list("pk", "person_id", "assisted_by_id")}


def loose(place: int, limit: int) -> list[Opinion]:
    """Published opinions that stand in no group, by paragraph, oldest first; at most `limit`."""
    taken = Placement.objects.filter(group__consultation_id=place).values("opinion")
    rows = _said(place).filter(state__in=SHOWN).exclude(pk__in=taken)
    found = sorted(rows, key=lambda one: (not one.part, int(one.part) if one.part.isdigit() else 0, one.pk))
    return [_opinion(one) for one in found[:limit]]


def of_group(group: Group) -> list[Opinion]:
    """The opinions of one group, oldest first."""
    keys = group.placements.values_list("opinion", flat=True)
    rows = Contribution.objects.unscoped("opinions of one group").filter(pk__in=list(keys)).order_by("pk")
    return [_opinion(one) for one in rows]


def _opinion(one: Contribution) -> Opinion:
    at = one.published_at or one.opened_at
    return Opinion(one.pk, one.part, one.shown_text, one.front_name, at, one.source != "web")


def parts(keys: Iterable[int]) -> set[str]:
    """The paragraphs to which some opinions belong."""
    rows = Contribution.objects.unscoped("opinions that are grouped").filter(pk__in=list(keys))
    return set(rows.values_list("part", flat=True))
