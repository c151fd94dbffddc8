"""A large roster on its way through the worker."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person

from ..words import RUNS


class RosterRun(models.Model):
    """One look through, or one import, of a roster that is too large for a request.

    token: of the waiting file; done, total: rows; fresh, changed, unchanged: counted batch by batch in the transaction
    that wrote the batch, so that a worker that takes over goes on where the last one ended. result: under which token
    the outcome waits, sealed.
    """

    token = models.CharField(max_length=32)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    dry = models.BooleanField("只检查", default=True)
    state = models.CharField("进展", max_length=8, choices=list(RUNS.items()), default="waiting")
    done = models.PositiveIntegerField("已看行数", default=0)
    total = models.PositiveIntegerField("总行数", default=0)
    fresh = models.PositiveIntegerField("新建", default=0)
    changed = models.PositiveIntegerField("更正", default=0)
    unchanged = models.PositiveIntegerField("没有变化", default=0)
    fault = models.CharField("没有做成的原因", max_length=200, blank=True)
    result = models.CharField(max_length=32, blank=True)
    basis = models.CharField("名册的依据", max_length=100, blank=True)
    asked_at = models.DateTimeField("提出时间", auto_now_add=True)
    begun_at = models.DateTimeField("开始时间", null=True)
    beat_at = models.DateTimeField("最近进展", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "名册处理"
        constraints = [models.UniqueConstraint(fields=["token", "dry"], name="roster_run_once")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.done}/{self.total}"
