"""How trainings move when two files are one."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.spine.joining import Move, declare, moving

from .words import STANDS

declare({
    **moving("training.Training.by", "training.Training.decided_by"),
    # the same class written down for both counts once
    "training.Training.member": Move(once=(("title", "first"), ("key",)), where=Q(state__in=STANDS)),
})  # fmt: skip
