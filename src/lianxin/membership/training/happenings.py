"""Trainings that count, for the time line of the file."""

from __future__ import annotations

from collections.abc import Iterable

from lianxin.membership.dossiers.happenings import Line, register_source
from lianxin.membership.dossiers.models import Member

from .models import Training
from .policies import READ


def _tell(member: Member) -> Iterable[Line]:
    for one in Training.objects.filter(member=member, state="confirmed"):
        yield Line(one.last, f"参加{one.host}办的{one.title}，{one.said_lessons} 学时")


register_source("training", label="学习培训", verb=READ, tell=_tell)
