"""What narrows a search, as SQL for both engines; every value is a parameter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lianxin.foundation.spine.scope import ScopeError, after
from lianxin.kernel.actor import outermost

TABLE = "search_searchdocument"
#: columns of a hit in this order
COLUMNS = ("id", "kind", "object_id", "audience", "org_path", '"when"', "url", "title", "facets", "text")
_FACET = re.compile(r"[a-z][a-z0-9_]{0,30}")


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The scope of one search.

    kinds: empty means every kind. audience: ``"public"`` sees public entries only; ``"staff"`` sees
    both and must name its paths; ``"inside"`` sees only what `readable` grants. paths: subtrees; None
    means the whole tree (public only); an empty tuple means nothing. facets: name -> value, all of
    which must be equal. readable: kind -> (SELECT of the numbers that the reader may see, its parameters).
    """

    kinds: tuple[str, ...] = ()
    audience: str = "public"
    paths: tuple[str, ...] | None = None
    facets: Mapping[str, str] = field(default_factory=dict)
    readable: Mapping[str, tuple[str, tuple[Any, ...]]] = field(default_factory=dict)

    def sql(self, vendor: str, table: str = "d", *, public: bool = False) -> tuple[str, list[Any]]:
        """A condition that begins with `` AND `` (or is empty), and its parameters. public: the table holds nothing else."""
        parts: list[str] = []
        values: list[Any] = []
        if self.audience == "public" and not public:
            parts.append(f"{table}.audience = 'public'")
        elif self.audience == "staff":
            parts.append(f"{table}.audience <> 'inside'")
        elif self.audience == "inside":
            condition, more = _granted(table, self.readable)
            parts.append(condition)
            values += more
        if self.kinds:
            parts.append(f"{table}.kind IN ({', '.join(['%s'] * len(self.kinds))})")
            values += self.kinds
        if self.paths is not None:
            condition, more = _ranges(table, self.paths)
            parts.append(condition)
            values += more
        for name, value in self.facets.items():
            parts.append(_facet(vendor, table, name))
            values.append(value)
        return "".join(f" AND {part}" for part in parts), values


def narrowing(
    kinds: Iterable[str], audience: str, paths: Iterable[str] | None, facets: Mapping[str, str] | None
) -> Narrowing:
    """Check and pack the scope; `ScopeError` when staff entries are asked for without paths."""
    if audience not in ("public", "staff"):
        raise ValueError(f"unknown audience {audience}")
    if audience == "staff" and paths is None:
        raise ScopeError("a search among staff entries names its organisation paths")
    return Narrowing(tuple(kinds), audience, None if paths is None else outermost(paths), dict(facets or {}))


def _ranges(table: str, paths: tuple[str, ...]) -> tuple[str, list[Any]]:
    if "" in paths:
        return "1 = 1", []
    if not paths:
        return "1 = 0", []
    one = f"({table}.org_path >= %s AND {table}.org_path < %s)"
    return f"({' OR '.join([one] * len(paths))})", [edge for p in paths for edge in (p, after(p))]


def _granted(table: str, readable: Mapping[str, tuple[str, tuple[Any, ...]]]) -> tuple[str, list[Any]]:
    """Entries that are neither for everybody nor for a desk, each by the word of its room; without one, nothing."""
    parts = [f"({table}.kind = %s AND {table}.object_id IN ({select}))" for select, _ in readable.values()]
    values = [value for kind, (_, more) in readable.items() for value in (kind, *more)]
    return f"{table}.audience = 'inside' AND ({' OR '.join(parts) or '1 = 0'})", values


def _facet(vendor: str, table: str, name: str) -> str:
    if not _FACET.fullmatch(name):
        raise ValueError(f"a facet is named by small letters: {name!r}")
    if vendor == "sqlite":
        return f"CAST(json_extract({table}.facets, '$.{name}') AS TEXT) = %s"
    return f"{table}.facets ->> '{name}' = %s"


def columns(table: str = "d") -> str:
    """The columns of a hit, for a SELECT."""
    return ", ".join(f"{table}.{name}" for name in COLUMNS)
