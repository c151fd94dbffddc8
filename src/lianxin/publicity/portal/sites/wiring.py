"""What sites tell the other rooms when the portal loads."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.notices.codes import label_code
from lianxin.foundation.organisations.succession import register_successor
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from . import policies as p

POSTS = {
    "editor": (p.SITES,),
    "reviewer": (p.SITES,),
    "approver": (p.SITES,),
    "secretary": (p.SITES, p.RESHAPE, p.DECIDE),
    "leader": (p.SITES, p.RESHAPE, p.DECIDE),
    "admin": (p.SITES, p.RESHAPE),
}
SENTENCES = {
    "portal.shape_site": "站点：修改面貌 {fields}",
    "portal.confirm_words": "站点：确认改的名称和介绍",
    "portal.return_words": "站点：退回改的名称和介绍",
    "portal.shape_column": "站点：修改栏目 {column}",
    "portal.add_column": "站点：增加栏目 {column}",
    "portal.order_column": "站点：调整栏目顺序 {column}",
    "portal.recommend": "推荐内容到上级站点",
    "portal.reprint": "转载内容到本站",
    "portal.propose_reshape": "站点：提议{kind}",
    "portal.merge_site": "站点：并入另一个站点，移动 {items} 篇内容",
    "portal.close_site": "站点：关停",
    "portal.succeed_site": "单位合并：站点随同转到新单位",
    "portal.convey": "发起传达",
    "portal.spread": "传达：送达 {people} 人",
    "portal.give_alerts": "站点：到期提醒",
}


def connect() -> None:
    """Rights, audit sentences, today's work, the line of the navigation, what follows a merger."""
    from . import flow, jobs, succession
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for one in flow.FLOWS:
        for row in one.lifecycle.transitions:
            describe(f"{one.kind}.{row.event}", f"{one.lifecycle.label}：{row.label}")
        describe(f"{one.kind}.alert", f"{one.lifecycle.label}：发出一条到期提醒")
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    for code, label in {
        "portal.relay": "推荐与转载",
        "portal.reshape": "站点合并与关停",
        "portal.convey": "传达",
        "portal.words": "站点文字等确认",
    }.items():
        label_code(code, label)
    register_due("portal_sites", provide)
    register_successor("portal", left=succession.left, carry=succession.carry)
    add_desk_item(Item("sites", "站点与矩阵", "/workbench/sites/", "place", p.SITES, 24, group="public"))
    jobs.listen()
