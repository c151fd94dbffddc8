"""Recordings of organisations, and what published pages show of recordings and documents.

Readers see what a page showed when it was published (`ShownRecording` keeps the words and the poster of that
moment), so that an edited caption goes through the review like any other sentence (M01).
"""

from __future__ import annotations

from django.db import models

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager

from .words import KINDS, STATES, lasting


class Words(models.Model):
    """What stands beside a recording. captions: canonical WebVTT or empty."""

    title = models.CharField("标题", max_length=80)
    description = models.CharField("说明", max_length=200, blank=True)
    transcript = models.TextField("文字稿", blank=True)
    captions = models.TextField("字幕", blank=True)
    poster = models.ForeignKey(
        StoredFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="封面图"
    )

    class Meta:
        abstract = True


class Recording(Words):
    """A recording as an editor brought it. turn: counts the attempts that a person or the clock asked for."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="组织")
    org_path = OrgPathField("所属组织")
    kind = models.CharField("种类", max_length=5, choices=list(KINDS.items()))
    original = models.OneToOneField(StoredFile, models.PROTECT, related_name="+", verbose_name="原件")
    seconds = models.FloatField("时长", default=0)
    width = models.PositiveIntegerField("宽", default=0)
    height = models.PositiveIntegerField("高", default=0)
    rungs = models.CharField("清晰度", max_length=40, blank=True)
    state = models.CharField("状态", max_length=8, choices=list(STATES.items()), default="waiting")
    progress = models.PositiveSmallIntegerField("进度", default=0)
    fault = models.CharField("原因", max_length=200, blank=True)
    turn = models.PositiveIntegerField("第几次转码", default=1)
    folder = models.CharField("成品", max_length=40, blank=True)
    touched_at = models.DateTimeField("最近动静", auto_now_add=True)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "录音录像"
        ordering = ["-id"]
        indexes = [models.Index(fields=["org_path", "-id"], name="media_of_org")]

    def __str__(self) -> str:
        return f"{self.title}（{self.get_kind_display()}）"

    @property
    def ready(self) -> bool:
        return self.state == "ready" and bool(self.folder)

    @property
    def lasts(self) -> str:
        return lasting(self.seconds)


class ShownRecording(Words):
    """A recording that a published page shows, in the words of that publication."""

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "公开的录音录像"
        constraints = [models.UniqueConstraint(fields=["recording", "page"], name="media_recording_once")]

    def __str__(self) -> str:
        return f"{self.recording_id}@{self.page_id}"


class ShownDocument(models.Model):
    """A document that a published page links."""

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
    document = models.ForeignKey("wagtaildocs.Document", models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "公开的文件"
        constraints = [models.UniqueConstraint(fields=["document", "page"], name="media_document_once")]

    def __str__(self) -> str:
        return f"{self.document_id}@{self.page_id}"
