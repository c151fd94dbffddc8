"""Words of the desk: stages, reasons by code, kinds of words. "Critical of us" is nowhere a reason (M03)."""

from __future__ import annotations

EDIT, REVIEW, ISSUE = "portal.edit", "portal.review", "portal.issue"
#: verb -> (name of the stage, what its button says)
STAGES = {
    EDIT: ("初审", "初审通过"),
    REVIEW: ("复审", "复审通过"),
    ISSUE: ("签发", "签发并发布"),
}
#: figure of LX-61 for each stage
TIMES = {EDIT: "edit", REVIEW: "review", ISSUE: "issue"}
WORKFLOW = "先审后发"

OUTCOMES = {"pass": "通过", "return": "退回", "object": "有异议", "uphold": "维持", "overturn": "改判"}
APPEALED = {"uphold": "维持原决定", "overturn": "改变原决定"}
EMERGENCIES = {
    "safety": "防汛、防火等涉及人身安全",
    "rumour": "不实信息正在传播，需要马上说明",
    "service": "停水停电停路等马上影响生活",
    "order": "上级要求立即转告",
    "other": "其他紧急情况",
}
WITHDRAWS = {
    "fact": "事实有误，正在核实",
    "private": "含有不宜公开的个人信息",
    "right": "图文使用没有得到许可",
    "law": "内容不符合法律法规",
    "expired": "事情已经结束，内容会使人误解",
    "order": "上级要求撤下",
    "mistake": "误发",
    "other": "其他",
}
WORD_KINDS = {"spelling": "错别字", "title": "职务称谓", "name": "人名地名", "term": "规范用语"}
