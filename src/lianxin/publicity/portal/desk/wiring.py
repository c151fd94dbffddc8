"""What the desk of the portal tells the other rooms when it loads."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.notices.codes import label_code
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from ..words_desk import EDIT, ISSUE, REVIEW

DESK = "portal.desk"
#: who does which stage inside the subtree of the organisation; small branches write by their secretary
POSTS = {
    "editor": (EDIT, DESK),
    "reviewer": (REVIEW, DESK, "portal.words"),
    "approver": (ISSUE, DESK),
    "secretary": ("portal.write", ISSUE, DESK),
    "leader": (ISSUE, DESK, "portal.words"),
    "admin": ("portal.words",),
}
SENTENCES = {
    "portal.take_back": "撤回了送审的内容",
    "portal.send_again": "修改后再次送审",
    "portal.emergency": "紧急先发了一篇内容",
    "portal.review_after": "对紧急先发的内容做了事后审",
    "portal.close_emergency": "决定保留一篇有异议的内容",
    "portal.alarm_emergencies": "检查紧急先发的事后审：{items} 篇超过时限",
    "portal.not_published": "告知：一篇签发过的内容到时没有发布成",
    "portal.withdraw": "撤下了一篇内容并说明原因",
    "portal.appeal": "对退回或撤下提出申诉",
    "portal.decide_appeal": "复核了一件申诉",
    "portal.paste": "粘贴导入了一篇草稿",
    "portal.restrict": "改了谁能看一页",
    "portal.word": "改了用词表里的一个词",
    "portal.words": "导入用词表 {lines} 条",
    "portal.drop_word": "删除了用词表里的一个词",
}


def connect() -> None:
    """Verbs of posts, sentences of the ledger, today's work, a line of the navigation."""
    from .. import jobs  # noqa: F401 - it registers itself
    from .due import provide

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    label_code("portal.not_published", "到时没有发布成")
    register_due("portal", provide)
    add_desk_item(Item("portal_desk", "门户内容", "/workbench/portal-desk/", "paper", DESK, 18, group="public"))
