"""Posts (职务、岗位) that an appointment can name. What each may do is granted by the rooms."""

from __future__ import annotations

POSTS = {
    "admin": "系统管理员",
    "leader": "分管领导",
    "secretary": "书记",
    "deputy_secretary": "副书记",
    "committee_member": "委员",
    "organiser": "组织员",
    "discipline": "纪检委员",
    "reviewer": "审核员",
    "dispatcher": "分派员",
    "handler": "承办人",
    "approver": "审签人",
    "caller": "回访员",
    "assistant": "代录员",
    "editor": "编辑",
}

#: posts that their holder was chosen for by this one body; they do not outlive it
LEADING = ("leader", "secretary", "deputy_secretary", "committee_member", "discipline")

#: why an administrator changes somebody's way to sign in; stands in the audit line
HELP_REASONS = {
    "forgotten": "本人忘记密码",
    "lost": "手机丢失或更换",
    "leaked": "怀疑密码泄露",
    "handover": "账号交接",
    "left": "不再使用，或重新使用",
}
