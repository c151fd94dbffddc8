"""Questions about the tree."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from lianxin.foundation.spine.scope import subtree

from .models import PARTY_KINDS, Organisation, Region

#: most that a list of choices holds
OFFERED = 400
_ABSORBED = "organisations.absorbed:{}"


def below(paths: Iterable[str]) -> QuerySet[Organisation]:
    """Organisations in being inside the subtrees, in tree order; one range per path."""
    return Organisation.objects.filter(subtree("path", paths), closed_on=None).order_by("path")


def inside(paths: Iterable[str], column: str = "organisation") -> Exists:
    """Condition "its organisation stands inside one of these subtrees", asked of each row that comes up.

    For lists that an index finds by something else: a join would let the database begin at the organisations.
    """
    return Exists(Organisation.objects.filter(subtree("path", paths), pk=OuterRef(column)))


def by_code(code: str) -> Organisation | None:
    return Organisation.objects.filter(code=code).first()


def by_paths(paths: Iterable[str]) -> dict[str, Organisation]:
    """Organisations by their own path; unknown paths are left out. One statement."""
    wanted = {path for path in paths if path}
    return {row.path: row for row in Organisation.objects.filter(path__in=wanted)} if wanted else {}


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


def root() -> Organisation | None:
    """The topmost organisation, or None before anything was founded."""
    return Organisation.objects.order_by("path").first()


def heir(organisation: Organisation) -> Organisation:
    """Who stands in for an organisation now: itself, the one that it was merged into, else the nearest above in being."""
    while organisation.closed_on and organisation.merged_into_id:
        organisation = Organisation.objects.get(pk=organisation.merged_into_id)
    if not organisation.closed_on:
        return organisation
    above = Organisation.objects.filter(path__in=ancestors_of(organisation.path), closed_on=None)
    return above.order_by("-path").first() or organisation


def lineage(organisation: Organisation) -> list[str]:
    """Paths of the organisation and of all that were merged into it: what those did stands under their own.

    One statement for an organisation that took nobody in; the merged ones are remembered for a minute.
    """
    key = _ABSORBED.format(organisation.pk)
    found: list[str] | None = cache.get(key)
    if found is None:
        found, level = [], [organisation.pk]
        while level:
            rows = dict(Organisation.objects.filter(merged_into__in=level).values_list("pk", "path"))
            found, level = [*found, *rows.values()], list(rows)
        cache.set(key, found, 60)
    return [organisation.path, *found]


def forget_lineage(into: Organisation) -> None:
    """After the commit of a merger: what was remembered of the successor no longer holds."""
    transaction.on_commit(partial(cache.delete, _ABSORBED.format(into.pk)))


def names(ids: Iterable[int]) -> dict[int, str]:
    """Short names by primary key, one statement."""
    return dict(Organisation.objects.filter(pk__in=set(ids)).values_list("pk", "short_name"))


def receiving(paths: Iterable[str] = ("",)) -> QuerySet[Organisation]:
    """Organisations that take letters, in tree order."""
    return Organisation.objects.filter(subtree("path", paths), takes_letters=True, closed_on=None).order_by("path")


def region_name(code: str) -> str:
    row = Region.objects.filter(code=code).first()
    return row.name if row else ""


def party_offered(kinds: Collection[str] = PARTY_KINDS) -> dict[str, Organisation]:
    """Label -> Party organisations of this house that somebody may turn to; their names are public."""
    rows = Organisation.objects.filter(kind__in=kinds, closed_on=None).exclude(kind="group").order_by("path")
    return {f"{row.name}（{row.code}）": row for row in rows[:OFFERED]}


def party_named(text: str) -> Organisation | None:
    """The Party organisation of a label, a code, or a name that only one has."""
    text = text.strip()
    rows = Organisation.objects.filter(kind__in=PARTY_KINDS, closed_on=None)
    code = text.rpartition("（")[2].rstrip("）")
    found = rows.filter(code=code).first() if code else None
    if found is None and text:
        many = list(rows.filter(name=text)[:2]) or list(rows.filter(short_name=text)[:2])
        found = many[0] if len(many) == 1 else None
    return found
