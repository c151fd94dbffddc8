"""Many organisations at once: where each of them stands in the tree, and the rows of all of them in few statements.

The tables' own path is reckoned here as treebeard does it one by one: the parent's path and the next free step.
Callers use `actions.found_many`, which asks the same policies as `actions.found`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import F

from lianxin.foundation.spine.bulk import insert_rows, next_ids
from lianxin.foundation.spine.scope import after

from .models import Organisation, OrganisationEvent

PART = 500
#: columns that a new organisation may have beside its name, kind and code
MORE = (
    "region_code",
    "contact_phone",
    "address",
    "term_from",
    "term_until",
    "takes_letters",
    "approves_members",
)


@dataclass(frozen=True, slots=True)
class Founding:
    """An organisation to be. parent: one that is there, or the code of one that stands earlier in the same list;
    basis: of the founding, `UNDATED` where its day is not known."""

    parent: Organisation | str
    name: str
    short_name: str
    kind: str
    code: str
    on: date
    more: dict[str, Any] = field(default_factory=dict)
    basis: str = ""


def locked(foundings: Iterable[Founding]) -> dict[int, Organisation]:
    """The parents that are there, read again and held until the action ends, always in the order of the tree."""
    wanted = {f.parent.pk: f.parent.path for f in foundings if isinstance(f.parent, Organisation)}
    found: dict[int, Organisation] = {}
    for part in parts(sorted(wanted, key=lambda pk: wanted[pk])):
        rows = Organisation.objects.select_for_update().filter(pk__in=part).order_by("path")
        found |= {row.pk: row for row in rows}
    return found


def taken(codes: Iterable[str]) -> bool:
    """True when one of the codes names an organisation already."""
    return any(Organisation.objects.filter(code__in=part).exists() for part in parts(list(codes)))


def placed(foundings: Sequence[Founding], parents: dict[int, Organisation]) -> list[Organisation]:
    """The new nodes with path, depth and number of children, not yet written."""
    steps = {pk: _last_step(parent) for pk, parent in parents.items()}
    nodes: dict[str, Organisation] = {}
    inside: dict[str, int] = defaultdict(int)
    for one in foundings:
        if isinstance(one.parent, Organisation):
            above = parents[one.parent.pk]
            steps[above.pk] += 1
            step = steps[above.pk]
        else:
            above = nodes[one.parent]
            inside[one.parent] += 1
            step = above.numchild = inside[one.parent]
        path = Organisation._get_path(above.path, above.depth + 1, step)
        nodes[one.code] = Organisation(
            path=path, depth=above.depth + 1, numchild=0, name=one.name, short_name=one.short_name, kind=one.kind,
            code=one.code, **one.more,
        )  # fmt: skip
    return list(nodes.values())


def written(nodes: Sequence[Organisation], foundings: Sequence[Founding]) -> None:
    """Write the nodes, how many children their parents have now, and the first line of each history."""
    for node, pk in zip(nodes, next_ids(Organisation, len(nodes)), strict=True):
        node.pk = pk
    columns = ("id", "path", "depth", "numchild", "name", "short_name", "kind", "code", *MORE)
    insert_rows(Organisation, {"revision": 0}, columns, ([getattr(node, name) for name in columns] for node in nodes))
    born = Counter(one.parent.pk for one in foundings if isinstance(one.parent, Organisation))
    by_number: dict[int, list[int]] = defaultdict(list)
    for pk, n in born.items():
        by_number[n].append(pk)
    for n, keys in by_number.items():
        for part in parts(keys):
            Organisation.objects.filter(pk__in=part).update(numchild=F("numchild") + n)
    OrganisationEvent.objects.bulk_create(
        [OrganisationEvent(organisation_id=node.pk, kind="found", on=one.on, basis=one.basis, old={}, new={"name": node.name, "code": node.code})
         for node, one in zip(nodes, foundings, strict=True)],
        batch_size=PART,
    )  # fmt: skip


def _last_step(parent: Organisation) -> int:
    """The step of its last child, 0 when it never had one."""
    below = Organisation.objects.filter(path__gt=parent.path, path__lt=after(parent.path), depth=parent.depth + 1)
    last = below.order_by("-path").values_list("path", flat=True).first()
    return int(Organisation._str2int(last[-Organisation.steplen :])) if last else 0


def parts(keys: Sequence[Any]) -> Iterator[list[Any]]:
    """By `PART`, as one statement takes them."""
    source = iter(keys)
    while part := list(islice(source, PART)):
        yield part
