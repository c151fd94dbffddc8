"""Notes on what was studied, what was said about them, what branches recommended. The words of people are sealed at rest."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager
from lianxin.foundation.spine.sealed import SealedTextField
from lianxin.membership.dossiers.models import Member
from lianxin.membership.reports.words import VOICES

from .words import AUDIENCES, COPIES, KINDS, SAID_STATES, STATES


class Note(models.Model):
    """学习心得. `organisation`: the branch to which it was opened; it follows the branch, not the author's moves.

    about: what was typed. about_kind, about_url, about_title, about_source: what was found for it when it was sent; a
    page that is taken down later keeps its name here. public_*: the copy for everybody, exactly as its author confirmed
    it. key: of the form in which it was begun. A draft lies sealed; what was sent is found by search, so the index has
    its words.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="notes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="notes")
    org_path = OrgPathField()
    key = models.CharField(max_length=40)
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default="draft")
    audience = models.CharField("谁能看", max_length=8, choices=list(AUDIENCES.items()), default="branch")
    about = models.CharField("学的是什么", max_length=300, blank=True)
    about_kind = models.CharField("种类", max_length=6, choices=list(KINDS.items()), blank=True)
    about_url = models.CharField("地址", max_length=300, blank=True)
    about_title = models.CharField("学的", max_length=300, blank=True)
    about_source = models.CharField("出处", max_length=200, blank=True)
    title = SealedTextField("题目", blank=True)
    body = SealedTextField("正文", blank=True)
    copy = models.CharField("公开稿", max_length=6, choices=list(COPIES.items()), default="none")
    public_title = SealedTextField("公开稿题目", blank=True)
    public_body = SealedTextField("公开稿正文", blank=True)
    signed = models.BooleanField("公开稿署名", default=False)
    held_because = SealedTextField("没有放行的原因", blank=True)
    let_out_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    let_out_at = models.DateTimeField("放行时间", null=True, blank=True)
    silent = models.BooleanField("不再接受评论", default=False)
    revision = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField("开始写", auto_now_add=True)
    saved_at = models.DateTimeField("保存时间", auto_now=True)
    sent_at = models.DateTimeField("发布时间", null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "学习心得"
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="note_begun_once")]
        indexes = [
            models.Index(fields=["org_path", "state", "-sent_at"], name="note_scope"),
            models.Index(fields=["audience", "state", "-sent_at"], name="note_audience"),
            models.Index(fields=["copy", "-let_out_at"], name="note_copy"),
            models.Index(fields=["about_url"], name="note_about"),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.pk}"

    @property
    def named(self) -> str:
        """The title, or a word for a draft that has none yet."""
        return self.title or "（还没有题目）"


class Comment(models.Model):
    """评议 in words, under the note itself or, `open`, under the copy for everybody; there it is shown after a review.

    reviewed_by: who decided last; appealed: its writer asked for another pair of eyes once. Taken away, its words are
    gone and its place says by whom (M06).
    """

    note = models.ForeignKey(Note, models.CASCADE, related_name="comments")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    open = models.BooleanField("在公开页上", default=False)
    voice = models.CharField(max_length=8, choices=list(VOICES.items()))
    state = models.CharField("状态", max_length=8, choices=list(SAID_STATES.items()), default="shown")
    text = SealedTextField("内容", blank=True)
    key = models.CharField(max_length=40)
    at = models.DateTimeField("时间")
    reason = SealedTextField("没有通过的原因", blank=True)
    reviewed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    appealed = models.BooleanField("请过另一位再看", default=False)
    gone_by = models.CharField("由谁删除", max_length=8, blank=True, choices=[("writer", "本人"), ("author", "作者")])

    class Meta:
        verbose_name = verbose_name_plural = "学习心得的评论"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["note", "by", "key"], name="note_said_once")]
        indexes = [models.Index(fields=["state", "at"], name="note_said_state")]

    def __str__(self) -> str:
        return f"{self.get_voice_display()} {self.pk}"


class Recommendation(models.Model):
    """推荐 by an organisation, with its reason in words. Neither counted nor ranked: a list stays in the order of time."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="recommendations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField("推荐理由", max_length=400)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "学习心得的推荐"
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["note", "organisation"], name="note_recommended_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.note_id}"
