"""Which pictures readers may see: those of published items, noted in the transaction that publishes."""

from __future__ import annotations

from django.db import models

from .pages import ArticlePage


class ShownPicture(models.Model):
    """A picture that a published item shows. Wagtail's own index of references knows drafts too, and is late."""

    page = models.ForeignKey(ArticlePage, models.CASCADE, related_name="+")
    image = models.ForeignKey("wagtailimages.Image", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "page"], name="portal_picture_once")]

    def __str__(self) -> str:
        return f"{self.image_id}@{self.page_id}"
