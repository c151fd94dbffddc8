"""Words of the room."""

from __future__ import annotations

#: where a note stands; code -> 中文
STATES = {"draft": "草稿", "sent": "已发布", "withdrawn": "已撤回"}
#: who may read a note that was sent; code -> 中文
AUDIENCES = {"branch": "本支部", "members": "全体党员", "public": "群众也能看"}
#: the same said to the author who chooses
CHOICES = {
    "branch": "本支部：本支部的党员和委员，还有您的培养联系人",
    "members": "全体党员：也包括上级党组织管党员的同志",
    "public": "群众也能看：全体党员看全文；公开稿隐去个人信息，您看过、确认，再由另一位同志放行",
}
#: where the copy for everybody stands; code -> 中文
COPIES = {"none": "没有公开稿", "asked": "等待放行", "out": "群众可见", "held": "没有放行"}
#: what was studied; code -> 中文
KINDS = {"item": "站内文章", "clause": "法规条文", "free": "别处看来的"}
#: where a comment stands; code -> 中文
SAID_STATES = {"shown": "已显示", "waiting": "等待审核", "refused": "没有通过"}
