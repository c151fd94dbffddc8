"""What readers say to an item: questions, shown after review (M01), and how clear it was to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.spine import moment

from ..words import PUBLICATION, RATINGS
from .items import Item


class Question(models.Model):
    """提问 with its answer. Question and answer are each looked at by somebody else before they are shown."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="questions")
    author = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    nickname = models.CharField("昵称", max_length=30, default="群众")
    body = models.TextField("问题")
    publication = models.CharField(max_length=10, choices=list(PUBLICATION.items()), default="pending")
    reason = models.CharField(max_length=20, blank=True)
    reason_text = models.TextField("说明", blank=True)
    created_at = models.DateTimeField(default=moment.now)
    submission_key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique or unknown
    #: until when it is reviewed, and once it is shown, answered (LX-35); None when nobody owes anything
    due_at = models.DateTimeField(null=True, blank=True)
    alerted = models.BooleanField(default=False)
    withheld_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    withheld_at = models.DateTimeField(null=True, blank=True)
    #: once, against not being shown; another reviewer decides (M02)
    appeal = models.TextField("申诉", blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField("回答", blank=True)
    answer_publication = models.CharField(max_length=10, choices=list(PUBLICATION.items()), default="pending")
    answered_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["item"], name="disclosure_question_new", condition=Q(publication="pending")),
            models.Index(fields=["due_at"], name="disclosure_question_due", condition=Q(alerted=False)),
        ]
        verbose_name = verbose_name_plural = "公开事项的提问"

    def __str__(self) -> str:
        return f"{self.item} 提问"


class Rating(models.Model):
    """How clear an item was to one reader; counted, never shown by person."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="ratings")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(choices=list(RATINGS.items()))
    at = models.DateTimeField(default=moment.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "person"], name="one_disclosure_rating")]
        verbose_name = verbose_name_plural = "公开事项的评价"

    def __str__(self) -> str:
        return f"{self.item} {self.get_level_display()}"
