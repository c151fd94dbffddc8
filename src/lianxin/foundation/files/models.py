"""What is known about a file. The bytes lie on the shelf under the uuid (see `shelf`)."""

from __future__ import annotations

import uuid

from django.db import models

from lianxin.foundation.spine.scope import OrgPathField, ScopedManager

PICTURES = {"jpeg": "照片", "png": "图片", "webp": "图片"}
#: as `recordings.READERS` names them
RECORDINGS = dict.fromkeys(("mp4", "mkv", "avi"), "录像") | dict.fromkeys(("wav", "mp3", "ogg", "flac", "aac"), "录音")
KINDS = PICTURES | {"pdf": "PDF 文件"} | RECORDINGS
#: recordings are handed out as they came only to be saved
TYPES = {kind: f"image/{kind}" for kind in PICTURES} | {"pdf": "application/pdf"}


class StoredFile(models.Model):
    """A checked file that belongs to one subject, e.g. ``"letter:17"``.

    It never changes: another content is another file. `name` is for people to read and is never
    used as a path. `public` is the wish of the one who sent it; the subject's guard decides.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField("所属事项", max_length=80, db_index=True)
    org_path = OrgPathField("负责组织")
    kind = models.CharField("类型", max_length=8, choices=list(KINDS.items()))
    name = models.CharField("文件名", max_length=120)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("内容摘要", max_length=64)
    width = models.PositiveIntegerField("宽", null=True, blank=True)
    height = models.PositiveIntegerField("高", null=True, blank=True)
    public = models.BooleanField("愿意公开", default=False)
    created_at = models.DateTimeField("存入时间", auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.uuid}"

    def get_absolute_url(self) -> str:
        return f"/files/{self.uuid}/"

    @property
    def thumb_url(self) -> str:
        """Address of the small picture; empty for files that have none."""
        return f"/files/{self.uuid}/thumb/" if self.is_picture else ""

    @property
    def is_picture(self) -> bool:
        return self.kind in PICTURES

    @property
    def content_type(self) -> str:
        return TYPES.get(self.kind, "application/octet-stream")
