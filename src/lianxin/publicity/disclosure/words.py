"""The words of the room: scopes, rhythms, reasons, ratings. Labels are what people read."""

from __future__ import annotations

SCOPES = {"inner": "党内公开", "public": "先党内、后向社会公开"}

#: DIS-02: 固定内容长期公开, 经常工作定期公开, 阶段工作逐段公开, 临时工作随时公开
FREQUENCIES = {
    "once": "长期公开",
    "monthly": "每月一次",
    "quarterly": "每季一次",
    "yearly": "每年一次",
    "event": "随时公开",
}
#: rhythms that run out when nothing new is shown
PERIODIC = ("monthly", "quarterly", "yearly")

FORMS = {
    "web": "网站公开",
    "board": "公开栏",
    "meeting": "会议通报",
    "document": "文件通报",
}

#: kinds of organisations that a template catalogue is given to
GIVEN_TO = {"committee": "党委", "general_branch": "党总支", "branch": "党支部", "unit": "机关单位"}

#: why an item goes back. Being critical of the organisation is not among them and must never be (M03)
RETURN_REASONS = {
    "secret": "保密审查没有通过",
    "privacy": "含有他人隐私，需要隐去",
    "inexact": "数字、日期或名称有出入，需要核对",
    "incomplete": "内容不全，缺少目录要求的部分",
    "unclear": "表述不清，群众看不懂",
    "wrong_scope": "公开范围与目录不一致",
    "not_listed": "不属于这一项目录",
}
WITHDRAW_REASONS = {
    "mistake": "内容有误，需要重新公开",
    "privacy": "公开会泄露个人隐私",
    "secret": "经复核不宜公开",
    "outdated": "依据已经失效",
}
#: why the words of a reader are not shown (M02). Criticism is not a reason
WITHHOLD_REASONS = {
    "privacy": "含有他人隐私",
    "unlawful": "含有法律法规禁止发布的内容",
    "abuse": "含有辱骂、威胁他人的言语",
    "advert": "是广告或与这件事无关",
}
#: why something that was asked for is not disclosed (DIS-03: in writing)
REFUSAL_REASONS = {
    "secret": "属于党和国家秘密或者不宜公开的内容",
    "privacy": "涉及个人隐私或者他人合法权益",
    "elsewhere": "不由本组织掌握，应向别的组织申请",
    "absent": "没有这项信息",
    "in_progress": "正在研究，还没有形成结果",
    "repeat": "已经向同一申请人答复过",
}
#: what each refusal tells the asker to do next
NEXT_WAY = {
    "secret": "如有不同意见，可以向上一级党组织反映。",
    "privacy": "可以改为申请不涉及他人的部分。",
    "elsewhere": "请向掌握这项信息的组织申请。",
    "absent": "可以说明用途，换一种说法再申请。",
    "in_progress": "形成结果后会按目录公开。",
    "repeat": "请查看上一次的答复。",
}

RATINGS = {3: "说清楚了", 2: "基本清楚", 1: "没说清楚"}

PUBLICATION = {"pending": "待审核", "public": "公开", "withheld": "不公开"}
VERSION_STATES = {"first": "首次公开", "pending": "待审核", "reviewed": "待审批", "shown": "已更正", "returned": "退回"}

#: what readers see as stage -> (label, tone of the tag)
STAGES = {
    "preparing": ("办理中", "wait"),
    "inner": ("党内公开", "info"),
    "public": ("向社会公开", "ok"),
    "withdrawn": ("已撤回", "late"),
    "dropped": ("不再提出", ""),
    "listed": ("在目录中", "ok"),
    "retired": ("已停用", ""),
    "waiting": ("待答复", "wait"),
    "answered": ("已答复", "ok"),
    "refused": ("不予公开", "late"),
}
