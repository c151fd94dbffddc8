"""Small wishes of a person about the workbench."""

from __future__ import annotations

from django.db import models


class SavedView(models.Model):
    """A list with its filters, kept under a name by the one who uses it."""

    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    page = models.CharField(max_length=20, default="letters")
    name = models.CharField("名称", max_length=20)
    query = models.CharField(max_length=600)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        verbose_name = verbose_name_plural = "列表视图"
        constraints = [models.UniqueConstraint(fields=["person", "page", "name"], name="one_view_per_name")]

    def __str__(self) -> str:
        return self.name
