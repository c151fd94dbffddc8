"""The sums of the ledger in the time of reading a few short rows an organisation, exact at every moment (decision 0023)."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce, ExtractYear

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import subtree, within
from lianxin.kernel.actor import Actor

from . import policies
from .models import Posting, Total

KEY = ("organisation", "on_year", "of_year", "debit", "credit", "own", "back")


def seen(actor: Actor, office: Organisation) -> tuple[str, ...]:
    """Paths of an office, or of the part of it that lies inside the scope."""
    return within(("",) if actor.kind == "system" else actor.paths_for(policies.READ), office.path)


def below(actor: Actor, office: Organisation) -> QuerySet[Total]:
    """Totals of an office and what is below it, inside the scope."""
    return Total.objects.filter(subtree("organisation__path", seen(actor, office)), lines__gt=0).order_by()


def lines(rows: QuerySet[Total]) -> int:
    """How many lines of the ledger they stand for."""
    return int(rows.aggregate(n=Sum("lines", default=0))["n"])


def counted() -> dict[tuple[Any, ...], tuple[int, int]]:
    """Key -> (fen, lines), from the lines themselves."""
    rows = Posting.alone("sums without names").order_by().annotate(
        on_year=ExtractYear("on"), of_year=Coalesce(ExtractYear("month"), Value(0)),
        own=Q(member__isnull=False), back=Q(reverses__isnull=False),
    )  # fmt: skip
    found = rows.values_list(*KEY).annotate(sum=Sum("fen"), n=Count("pk"))
    return {tuple(key): (fen, n) for *key, fen, n in found.iterator()}


def wrong() -> list[int]:
    """Organisations whose totals are not what their lines come to. Always empty, or a fault."""
    kept = {tuple(key): (fen, n) for *key, fen, n in Total.objects.values_list(*KEY, "fen", "lines").iterator()}
    true, none = counted(), (0, 0)
    return sorted({key[0] for key in {*kept, *true} if kept.get(key, none) != true.get(key, none)})
