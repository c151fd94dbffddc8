"""What offices answer, what citizens ask again, and how they rate it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment

from ..words import ACCOUNT_OF_RESULT, CALLBACK_RESULTS, RATINGS, WITHHOLD_REASONS
from .letter import Letter


class Reply(models.Model):
    """答复. Drafted by the handler, signed by somebody else (审签), sent, and shown when the letter is public."""

    STATES = {"draft": "草稿", "pending": "待审签", "sent": "已发出", "returned": "退回修改"}

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="replies")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=list(STATES.items()), default="draft")
    body = models.TextField("答复内容")
    #: [{"point": what was asked, "answer": what we say}, ...]
    points = models.JSONField("逐条回应", default=list)
    legal_basis = models.TextField("依据", blank=True)
    plain_words = models.TextField("白话说明", blank=True)
    result = models.CharField("办理结果", max_length=12, choices=list(ACCOUNT_OF_RESULT.items()), default="explained")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    drafted_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", null=True)
    approved_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", null=True, blank=True)
    answers_message = models.ForeignKey("Message", models.PROTECT, null=True, blank=True, related_name="answers")
    hints = models.JSONField(default=list)
    approver_note = models.TextField(blank=True)
    created_at = models.DateTimeField(default=moment.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["sent_at"], name="reply_sent_at")]
        verbose_name = verbose_name_plural = "答复"

    def __str__(self) -> str:
        return f"{self.letter} 答复 {self.get_state_display()}"


class Words(models.Model):
    """What the citizen says after the letter was sent: shown only after review (M01), with one appeal (M02).

    publication: pending, public, withheld, or appealed: withheld, and another reviewer has to look.
    appeal, appealed_at: the author's word against not being shown; kept when it was decided.
    """

    publication = models.CharField(max_length=10, default="pending")
    withheld = models.CharField("不公开的理由", max_length=12, choices=list(WITHHOLD_REASONS.items()), blank=True)
    appeal = models.TextField("申诉理由", blank=True)
    appealed_at = models.DateTimeField("申诉时间", null=True, blank=True)

    class Meta:
        abstract = True

    #: the word of the kind in addresses and keys of notices
    what = ""


class Message(Words):
    """追问、补充: words of the citizen after the letter was sent."""

    what = "message"

    KINDS = {"followup": "追问", "supplement": "补充", "urge": "催办", "appeal": "申诉"}

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    body = models.TextField()
    created_at = models.DateTimeField()
    submission_key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique or unknown

    class Meta:
        ordering = ["created_at", "id"]
        # later words that wait for review: a handful among all that was ever said (`queries.counting.WORDS`)
        indexes = [
            models.Index(
                fields=["letter"], name="message_pending", condition=Q(publication="pending") & ~Q(kind="appeal")
            ),
            models.Index(fields=["letter"], name="message_appealed", condition=Q(publication="appealed")),
        ]
        verbose_name = verbose_name_plural = "追问与补充"

    def __str__(self) -> str:
        return f"{self.letter} {self.get_kind_display()}"


class Rating(Words):
    """评价, one for each round; a matter without one stays unrated for ever (HCP-01)."""

    what = "rating"

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField(default=1)
    level = models.PositiveSmallIntegerField(choices=list(RATINGS.items()))
    solved = models.BooleanField(null=True)
    reasons = models.JSONField(default=list)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["letter", "round"], name="one_rating_per_round")]
        indexes = [
            models.Index(fields=["letter"], name="rating_pending", condition=Q(publication="pending") & ~Q(text="")),
            models.Index(fields=["letter"], name="rating_appealed", condition=Q(publication="appealed")),
        ]
        verbose_name = verbose_name_plural = "评价"

    def __str__(self) -> str:
        return f"{self.letter} {self.get_level_display()}"


class WordsReview(models.Model):
    """审核 and 申诉复核 of later words: who decided what, with reason code and text (M02). One of message, rating."""

    DECISIONS = {"public": "公开", "private": "不公开", "uphold": "维持不公开", "overturn": "改为公开"}

    message = models.ForeignKey(Message, models.CASCADE, related_name="reviews", null=True)
    rating = models.ForeignKey(Rating, models.CASCADE, related_name="reviews", null=True)
    decision = models.CharField(max_length=10, choices=list(DECISIONS.items()))
    reason = models.CharField("不公开的理由", max_length=12, choices=list(WITHHOLD_REASONS.items()), blank=True)
    text = models.TextField(blank=True)
    reviewer = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", null=True)
    on_appeal = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(message__isnull=True) ^ Q(rating__isnull=True), name="words_review_of_one_thing"
            )
        ]
        verbose_name = verbose_name_plural = "后来文字的审核记录"

    def __str__(self) -> str:
        return f"{self.message or self.rating} {self.get_decision_display()}"


class CallBack(models.Model):
    """回访 after a bad rating, by somebody who did not handle the letter."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="callbacks")
    round = models.PositiveSmallIntegerField(default=1)
    result = models.CharField(max_length=10, choices=list(CALLBACK_RESULTS.items()))
    note = models.TextField()
    caller = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = verbose_name_plural = "回访"

    def __str__(self) -> str:
        return f"{self.letter} {self.get_result_display()}"
