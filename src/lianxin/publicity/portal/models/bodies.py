"""The words of a published item as readers get them, drawn once when it is published and not at every visit."""

from __future__ import annotations

from django.db import models

from .pages import ArticlePage


class PublishedBody(models.Model):
    """HTML of the body of exactly the version that is live; written and taken away by the publication itself.

    `made_for` is the moment of that publication: a row that belongs to another one is not used. `related` holds the
    ids of alike items, filled in later by the ticker; they are shown only while they are published themselves.
    """

    page = models.OneToOneField(ArticlePage, models.CASCADE, primary_key=True, related_name="shown")
    made_for = models.DateTimeField(null=True)
    html = models.TextField(blank=True)
    characters = models.PositiveIntegerField(default=0)
    related = models.JSONField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "已发布的正文"

    def __str__(self) -> str:
        return f"page:{self.page_id}"
