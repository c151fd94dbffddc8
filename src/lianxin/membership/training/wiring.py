"""What the room tells the house when Django has loaded."""

from __future__ import annotations

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.casework.due import register_due
from lianxin.foundation.files.guards import register_guard
from lianxin.foundation.notices.codes import label_code
from lianxin.foundation.privacy.export import register_exporter
from lianxin.kernel.actor import grant
from lianxin.ui.registry import Item, add_desk_item

from .policies import POSTS, READ

SENTENCES = {
    "training.enter": "学习培训：登记外出培训 {people} 人，{lessons} 学时",
    "training.enter_again": "学习培训：同一页再次提交，未重复登记",
    "training.report": "学习培训：本人提交外出培训",
    "training.confirm": "学习培训：确认，记入学时",
    "training.send_back": "学习培训：没有记入",
    "training.withdraw": "学习培训：本人收回",
    "training.demo": "学习培训：装入演示数据 {trainings} 条",
}


def connect() -> None:
    """Rights, audit sentences, notices, today's work, the export, scans, the line of the navigation.

    Nothing here belongs to an organisation: trainings hang on the file and go with it through transfers and mergers.
    """
    from .due import provide
    from .export import own
    from .guards import may_see

    for post, verbs in POSTS.items():
        grant(post, *verbs)
    for code, sentence in SENTENCES.items():
        describe(code, sentence)
    label_code("training.asked", "等确认的学时")
    label_code("training.answered", "我的学时")
    register_due("training", provide)
    register_exporter("training", own)
    register_guard("training", may_see)
    add_desk_item(Item("training", "学习培训", "/workbench/training/", "open-book", READ, 18, group="party"))
