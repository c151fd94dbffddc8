"""Assessments and what was given beyond, for the time line of the file. Monthly payments stay in the ledger."""

from __future__ import annotations

from collections.abc import Iterable

from lianxin.membership.dossiers.happenings import Line, register_source
from lianxin.membership.dossiers.models import Member

from .models import Assessment, Posting
from .policies import READ

_GIFTS = ("extra", "central")


def _assessed(member: Member) -> Iterable[Line]:
    for row in Assessment.objects.unscoped("asked for one right").filter(member=member):
        yield Line(row.since, f"党费核定为每月 {row.payable} 元")


def _given(member: Member) -> Iterable[Line]:
    rows = Posting.objects.unscoped("asked for one right").filter(member=member, credit__in=_GIFTS)
    for row in rows.filter(reverses=None, reversed_by=None):
        yield Line(row.on, f"{row.get_credit_display()} {row.amount} 元")


register_source("dues.assessed", label="党费", verb=READ, tell=_assessed)
register_source("dues.given", label="党费", verb=READ, tell=_given)
