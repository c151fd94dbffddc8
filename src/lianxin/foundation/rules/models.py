"""Full texts that an operator imported. The figures stand in data files, not here."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models


class Regulation(models.Model):
    """One version of one text. All of it is public."""

    slug = models.CharField("地址名", max_length=80)
    title = models.CharField("名称", max_length=200)
    name_key = models.CharField("比对名", max_length=200, db_index=True)
    version = models.CharField("版本", max_length=20, blank=True)
    adopted = models.TextField("通过与发布", blank=True)
    issued = models.DateField("发布日期", null=True, blank=True)
    in_force = models.DateField("施行日期", null=True, blank=True)
    digest = models.CharField("指纹", max_length=64)
    imported_at = models.DateTimeField("导入时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "法规全文"
        constraints: ClassVar = [models.UniqueConstraint(fields=["slug", "version"], name="rules_one_text_a_version")]

    def __str__(self) -> str:
        return self.title

    @property
    def page(self) -> str:
        """Address of the text, in the version that is shown by default."""
        return f"/regulations/{self.slug}/"

    @property
    def begins(self) -> date | None:
        """The day of force, else the day of issue."""
        return self.in_force or self.issued


class Article(models.Model):
    """One article of a text; ``text`` has one paragraph per line."""

    regulation = models.ForeignKey(Regulation, models.CASCADE, related_name="articles")
    position = models.PositiveIntegerField("次序")
    number = models.PositiveIntegerField("条号")
    suffix = models.PositiveIntegerField("之几", default=0)
    chapter = models.CharField("章", max_length=120, blank=True)
    section = models.CharField("节", max_length=120, blank=True)
    text = models.TextField("正文")

    class Meta:
        verbose_name = verbose_name_plural = "条文"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["regulation", "number", "suffix"], name="rules_one_article_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.regulation} {self.heading}"

    @property
    def anchor(self) -> str:
        """``art-23``, or ``art-12-1`` for 第十二条之一."""
        return f"art-{self.number}-{self.suffix}" if self.suffix else f"art-{self.number}"

    @property
    def heading(self) -> str:
        """The number as it is printed, e.g. ``第二十三条``."""
        from .numerals import words

        return f"第{words(self.number)}条" + (f"之{words(self.suffix)}" if self.suffix else "")

    @property
    def paragraphs(self) -> list[str]:
        """The text in paragraphs."""
        return self.text.split("\n")
