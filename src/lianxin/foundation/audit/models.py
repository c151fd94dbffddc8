"""Two tables: lines (what happened) and seals (the chain over committed lines).

No foreign key points in or out: a person or a letter that disappears takes no trace along, and no
cascade can reach the ledger. Database triggers (migration 0002) refuse every change of both tables.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from lianxin.foundation.spine.scope import OrgPathField, ScopedManager


class AuditLine(models.Model):
    """One thing that happened. `digest` covers every other field except the serial number."""

    moment = models.DateTimeField("时间")
    code = models.CharField("动作", max_length=80)
    actor_kind = models.CharField("身份", max_length=12)
    person_id = models.BigIntegerField("人员编号", null=True, blank=True)
    duty = models.CharField("任职", max_length=300, blank=True)
    subject = models.CharField("对象", max_length=120, blank=True)
    #: a moved organisation does not rewrite what happened before (see `organisations.actions.move`)
    paths_are_history = True
    org_path = OrgPathField("所属组织", blank=True)
    data = models.TextField("内容", default="{}", help_text="canonical JSON, hashed as it stands")
    nonce = models.CharField(max_length=32, help_text="so that a digest tells nothing about a short content")
    digest = models.CharField(max_length=64)

    objects = ScopedManager()

    class Meta:
        verbose_name = "操作记录"
        verbose_name_plural = "操作记录"
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
            models.Index(fields=["org_path", "id"], name="audit_by_org"),
            models.Index(fields=["person_id", "id"], name="audit_by_person"),
            models.Index(fields=["moment"], name="audit_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.code} {self.subject}"

    @property
    def facts(self) -> dict[str, Any]:
        """The recorded mapping."""
        return dict(json.loads(self.data))


class Seal(models.Model):
    """One link of the chain: it fixes the lines ``first_id..last_id``, or tells of a pruning.

    members: ``"id:first 16 hex digits of the digest"`` per line, separated by spaces, by which a
    broken seal can name the line at fault; root: hash over all full digests; previous: digest of the
    seal before; stamp: keyed hash of the digest, which nobody without the installation's key can make.
    """

    LINES = "lines"
    TOMBSTONE = "tombstone"

    number = models.BigIntegerField("编号", primary_key=True)
    kind = models.CharField("种类", max_length=12, choices=[(LINES, "封存"), (TOMBSTONE, "到期清理")])
    moment = models.DateTimeField("时间")
    first_id = models.BigIntegerField("起")
    last_id = models.BigIntegerField("止")
    count = models.IntegerField("条数")
    root = models.CharField(max_length=64)
    members = models.TextField(blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    stamp = models.CharField(max_length=64)

    class Meta:
        verbose_name = "封存记录"
        verbose_name_plural = "封存记录"
        indexes = [models.Index(fields=["kind", "last_id"], name="audit_seal_kind")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.first_id}-{self.last_id}"
