"""传达: a published item is brought to everybody of an organisation and below. Deliveries are counted, readers are not (B02)."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager

from .pages import ArticlePage


class Conveyance(models.Model):
    """One item told to one organisation, with the number of persons to whom the notice went."""

    article = models.ForeignKey(ArticlePage, models.CASCADE, related_name="conveyances", verbose_name="内容")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="组织")
    org_path = OrgPathField(db_index=True)
    people = models.PositiveIntegerField("送达人数", null=True, blank=True)
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=moment.now)

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "organisation"], name="portal_convey_once")]
        verbose_name = verbose_name_plural = "传达"

    def __str__(self) -> str:
        return f"{self.article_id}→{self.organisation_id}"
