"""What the desk remembers of an item: who decided what, appeals, emergencies, versions, withdrawals, the list of words."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from wagtail.models import Page, Revision

from lianxin.foundation.accounts.models import Person

from ..words_desk import APPEALED, EMERGENCIES, OUTCOMES, WITHDRAWS, WORD_KINDS
from .review import VERBS


class Verdict(models.Model):
    """One decision about an item, by code, so that counts can be published (M05) without reading anybody's remarks."""

    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    org_path = models.CharField(max_length=255)
    stage = models.CharField("环节", max_length=20, choices=[*VERBS, ("after", "事后审"), ("appeal", "申诉复核")])
    outcome = models.CharField("结果", max_length=10, choices=list(OUTCOMES.items()))
    reason = models.CharField("原因", max_length=20, blank=True)
    text = models.CharField("意见", max_length=600, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="办理人")
    workflow_state_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()  # named for the type checker: the room imports in circles

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = "审核记录"

    def __str__(self) -> str:
        return f"{self.stage}:{self.outcome}"


class Emergency(models.Model):
    """紧急先发: out before the review, reviewed by two others afterwards (LX-62)."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    org_path = models.CharField(max_length=255)
    reason = models.CharField("情形", max_length=20, choices=list(EMERGENCIES.items()))
    text = models.CharField("理由", max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="签发人")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    alarmed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    objected = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()  # named for the type checker: the room imports in circles

    class Meta:
        verbose_name = verbose_name_plural = "紧急先发"
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(closed_at=None), name="portal_one_open_emergency"
            )
        ]

    def __str__(self) -> str:
        return f"emergency:{self.pk}"


class Withdrawal(models.Model):
    """撤下: what readers see in the place of the item until it is published again."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    org_path = models.CharField(max_length=255)
    reason = models.CharField("原因", max_length=20, choices=list(WITHDRAWS.items()))
    text = models.CharField("说明", max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="撤下人")
    at = models.DateTimeField(db_index=True)
    lifted_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()  # named for the type checker: the room imports in circles

    class Meta:
        verbose_name = verbose_name_plural = "撤下记录"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(lifted_at=None), name="portal_one_open_withdrawal"
            )
        ]

    def __str__(self) -> str:
        return f"withdrawal:{self.pk}"


class Appeal(models.Model):
    """申诉: once for a return or a withdrawal, decided by somebody else (M02, LX-01)."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    verdict = models.OneToOneField(Verdict, models.CASCADE, null=True, related_name="appeal", verbose_name="退回")
    withdrawal = models.OneToOneField(Withdrawal, models.CASCADE, null=True, related_name="appeal", verbose_name="撤下")
    org_path = models.CharField(max_length=255)
    text = models.CharField("申诉理由", max_length=500)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="申诉人")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True, choices=list(APPEALED.items()))
    answer = models.CharField("答复", max_length=500, blank=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="复核人")
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()  # named for the type checker: the room imports in circles

    class Meta:
        verbose_name = verbose_name_plural = "内容申诉"
        ordering = ["due_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(verdict=None) ^ models.Q(withdrawal=None), name="portal_appeal_of_one"
            )
        ]

    def __str__(self) -> str:
        return f"appeal:{self.pk}"


class Version(models.Model):
    """What readers could read from a moment on; the number is part of its public address (M06)."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    # a snapshot that readers may open must not be purged with old drafts
    revision = models.ForeignKey(Revision, models.RESTRICT, related_name="+")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    note = models.CharField("更正说明", max_length=300, blank=True)
    layout_only = models.BooleanField(default=False)
    hidden = models.BooleanField("旧版不再显示", default=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()  # named for the type checker: the room imports in circles

    class Meta:
        verbose_name = verbose_name_plural = "内容版本"
        ordering = ["page_id", "number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="portal_version_once")]

    def __str__(self) -> str:
        return f"{self.pk}#{self.number}"


class WordEntry(models.Model):
    """用词表: a word that the operator wants pointed out, for an organisation and all below."""

    org_path = models.CharField(max_length=255, blank=True)
    wrong = models.CharField("容易写错的词", max_length=40)
    right = models.CharField("应当写成", max_length=60, blank=True)
    kind = models.CharField("类别", max_length=10, choices=list(WORD_KINDS.items()), default="spelling")
    note = models.CharField("说明", max_length=120, blank=True)
    active = models.BooleanField("提示", default=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()  # named for the type checker: the room imports in circles

    class Meta:
        ordering = ["wrong"]
        verbose_name = verbose_name_plural = "用词表"
        constraints = [models.UniqueConstraint(fields=["org_path", "wrong"], name="portal_word_once")]

    def __str__(self) -> str:
        return f"{self.wrong}→{self.right}"
