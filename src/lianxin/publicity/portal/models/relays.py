"""推荐 and 转载: an item that another site shows as well. The text stays where it was written."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine.scope import OrgPathField

from .pages import ArticlePage, ColumnPage, SitePage

#: states in which a second one for the same item and site would be a double
OPEN = ("proposed", "accepted", "shown")


class Relay(CaseBase):
    """One item on its way into another site. `organisation` is the receiving one, `origin_path` where it was written."""

    WAYS = (("up", "推荐"), ("down", "转载"))

    article = models.ForeignKey(ArticlePage, models.CASCADE, related_name="relays", verbose_name="内容")
    site = models.ForeignKey(SitePage, models.CASCADE, related_name="relays", verbose_name="站点", db_index=False)
    column = models.ForeignKey(ColumnPage, models.CASCADE, related_name="relays", verbose_name="栏目", db_index=False)
    way = models.CharField("方向", max_length=4, choices=WAYS)
    origin_path = OrgPathField(db_index=True)
    words = models.CharField("推荐理由", max_length=200, blank=True)
    reason = models.CharField("不采用的理由", max_length=200, blank=True)
    proposed_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", db_index=False)
    accepted_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    shown_at = models.DateTimeField("采用时间", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "site"], condition=Q(state__in=OPEN), name="portal_relay_once")
        ]
        indexes = [
            models.Index(fields=["column", "state"], name="portal_relay_column"),
            models.Index(fields=["site", "state"], name="portal_relay_site"),
            models.Index(fields=["state", "org_path"], name="portal_relay_work"),
        ]
        verbose_name = verbose_name_plural = "推荐与转载"

    @property
    def state_label(self) -> str:
        from ..sites.lifecycle import RELAY

        return RELAY.by_state[self.state].label


class RelayStep(StepBase):
    case = models.ForeignKey(Relay, models.CASCADE, related_name="steps")


class RelayClock(ClockBase):
    case = models.ForeignKey(Relay, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="portal_relay_alert")]
