"""Words of the room."""

from __future__ import annotations

#: code -> 中文 of who may take part
AUDIENCES = {"branch": "本支部的党员", "members": "本组织和下级的党员", "public": "登录了的任何人"}
PHASES = {
    "draft": "起草", "waiting": "等另一位同志放行", "upcoming": "还没有开始", "open": "正在进行", "closed": "答题已结束",
    "finished": "已结束", "cancelled": "已取消",
}  # fmt: skip
TONES = {
    "draft": "",
    "waiting": "wait",
    "upcoming": "info",
    "open": "ok",
    "closed": "info",
    "finished": "",
    "cancelled": "",
}
ROUND_PHASES = {"upcoming": "还没有开始", "open": "可以答题", "closed": "已结束"}
#: lists of the desk; slug -> (heading, states)
LANES = {
    "going": ("进行中", ("released",)),
    "waiting": ("等放行", ("waiting",)),
    "draft": ("起草", ("draft",)),
    "over": ("结束、取消", ("finished", "cancelled")),
}
VERDICTS = {"": "等认定", "upheld": "认定有误，已剔除", "dismissed": "题目没有错"}
