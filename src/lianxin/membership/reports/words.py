"""Words of the room."""

from __future__ import annotations

#: where a report stands; code -> 中文
STATES = {"draft": "草稿", "sent": "已交", "withdrawn": "已撤回"}
#: who may read a report that was sent; code -> 中文
AUDIENCES = {"branch": "本支部", "members": "全体党员", "public": "群众也能看"}
#: the same said to the author who chooses
CHOICES = {
    "branch": "本支部：本支部的党员和委员，还有您的培养联系人",
    "members": "全体党员：也包括上级党组织管党员的同志",
    "public": "群众也能看：全体党员看全文；公开稿隐去个人信息，您看过、确认，再由另一位同志放行",
}
#: to whom a report on paper may be opened by who enters it
ON_PAPER = {code: word for code, word in AUDIENCES.items() if code != "public"}
#: where the copy for everybody stands; code -> 中文
COPIES = {"none": "没有公开稿", "asked": "等待放行", "out": "群众可见", "held": "没有放行"}
#: who spoke under a report; code -> 中文
VOICES = {"comment": "评论", "opinion": "组织意见", "reply": "作者回复"}
#: kinds of talks; code -> 中文
TALKS = {
    "daily": "日常谈心",
    "joining": "入党谈话",
    "duty": "任职谈话",
    "remind": "提醒谈话",
    "guide": "思想疏导",
    "other": "其他",
}
#: tone of the mark beside a state or a copy
TONES = {"draft": "", "sent": "ok", "withdrawn": "wait", "asked": "wait", "out": "ok", "held": "late", "none": ""}
