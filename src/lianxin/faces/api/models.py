"""Keys of programs that may send letters. Reading needs none."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.spine import moment


class ApiKey(models.Model):
    """A key, of which only the keyed hash is kept. hint: its first characters, to tell keys apart."""

    name = models.CharField("使用方", max_length=60, unique=True)
    hint = models.CharField("开头几位", max_length=12)
    key_hash = models.CharField("校验值", max_length=64, unique=True)
    created_at = models.DateTimeField("发放时间", default=moment.now)
    used_on = models.DateField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口钥匙"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
