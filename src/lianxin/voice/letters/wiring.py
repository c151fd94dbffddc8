"""What the room tells the foundation about itself when Django has loaded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lianxin.foundation.audit.sentences import describe
from lianxin.foundation.search.actions import Entry
from lianxin.foundation.search.sources import register_source

from .lifecycle import LETTER


def connect() -> None:
    """Audit sentences, the source of the search index, the export of one's own data."""
    for row in LETTER.transitions:
        describe(f"letters.{row.event}", f"群众留言：{row.label}")
    for code, sentence in OTHERS.items():
        describe(code, sentence)
    register_source("letter", entries)
    from . import export, jobs  # noqa: F401 - registers exporter and periodic jobs


OTHERS = {
    "letters.submit": "群众留言：提交",
    "letters.submit_again": "群众留言：同一张表再次提交，未重复登记",
    "letters.confirm_assisted": "群众留言：本人确认代录内容",
    "letters.draft_reply": "群众留言：保存答复草稿",
    "letters.review_message": "群众留言：审核追问或补充",
    "letters.review_rating": "群众留言：审核评价文字",
    "letters.follow": "群众留言：关注",
    "letters.unfollow": "群众留言：取消关注",
    "letters.give_alerts": "群众留言：到期提醒",
    "letters.alert": "群众留言：发出一条到期提醒",
    "letters.import": "群众留言：导入历史留言",
    "letters.import_topics": "群众留言：导入事项分类",
    "letters.set_route": "群众留言：设置分派规则",
}


def entries() -> Iterator[Any]:
    """Every letter as the search index should hold it."""
    from .indexing import entry_of
    from .models import Letter

    rows = Letter.objects.unscoped("the whole index is built again").exclude(state="withdrawn").order_by("pk")
    for letter in rows.iterator(chunk_size=500):
        found: Entry = entry_of(letter)
        yield found
