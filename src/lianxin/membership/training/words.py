"""Words of trainings."""

from __future__ import annotations

from lianxin.membership.gatherings.words import OWES

#: what sort of training outside of one's own branch it was; the first two are 集中培训 (EDU-15)
KINDS = {"class": "集中培训班", "induction": "新任书记任职培训", "other": "报告会、讲座等"}
CLASSES = ("class", "induction")
STATES = {"waiting": "等确认", "confirmed": "已记入", "returned": "没有记入"}
TONES = {"waiting": "wait", "confirmed": "ok", "returned": ""}
#: what stands for good: the same training is not written down twice for one person
STANDS = ("waiting", "confirmed")
#: branches: who keeps one sees its people by name; whoever is above sees numbers
BRANCHES = tuple(kind for kind in OWES if kind != "group")
#: organisations at the base whose secretary and committee the 56 lessons are asked of (EDU-15). A committee is not among
#: them: the registry has no rule for leading cadres, whose training another plan orders.
BASIC = (*BRANCHES, "general_branch")
SECRETARY = "secretary"
