"""Requests about one's own data, and consents to optional uses."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.foundation.spine.sealed import SealedTextField

KINDS = {"correct": "更正", "erase": "删除", "explain": "查询或说明"}
STATES = {"open": "等待答复", "granted": "已照办", "refused": "未照办", "withdrawn": "已撤回"}


class DataRequest(models.Model):
    """申请: a person asks to have their data corrected, erased or explained (PIP-04; answered within LX-22).

    `about` names the field by its key in the list, or is empty for "something else".
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="data_requests")
    org_path = OrgPathField("答复组织", db_index=True)
    kind = models.CharField("事项", max_length=10, choices=list(KINDS.items()))
    about = models.CharField("哪一项", max_length=120, blank=True)
    wanted = SealedTextField("应当改成", blank=True)
    reason = SealedTextField("说明", blank=True)
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default="open")
    answer = SealedTextField("答复", blank=True)
    due_at = models.DateTimeField("答复期限")
    created_at = models.DateTimeField("提出时间", auto_now_add=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "个人信息申请"
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "org_path", "due_at"], name="privacy_open_by_due")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}申请 {self.pk}"


class Consent(models.Model):
    """同意: from `given_at` to `withdrawn_at`. Withdrawn rows stay as proof of what held when."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    purpose = models.CharField("用途", max_length=40)
    given_at = models.DateTimeField("同意时间", auto_now_add=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "同意"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"], condition=Q(withdrawn_at=None), name="one_standing_consent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.given_at:%Y-%m-%d}"
