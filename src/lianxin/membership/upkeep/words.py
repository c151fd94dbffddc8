"""Words of the room."""

from __future__ import annotations

from dataclasses import dataclass

from lianxin.foundation.organisations.models import PARTY_KINDS

#: organisations that stand on their own feet; a group is reached through its branch
OFFICES = tuple(kind for kind in PARTY_KINDS if kind != "group")
#: what a card says; name of the field -> 中文, in the order of the page
LINES = {"phone": "电话", "address": "地址", "hours": "办公时间", "email": "电子邮箱", "note": "怎么找到我们"}
#: those that the tree of organisations keeps itself; field of the card -> field there
IN_THE_TREE = {"phone": "contact_phone", "address": "address"}
#: how a card stands; code -> (中文, tone of the mark)
STANDS = {
    "none": ("还没有", "late"),
    "waiting": ("等待确认", "wait"),
    "due": ("该核对了", "wait"),
    "good": ("已公开", "ok"),
}
#: posts that an address book names, in the order of the page
NAMED_POSTS = ("secretary", "deputy_secretary", "committee_member", "discipline", "organiser")
#: what a member may show to the branch; key of the consent -> (label, what is shown)
SHOWABLE = {
    "branch_phone": ("支部通讯录里的手机号", "手机号"),
    "branch_email": ("支部通讯录里的电子邮箱", "电子邮箱"),
    "branch_work": ("支部通讯录里的工作单位和岗位", "工作单位和岗位"),
}


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often a rule is looked at: its word, and its length in months of the calendar."""

    word: str
    months: int


#: how often somebody looks whether a rule is lived by; code -> how
CYCLES = {
    "month": Cycle("每月", 1),
    "quarter": Cycle("每季度", 3),
    "half": Cycle("每半年", 6),
    "year": Cycle("每年", 12),
}
CYCLE_WORDS = {code: cycle.word for code, cycle in CYCLES.items()}
#: what was found; code -> (中文, tone)
FINDINGS = {"good": "落实了", "partly": "部分落实", "not": "没有落实"}
FINDING_TONES = {"good": "ok", "partly": "wait", "not": "late"}
#: what somebody is in a leading group; code -> 中文
ROLES = {"head": "组长", "deputy": "副组长", "member": "成员"}
