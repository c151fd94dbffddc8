"""Reports with what was said under them, and talks. Every word of them is sealed at rest (P02)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.dossiers.models import Member

from .words import AUDIENCES, COPIES, STATES, TALKS, VOICES


class Report(models.Model):
    """思想汇报. `organisation`: the branch to which it was opened; it follows the branch, not the author's moves.

    public_*: the copy for everybody, exactly as its author saw and confirmed it; empty again when it is taken back.
    key: of the form in which it was begun, so that the same form sent twice is one report.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="reports")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reports")
    org_path = OrgPathField()
    key = models.CharField(max_length=40)
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default="draft")
    audience = models.CharField("谁能看", max_length=8, choices=list(AUDIENCES.items()), default="branch")
    title = SealedTextField("题目", blank=True)
    body = SealedTextField("正文", blank=True)
    copy = models.CharField("公开稿", max_length=6, choices=list(COPIES.items()), default="none")
    public_title = SealedTextField("公开稿题目", blank=True)
    public_body = SealedTextField("公开稿正文", blank=True)
    signed = models.BooleanField("公开稿署名", default=False)
    held_because = SealedTextField("没有放行的原因", blank=True)
    let_out_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    let_out_at = models.DateTimeField("放行时间", null=True, blank=True)
    silent = models.BooleanField("不再接受意见", default=False)
    #: handed in on paper and entered by somebody of the branch (代录, A02)
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField("开始写", auto_now_add=True)
    saved_at = models.DateTimeField("保存时间", auto_now=True)
    sent_at = models.DateTimeField("交出时间", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "思想汇报"
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="report_begun_once")]
        indexes = [
            models.Index(fields=["org_path", "state", "-sent_at"], name="report_scope"),
            models.Index(fields=["audience", "state", "-sent_at"], name="report_audience"),
            models.Index(fields=["copy", "-let_out_at"], name="report_copy"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"

    @property
    def named(self) -> str:
        """The title, or a word for a draft that has none yet."""
        return self.title or "（还没有题目）"


class Comment(models.Model):
    """评论、组织意见、作者回复 under a report. Taken away, its words are gone and its place says so (M06)."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="comments")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    voice = models.CharField(max_length=8, choices=list(VOICES.items()))
    text = SealedTextField("内容", blank=True)
    key = models.CharField(max_length=40)
    at = models.DateTimeField("时间")
    gone_by = models.CharField("由谁删除", max_length=8, blank=True, choices=[("writer", "本人"), ("author", "作者")])

    class Meta:
        verbose_name = verbose_name_plural = "思想汇报的意见"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["report", "by", "key"], name="report_said_once")]

    def __str__(self) -> str:
        return f"{self.get_voice_display()} {self.pk}"


class Wish(models.Model):
    """想找人谈谈: a word to one who accompanies; seen by the two alone. Gone when they have talked, or when it is taken back."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="talk_wishes")
    to = models.ForeignKey(Person, models.PROTECT, related_name="talk_wishes_heard")
    text = SealedTextField("想谈什么", blank=True)
    key = models.CharField(max_length=40)
    at = models.DateTimeField("提出时间")

    class Meta:
        verbose_name = verbose_name_plural = "想找人谈谈"
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["member", "key"], name="talk_wished_once"),
            models.UniqueConstraint(fields=["member", "to"], name="talk_wish_to_one"),
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.pk}"


class Talk(models.Model):
    """谈心谈话: `by` talked with `member`. Not searched, and exported to the two alone (R042, P03)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="talks")
    by = models.ForeignKey(Person, models.PROTECT, related_name="talks_held")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="talks")
    org_path = OrgPathField()
    key = models.CharField(max_length=40)
    kind = models.CharField("种类", max_length=8, choices=list(TALKS.items()))
    on = models.DateField("谈话日期")
    text = SealedTextField("谈话内容")
    remark = SealedTextField("本人补充", blank=True)
    remarked_at = models.DateTimeField("补充时间", null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "谈心谈话"
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="talk_written_once")]
        indexes = [models.Index(fields=["org_path", "-on"], name="talk_scope")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"
