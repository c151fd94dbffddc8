"""Words of the room."""

from __future__ import annotations

#: the room's word for its places
KIND = "forum"
#: why a proposed topic is not taken up. That it is critical is none of them (M03)
REASONS = {
    "running": "已经有这个话题，可以直接去说",
    "elsewhere": "不是这个组织管的事",
    "matter": "是一件具体的事，写留言办得更快",
    "privacy": "涉及个人隐私，不宜公开议",
    "unlawful": "法律法规不允许讨论",
    "tipoff": "属于检举控告，应走受保护的举报渠道",
}
#: why a released topic is taken down
DOWN_REASONS = {
    "privacy": "涉及个人隐私",
    "unlawful": "法律法规不允许讨论",
    "mistake": "发错了，会重新发起",
}
#: lists of the desk; slug -> (heading, states)
LANES = {
    "proposed": ("提议", ("proposed", "appealed")),
    "draft": ("待放行", ("draft", "summing")),
    "running": ("进行中", ("released",)),
    "closed": ("待小结", ("closed",)),
    "over": ("已结束", ("summed", "declined", "declined_again", "dropped", "taken_down", "withdrawn")),
}
#: lists for readers; slug -> heading
PUBLIC_LANES = {"running": "正在讨论", "coming": "就要开始", "over": "讨论过的"}
TONES = {
    "proposed": "wait", "appealed": "wait", "draft": "wait", "released": "ok", "closed": "wait", "summing": "wait",
    "summed": "ok", "declined": "late", "declined_again": "late", "taken_down": "late", "dropped": "", "withdrawn": "",
}  # fmt: skip
AUDIENCE_WORDS = {"branch": "本支部党员议", "members": "党员议", "public": "大家议"}
