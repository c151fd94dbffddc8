"""Who else has to do with a letter: reviewers, co-handlers, persons concerned, followers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation

from .letter import Letter


class Review(models.Model):
    """审核 and 申诉复核: who decided what about showing it, with reason code and text (M02)."""

    DECISIONS = {
        "public": "公开",
        "private": "受理但不公开",
        "refuse": "不予受理",
        "uphold": "维持",
        "overturn": "撤销原决定",
    }

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="reviews")
    decision = models.CharField(max_length=10, choices=list(DECISIONS.items()))
    reason = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    reviewer = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", null=True)
    on_appeal = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = verbose_name_plural = "审核记录"

    def __str__(self) -> str:
        return f"{self.letter} {self.get_decision_display()}"


class Party(models.Model):
    """协办单位, or a person or organisation that must keep away from the letter (PET-06)."""

    ROLES = {"cohandler": "协办", "conflict": "回避"}

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=list(ROLES.items()))
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "协办与回避"
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "role", "organisation"], condition=Q(person=None), name="one_party_per_organisation"
            ),
            models.UniqueConstraint(
                fields=["letter", "role", "person"], condition=Q(organisation=None), name="one_party_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.get_role_display()}"


class Follow(models.Model):
    """我也遇到: a citizen follows a published letter instead of writing it again."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="follows")
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "person"], name="one_follow_per_person")]
        verbose_name = verbose_name_plural = "关注"

    def __str__(self) -> str:
        return f"{self.letter} 关注"
