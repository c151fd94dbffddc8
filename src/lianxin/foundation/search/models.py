"""One row for each thing that can be found; the index proper stands beside it (migration 0002)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.spine.scope import OrgPathField

#: inside: for some, of whom the room of the kind knows who they are (`inside`)
AUDIENCES = (("public", "公开"), ("staff", "工作人员"), ("inside", "给指定的人"))


class SearchDocument(models.Model):
    """What can be found, in the form in which it is filtered and shown.

    ``id`` grows with `when` (see `actions.slot`): the newest first is the order of the primary
    key, which both engines walk without sorting. It is the rowid of the FTS5 table on SQLite; on
    PostgreSQL the row has one more column ``terms`` (tsvector, GIN).
    """

    id = models.BigIntegerField("序号", primary_key=True)
    kind = models.CharField("类别", max_length=32)
    object_id = models.BigIntegerField("对象")
    audience = models.CharField("可见范围", max_length=8, choices=AUDIENCES)
    org_path = OrgPathField("组织路径", blank=True)
    when = models.DateTimeField("时间")
    url = models.CharField("地址", max_length=300, blank=True)
    title = models.CharField("标题", max_length=300)
    facets = models.JSONField("筛选项", default=dict, blank=True)
    #: canonical title, a line feed, canonical body
    text = models.TextField("正文")

    class Meta:
        verbose_name = "可检索内容"
        verbose_name_plural = "可检索内容"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_one_entry")]
        indexes = [
            models.Index(fields=["audience", "kind", "-id"], name="search_newest"),
            models.Index(fields=["org_path", "id"], name="search_org"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} {self.title}"


class SearchTerm(models.Model):
    """How common a token is, estimated on a sample. A token without a row is rare."""

    term = models.CharField("词", max_length=48, primary_key=True)
    share = models.FloatField("所占比例")
    #: {kind: share of all entries that are public, of that kind and hold the token}
    public = models.JSONField("公开内容中的比例", default=dict)

    class Meta:
        verbose_name = "词频"
        verbose_name_plural = "词频"

    def __str__(self) -> str:
        return self.term


class AttachmentText(models.Model):
    """The words of a file that a published thing carries, or why it has none (`attachments`)."""

    kind = models.CharField("类别", max_length=32)
    object_id = models.BigIntegerField("对象")
    key = models.CharField("文件", max_length=120)
    text = models.TextField("文字", blank=True)
    note = models.CharField("没有文字的原因", max_length=200, blank=True)
    read_at = models.DateTimeField("读取时间")

    class Meta:
        verbose_name = verbose_name_plural = "附件文字"
        constraints = [models.UniqueConstraint(fields=["kind", "object_id", "key"], name="search_one_text_a_file")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} {self.key}"
