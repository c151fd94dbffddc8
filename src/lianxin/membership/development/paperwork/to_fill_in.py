"""Forms that are begun here and finished with a pen: records of talks, tables of inspection, the list for the archive."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lianxin.foundation.rules.registry import rule
from lianxin.membership.dossiers import completeness
from lianxin.membership.papers import Facts, Grid, Plain, Sheet, Text, chinese

from .known import Known

#: empty rows after those that the system knows
_SPARE = 3


def _talk(it: Known, title: str, about: Sequence[str], who: str) -> Sheet:
    return it.sheet(
        title,
        Facts([("谈话对象", it.name), ("所在支部", it.branch.name), ("谈话人和职务", ""), ("时间", ""), ("地点", "")]),
        Grid(("谈话内容", "记录"), [(line, "") for line in about], tall=True),
        Plain(f"{who}（签名）：　　　　　　　　谈话对象（签名）："),
    )


def first_talk(it: Known) -> Sheet:
    """派人谈话记录 (DEV-02)."""
    return _talk(
        it,
        "同入党申请人谈话记录",
        ("为什么申请入党", "对党的认识", "本人经历和近来的情况", "努力的方向", "谈话人的意见"),
        "谈话人",
    )


def talk_before(it: Known) -> Sheet:
    """审批前的谈话 (DEV-18): by a member of the committee or its organiser."""
    return _talk(
        it, "上级党组织派人同发展对象谈话记录",
        ("对党的认识、入党动机", "对党的基本知识、党员义务和权利的了解", "思想、工作、学习和生活情况", "谈话人对能否入党的意见"), "党委委员或组织员",
    )  # fmt: skip


def _inspections(it: Known, event: str) -> Grid:
    known: list[tuple[date, str]] = it.notes.get(event, [])
    rows = [(chinese(day), text, "") for day, text in known]
    return Grid(("考察日期", "考察情况", "培养联系人、支部意见（签名）"), [*rows, *[("", "", "")] * _SPARE], tall=True)


def activist(it: Known) -> Sheet:
    """入党积极分子登记、考察表 (DEV-03 … DEV-05)."""
    return it.sheet(
        "入党积极分子登记、考察表",
        it.first_page(
            ("递交申请", it.day("apply")), ("派人谈话", it.day("talk")), ("支委会研究", it.day("recommend")),
            ("党委备案", it.day("file_activist")), ("培养联系人", it.people("mentors")), ("个人简历", ""), ("奖惩情况", ""),
        ),
        _inspections(it, "inspect"),
    )  # fmt: skip


def political_review(it: Known) -> Sheet:
    """政治审查报告 (DEV-10): how it was done, what was found, the conclusion."""
    said = it.case.fact("political_review")
    conclusion = "　　　　" if not said else "合格" if said.get("passed") else "不合格"
    return it.sheet(
        f"关于{it.name}同志政治审查情况的报告",
        it.first_page(("列为发展对象", it.day("file_candidate")), ("入党介绍人", it.people("introducers"))),
        Grid(
            ("审查内容", "审查情况"),
            [(line, "") for line in ("对党的理论和路线、方针、政策的态度", "政治历史和重大政治斗争中的表现", "遵纪守法和遵守社会公德的情况",
                                     "直系亲属和关系密切的主要社会关系的政治情况")],
            tall=True,
        ),
        Text(["□ 同本人谈话　□ 查阅有关档案材料　□ 找有关单位和人员了解情况　□ 函调或者外调"], "审查的办法"),
        Text([it.words("political_review") or "　", f"结论：{conclusion}。"], "审查的意见"),
        Plain("审查人（签名）："),
        on=it.case.day("political_review"),
    )  # fmt: skip


def probation(it: Known) -> Sheet:
    """预备党员考察表."""
    return it.sheet(
        "预备党员考察表",
        it.first_page(
            ("支部大会接收", it.day("accept")), ("党委批准", it.day("approve")), ("入党宣誓", it.day("oath")),
            ("入党介绍人", it.people("introducers")),
        ),
        _inspections(it, "inspect_probation"),
    )  # fmt: skip


def archive(it: Known) -> Sheet:
    """归档材料清单 (DEV-26): what there must be, and what was filed."""
    done = {*it.case.fact("archive").get("papers", []), *completeness.held([it.member.pk])[it.member.pk]}
    wanted = rule("DEV-26", it.case.day("archive")).items("papers")
    rows = [(str(n), paper, "有" if paper in done else "", "") for n, paper in enumerate(wanted, 1)]
    return it.sheet(
        "发展党员归档材料清单",
        Facts([("姓名", it.name), ("所在支部", it.branch.name), ("支部大会接收", it.day("accept")), ("转为正式党员", it.day("approve_full"))]),
        Grid(("序号", "材料", "归档情况", "份数、备注"), rows),
        Plain("移交人（签名）：　　　　　　　　接收人（签名）："),
        on=it.case.day("archive"),
    )  # fmt: skip
