"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.organisations.succession import register_successor
from lianxin.foundation.search.inside import register_inside
from lianxin.foundation.search.sources import register_source
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .lifecycle import READ
from .policies import POSTS

SENTENCES = {
    "consult.declare": "议题与意见征集：约定（附议 {threshold} 人，{answer_days} 个工作日答复，{report_days} 天公布采纳情况）",
    "consult.propose": "议题：提出",
    "consult.propose_again": "议题：同一页再次提交，未重复登记",
    "consult.second": "议题：附议一次",
    "consult.unsecond": "议题：收回附议",
    "consult.draft": "意见征集：起草",
    "consult.draft_again": "意见征集：同一页再次提交，未重复登记",
    "consult.form_group": "意见征集：归出一类意见",
    "consult.form_group_again": "意见征集：同一页再次提交，未重复归类",
    "consult.place": "意见征集：归类，这一类现有 {opinions} 条",
    "consult.take_out": "意见征集：把一条意见移出归类",
    "consult.answer": "意见征集：答复一类意见（{answer}）",
    "consult.remind": "议题与意见征集：到期提醒 {alerts} 次",
    "consult.succeed": "议题与意见征集：组织合并，转接 {motions} 个议题、{consultations} 件征集",
    "consult.demo": "议题与意见征集：装入演示数据 {cases} 件",
}


def connect() -> None:
    """Rights, audit sentences, search, today's work, mergers, the export, lines of the navigation."""
    from . import export, floors, flow, indexing, jobs, succession  # noqa: F401 - exporter and jobs register themselves
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for one in flow.FLOWS:
        for row in one.lifecycle.transitions:
            describe(f"{one.kind}.{row.event}", f"{one.lifecycle.label}：{row.label}")
        describe(f"{one.kind}.alert", f"{one.lifecycle.label}：发出一条到期提醒")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    register_source(indexing.MOTION_KIND, indexing.motions, label="议题")
    register_source(indexing.CONSULTATION_KIND, indexing.consultations, label="意见征集")
    register_inside(indexing.MOTION_KIND, "议题", indexing.readable_motions)
    register_inside(indexing.CONSULTATION_KIND, "意见征集", indexing.readable_consultations)
    register_due("consultations", provide)
    floors.connect()
    register_successor("consultations", left=succession.left, carry=succession.carry)
    add_desk_item(Item("consult", "议题与意见征集", "/workbench/consult/", "people", READ, 30, group="public"))
