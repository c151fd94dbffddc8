"""Words and kinds of the dossiers."""

from __future__ import annotations

#: where a person stands on the way into the Party; code -> 中文
STAGES = {
    "applicant": "入党申请人",
    "activist": "入党积极分子",
    "candidate": "发展对象",
    "probationary": "预备党员",
    "member": "正式党员",
}
#: those who are members of the Party
IN_PARTY = ("probationary", "member")
#: whether the file is kept here; code -> 中文
STANDINGS = {
    "active": "在册",
    "moved": "已转出",
    "stopped": "停止党籍",
    "left": "出党",
    "ended": "终止培养",
    "deceased": "去世",
    "merged": "已并入另一份",
    "pending": "等人确认",
    "unproven": "没有确认",
}
#: on what somebody is written down as a member without a way kept here (LX-262); code -> (中文, a hint)
GROUNDS = {
    "roster": ("名册补录", "原来就在册，名册里漏了的，例如《党员花名册》第几页"),
    "letter": ("平台启用以前转来", "介绍信字号和收到的日期"),
    "restored": ("恢复党籍", "批准的组织、文号和日期"),
}
#: what became of it
ADMISSIONS = {"waiting": "等另一人确认", "confirmed": "已确认", "declined": "没有确认"}
#: what the time line tells; code -> 中文
EVENTS = {
    "enrolled": "建立档案",
    "imported": "由名册导入",
    "changed": "更正信息",
    "stage": "人员类别变化",
    "organisation": "所在组织变化",
    "standing": "在册情况变化",
    "returned": "重新在册",
    "record": "补充档案内容",
    "paper": "材料",
    "family": "家庭成员",
    "merged": "档案合并",
}
#: what can be added to a file; code -> (中文, a hint for the person who writes)
RECORDS = {
    "education": ("学习经历", "学校、专业、学位"),
    "work": ("工作经历", "单位和岗位"),
    "post": ("党内职务", "任什么职务、在哪个组织"),
    "reward": ("奖励", "名称、授予单位、文号"),
    "sanction": ("处分", "决定机关、文号"),
}
#: kinds with a picker of their own; kind -> (table of codes, label)
RECORD_CODES = {"education": ("education", "学历"), "sanction": ("sanction", "处分种类")}
#: kind -> what its two days are called
RECORD_DAYS = {"sanction": ("决定日期", "影响期到哪一天"), "reward": ("授予日期", "")}
#: shown only for a reason that stands in the ledger (P02)
SECRET_RECORDS = ("sanction",)
#: what reads as a kind of person in rosters that others made
STAGE_WORDS = {word: code for code, word in STAGES.items()} | {
    "党员": "member", "中共党员": "member", "正式": "member", "中共正式党员": "member", "预备": "probationary",
    "中共预备党员": "probationary", "积极分子": "activist", "申请人": "applicant", "发展对象人选": "candidate",
}  # fmt: skip
#: papers beside those of the list (DEV-26) that a file may hold
OTHER_PAPERS = (
    "转正公示材料", "接收公示材料", "思想汇报", "培训结业证明", "学历证明", "组织关系介绍信", "奖励材料", "处分材料", "其他材料",
)  # fmt: skip
#: what becomes of a paper; code -> 中文
PAPER_STATES = {"proposed": "本人提交，等待审核", "kept": "已入档", "declined": "没有收下", "removed": "已撤下"}
#: a large roster on its way
RUNS = {"waiting": "排队等待", "running": "正在处理", "done": "已完成", "failed": "没有做成"}
