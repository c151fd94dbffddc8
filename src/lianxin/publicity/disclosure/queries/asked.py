"""What was asked in a period: requests for disclosure and questions about what is public. Counts, no texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import lineage
from lianxin.foundation.spine.scope import subtree

from ..models import Question, Request


@dataclass(frozen=True, slots=True)
class Asked:
    """requests that were withdrawn do not count; decided: granted and refused; questions: those that are public."""

    requests: int
    granted: int
    refused: int
    questions: int
    answered: int

    @property
    def decided(self) -> int:
        return self.granted + self.refused


def counts(organisation: Organisation, since: date, until: date) -> Asked:
    """One organisation with all below it; days from `since`, `until` not included. Two statements."""
    first, last = (timezone.make_aware(datetime.combine(day, time())) for day in (since, until))
    here = lineage(organisation)
    rows = Request.objects.unscoped("figures without texts").filter(
        subtree("org_path", here), opened_at__gte=first, opened_at__lt=last
    )
    asked = rows.exclude(state="withdrawn").aggregate(
        requests=Count("pk"),
        granted=Count("pk", filter=Q(state="granted")),
        refused=Count("pk", filter=Q(state="refused")),
    )
    open_to_all = Question.objects.filter(
        subtree("item__org_path", here),
        publication="public",
        item__state="public",
        created_at__gte=first,
        created_at__lt=last,
    )
    said = open_to_all.aggregate(
        questions=Count("pk"), answered=Count("pk", filter=Q(answer_publication="public") & ~Q(answer=""))
    )
    return Asked(**asked, **said)
