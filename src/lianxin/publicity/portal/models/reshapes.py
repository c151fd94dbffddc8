"""合并与关停: the proposal about a site that nobody keeps. People decide, never a clock (B05)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase

from .pages import SitePage

PENDING = ("proposed", "answered")


class Reshape(CaseBase):
    """One proposal to merge or close a site. `organisation` is the one whose site it is."""

    KINDS = (("merge", "并入其他站点"), ("close", "关停"))

    site = models.ForeignKey(SitePage, models.CASCADE, related_name="reshapes", verbose_name="站点")
    kind = models.CharField("办法", max_length=6, choices=KINDS)
    into = models.ForeignKey(SitePage, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="并入")
    reason = models.CharField("理由", max_length=500)
    answer = models.CharField("责任人的意见", max_length=500, blank=True)
    outcome = models.CharField("决定的理由", max_length=500, blank=True)
    proposed_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", db_index=False)
    answered_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(state__in=PENDING), name="portal_reshape_once")
        ]
        indexes = [models.Index(fields=["state", "org_path"], name="portal_reshape_work")]
        verbose_name = verbose_name_plural = "合并与关停"

    @property
    def state_label(self) -> str:
        from ..sites.lifecycle import RESHAPE

        return RESHAPE.by_state[self.state].label


class ReshapeStep(StepBase):
    case = models.ForeignKey(Reshape, models.CASCADE, related_name="steps")


class ReshapeClock(ClockBase):
    case = models.ForeignKey(Reshape, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="portal_reshape_alert")]
