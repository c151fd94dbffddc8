"""Registered accounts, what they send, and who asked to be sent something."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.foundation.spine.sealed import SealedTextField

KINDS = (("wechat", "微信公众号"), ("weibo", "微博"), ("newsletter", "邮件简报"), ("push", "浏览器推送"))


class PublicAccount(models.Model):
    """A public account that an organisation registered; nothing else speaks outward (C01)."""

    STATES = (("active", "使用中"), ("paused", "暂停"), ("closed", "已停用"))

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="组织")
    org_path = OrgPathField("组织路径")
    kind = models.CharField("渠道", max_length=12, choices=KINDS)
    name = models.CharField("账号名称", max_length=60)
    app_id = models.CharField("平台编号", max_length=80, blank=True)
    #: a JSON object of what the platform calls secret, token, key
    secrets = SealedTextField("密钥", blank=True)
    token = SealedTextField("访问凭证", blank=True)
    token_until = models.DateTimeField("凭证到期", null=True, blank=True)
    #: how far replies were fetched
    cursor = models.CharField("已取到", max_length=40, blank=True)
    state = models.CharField("状态", max_length=8, choices=STATES, default="active")
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "对外账号"
        constraints = [
            models.UniqueConstraint(fields=["kind", "app_id"], condition=~Q(app_id=""), name="channels_one_account"),
        ]
        indexes = [models.Index(fields=["org_path", "kind"], name="channels_accounts")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    def secret(self, name: str) -> str:
        """One of the secrets, or empty text."""
        return str(json.loads(self.secrets or "{}").get(name, ""))


class Parcel(models.Model):
    """A text as it was when it was handed over; shared by all accounts that send it."""

    key = models.CharField("防重键", max_length=160, unique=True)
    #: what it is a version of, e.g. ``"article:17"``; empty for a text that stands for itself
    thing = models.CharField("内容", max_length=60, blank=True, db_index=True)
    content = models.JSONField("内容")
    created_at = models.DateTimeField("提交时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "对外内容"

    def __str__(self) -> str:
        return self.key

    @property
    def title(self) -> str:
        return str(self.content.get("title", ""))


class Dispatch(models.Model):
    """One text on its way out by one account. The pair is unique for each purpose, so nothing goes out twice.

    purpose: ``publish`` brings it out, ``withdraw`` takes back what an earlier row brought out, ``answer``
    goes to the one person who asked. planned_at: not before this moment.

    `steps` remembers what the other side already did, so that a second attempt continues instead of
    repeating. A worker claims the row by writing `claim` and moving `next_try_at`; see `delivery`.
    """

    STATES = (("waiting", "待发送"), ("sent", "已送出"), ("failed", "未能送出"), ("cancelled", "已取消"))

    PURPOSES = (("publish", "发布"), ("withdraw", "撤回"), ("answer", "答复"))

    account = models.ForeignKey(PublicAccount, models.PROTECT, related_name="dispatches")
    parcel = models.ForeignKey(Parcel, models.PROTECT, related_name="dispatches")
    org_path = OrgPathField("组织路径")
    purpose = models.CharField("用途", max_length=8, choices=PURPOSES, default="publish")
    state = models.CharField("状态", max_length=10, choices=STATES, default="waiting")
    steps = models.JSONField("已完成的步骤", default=dict)
    remote_id = models.CharField("对方编号", max_length=120, blank=True)
    remote_url = models.CharField("对方地址", max_length=500, blank=True)
    receivers = models.PositiveIntegerField("送达份数", default=0)
    created_at = models.DateTimeField("提交时间", default=timezone.now)
    planned_at = models.DateTimeField("预定时间", null=True, blank=True)
    next_try_at = models.DateTimeField("下次发送时间", default=timezone.now)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    claim = models.CharField(max_length=32, blank=True)
    sent_at = models.DateTimeField("送出时间", null=True, blank=True)
    last_error = models.CharField("最近的问题", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "对外发送"
        constraints = [models.UniqueConstraint(fields=["account", "parcel", "purpose"], name="channels_once")]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="channels_due", condition=Q(state="waiting")),
            models.Index(fields=["org_path", "state", "-id"], name="channels_desk"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} {self.account_id} {self.get_state_display()}"

    @property
    def begins_at(self) -> datetime:
        """From when on it counts as on its way."""
        return self.planned_at or self.created_at


class Subscriber(models.Model):
    """Somebody who asked for the newsletter or for push messages: an address and nothing else (C02).

    Deleted when they leave; there is no list of those who left.
    """

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="subscribers")
    address = SealedTextField("地址")
    address_index = models.CharField(max_length=32)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    created_at = models.DateTimeField("申请时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "订阅"
        constraints = [models.UniqueConstraint(fields=["account", "address_index"], name="channels_subscribed_once")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def keys(self) -> dict[str, Any]:
        """A push subscription: endpoint, p256dh, auth."""
        return dict(json.loads(self.address))


class Envelope(models.Model):
    """One dispatch for one subscriber, written before it leaves: what is unclear is not sent again."""

    STATES = (("out", "已交出"), ("sent", "已送出"), ("refused", "被拒收"))

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="envelopes")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=STATES, default="out")

    class Meta:
        verbose_name = verbose_name_plural = "分送"
        constraints = [models.UniqueConstraint(fields=["dispatch", "subscriber"], name="channels_envelope_once")]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.state}"


class Incoming(models.Model):
    """The number of a message that came in and was handed on; its text stays with whoever took it."""

    account = models.ForeignKey(PublicAccount, models.CASCADE, related_name="+")
    remote_id = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "收到的消息"
        constraints = [models.UniqueConstraint(fields=["account", "remote_id"], name="channels_heard_once")]

    def __str__(self) -> str:
        return self.remote_id
