"""The tree of Party organisations, with the units and sites that stand beside them."""

from __future__ import annotations

from datetime import date

from django.db import models
from treebeard.mp_tree import MP_Node

from lianxin.foundation.spine.scope import OrgPathField
from lianxin.kernel.canonical import canonical_json

#: kind -> label. Party organisations first, then what stands beside them.
KINDS = {
    "committee": "党委",
    "general_branch": "党总支",
    "branch": "党支部",
    "joint_branch": "联合党支部",
    "temporary_branch": "临时党支部",
    "mobile_branch": "流动党员党支部",
    "group": "党小组",
    "unit": "单位",
    "site": "服务站点",
}
PARTY_KINDS = tuple(k for k in KINDS if k not in ("unit", "site"))

#: which kinds may stand directly below which
MAY_HOLD = {
    "committee": (
        "committee",
        "general_branch",
        "branch",
        "joint_branch",
        "temporary_branch",
        "mobile_branch",
        "unit",
        "site",
    ),
    "general_branch": ("branch", "joint_branch", "temporary_branch", "mobile_branch", "unit", "site"),
    "branch": ("group", "unit", "site"),
    "joint_branch": ("group", "unit", "site"),
    "temporary_branch": ("group",),
    "mobile_branch": ("group",),
    "group": (),
    "unit": ("unit", "site"),
    "site": (),
}


class Organisation(MP_Node):
    """One node of the tree. `path` is the materialised path that scopes every other table.

    Questions about a subtree are ranges on `path`; the order inside one starts with `path`.
    """

    path = OrgPathField(unique=True)  # treebeard's own column, compared byte by byte on every engine
    name = models.CharField("全称", max_length=120)
    short_name = models.CharField("简称", max_length=40)
    kind = models.CharField("类别", max_length=20, choices=list(KINDS.items()))
    code = models.CharField("组织代码", max_length=32, unique=True)
    region_code = models.CharField("行政区划（GB/T 2260）", max_length=12, blank=True, db_index=True)
    contact_phone = models.CharField("对外电话", max_length=30, blank=True)
    address = models.CharField("办公地址", max_length=120, blank=True)
    term_from = models.DateField("本届起", null=True, blank=True)
    term_until = models.DateField("本届止", null=True, blank=True)
    takes_letters = models.BooleanField("承办群众留言", default=False)
    #: only a committee approves members (DEV-17); one below a town or a street has no such power
    approves_members = models.BooleanField("有审批预备党员的权限", default=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "组织"

    def __str__(self) -> str:
        return self.short_name

    @property
    def org_path(self) -> str:
        return str(self.path)

    @property
    def is_party(self) -> bool:
        return self.kind in PARTY_KINDS

    def term_days_left(self, today: date) -> int | None:
        """Days until the term of office ends; negative when it is over; None when there is none."""
        return (self.term_until - today).days if self.term_until else None


#: basis of a founding whose day nobody wrote down: its event stands on the day of the import, the organisation is older
UNDATED = "由表导入，没有写成立日期"


class OrganisationEvent(models.Model):
    """History of the tree: founded, renamed, moved, merged, closed. Never changed afterwards."""

    KINDS = {"found": "成立", "edit": "变更", "move": "调整隶属", "merge": "合并", "close": "撤销", "reopen": "恢复"}

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="history")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    on = models.DateField()
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    basis = models.CharField("文件依据", max_length=120, blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        verbose_name = verbose_name_plural = "组织沿革"

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()} {canonical_json(self.new).decode()}"


class Region(models.Model):
    """Administrative division by GB/T 2260; loaded by `lianxin import_codes`."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=4)

    class Meta:
        ordering = ["code"]
        verbose_name = verbose_name_plural = "行政区划"

    def __str__(self) -> str:
        return self.name
