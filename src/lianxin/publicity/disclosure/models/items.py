"""公开事项: one thing that is disclosed, its texts, and the checks that it passed."""

from __future__ import annotations

from django.db import models

from lianxin.foundation.casework.models import CaseBase, ClockBase, StepBase
from lianxin.foundation.spine import moment

from ..words import SCOPES, STAGES, VERSION_STATES
from .catalogue import Entry

#: states in which people inside may read an item
SHOWN_INSIDE = ("inner", "public", "withdrawn")


class Item(CaseBase):
    """One disclosure under a line of the catalogue. Title and body are the text that counts now."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="items", verbose_name="目录")
    title = models.CharField("标题", max_length=200)
    body = models.TextField("内容")
    period = models.CharField("所属时段", max_length=30, blank=True)
    scope = models.CharField("公开范围", max_length=8, choices=list(SCOPES.items()))
    version = models.PositiveSmallIntegerField("第几稿", default=1)
    proposed_by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", db_index=False)
    reviewed_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    approved_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    inner_at = models.DateTimeField("党内公开时间", null=True, blank=True)
    public_at = models.DateTimeField("向社会公开时间", null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=20, blank=True)
    withdrawn_text = models.TextField("撤回说明", blank=True)
    #: whether the withdrawn item had reached everybody; its notice then stays there for everybody (M06)
    was_public = models.BooleanField(default=False)
    submission_key = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - unique or unknown

    class Meta:
        indexes = [
            models.Index(fields=["state", "-public_at"], name="disclosure_item_public"),
            models.Index(fields=["state", "org_path", "-inner_at"], name="disclosure_item_inner"),
            models.Index(fields=["state", "org_path", "due_at"], name="disclosure_item_work"),
            models.Index(fields=["entry", "-inner_at"], name="disclosure_item_entry"),
        ]
        verbose_name = verbose_name_plural = "公开事项"

    def get_absolute_url(self) -> str:
        return f"/disclosure/{self.pk}/"

    @property
    def is_public(self) -> bool:
        """Everybody may read the text."""
        return self.state == "public"

    @property
    def stage(self) -> str:
        from ..lifecycle import ITEM

        return ITEM.by_state[self.state].stage

    @property
    def stage_label(self) -> str:
        return STAGES[self.stage][0]

    @property
    def stage_tone(self) -> str:
        return STAGES[self.stage][1]

    @property
    def state_label(self) -> str:
        """The word of the staff for the state."""
        from ..lifecycle import ITEM

        return ITEM.by_state[self.state].label

    @property
    def shown_at(self) -> object:
        """When the readers of its scope first saw it."""
        return self.public_at or self.inner_at


class ItemStep(StepBase):
    case = models.ForeignKey(Item, models.CASCADE, related_name="steps")


class ItemClock(ClockBase):
    case = models.ForeignKey(Item, models.CASCADE, related_name="clocks")

    class Meta(ClockBase.Meta):
        indexes = [models.Index(fields=["state", "next_alert_at"], name="disclosure_item_alert")]


class Version(models.Model):
    """One text of an item with its author. After the item is shown, every new one is a correction (M06)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField()
    reason = models.TextField("更正说明", blank=True)
    keep_old = models.BooleanField("旧版仍可查看", default=True)
    state = models.CharField(max_length=10, choices=list(VERSION_STATES.items()), default="first")
    author = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    reviewer = models.ForeignKey("accounts.Person", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=moment.now)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_version_number")]
        verbose_name = verbose_name_plural = "公开事项的文稿"

    def __str__(self) -> str:
        return f"{self.item} 第 {self.number} 稿"


class Secrecy(models.Model):
    """保密审查: yes or no about one text, by a named reviewer, apart from the review of its content (DIS-01)."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="secrecy")
    version = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    note = models.TextField("审查意见", blank=True)
    reviewer = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=moment.now)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = verbose_name_plural = "保密审查"

    def __str__(self) -> str:
        return f"{self.item} 第 {self.version} 稿 {'通过' if self.passed else '不通过'}"
