"""约定: what an organisation declared about motions and consultations; its own figures within LX-186 and LX-187."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager

from ..words import OPEN_TO


class Terms(models.Model):
    """`threshold`: how many must second a motion before "too few" is no reason any more; `answer_days`: working days
    in which every proposal gets its answer (R071); `report_days`: days after the closing in which a consultation says
    what became of the opinions. keeper and deputy: F01."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+", verbose_name="党组织")
    org_path = OrgPathField()
    open_to = models.CharField("向谁征集议题", max_length=8, choices=list(OPEN_TO.items()), default="members")
    threshold = models.PositiveSmallIntegerField("附议人数")
    answer_days = models.PositiveSmallIntegerField("答复期限（工作日）")
    report_days = models.PositiveSmallIntegerField("公布采纳情况的期限（天）")
    keeper = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False, verbose_name="责任人")
    deputy = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False, verbose_name="副责任人")
    revision = models.PositiveIntegerField(default=0)
    set_at = models.DateTimeField("约定时间")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "议题与意见征集的约定"

    def __str__(self) -> str:
        return f"{self.organisation_id}"
