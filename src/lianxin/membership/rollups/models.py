"""Who may report to here, what this instance reported, what came in. Counts only; no row is about a member.

Reports are kept as they were signed and never changed: a correction is a new version, a recall a day beside it.
"""

from __future__ import annotations

import uuid

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.exchange.models import Peer
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import AtHome, HomeManager

from .words import DECISIONS, OUTCOMES


class Reporter(AtHome):
    """上报单位: an instance that may report one subtree (`code` over there), and where it is added in here."""

    peer = models.ForeignKey(Peer, models.PROTECT, related_name="reporters")
    code = models.CharField("对方党组织的组织代码", max_length=32)
    name = models.CharField("对方党组织的名称", max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reporters")
    active = models.BooleanField("在用", default=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=0)

    objects = HomeManager()

    class Meta:
        verbose_name = verbose_name_plural = "上报单位"
        constraints = [models.UniqueConstraint(fields=["peer", "code"], name="one_reporter_a_subtree")]

    def __str__(self) -> str:
        return self.name


class Filing(AtHome):
    """上报: the figures of a subtree on a day, prepared by one person, issued by another, to one instance."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="filings")
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="filings")
    day = models.DateField("统计到")
    version = models.PositiveIntegerField("第几版", default=0)
    document = models.TextField("上报的内容")
    signature = models.CharField(max_length=88, blank=True)
    total = models.PositiveIntegerField("党员")
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    issued_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    recalled_at = models.DateTimeField(null=True)
    recall_reason = models.CharField("撤回原因", max_length=200, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=list(OUTCOMES.items()), blank=True)
    outcome_text = models.CharField("对方的说明", max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = HomeManager()

    class Meta:
        verbose_name = verbose_name_plural = "统计上报"
        indexes = [models.Index(fields=["organisation", "day", "version"], name="filing_of_a_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "peer", "day", "version"],
                condition=~models.Q(version=0),
                name="one_version_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.day} {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.issued_at is None and self.dropped_at is None

    @property
    def standing(self) -> str:
        """What a list says of it."""
        if self.recalled_at:
            return "已撤回"
        if self.dropped_at:
            return "已作废"
        return self.get_outcome_display() if self.issued_at else "待签发"


class Received(AtHome):
    """One version of a report that came in, with the signature it came with."""

    reporter = models.ForeignKey(Reporter, models.PROTECT, related_name="received")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    day = models.DateField("统计到")
    version = models.PositiveIntegerField("第几版")
    document = models.TextField("报来的内容")
    signature = models.CharField(max_length=88)
    public = models.CharField("签名的平台", max_length=44)
    total = models.PositiveIntegerField("党员")
    received_at = models.DateTimeField()
    decision = models.CharField("确认", max_length=10, choices=list(DECISIONS.items()), blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField("退回原因", max_length=200, blank=True)
    recalled_at = models.DateTimeField(null=True)
    recall_reason = models.CharField("对方撤回的原因", max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = HomeManager()

    class Meta:
        verbose_name = verbose_name_plural = "报来的统计"
        indexes = [models.Index(fields=["organisation", "day"], name="received_of_a_day")]
        constraints = [models.UniqueConstraint(fields=["reporter", "day", "version"], name="one_received_once")]

    def __str__(self) -> str:
        return f"{self.reporter_id} {self.day} {self.version}"

    @property
    def standing(self) -> str:
        """What a list says of it."""
        return "对方已撤回" if self.recalled_at else self.get_decision_display()
