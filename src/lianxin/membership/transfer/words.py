"""Words and kinds of the transfers."""

from __future__ import annotations

#: why somebody goes; code -> 中文
REASONS = {
    "work": "工作调动",
    "study": "升学或毕业",
    "home": "居住地变化",
    "away": "外出满六个月、地点固定",
    "service": "参军或退役",
    "merger": "单位合并或撤销",
    "other": "其他",
}
#: how it goes there; code -> 中文
INSIDE, PAPER, PEER = "inside", "paper", "peer"
WAYS = {
    INSIDE: "平台内的党组织",
    PEER: "另一个平台的党组织",
    PAPER: "没有平台的党组织（纸质介绍信）",
}
#: grounds on which nobody is turned away without (EDU-09); code -> 中文
GROUNDS = {
    "elsewhere": "人不在我处工作、学习或居住",
    "papers": "材料不齐，或信息与本人不符",
    "mistaken": "转错了党组织",
    "under_review": "正在接受审查，按规定暂不办理",
    "other": "其他（写明）",
}
#: organisations that people belong to
HOMES = ("branch", "joint_branch", "temporary_branch", "mobile_branch")
