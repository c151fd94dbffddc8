"""领导阅办 (R099): letters that leaders read, and what they ask for. All of it is internal and never public."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment

from .letter import Letter
from .topics import Topic


class Picked(models.Model):
    """送阅: a reviewer or dispatcher puts a letter on the reading list of the leaders above it, with a reason."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="picked")
    why = models.CharField("为什么送阅", max_length=200)
    chosen_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "送阅"

    def __str__(self) -> str:
        return f"{self.letter} 送阅"


class Seen(models.Model):
    """已阅: one's own mark, so that one's list grows shorter. Nobody else is shown it (B02)."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="seen")
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "已阅"
        constraints = [models.UniqueConstraint(fields=["letter", "person"], name="seen_once_per_person")]

    def __str__(self) -> str:
        return f"{self.letter} 已阅"


class Interest(models.Model):
    """A leader wants to read what comes in about a topic."""

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "关注的事项"
        constraints = [models.UniqueConstraint(fields=["person", "topic"], name="one_interest_per_topic")]

    def __str__(self) -> str:
        return f"{self.topic} 关注"


class Instruction(models.Model):
    """批示: what a leader asks of the office that handles the letter, the report back, and the end of it."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="instructions")
    to = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="请谁落实")
    text = models.TextField("批示")
    until = models.DateField("最迟反馈")
    by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    report = models.TextField("反馈", blank=True)
    reported_by = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    reported_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = verbose_name_plural = "批示"
        constraints = [
            models.UniqueConstraint(fields=["letter"], condition=Q(closed_at=None), name="one_open_instruction")
        ]
        # the few that are open are counted on every desk page
        indexes = [models.Index(fields=["until"], name="instruction_open", condition=Q(closed_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.letter} 批示"

    @property
    def late(self) -> bool:
        """Its day is over and nothing was reported."""
        return self.reported_at is None and self.closed_at is None and self.until < moment.today()

    @property
    def standing(self) -> tuple[str, str]:
        """(word, tone) for the tag."""
        if self.closed_at:
            return "已阅结", "ok"
        if self.reported_at:
            return "已反馈，待阅", "info"
        return ("超期未反馈", "late") if self.late else ("待反馈", "wait")
