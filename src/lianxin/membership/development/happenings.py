"""Steps of the way into the Party, for the time line of the file."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from lianxin.membership.dossiers.happenings import Line, register_source
from lianxin.membership.dossiers.models import Member

from .actions import BECOMES
from .models import DevelopmentStep
from .policies import READ


def _tell(member: Member) -> Iterable[Line]:
    """The dossier says itself what the person became."""
    steps = (
        DevelopmentStep.objects.filter(case__member=member)
        .exclude(event__in=[*BECOMES, "approve_cancel"])
        .order_by("-at", "-pk")
    )
    for case, label, at in steps.values_list("case_id", "label", "at"):
        yield Line(timezone.localdate(at), label, url=reverse("development:case", args=[case]))


register_source("development", label="发展党员", verb=READ, tell=_tell)
