"""Questions about the tree."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.cache import cache
from django.db.models import QuerySet

from lianxin.foundation.spine.scope import subtree

from .models import Organisation, Region


def below(paths: Iterable[str]) -> QuerySet[Organisation]:
    """Organisations in being inside the subtrees, in tree order; one range per path."""
    return Organisation.objects.filter(subtree("path", paths), closed_on=None).order_by("path")


def by_code(code: str) -> Organisation | None:
    return Organisation.objects.filter(code=code).first()


def by_id(pk: int) -> Organisation | None:
    return Organisation.objects.filter(pk=pk).first()


def ancestors_of(path: str) -> list[str]:
    """The path itself and all above it, nearest first."""
    step = Organisation.steplen
    return [path[:end] for end in range(len(path), 0, -step)]


def root_name() -> str:
    """Name of the topmost organisation, for the header of the public pages."""
    name = cache.get("organisations.root")
    if name is None:
        first = Organisation.objects.order_by("path").first()
        name = first.name if first else ""
        cache.set("organisations.root", name, 60)
    return str(name)


def names(ids: Iterable[int]) -> dict[int, str]:
    """Short names by primary key, one statement."""
    return dict(Organisation.objects.filter(pk__in=set(ids)).values_list("pk", "short_name"))


def receiving(paths: Iterable[str] = ("",)) -> QuerySet[Organisation]:
    """Organisations that take letters, in tree order."""
    return Organisation.objects.filter(subtree("path", paths), takes_letters=True, closed_on=None).order_by("path")


def region_name(code: str) -> str:
    row = Region.objects.filter(code=code).first()
    return row.name if row else ""
