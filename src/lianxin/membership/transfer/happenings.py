"""Steps of a transfer, for the time line of the file."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from lianxin.membership.dossiers.happenings import Line, register_source
from lianxin.membership.dossiers.models import Member

from .models import TransferStep
from .policies import READ


def _tell(member: Member) -> Iterable[Line]:
    steps = TransferStep.objects.filter(case__member=member).select_related("case").order_by("-at", "-pk")
    for step in steps:
        where = f"{step.case.source_name} → {step.case.target_name}"
        yield Line(
            timezone.localdate(step.at), f"{step.label}：{where}", url=reverse("transfer:case", args=[step.case_id])
        )


register_source("transfer", label="组织关系转接", verb=READ, tell=_tell)
