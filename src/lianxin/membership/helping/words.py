"""Words of the room."""

from __future__ import annotations

#: what somebody needs help with; code -> 中文
NEEDS = {
    "living": "生活困难",
    "work": "就业增收",
    "school": "子女上学",
    "illness": "看病就医",
    "care": "照看老人、残疾人",
    "mind": "心里难受",
    "errand": "办事跑腿",
    "other": "其他",
}
#: how the person agreed to be registered (PIP-03); code -> 中文
CONSENTS = {"written": "本人签了同意书", "spoken": "本人当面同意，有人在场"}
#: what the helped person says in the end; code -> 中文
RESULTS = {"solved": "解决了", "eased": "好了一些", "same": "没有解决"}
#: those with which the help goes on
GOES_ON = ("same",)
#: who said so; code -> 中文
SAID_BY = {"own": "本人在平台上说的", "assisted": "代录：当面或者电话问过本人"}
#: lists of the desk; slug -> (heading, states)
LANES = {
    "open": ("正在帮", ("registered", "helping", "confirming")),
    "following": ("等回访", ("following",)),
    "over": ("已了结", ("closed", "stopped")),
}
TONES = {"registered": "wait", "helping": "info", "confirming": "wait", "following": "ok", "closed": "", "stopped": ""}
