"""作风问题投诉 (R103) and 监督党建工作 (R083): figures without names, and what supervision brought."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import lineage
from lianxin.foundation.spine.scope import subtree

from ..models import Letter, Reply, Review
from .public import LISTED, published
from .tally import Period, counted

Rows = tuple[tuple[str, int], ...]
REST = "其他"
HANDLED = {
    "answered": "已答复",
    "corrected": "其中已纠正",
    "clarified": "其中已澄清说明",
    "referred": "转纪检渠道",
    "open": "在办",
}


@dataclass(frozen=True)
class Conduct:
    """Complaints about conduct of a branch and period. Everything but n is empty below the minimum."""

    n: int
    enough: bool = False
    kinds: Rows = ()
    levels: Rows = ()
    handled: Rows = ()


def conduct(organisation: Organisation | None, period: Period, minimum: int) -> Conduct:
    """One statement. Cells below the minimum are folded together, so that none of them can be worked out."""
    referred = Review.objects.filter(letter=OuterRef("pk"), reason="tipoff")
    answered = Q(answered_at__isnull=False)
    rows = counted(organisation, period).filter(topic__mark="conduct", kind="complain").annotate(told=Exists(referred))
    found = rows.values_list("topic__name", "organisation__kind").annotate(
        n=Count("pk"), answered=Count("pk", filter=answered), corrected=Count("pk", filter=answered & Q(result="solved")),
        clarified=Count("pk", filter=answered & Q(result="explained")), referred=Count("pk", filter=Q(told=True)),
        open_=Count("pk", filter=Q(answered_at__isnull=True, told=False)),
    )  # fmt: skip
    kinds, levels, sums = Counter[str](), Counter[str](), Counter[str]()
    words = dict(Organisation._meta.get_field("kind").flatchoices)
    for topic, level, n, *rest in found:
        kinds[str(topic)] += n
        levels[str(words.get(level, level))] += n
        for name, count in zip(HANDLED, rest, strict=True):
            sums[name] += count
    total = kinds.total()
    if total < minimum:
        return Conduct(total)
    handled = tuple((word, sums[name]) for name, word in HANDLED.items())
    return Conduct(total, True, folded(kinds, minimum), folded(levels, minimum), handled)


def folded(counts: Counter[str], minimum: int) -> Rows:
    """Cells in the order of their words; those below the minimum as one, with the smallest others until it is enough."""
    shown, rest = {k: n for k, n in counts.items() if n >= minimum}, sum(n for n in counts.values() if n < minimum)
    while 0 < rest < minimum and shown:
        least = min(shown, key=lambda k: (shown[k], k))
        rest += shown.pop(least)
    return (*sorted(shown.items()), *(((REST, rest),) if rest else ()))


def supervised(organisation: Organisation | None) -> QuerySet[Letter]:
    """Published letters about the work of the Party and its people, with their sent replies, the newest first."""
    rows = published().filter(topic__mark="supervision").select_related("topic", "organisation", "adoption")
    if organisation is not None:
        rows = rows.filter(subtree("org_path", lineage(organisation)))
    replies = Reply.objects.filter(state="sent").select_related("organisation").order_by("sent_at")
    more = ("result", "demand", "adoption__verdict", "adoption__shown_at", "adoption__until", "adoption__done_on")
    return (
        rows.only(*LISTED, *more)
        .prefetch_related(Prefetch("replies", replies, to_attr="sent"))
        .order_by("-published_at", "-pk")
    )
