"""公开目录: what an organisation discloses, on which ground, to whom, how often, and who keeps it."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager

from ..words import FORMS, FREQUENCIES, PERIODIC, SCOPES


class Described(models.Model):
    """The columns that a line of a catalogue and its template share."""

    code = models.CharField("目录编号", max_length=20)
    matter = models.CharField("公开事项", max_length=60)
    content = models.CharField("公开内容", max_length=300, blank=True)
    basis = models.CharField("公开依据", max_length=120)
    basis_rule = models.CharField("平台规定编号", max_length=12, blank=True)
    scope = models.CharField("公开范围", max_length=8, choices=list(SCOPES.items()))
    form = models.CharField("公开形式", max_length=10, choices=list(FORMS.items()), default="web")
    frequency = models.CharField("公开时机", max_length=10, choices=list(FREQUENCIES.items()))

    class Meta:
        abstract = True

    @property
    def periodic(self) -> bool:
        """True when the line runs out unless something new is shown."""
        return self.frequency in PERIODIC


class Template(Described):
    """A line of the template catalogue that an organisation gives to all below it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    org_path = OrgPathField()
    given_to = models.JSONField("发给哪些组织", default=list)

    objects = ScopedManager()

    class Meta:
        ordering = ["org_path", "code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="one_template_code")]
        verbose_name = verbose_name_plural = "目录模板"

    def __str__(self) -> str:
        return f"{self.code} {self.matter}"


class Entry(Described, CaseBase):
    """One line of an organisation's catalogue. `handler` is its keeper, `due_at` the next renewal (DIS-02)."""

    template = models.ForeignKey(Template, models.SET_NULL, null=True, blank=True, related_name="entries")
    #: reminded together with the keeper, `handler`
    deputy = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    last_shown_at = models.DateTimeField("最近一次公开", null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="one_entry_code")]
        indexes = [
            models.Index(fields=["org_path", "code"], name="disclosure_entry_org"),
            models.Index(fields=["state", "org_path", "due_at"], name="disclosure_entry_due"),
            models.Index(fields=["handler", "state", "due_at"], name="disclosure_entry_keeper"),
        ]
        verbose_name = verbose_name_plural = "公开目录"

    def __str__(self) -> str:
        return f"{self.code} {self.matter}"


class EntryStep(StepBase):
    case = models.ForeignKey(Entry, models.CASCADE, related_name="steps")


class EntryClock(ClockBase):
    case = models.ForeignKey(Entry, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="disclosure_entry_alert")]
