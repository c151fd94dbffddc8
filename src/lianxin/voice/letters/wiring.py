"""What the room tells the foundation about itself when Django has loaded."""

from __future__ import annotations

from collections.abc import Iterator

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
    register_source("letter", entries, label="群众留言")
    register_source("letter_helped", helped_entries)
    from . import export, jobs  # noqa: F401 - registers exporter and periodic jobs


OTHERS = {
    "letters.submit": "群众留言：提交",
    "letters.submit_again": "群众留言：同一张表再次提交，未重复登记",
    "letters.confirm_assisted": "群众留言：本人确认代录内容",
    "letters.draft_reply": "群众留言：保存答复草稿",
    "letters.review_message": "群众留言：审核追问或补充",
    "letters.review_rating": "群众留言：审核评价文字",
    "letters.appeal_words": "群众留言：对后来的文字不公开提出申诉",
    "letters.decide_words_appeal": "群众留言：复核后来文字的申诉",
    "letters.follow": "群众留言：关注",
    "letters.unfollow": "群众留言：取消关注",
    "letters.give_alerts": "群众留言：到期提醒",
    "letters.alert": "群众留言：发出一条到期提醒",
    "letters.import": "群众留言：导入历史留言",
    "letters.import_topics": "群众留言：导入事项分类",
    "letters.succeed_all": "群众留言：单位合并，{letters} 件转到新单位",
    "letters.merge_along": "群众留言：随主件并入另一件",
    "letters.set_route": "群众留言：设置分派规则",
}


def entries() -> Iterator[Entry]:
    """Every letter as the search index should hold it."""
    from .indexing import entry_of, lineages
    from .models import Letter

    topics = lineages()
    rows = Letter.objects.unscoped("the whole index is built again").exclude(state="withdrawn").order_by("pk")
    for letter in rows.iterator(chunk_size=500):
        yield entry_of(letter, topics)


def helped_entries() -> Iterator[Entry]:
    """Every co-handled letter once more for each office that helps."""
    from .indexing import entry_of, helped_entry, lineages
    from .models import Party

    topics = lineages()
    rows = Party.objects.filter(role="cohandler").exclude(letter__state="withdrawn").order_by("pk")
    for party in rows.select_related("letter", "organisation").iterator(chunk_size=500):
        yield helped_entry(entry_of(party.letter, topics), party)
