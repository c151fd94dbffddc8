"""Scope that fails closed: a query set of organisation-bound rows answers only after it was narrowed.

`org_path` is the path of the organisation that is responsible for a row: denormalised in the row (`OrgPathField`), or,
where rows are so many that none of them may change when an organisation moves, read through the organisation
(`AtHome`, decision 0020). A subtree is the half-open range ``[p, next(p))`` on it, which an index answers; LIKE is never used.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q

from lianxin.kernel.actor import Actor, outermost

if TYPE_CHECKING:
    _Char = models.CharField[str, str]
else:
    _Char = models.CharField  # generic only in the stubs


class ScopeError(RuntimeError):
    """Rows were asked for before the query was narrowed to a scope."""


class ByteOrderField(_Char):
    """Text compared byte by byte on every engine, so that "begins with" is a range that an index answers.

    SQLite does so by itself; on PostgreSQL the column gets the "C" collation, else a locale would sort what begins
    alike apart.
    """

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class OrgPathField(ByteOrderField):
    """Path of the responsible organisation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 255)
        super().__init__(*args, **kwargs)


def after(path: str) -> str:
    """The first string that is greater than every string which begins with `path`."""
    return path[:-1] + chr(ord(path[-1]) + 1)


def subtree(field: str, paths: Iterable[str]) -> Q:
    """Condition "inside one of these subtrees"; no path at all means nothing, never everything."""
    condition = Q(pk__in=[])
    for path in outermost(paths):
        if path == "":
            return Q()
        condition |= Q(**{f"{field}__gte": path, f"{field}__lt": after(path)})
    return condition


def within(paths: Iterable[str], place: str) -> tuple[str, ...]:
    """What lies inside one of the paths and inside the place, too: the place itself, or the paths inside it."""
    return tuple(
        place if place.startswith(path) else path for path in paths if place.startswith(path) or path.startswith(place)
    )


M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M, M]):
    """Raises `ScopeError` when it is read, counted or changed before it was narrowed."""

    _narrowed: str = ""
    scope_field = "org_path"

    def visible_to(self, actor: Actor, verb: str) -> Self:
        """Rows inside the organisations where the actor's duties carry the verb; none for others."""
        if actor.kind == "system":
            return self.unscoped("system")
        return self._mark(self.filter(subtree(self.scope_field, actor.paths_for(verb))), verb)

    def unscoped(self, reason: str) -> Self:
        """Open the query on purpose; the reason stands in the code for the reader."""
        if not reason:
            raise ScopeError("an unscoped query names its reason")
        return self._mark(self.all(), reason)

    def _mark(self, query: Self, reason: str) -> Self:
        query._narrowed = reason
        return query

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # not in the stubs
        clone._narrowed = self._narrowed
        return clone

    def _need_scope(self) -> None:
        if not self._narrowed and not self.query.is_empty():
            raise ScopeError(f"{self.model.__name__}: call visible_to(actor, verb) or unscoped(reason) first")

    def _fetch_all(self) -> None:
        self._need_scope()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._need_scope()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._need_scope()
        return super().count()

    def exists(self) -> bool:
        self._need_scope()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._need_scope()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._need_scope()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._need_scope()
        return super().delete()


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)


class _AtHomeManager(models.Manager[M]):
    def get_queryset(self) -> Any:
        return super().get_queryset().annotate(org_path=F("organisation__path"))


#: for `AtHome`: every query can be narrowed, ordered and read by ``org_path``, which the organisation keeps
HomeManager = _AtHomeManager.from_queryset(ScopedQuerySet)


class AtHome(models.Model):
    """Rows that say which organisation they belong to, and not where it stands: none of them changes when it moves.

    ``org_path`` comes with the rows that `HomeManager` reads, and costs one statement where a row came another way.
    """

    class Meta:
        abstract = True

    @classmethod
    def alone(cls, reason: str) -> ScopedQuerySet[Self]:
        """Rows without the way to their organisation, opened on purpose: for keys and sums of very many, where it would be
        looked up for each of them. `organisations.queries.inside` narrows them."""
        return ScopedQuerySet(cls).unscoped(reason)

    @property
    def org_path(self) -> str:
        key, path = self.__dict__.get("_at", ("", ""))
        known = key is None or key == self.organisation_id  # type: ignore[attr-defined]  # the model's own key
        return str(path) if known else str(self.organisation.path)  # type: ignore[attr-defined]  # the model's own key

    @org_path.setter
    def org_path(self, path: str) -> None:
        # not asked for when the row was read without it: that would cost a statement for each row
        self.__dict__["_at"] = (self.__dict__.get("organisation_id"), path)

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("_at", None)
        super().refresh_from_db(*args, **kwargs)
