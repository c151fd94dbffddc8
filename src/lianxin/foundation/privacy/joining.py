"""How requests and consents move when two persons are one."""

from __future__ import annotations

from django.db.models import Q

from lianxin.foundation.spine.joining import Move, declare, moving

declare({
    **moving("privacy.DataRequest.person", "privacy.DataRequest.answered_by"),
    # a consent that stands on both sides stands once; the other stays as proof of what held when
    "privacy.Consent.person": Move(once=(("purpose",),), where=Q(withdrawn_at=None)),
})  # fmt: skip
