"""Where an item came from that was published elsewhere before."""

from __future__ import annotations

from django.db import models

from .pages import ArticlePage


class ImportedItem(models.Model):
    """Provenance of an imported item, and the fingerprint by which a second import knows it."""

    page = models.OneToOneField(ArticlePage, models.CASCADE, related_name="imported")
    original_id = models.CharField("原编号", max_length=100, unique=True)
    digest = models.CharField("指纹", max_length=32)
    file = models.CharField("来自文件", max_length=120, blank=True)
    imported_at = models.DateTimeField("导入时间")
    changed_at = models.DateTimeField("更新时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入的内容"

    def __str__(self) -> str:
        return self.original_id
