"""Words of the room."""

from __future__ import annotations

#: who spoke in a thread; code -> 中文
VOICES = {"ask": "提问", "more": "追问", "answer": "答复"}
#: what stands where a name would, for a question without one
NAMELESS = "一位党员（不署名）"
#: the two ways to ask; code -> said to the author
SIGNED, HIDDEN = "signed", "hidden"
CHOICES = {
    SIGNED: "署名：答复的同志看得到我的名字，有进展会通知我",
    HIDDEN: "不署名：谁都看不到我的名字，答复的人也看不到；不发通知，请自己回来看",
}
#: the same two ways on a paper; code -> said to who enters it
ON_PAPER = {SIGNED: "署名：照纸上写的姓名登记", HIDDEN: "不署名：不登记是谁"}
#: lists of the desk; slug -> (heading, states)
LANES = {
    "open": ("待答复", ("open",)),
    "answered": ("已答复", ("answered",)),
    "closed": ("已了结", ("closed", "withdrawn")),
}
TONES = {"open": "wait", "answered": "ok", "closed": "", "withdrawn": ""}
