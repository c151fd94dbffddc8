"""Words of the room."""

from __future__ import annotations

KIND = "essays"
#: what an organisation opens
KINDS = {"theme": "专题征文", "standing": "征稿"}
#: who may write, who sees what was chosen
AUDIENCES = {"branch": "本支部党员", "members": "本组织全体党员", "public": "社会公众"}
FRONTS = {"name": "署真实姓名", "pen": "用笔名"}
#: levels that a judge gives for a criterion: about the text, in words, never summed up
LEVELS = {"strong": "突出", "good": "较好", "fair": "一般", "weak": "不足"}
#: what the decision on a work of a theme says besides the awards that the organisation named
SHOWN, NOT_CHOSEN = "展示", "不入选"
#: why a text is not taken. That it is critical is none of them (M03)
REASONS = {
    "topic": "不合主题或者栏目",
    "copied": "内容与已发表的文章相同",
    "facts": "事实没有核实清楚",
    "used": "同样内容已经采用过",
    "length": "篇幅不合要求",
    "weak": "内容还不够充实",
    "privacy": "涉及他人隐私",
    "unlawful": "法律法规不允许发布",
}
#: the same for a work that does not come before the judges: whether it is good is for them to say
THEME_REASONS = {code: REASONS[code] for code in ("topic", "copied", "privacy", "unlawful")}
#: why a chosen work is taken out of the exhibition
DOWN_REASONS = {
    "copied": "内容与已发表的文章相同",
    "privacy": "涉及他人隐私",
    "facts": "内容与事实不符",
    "unlawful": "法律法规不允许发布",
}
#: lists of the desk; slug -> (heading, states of the call)
LANES = {
    "drafting": ("待放行", ("drafting",)),
    "open": ("征集中", ("released",)),
    "judging": ("评审中", ("judging", "deciding")),
    "over": ("已结束", ("announced", "closed", "stopped", "dropped")),
}
#: lists of works at the desk; slug -> (heading, states of the work)
WORK_LANES = {
    "waiting": ("待审", ("sent", "appealed")),
    "returned": ("退改中", ("returned",)),
    "accepted": ("已用稿", ("accepted", "handed")),
    "over": ("其他", ("honoured", "passed", "refused", "upheld", "hidden")),
}
#: lists for readers
PUBLIC_LANES = {"open": "正在征集", "judging": "评审中", "over": "已公布"}
TONES = {
    "drafting": "wait", "released": "ok", "judging": "wait", "deciding": "wait", "announced": "ok", "closed": "", "stopped": "late",
    "dropped": "",
}  # fmt: skip
WORK_TONES = {
    "draft": "", "sent": "wait", "returned": "wait", "accepted": "ok", "handed": "ok", "refused": "late", "appealed": "wait",
    "upheld": "late", "honoured": "ok", "passed": "", "withdrawn": "", "hidden": "late",
}  # fmt: skip
WRITE_WORDS = {"branch": "本支部党员可以参加", "members": "党员可以参加", "public": "大家都可以参加"}
SHOW_WORDS = {"branch": "在本支部展示", "members": "在党员中展示", "public": "向大家展示"}
