"""What was taken up (R099): only what a second person confirmed, of letters that everybody may read; and its counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import lineage
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import subtree

from ..models import Adoption
from ..words import TAKING, VERDICTS
from .public import NEVER_SHOWN
from .tally import Period, counted

#: how a promise stands -> word
STANDINGS = {"done": "已落实", "open": "正在落实", "late": "到期未落实"}
COLUMNS = (
    "verdict", "reason", "plan", "post", "until", "done_on", "done_text", "corrections", "shown_at", "letter__number",
    "letter__title", "letter__kind", "letter__org_path", "letter__publication", "letter__state", "organisation__short_name",
    "organisation__code",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a visitor chose; unknown values were dropped."""

    verdict: str = ""
    standing: str = ""
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Taken:
    """Counts of one branch and period. n: letters that were answered; suggestions: those of them that are 建议."""

    n: int
    suggestions: int
    verdicts: tuple[tuple[str, int], ...]
    promised: int
    done: int
    late: int

    @property
    def registered(self) -> int:
        return sum(count for _, count in self.verdicts)


def shown(wanted: Wanted) -> QuerySet[Adoption]:
    """Registrations that everybody may read, the newest first."""
    rows = Adoption.objects.filter(shown_at__isnull=False, letter__publication="public")
    rows = rows.exclude(letter__state__in=NEVER_SHOWN).select_related("letter", "organisation").only(*COLUMNS)
    if wanted.verdict:
        rows = rows.filter(verdict=wanted.verdict)
    if wanted.standing:
        rows = rows.filter(_standing(wanted.standing))
    if wanted.organisation:
        rows = rows.filter(subtree("letter__org_path", lineage(wanted.organisation)))
    return rows.order_by("-shown_at", "-pk")


def _standing(name: str, prefix: str = "") -> Q:
    done, until = Q(**{f"{prefix}done_on__isnull": False}), f"{prefix}until"
    if name == "done":
        return done
    today = moment.today()
    return ~done & Q(**({f"{until}__lt": today} if name == "late" else {f"{until}__gte": today}))


def taken(organisation: Organisation | None, period: Period) -> Taken:
    """Counts over all letters of the period, shown or not: no content, so no letter is recognised. One statement."""
    stands = Q(adoption__shown_at__isnull=False)
    conditions: dict[str, Q] = {name: stands & Q(adoption__verdict=name) for name in VERDICTS}
    conditions |= {
        "n": Q(answered_at__isnull=False), "suggestions": Q(answered_at__isnull=False, kind="suggest"),
        "promised": stands & Q(adoption__verdict__in=TAKING),
        "done": stands & _standing("done", "adoption__"), "late": stands & _standing("late", "adoption__"),
    }  # fmt: skip
    got: dict[str, Any] = counted(organisation, period).aggregate(
        **{f"c_{name}": Count("pk", filter=q) for name, q in conditions.items()}
    )
    return Taken(
        n=got["c_n"], suggestions=got["c_suggestions"], promised=got["c_promised"], done=got["c_done"], late=got["c_late"],
        verdicts=tuple((word, got[f"c_{name}"]) for name, word in VERDICTS.items()),
    )  # fmt: skip
