"""Whom this instance knows, what goes out and what came in."""

from __future__ import annotations

import uuid

from django.db import models

from lianxin.foundation.spine.sealed import SealedTextField


class HouseKey(models.Model):
    """The signing key of this instance (Ed25519). One row; the seed never leaves it."""

    seed = SealedTextField()
    public = models.CharField(max_length=44)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "本平台的签名钥匙"

    def __str__(self) -> str:
        return self.public


class Peer(models.Model):
    """Another instance, whose key two people compared by telephone or on paper."""

    name = models.CharField("平台名称", max_length=80)
    url = models.URLField("网址", max_length=200)
    public = models.CharField("公钥", max_length=44, unique=True)
    active = models.BooleanField("在用", default=True)
    added_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "对方平台"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Outgoing(models.Model):
    """A message until it was answered. subject: messages about one matter go out one after another."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    peer = models.ForeignKey(Peer, models.PROTECT, related_name="outgoing")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    body = SealedTextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    claim = models.UUIDField(null=True, blank=True)
    last_error = models.CharField(max_length=120, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发出的消息"
        indexes = [
            models.Index(fields=["delivered_at", "next_at"], name="exchange_due"),
            models.Index(fields=["peer", "subject", "id"], name="exchange_order"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Incoming(models.Model):
    """A message that was carried out, by its key: a copy of it gets the same answer and changes nothing."""

    peer = models.ForeignKey(Peer, models.PROTECT, related_name="incoming")
    key = models.UUIDField()
    kind = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    answer = SealedTextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "收到的消息"
        constraints = [models.UniqueConstraint(fields=["peer", "key"], name="one_message_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
