"""材料: the papers of a file, and the words that were read in their scans."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.spine.sealed import SealedTextField

from ..words import PAPER_STATES
from .files import Member


class Paper(models.Model):
    """One paper of a file, with its pages as stored files of the subject ``paper:<pk>``; none when only the original
    on paper is kept.

    kind: the word of the list (DEV-26) or one of the others, so that another version of the list changes no row.
    A paper that its person brought is proposed until those who keep the file take it. Note and answer are sealed: a
    political review or a sanction speaks in them.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="papers")
    kind = models.CharField("材料种类", max_length=40)
    dated = models.DateField("材料日期", null=True, blank=True)
    note = SealedTextField("说明", blank=True)
    on_paper = models.BooleanField("只有纸质原件", default=False)
    state = models.CharField("情况", max_length=10, choices=list(PAPER_STATES.items()), default="kept")
    answer = SealedTextField("不收或撤下的原因", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField("登记时间", auto_now_add=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField("处理时间", null=True)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "档案材料"
        ordering = ["kind", "dated", "id"]
        indexes = [
            models.Index(fields=["member", "state"], name="paper_of_member"),
            models.Index(fields=["member"], name="paper_proposed", condition=models.Q(state="proposed")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dated or ''}".strip()

    @property
    def subject(self) -> str:
        """Under which its pages are stored."""
        return f"paper:{self.pk}"


class PaperText(models.Model):
    """The words of one page file. Sealed like the file's other words: they are found only inside an opened file.

    note: why there are no words, in plain Chinese.
    """

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="texts")
    file = models.UUIDField("文件", unique=True)
    text = SealedTextField("文字", blank=True)
    note = models.CharField("没有文字的原因", max_length=80, blank=True)
    read_at = models.DateTimeField("读取时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "材料文字"

    def __str__(self) -> str:
        return f"{self.file}"
