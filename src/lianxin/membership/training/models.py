"""A training outside of one's own branch: of one person, with what proves it. What branches hold stands in `gatherings`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lianxin.foundation.accounts.models import Person
from lianxin.membership.dossiers.models import Member
from lianxin.membership.gatherings.lessons import plain

from .words import KINDS, STANDS, STATES, TONES


class Training(models.Model):
    """外出培训: a class of a Party school, a lecture of the county. It belongs to the file and goes where its person goes.

    Written down by the branch, it counts; brought by its person, it counts when somebody else has confirmed it. proof:
    which paper says so, and where it lies; scans are stored files of `subject`. It lies within one year (EDU-04).
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="trainings")
    kind = models.CharField("种类", max_length=10, choices=list(KINDS.items()))
    title = models.CharField("名称", max_length=80)
    host = models.CharField("谁办的", max_length=80)
    first = models.DateField("自")
    last = models.DateField("至")
    lessons = models.DecimalField("学时", max_digits=4, decimal_places=1)
    proof = models.CharField("凭什么证明", max_length=120)
    state = models.CharField("情况", max_length=10, choices=list(STATES.items()))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField("登记时间")
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField("确认时间", null=True)
    returned_for = models.CharField("没有记入的原因", max_length=200, blank=True)
    key = models.CharField(max_length=40)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "外出培训"
        ordering = ["-last", "-id"]
        indexes = [
            models.Index(fields=["member", "state", "last"], name="training_of_member"),
            models.Index(fields=["at"], name="training_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], condition=Q(state__in=STANDS), name="training_form_once"),
            models.UniqueConstraint(
                fields=["member", "title", "first"], condition=Q(state__in=STANDS), name="training_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.last} {self.title}"

    @property
    def said_lessons(self) -> str:
        """``"1.5"``."""
        return plain(self.lessons)

    @property
    def subject(self) -> str:
        """Under which its scans are stored."""
        return f"training:{self.pk}"

    @property
    def tone(self) -> str:
        return TONES[self.state]
