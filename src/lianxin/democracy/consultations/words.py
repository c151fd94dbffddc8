"""Words of the room."""

from __future__ import annotations

#: who may read and speak; code -> 中文
AUDIENCES = {"members": "党员", "public": "社会公众"}
#: from whom an organisation takes motions; code -> 中文
OPEN_TO = {"nobody": "暂不征集议题", "members": "本组织的党员", "public": "党员和群众"}
#: why a motion is not taken up; code -> 中文. Criticism is none of them (M03).
DECLINES = {
    "not_ours": "不归本组织管",
    "already": "已有规定，或者正在办",
    "few": "附议人数没有达到约定",
    "unclear": "事由不清楚，没法讨论",
    "privacy": "写了别人的私事",
    "law": "与法律法规或者党内法规相抵触",
}
#: how a motion is decided; code -> 中文
WAYS = {"meeting": "开会表决", "poll": "网上投票", "committee": "委员会议定"}
#: what becomes of the opinions of a group; code -> 中文
ANSWERS = {"adopted": "采纳", "partly": "部分采纳", "not_adopted": "未采纳", "existing": "已有规定"}
ANSWER_TONES = {"adopted": "ok", "partly": "info", "not_adopted": "late", "existing": ""}
#: whose words a version is; code -> 中文
VERSIONS = {"draft": "征求意见稿", "final": "定稿"}

#: lists of the desk; slug -> (heading, states)
MOTION_LANES = {
    "answer": ("等答复", ("proposed", "shown", "appealed")),
    "deciding": ("讨论和表决", ("discussing", "voting", "decided")),
    "carrying": ("落实中", ("carrying",)),
    "over": ("已办结", ("done", "ended", "declined", "upheld", "withdrawn", "hidden")),
}
CONSULT_LANES = {
    "drafting": ("起草", ("drafting", "reviewing")),
    "released": ("征集和整理", ("released", "reporting")),
    "over": ("已结束", ("finished", "stopped")),
}
#: state -> tone of its tag
TONES = {
    "proposed": "wait", "shown": "info", "declined": "late", "appealed": "wait", "upheld": "", "withdrawn": "", "hidden": "",
    "discussing": "info", "voting": "wait", "decided": "wait", "carrying": "info", "done": "ok", "ended": "",
    "drafting": "", "reviewing": "wait", "released": "info", "reporting": "wait", "finished": "ok", "stopped": "late",
}  # fmt: skip
