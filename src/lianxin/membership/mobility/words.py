"""Words of the room."""

from __future__ import annotations

from dataclasses import dataclass

#: kind of absence -> 中文
KINDS = {
    "away": "外出工作、生活",
    "study": "外出学习",
    "graduate": "毕业生保留组织关系",
    "abroad_study": "出国（境）学习研究",
    "abroad_work": "出国（境）工作",
    "abroad_settled": "出国（境）定居",
    "lost": "失去联系",
}
ABROAD = ("abroad_study", "abroad_work", "abroad_settled")
#: kinds that somebody says of themselves
OWN_KINDS = tuple(code for code in KINDS if code not in ("lost", "abroad_settled"))
#: kinds whose relation can be transferred to where they are (EDU-08)
MOVABLE = ("away", "study", "graduate")
REASONS = {
    "work": "务工经商", "job": "单位派出", "study": "学习进修", "family": "随家人生活", "seek": "找工作", "other": "其他",
}  # fmt: skip
STATES = {"asked": "待支部确认", "open": "在外", "ended": "已结束", "refused": "没有确认"}
TONES = {"asked": "wait", "open": "info", "ended": "", "refused": ""}
OPEN = ("asked", "open")
HOSTS = {
    "": "没有平台内的流入党组织",
    "asked": "待流入党组织接收登记",
    "noted": "流入党组织已接收登记",
    "declined": "流入党组织没有接收登记",
}
ENDS = {
    "returned": "已经返回", "transferred": "组织关系已转出", "found": "已经恢复联系", "mistake": "登记有误", "left": "不再是党员",
}  # fmt: skip
#: ends that people choose; the others follow from what happened to the file
CHOSEN_ENDS = ("returned", "found", "mistake")
WAYS = {
    "phone": "电话", "message": "微信、短信", "video": "视频", "visit": "见面", "mail": "信函、邮件", "host": "流入地党组织转达", "own": "本人在平台上报到",
}  # fmt: skip
LANES = {"out": "流出", "in": "流入", "contacts": "该联系的", "proposals": "处理建议", "over": "已结束"}
HEARD = {
    "met": "当面听取了说明", "wrote": "本人写了说明", "silent": "已经告知，到期没有说明", "unreachable": "多方查找，联系不上本人",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ground:
    """Why something is proposed. effect: standing of the file when it is decided; meetings: kinds that may discuss it."""

    word: str
    rule: str
    effect: str
    act: str
    meetings: tuple[str, ...] = ("committee_meeting", "general_meeting")


#: who leaves the Party is voted on by the general meeting
_VOTED = ("general_meeting",)
GROUNDS = {
    "lost": Ground("失去联系", "EDU-06", "stopped", "停止党籍"),
    "lost_long": Ground("停止党籍以后仍然没有联系", "EDU-06", "left", "除名", _VOTED),
    "abroad": Ground("出国（境）定居或者长期不归", "EDU-07", "stopped", "停止党籍"),
    "silent": Ground("连续不参加组织生活", "EDU-11", "left", "按自行脱党除名", _VOTED),
    "restore": Ground("已经恢复联系", "EDU-06", "active", "恢复党籍"),
}
GROUND_WORDS = {code: ground.word for code, ground in GROUNDS.items()}
#: grounds under which nobody may be there to be heard
UNREACHABLE = ("lost", "lost_long", "abroad")
#: where a person may be looked for
LOST_LIKE = ("lost", "lost_long")
