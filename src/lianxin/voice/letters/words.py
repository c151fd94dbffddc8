"""The words of the room: kinds of letters, reasons, ratings. Labels are what people read."""

from __future__ import annotations

KINDS = {"consult": "咨询", "help": "求助", "suggest": "建议", "complain": "投诉", "thank": "感谢"}

KIND_HINTS = {
    "consult": "问政策、问流程、问去哪里办",
    "help": "遇到困难，希望有人帮忙解决",
    "suggest": "对公共事务有想法、有主意",
    "complain": "对服务、管理或办事结果不满意",
    "thank": "想感谢某个人或某个单位",
}

#: 5 = best; HCP-01 names the five levels
RATINGS = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
BAD_RATINGS = (1, 2)

RATING_REASONS = {
    "not_solved": "问题没有解决",
    "not_answered": "没有回答我问的问题",
    "slow": "等得太久",
    "attitude": "态度不好",
    "no_basis": "没有说明依据",
    "untrue": "说的与实际不符",
}

#: Why a letter is not taken, or not shown. Being critical is not among them and must never be (M03).
REFUSAL_REASONS = {
    "privacy": "含有他人隐私，需要改写后再提交",
    "unlawful": "含有法律法规禁止发布的内容",
    "abuse": "含有辱骂、威胁他人的言语",
    "court": "已经或应当通过诉讼、仲裁、行政复议解决",
    "tipoff": "属于检举控告，应走受保护的举报渠道",
    "elsewhere": "不属于本地受理范围",
    "advert": "是广告或与公共事务无关",
    "repeat": "同一件事正在办理，已并入原件",
    "unclear": "内容不完整，无法判断要办的事",
}

#: where a person is sent who knocked at the wrong door
RIGHT_CHANNEL = {
    "court": "可以向人民法院、仲裁机构或行政复议机关提出。",
    "tipoff": "请使用“受保护的举报”渠道，那里不会记录您的网络地址。",
    "elsewhere": "请向事情发生地的党委、政府反映；需要帮助可以拨打 12345。",
    "unclear": "请补充时间、地点和希望解决的问题后重新提交。",
    "privacy": "请隐去他人的姓名、电话、住址后重新提交。",
}

WITHHOLD_REASONS = {
    "privacy": "公开会泄露个人隐私",
    "third_party": "公开会影响他人合法权益",
    "safety": "涉及安全，不宜公开细节",
    "asked": "留言人希望不公开",
}

RETURN_REASONS = {
    "not_ours": "不属于本单位职责",
    "wrong_place": "不在本单位辖区",
    "need_lead": "涉及多个单位，需要明确牵头单位",
}

ACCOUNT_OF_RESULT = {
    "solved": "已解决",
    "explained": "已解释说明",
    "planned": "已列入计划",
    "unsupported": "诉求不予支持",
}

#: 采纳登记: what became of an idea. The first two promise something
VERDICTS = {"adopted": "采纳", "partly": "部分采纳", "noted": "留作参考", "declined": "未采纳"}
TAKING = ("adopted", "partly")
VERDICT_TONES = {"adopted": "ok", "partly": "ok", "noted": "info", "declined": "wait"}

#: what a topic is marked for: figures of their own (R103), a page of their own (R083)
TOPIC_MARKS = {"conduct": "作风问题", "supervision": "监督党建工作"}
#: words of serious matters, which belong to the protected channel (W05); the author decides
SERIOUS = (
    "受贿",
    "索贿",
    "行贿",
    "贪污",
    "挪用",
    "侵吞",
    "套取",
    "权钱交易",
    "买官",
    "卖官",
    "收红包",
    "吃拿卡要",
    "违纪违法",
    "保护伞",
)
#: 主题聚合: what people decided about a group
MARKS = {"proposed": "待看", "kept": "保留", "dissolved": "已解散", "merged": "已并入"}
#: 苗头: what a person said about a hint
RISE_MARKS = {"new": "待看", "looked": "看过", "passed": "已转办", "not_so": "不是苗头"}

CALLBACK_RESULTS = {"redo": "重新办理", "accept": "留言人接受解释", "escalate": "提级复查", "unreached": "多次联系不上"}

PUBLICATION = {
    "pending": "待审核",
    "public": "公开",
    "withheld": "不公开",
    "hidden": "已撤下",
}

#: what the public sees as stage -> (label, tone of the tag)
STAGES = {
    "waiting": ("待审核", "wait"),
    "accepted": ("已受理", "info"),
    "working": ("办理中", "wait"),
    "asking": ("等待补充", "wait"),
    "answered": ("已答复", "info"),
    "redoing": ("重新办理", "late"),
    "solved": ("已解决", "ok"),
    "closed": ("已办结", "ok"),
    "refused": ("不予受理", "late"),
    "merged": ("已并案", "info"),
    "withdrawn": ("已撤回", "info"),
}
