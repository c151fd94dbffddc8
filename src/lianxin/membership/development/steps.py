"""The twenty-five steps in five stages, as the rules of 2026 order them; what each is called and asks for."""

from __future__ import annotations

from dataclasses import dataclass

#: stages of the way; number -> 中文
STAGES = {
    1: "申请入党",
    2: "积极分子的确定和培养",
    3: "发展对象的确定和考察",
    4: "预备党员的接收",
    5: "预备党员的教育和转正",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step. event: its row in the table; rule: the clause that stands beside it; asks: fields besides the day."""

    number: int
    stage: int
    event: str
    label: str
    rule: str = ""
    asks: tuple[str, ...] = ()
    #: the paper of the list of DEV-26 that this step brings into the file
    paper: str = ""


ROOT = "/workbench/development/"
#: where the figures of a vote come from, and what is written only where they are entered by hand
SOURCE = ("source", "due", "present", "yes", "no", "abstained", "written", "why")
#: how it was voted, and what stands beside slips of paper
HOW = ("how", "issued", "returned", "scrutineer", "scrutineer_other")
VOTE = (*SOURCE, *HOW, "performance", "signed")
#: steps that a general meeting decides by vote, in favour and against
VOTED = ("accept", "not_accepted", "accept_full", "not_full", "extend", "cancel")
#: those for which the rules demand a vote without names -> the rule
SECRET = {"accept": "DEV-15", "not_accepted": "DEV-15", "accept_full": "DEV-23", "not_full": "DEV-23"}
#: form of a vote; code -> 中文
PLATFORM, ON_PAPER, HANDS, UNKNOWN = "platform", "paper", "hands", "unknown"
FORMS_OF_VOTE = {
    PLATFORM: "本平台无记名投票", ON_PAPER: "现场无记名投票（纸质票）", HANDS: "举手表决", UNKNOWN: "没有记录（以前登记的）",
}  # fmt: skip
STEPS = (
    Step(1, 1, "apply", "递交入党申请书", "DEV-01", paper="入党申请书"),
    Step(2, 1, "talk", "派人谈话", "DEV-02"),
    Step(3, 2, "recommend", "推荐和支委会研究确定", "DEV-03", ("way",)),
    Step(4, 2, "file_activist", "上级党委备案", "DEV-03", paper="积极分子登记表"),
    Step(5, 2, "mentors", "指定培养联系人", "DEV-04", ("people",)),
    Step(6, 2, "inspect", "培养教育考察", "DEV-05", ("note",)),
    Step(7, 3, "propose", "讨论列为发展对象并公示", "DEV-07", ("away", "there")),
    Step(8, 3, "file_candidate", "上级党委备案", "DEV-08"),
    Step(9, 3, "introducers", "确定入党介绍人", "DEV-09", ("people",)),
    Step(10, 3, "political_review", "政治审查", "DEV-10", ("passed", "note"), paper="政治审查材料"),
    Step(11, 3, "training", "短期集中培训", "DEV-11", ("days", "lessons")),
    Step(12, 4, "check", "支部委员会审查", "DEV-12", ("leaves_on",)),
    Step(13, 4, "pre_review", "上级党委预审", "DEV-10"),
    Step(14, 4, "fill_form", "填写入党志愿书", "DEV-13", paper="入党志愿书"),
    Step(15, 4, "accept", "支部大会讨论接收", "DEV-15", VOTE),
    Step(16, 4, "talk_before", "上级党委派人谈话", "DEV-18"),
    Step(17, 4, "approve", "上级党委审批", "DEV-17"),
    Step(18, 4, "file_up", "再上一级党委组织部门备案"),
    Step(19, 5, "place", "编入党支部和党小组", paper="预备党员登记表"),
    Step(20, 5, "oath", "入党宣誓", "DEV-20"),
    Step(21, 5, "inspect_probation", "继续教育考察", "", ("note",)),
    Step(22, 5, "ask_full", "提出转正申请", "DEV-21", paper="转正申请书"),
    Step(23, 5, "accept_full", "支部大会讨论转正", "DEV-23", VOTE),
    Step(24, 5, "approve_full", "上级党委审批转正", "DEV-23"),
    Step(25, 5, "archive", "材料归档", "DEV-26", ("papers",)),
)
BY_EVENT = {step.event: step for step in STEPS}
#: what happens beside the steps; event -> (label, rule, asks)
ASIDE = {
    "extend": Step(0, 5, "extend", "延长预备期", "DEV-22", ("months", *VOTE, "note")),
    "approve_extend": Step(0, 5, "approve_extend", "批准延长预备期", "DEV-22"),
    "refuse_extend": Step(0, 5, "refuse_extend", "不批准延长预备期", "DEV-22", ("note",)),
    "not_full": Step(0, 5, "not_full", "支部大会没有通过转正", "DEV-23", ("source", *HOW, "note")),
    "refuse_full": Step(0, 5, "refuse_full", "不批准转正", "DEV-23", ("note",)),
    "cancel": Step(0, 5, "cancel", "取消预备党员资格", "DEV-27", (*VOTE, "heard", "note")),
    "approve_cancel": Step(0, 5, "approve_cancel", "批准取消预备党员资格", "DEV-27"),
    "refuse_cancel": Step(0, 5, "refuse_cancel", "不批准取消资格", "DEV-27", ("note",)),
    "postpone": Step(0, 5, "postpone", "推迟讨论转正", "DEV-25", ("until", "note")),
    "not_accepted": Step(0, 4, "not_accepted", "支部大会没有通过", "DEV-15", ("source", *HOW, "note")),
    "refuse_accept": Step(0, 4, "refuse_accept", "不批准接收", "DEV-17", ("note",)),
    "prolong": Step(0, 4, "prolong", "特殊情况延长审批", "DEV-19", ("note",)),
    "stop": Step(0, 1, "stop", "终止培养", "", ("note",)),
}
#: the day of such an event is when something may begin to be counted; they may happen again
REPEATED = ("inspect", "inspect_probation", "mentors", "introducers", "training", "political_review")
#: what became of an application that was sent by its person
SENT = {"waiting": "等党组织收下", "taken": "已收下", "returned": "被退回", "withdrawn": "已撤回"}
#: the line with which a way that began elsewhere goes on here
CARRIED_ON = "carry_on"
#: what became of a proposal to take a step back
RETRACTED = {"waiting": "等另一人确认", "done": "已撤回", "kept": "不撤回", "withdrawn": "提出人收回"}
#: what somebody who accompanies a person writes down
OBSERVED = {"talk": "谈话", "study": "学习情况", "work": "工作和生活表现", "other": "其他"}
#: state -> the step that leads on from it
LEADS_ON = {
    "applied": "talk", "talked": "recommend", "recommended": "file_activist", "activist": "propose", "proposed": "file_candidate",
    "candidate": "check", "checked": "pre_review", "pre_reviewed": "fill_form", "form_filled": "accept", "accepted": "approve",
    "probationary": "ask_full", "asked_full": "accept_full", "accepted_full": "approve_full", "accepted_longer": "approve_extend",
    "accepted_cancel": "approve_cancel", "full": "archive",
}  # fmt: skip
WAYS = {"recommend": "党员推荐", "league": "群团组织推优"}
