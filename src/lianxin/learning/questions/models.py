"""A question and its versions. A paper points to the version that was asked, so nobody's wording changes afterwards."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, StepBase

from .marking import Text
from .words import DIFFICULTIES, KINDS, LETTERS


class BankQuestion(CaseBase):
    """`number`: its code. latest: the version that is asked once the question is ready."""

    key = models.CharField(max_length=40, unique=True)
    author = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="出题人", db_index=False
    )
    kind = models.CharField("题型", max_length=10, choices=list(KINDS.items()))
    topic = models.CharField("专题", max_length=40, blank=True)
    difficulty = models.PositiveSmallIntegerField("难度", choices=list(DIFFICULTIES.items()), default=2)
    latest = models.ForeignKey("questions.Version", models.PROTECT, null=True, related_name="+", db_index=False)
    fingerprint = models.CharField(max_length=32)
    reason = models.TextField("停用原因", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "题库题目"
        indexes = [
            models.Index(fields=["org_path", "state", "-opened_at"], name="bank_scope"),
            models.Index(fields=["organisation", "fingerprint"], name="bank_same"),
        ]


class Version(models.Model):
    """The wording of a question. Once approved it never changes; a change makes the next number."""

    question = models.ForeignKey(BankQuestion, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("版本")
    stem = models.TextField("题干")
    options = models.JSONField("选项", default=list)
    key = models.JSONField("答案", default=list)
    keep_order = models.BooleanField("选项不打乱", default=False)
    explanation = models.TextField("解析")
    source = models.CharField("出处", max_length=200)
    at = models.DateTimeField("写成时间")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name="写的人", db_index=False)
    approved_at = models.DateTimeField("复核时间", null=True, blank=True)
    approved_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name="复核人", db_index=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "题目版本"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.question_id}·{self.number}"

    @property
    def answer_words(self) -> str:
        """The key as a person reads it."""
        if self.options:
            return "、".join(f"{LETTERS[at]}. {self.options[at]}" for at in self.key)
        return "；".join("或".join(accepted) for accepted in self.key)

    def text(self, kind: str) -> Text:
        """As the engine takes it."""
        key = tuple(self.key) if self.options else tuple(tuple(accepted) for accepted in self.key)
        return Text(kind, self.stem, tuple(self.options), key, self.explanation, self.source, self.keep_order)


class BankStep(StepBase):
    case = models.ForeignKey(BankQuestion, models.CASCADE, related_name="steps")
