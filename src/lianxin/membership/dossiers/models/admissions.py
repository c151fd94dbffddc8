"""On what somebody stands in a file as a member of the Party, where no flow of the house says it."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine.sealed import SealedTextField

from ..words import ADMISSIONS, GROUNDS, STAGES
from .files import Member


class Admission(models.Model):
    """补录为党员: written down by one person, counted when another has looked at the paper (LX-262). Never erased.

    opened: the file was made with it and counts for nothing before; else the file counts as what it was.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="admissions")
    stage = models.CharField("人员类别", max_length=12, choices=list(STAGES.items()))
    joined_on = models.DateField("入党日期")
    full_since = models.DateField("转正日期", null=True)
    ground = models.CharField("依据", max_length=10, choices=[(code, words[0]) for code, words in GROUNDS.items()])
    paper = models.CharField("依据的材料", max_length=200)
    opened = models.BooleanField(default=False)
    state = models.CharField("情况", max_length=10, choices=list(ADMISSIONS.items()), default="waiting")
    answer = SealedTextField("为什么不确认", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "补录为党员"
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=models.Q(state="waiting"), name="one_admission_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.get_state_display()}"
