"""对外联系方式: one card for one organisation. Phone and address stand in the tree and are only proposed here (B03)."""

from __future__ import annotations

from datetime import date

from django.db import models

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager

from .words import IN_THE_TREE, LINES


class ContactCard(models.Model):
    """What everybody reads of an organisation, and what waits to be confirmed (R023).

    proposed: name of the line -> text, only those that change; empty when nothing waits.
    confirmed_on: the day on which somebody last said that all of it is true; None: not public yet.
    """

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="contact_card")
    org_path = OrgPathField()
    hours = models.CharField("办公时间", max_length=200, blank=True)
    email = models.CharField("电子邮箱", max_length=120, blank=True)
    note = models.CharField("怎么找到我们", max_length=200, blank=True)
    keeper = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人")
    proposed = models.JSONField(default=dict)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    proposed_at = models.DateTimeField("提出时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    confirmed_on = models.DateField("核对日期", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "对外联系方式"
        indexes = [
            models.Index(fields=["org_path"], name="card_scope"),
            models.Index(fields=["confirmed_on"], name="card_confirmed"),
        ]

    def __str__(self) -> str:
        return f"联系方式 {self.organisation_id}"

    def says(self, line: str) -> str:
        """What stands in force on a line of `LINES`."""
        if line in IN_THE_TREE:
            return str(getattr(self.organisation, IN_THE_TREE[line]))
        return str(getattr(self, line))

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """(name, label, text) of the lines that say something."""
        return [(name, label, self.says(name)) for name, label in LINES.items() if self.says(name)]

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(label, before, after) of what waits."""
        return [(LINES[name], self.says(name), text) for name, text in self.proposed.items() if name in LINES]

    def due_on(self) -> date | None:
        """The day until which it is good (LX-120); None before it was ever confirmed."""
        from .policies import good_until

        return good_until(self.confirmed_on) if self.confirmed_on else None
