"""What an organisation adds to the national calendar. It holds for everything below it too."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from lianxin.foundation.spine.scope import OrgPathField, ScopedManager


class OrganisationHoliday(models.Model):
    """One day that differs: off (``is_workday`` false) or worked (true)."""

    org_path = OrgPathField("组织")
    date = models.DateField("日期")
    name = models.CharField("名称", max_length=40)
    is_workday = models.BooleanField("上班", default=False)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "本单位的休息日和上班日"
        ordering: ClassVar[list[str]] = ["date"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["org_path", "date"], name="calendars_one_entry_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind} {self.name}"

    @property
    def kind(self) -> str:
        """The word for the page."""
        return "上班" if self.is_workday else "休息"


class WorkingHours(models.Model):
    """Working hours of an organisation: ``spans`` is ``[["09:00", "12:00"], ["13:30", "17:30"]]``."""

    org_path = OrgPathField("组织", unique=True)
    spans = models.JSONField("上班时间")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "上班时间"

    def __str__(self) -> str:
        return "、".join("—".join(span) for span in self.spans)
