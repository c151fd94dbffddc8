"""渠道登记: where an organisation or one of its cadres speaks in public besides the accounts that send from here."""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.utils import timezone

from lianxin.foundation.casework.second_look import SecondLook
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine.scope import OrgPathField, ScopedManager

LISTED = (
    ("group", "QQ 群、微信群"), ("forum", "论坛、贴吧"), ("video", "短视频、视频号"), ("weibo", "微博"),
    ("blog", "博客、专栏"), ("study", "学习平台"), ("site", "网站、栏目"), ("other", "其他"),
)  # fmt: skip


class ListedChannel(SecondLook):
    """A line of the register (R156, R157), or the real-name account of a cadre (R158). Nothing is sent by it.

    What everybody is to read of it waits for a second person (`SecondLook`).
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="组织")
    org_path = OrgPathField("组织路径")
    kind = models.CharField("类别", max_length=8, choices=LISTED)
    name = models.CharField("名称", max_length=60)
    url = models.URLField("网址", max_length=300, blank=True)
    purpose = models.CharField("做什么用", max_length=120)
    #: name and post of the cadre who speaks there under the own name; empty for one of the organisation
    holder = models.CharField("实名使用人", max_length=60, blank=True)
    #: shown to everybody on the pages of the organisation
    shown = models.BooleanField("在网页上公开", default=False)
    created_at = models.DateTimeField("登记时间", default=timezone.now)
    struck_at = models.DateTimeField("注销时间", null=True, blank=True)
    revision = models.PositiveIntegerField(default=0)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "渠道登记"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "name"], condition=models.Q(struck_at=None), name="channels_listed_once"
            )
        ]
        indexes = [
            models.Index(fields=["org_path", "kind"], name="channels_listed"),
            # the handful that waits for a second person, asked on every first page of a desk
            models.Index(fields=["org_path"], name="channels_proposed", condition=models.Q(proposed_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    def changes(self) -> list[tuple[str, str, str]]:
        """(label, as it is, as it is to be) of what waits; of a line that is to be shown for the first time all of it."""
        whole: Collection[str] = LINES if self.proposed.get("shown") and not self.shown else self.proposed
        return [
            (LINES[name], _said(name, getattr(self, name)) if self.shown else "",
             _said(name, self.proposed.get(name, getattr(self, name))))
            for name in LINES
            if self.proposed and name in whole and (name in self.proposed or getattr(self, name))
        ]  # fmt: skip


#: lines in the order in which they are read
LINES = {"kind": "类别", "name": "名称", "url": "网址", "purpose": "做什么用", "holder": "实名使用人"}


def _said(name: str, value: str) -> str:
    return dict(LISTED).get(value, value) if name == "kind" else str(value)
