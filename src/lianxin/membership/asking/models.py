"""A question and what was said in it. Every word is sealed at rest (P02).

Without a name: the row holds no person, nor do its steps, its lines and the ledger. The author finds the thread
again by a keyed hash (`policies.owner`), which is another one than that of anything signed.
"""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine.sealed import SealedTextField

from .words import NAMELESS, VOICES


class Question(CaseBase):
    """`organisation`: who is asked. Either `person` (signed) or `owner_index` (without a name) stands.

    willing: the author agrees that the members there read it; shown_at: since when they do.
    handed_on: the day on which it came on paper, entered by `entered_by` (代录, A02); a paper without a name has neither
    `person` nor `owner_index`, so that nobody is its author here. mark: a word of its author, by which they know the answer.
    paper_back: the answer goes out on paper; given_on: when it did.
    """

    key = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提问人")
    owner_index = models.CharField(max_length=64, blank=True)
    title = SealedTextField("题目", blank=True)
    willing = models.BooleanField("愿意让党员看到", default=False)
    shown_at = models.DateTimeField("给党员看的时间", null=True, blank=True)
    handed_on = models.DateField("纸上交来的日期", null=True, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    mark = SealedTextField("取答复的记号", blank=True)
    paper_back = models.BooleanField("要纸上的答复", default=False)
    given_on = models.DateField("纸上的答复送出的日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "党员提问"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, owner_index="")
                | models.Q(person=None, owner_index="", handed_on__isnull=False)
                | (models.Q(person=None, handed_on=None) & ~models.Q(owner_index="")),
                name="question_one_owner",
            )
        ]
        indexes = [
            models.Index(fields=["org_path", "state", "-opened_at"], name="question_scope"),
            models.Index(fields=["owner_index", "-opened_at"], name="question_owner"),
        ]

    @property
    def state_label(self) -> str:
        """The state in words."""
        from .lifecycle import QUESTION

        return QUESTION.by_state[self.state].label

    @property
    def hidden(self) -> bool:
        """Asked without a name."""
        return self.person_id is None

    @property
    def on_paper(self) -> bool:
        """Came on paper and was entered by somebody else."""
        return self.handed_on is not None

    @property
    def to_hand_back(self) -> bool:
        """There is an answer that has not yet gone out on paper."""
        return self.paper_back and self.given_on is None and self.state in ("answered", "closed")

    @property
    def named(self) -> str:
        """The title, or what is left of a question that was taken back."""
        return self.title or "（已撤回）"

    @property
    def by_whom(self) -> str:
        """What a reader sees as the author."""
        if self.person is None:
            return NAMELESS
        return str(self.person.name or self.person.nickname)


class QuestionLine(models.Model):
    """One thing that was said. by: who answered; always None for the author's own lines."""

    case = models.ForeignKey(Question, models.CASCADE, related_name="lines")
    voice = models.CharField(max_length=6, choices=list(VOICES.items()))
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    text = SealedTextField("内容")
    key = models.CharField(max_length=40)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "提问与答复"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="question_said_once")]

    def __str__(self) -> str:
        return f"{self.get_voice_display()} {self.pk}"


class QuestionStep(StepBase):
    case = models.ForeignKey(Question, models.CASCADE, related_name="steps")


class QuestionClock(ClockBase):
    case = models.ForeignKey(Question, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="question_alert")]
