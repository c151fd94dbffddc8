"""Words of the room."""

from __future__ import annotations

#: stands on every page and paper of the room
NOT_ELECTION = "非选举"
#: code -> 中文 of what people can be asked
KINDS = {
    "appraise": "民主测评",
    "recommend": "民主推荐",
    "decide": "征求意见、表决",
    "satisfy": "满意度",
    "yesno": "是或否",
}
#: answers that a kind brings along; the organisation may write its own
ANSWERS = {
    "appraise": ("优秀", "合格", "基本合格", "不合格"),
    "decide": ("赞成", "不赞成", "弃权"),
    "satisfy": ("非常满意", "满意", "基本满意", "不满意", "非常不满意"),
    "yesno": ("是", "否"),
}
#: code -> 中文 of who votes
ELECTORATES = {
    "organisation": "本组织和下级的党员（按党员档案定名册）",
    "named": "点名的人（在本组织和下级的党员里点）",
    "citizens": "核验过手机号的任何人（不设名册）",
}
ELECTORATES_SHORT = {"organisation": "本组织和下级的党员", "named": "名单上的人", "citizens": "核验过手机号的人"}
#: code -> 中文 of who sees the result
AUDIENCES = {"voters": "名册上的人", "members": "本组织和下级的党员", "public": "所有人"}
#: code -> 中文 of who reads the names of a named poll after its end
NAMES_TO = {"desk": "组织投票的同志", "voters": "名册上的人"}
PHASES = {
    "draft": "起草", "waiting": "等另一位同志放行", "upcoming": "还没有开始", "open": "正在投票",
    "closed": "已截止，等着公布", "shown": "结果已公布", "archived": "已归档", "cancelled": "已取消",
}  # fmt: skip
TONES = {"draft": "", "waiting": "wait", "upcoming": "info", "open": "ok", "closed": "wait", "shown": "info",
         "archived": "", "cancelled": ""}  # fmt: skip
#: lists of the desk; slug -> (heading, states)
LANES = {
    "going": ("进行中", ("released",)),
    "waiting": ("等放行", ("waiting",)),
    "draft": ("起草", ("draft",)),
    "shown": ("已公布", ("shown",)),
    "over": ("归档、取消", ("archived", "cancelled")),
}
#: by which a text says that it is about electing persons; the second: what may stand around it
ELECTION = ("选举", "换届", "改选", "补选", "当选", "罢免")
AROUND = ("非选举", "不是选举", "选举工作", "选举办法", "选举结果公告", "换届工作", "换届考察")
