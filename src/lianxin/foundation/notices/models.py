"""The inbox (one row a person and matter) and the outbox (one row a message that leaves the house)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.foundation.spine.sealed import SealedTextField


class Notice(models.Model):
    """One line in somebody's inbox. The same key never makes two lines for one person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    code = models.CharField("事由", max_length=60)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("内容", blank=True)
    url = models.CharField("链接", max_length=300, blank=True)
    key = models.CharField("防重键", max_length=160)
    urgent = models.BooleanField("紧急", default=False)
    created_at = models.DateTimeField("时间", default=timezone.now)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "站内通知"
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notices_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notices_inbox"),
            models.Index(fields=["person"], name="notices_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """A message on its way out: of a notice, or to the address of somebody without an account.

    waiting: due at `next_try_at`. A worker claims the row by moving that moment into the future and
    writing its `claim`; whoever does not hold the claim can neither send nor close the row.
    """

    STATES = (("waiting", "待发送"), ("sent", "已送出"), ("skipped", "无需发送"), ("failed", "未能送达"))

    notice = models.ForeignKey(Notice, models.CASCADE, null=True, blank=True, related_name="deliveries")
    channel = models.CharField("渠道", max_length=20)
    #: only for people without an account, wiped when the row is closed; others are looked up when it is sent
    address = SealedTextField("地址", blank=True)
    code = models.CharField("事由", max_length=60)
    title = models.CharField("标题", max_length=120, blank=True)
    body = models.TextField("内容", blank=True)
    url = models.CharField("链接", max_length=300, blank=True)
    org_path = OrgPathField("组织路径", blank=True)
    key = models.CharField("防重键", max_length=200, unique=True)
    urgent = models.BooleanField("紧急", default=False)
    digest = models.BooleanField("并入每日汇总", default=False)
    working = models.BooleanField("只在工作日发送", default=False)
    state = models.CharField("状态", max_length=8, choices=STATES, default="waiting")
    created_at = models.DateTimeField("提交时间", default=timezone.now)
    not_before = models.DateTimeField("最早发送时间")
    next_try_at = models.DateTimeField("下次发送时间")
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    claim = models.CharField(max_length=32, blank=True)
    sent_at = models.DateTimeField("送出时间", null=True, blank=True)
    last_error = models.CharField("最近的问题", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "通知发送"
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="notices_due", condition=Q(state="waiting")),
            models.Index(fields=["org_path", "state", "-id"], name="notices_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.channel} {self.get_state_display()}"


class Preference(models.Model):
    """What a person wants by mail. Without a row: mail yes, ordinary matters once a day."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="notice_preference")
    email = models.BooleanField("通过电子邮件通知我", default=True)
    digest = models.BooleanField("不急的通知每天合并成一封", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "通知设置"

    def __str__(self) -> str:
        return f"{self.person_id}"
