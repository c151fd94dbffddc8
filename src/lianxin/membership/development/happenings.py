"""Steps of the way into the Party, for the time line of the file."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from lianxin.membership.dossiers.happenings import Line, register_source
from lianxin.membership.dossiers.models import Member

from .actions import BECOMES
from .models import DevelopmentStep
from .policies import READ

#: asking and answering about a step; what came of it stands beside the step itself
_NO_NEWS = ("ask_back", "keep_step")


def _tell(member: Member) -> Iterable[Line]:
    """The dossier says itself what the person became."""
    steps = (
        DevelopmentStep.objects.filter(case__member=member)
        .exclude(Q(event__in=[*BECOMES, "approve_cancel"], undone_at=None) | Q(event__in=_NO_NEWS))
        .order_by("-at", "-pk")
    )
    for case, label, at, undone in steps.values_list("case_id", "label", "at", "undone_at"):
        yield Line(
            timezone.localdate(at),
            f"{label}（登记有误，已撤回）" if undone else label,
            url=reverse("development:case", args=[case]),
        )


register_source("development", label="发展党员", verb=READ, tell=_tell)
