"""Words of the room."""

from __future__ import annotations

#: where a problem became known; code -> 中文
ORIGINS = {
    "letters": "群众留言",
    "figures": "留言统计",
    "meeting": "组织生活会、民主评议",
    "inspection": "上级检查",
    "self": "自查",
}
#: what it is about, always a matter and never a person; code -> 中文
KINDS = {
    "service": "办事服务",
    "facility": "设施和环境",
    "style": "工作作风",
    "rules": "制度执行",
    "openness": "公开和沟通",
    "other": "其他",
}
#: what the result is measured by. All but the first are computed from letters, before and again at the end
METRICS = {
    "typed": "自己填写的数字",
    "received": "这类留言收到的件数",
    "median": "这类留言的一半用时",
    "on_time": "这类留言的按期率",
    "satisfied": "这类留言的满意率",
    "redone": "这类留言重新办理的件数",
}
UNITS = {"received": "件", "median": "个工作日", "on_time": "%", "satisfied": "%", "redone": "件"}
#: which way is better; of what is computed it is known
BETTER = {"less": "越少越好", "more": "越多越好"}
WAY = {"received": "less", "median": "less", "on_time": "more", "satisfied": "more", "redone": "less"}
#: code -> 中文
PUBLICATION = {"inside": "没有公开", "public": "已公开", "down": "已撤下"}

#: stage of a state -> (word that everybody reads, tone)
STAGES = {
    "entered": ("待认领", "wait"),
    "working": ("整改中", "info"),
    "checking": ("待验收", "wait"),
    "closed": ("已销号", "ok"),
    "dropped": ("不列入", ""),
}
#: lists of the desk; slug -> (heading, states)
LANES = {
    "entered": ("待认领", ("entered", "objected")),
    "working": ("整改中", ("working",)),
    "reported": ("待验收", ("reported",)),
    "again": ("又出现了", ("closed",)),
    "closed": ("已销号", ("closed",)),
    "dropped": ("不列入", ("dropped",)),
}
#: posts that a measure may name; a post answers for it, no person is counted
POSTS = (
    "secretary", "deputy_secretary", "committee_member", "organiser", "discipline", "leader", "handler", "approver",
    "dispatcher", "reviewer", "caller", "editor",
)  # fmt: skip
