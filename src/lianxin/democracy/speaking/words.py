"""Words of the room. Criticism of whomever is among no reasons and must never be (M03, R161)."""

from __future__ import annotations

#: who reads a place, and what is said there; code -> 中文
AUDIENCES = {"branch": "本支部", "members": "党员", "public": "所有人"}
#: who speaks; code -> 中文
VOICES = {"person": "发言", "office": "组织回应"}
#: how words came in (A02); code -> 中文
SOURCES = {"web": "网上", "phone": "电话代录", "visit": "当面代录", "paper": "纸质代录"}
#: which name stands in front (CMT-01); code -> 中文
FRONTS = {"nick": "用昵称", "name": "用真实姓名"}

#: why words are not shown, or no longer
REASONS = {
    "privacy": "含有他人隐私",
    "unlawful": "含有法律法规禁止发布的内容",
    "secret": "涉及国家秘密或者工作秘密",
    "abuse": "含有辱骂、威胁他人的话",
    "tipoff": "属于检举控告，应走受保护的举报渠道",
    "advert": "是广告",
    "off_topic": "与这里议的事无关",
    "repeat": "和本人已经发过的相同",
}
#: what the author can do, beside the reason
WAYS = {
    "privacy": "隐去他人的姓名、电话、住址后可以再发。",
    "abuse": "事情照样可以说，去掉骂人的话后可以再发。",
    "tipoff": "请用“检举控告”的专门渠道，那里对举报人有保护。",
    "off_topic": "可以到合适的话题里说，也可以写留言。",
}
#: what a reviewer decided; code -> 中文
DECISIONS = {
    "publish": "通过",
    "refuse": "不予发布",
    "overturn": "申诉后发布",
    "uphold": "申诉后维持",
    "hide": "撤下",
    "restore": "申诉后恢复",
    "keep_hidden": "申诉后维持撤下",
    "take_amendment": "更正通过",
    "drop_amendment": "更正未通过",
}
#: lists of the desk; slug -> (heading, states)
LANES = {
    "waiting": ("待审", ("waiting",)),
    "appeals": ("申诉", ("appealed", "contested")),
    "amendments": ("更正", ("published",)),
    "published": ("已发布", ("published",)),
    "refused": ("未发布", ("refused", "refused_again", "hidden", "hidden_again")),
}
TONES = {
    "waiting": "wait",
    "published": "ok",
    "refused": "late",
    "appealed": "wait",
    "refused_again": "late",
    "hidden": "late",
    "contested": "wait",
    "hidden_again": "late",
    "withdrawn": "",
}
