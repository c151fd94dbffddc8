"""Our side of the queue: keys, attempts and leases of jobs, and the slots that were fired."""

from __future__ import annotations

from django.db import models


class Job(models.Model):
    """One job by its key. The backend keeps arguments and outcome under `result_id`."""

    key = models.CharField("标识", max_length=200, unique=True, null=True, blank=True)
    result_id = models.UUIDField(unique=True, null=True, blank=True)
    path = models.CharField("任务", max_length=200)
    queued_at = models.DateTimeField("排队时间", auto_now_add=True)
    attempts = models.PositiveIntegerField("已试次数", default=0)
    worker = models.CharField("执行者", max_length=64, blank=True)
    lease_until = models.DateTimeField("租约到期", null=True, blank=True)
    next_try_at = models.DateTimeField("下次重试", null=True, blank=True)
    fault = models.CharField("最近的问题", max_length=300, blank=True)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)
    dead_at = models.DateTimeField("停止重试", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        indexes = [
            models.Index(fields=["lease_until"], name="jobs_leased", condition=models.Q(lease_until__isnull=False)),
            models.Index(fields=["dead_at"], name="jobs_dead", condition=models.Q(dead_at__isnull=False)),
            models.Index(fields=["done_at"], name="jobs_done"),
        ]

    def __str__(self) -> str:
        return self.key or f"{self.path} {self.result_id}"


class Slot(models.Model):
    """A moment at which a periodic job was fired. The constraint is what stops a second ticker."""

    name = models.CharField("名称", max_length=80)
    moment = models.DateTimeField("时点")
    fired_at = models.DateTimeField("触发时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "定时时点"
        constraints = [models.UniqueConstraint(fields=["name", "moment"], name="jobs_one_slot")]

    def __str__(self) -> str:
        return f"{self.name} {self.moment:%Y-%m-%d %H:%M:%S}"
