"""The result as .docx and CSV, and the ballot on paper."""

from __future__ import annotations

import csv
import io

from django.utils import timezone

from lianxin.foundation.spine import moment
from lianxin.kernel.cells import harmless_text
from lianxin.membership.papers import Facts, Grid, Part, Plain, Sheet, Text, chinese

from .models import Poll
from .results import Result
from .words import AUDIENCES, NOT_ELECTION


def result_sheet(poll: Poll, found: Result) -> Sheet:
    """结果单, with the denominator and what was declared beforehand."""
    shown = chinese(timezone.localdate(poll.closes_at))
    parts: list[Part] = [
        Facts([("编号", poll.number or ""), ("谁投", poll.who), ("方式", "不记名" if poll.nameless else "记名"), ("截止", shown), ("参加", taking_part(poll, found))]),
        Text([poll.statement], heading="说明"),
    ]  # fmt: skip
    if found.withheld:
        parts.append(Text([withheld_words(poll)], heading="结果"))
    else:
        parts.append(
            Grid(("", *poll.options), [(item, *map(str, found.counts[at])) for at, item in enumerate(poll.items)])
        )
    if found.paper:
        parts.append(Text([f"其中纸质票 {found.paper} 张，由两个人各数一遍，结果一致。"]))
    parts.append(Plain(f"这是{poll.get_kind_display()}，{NOT_ELECTION}，不产生任职和免职。"))
    parts.append(Plain(poll.organisation.name, right=True))
    return Sheet(
        poll.title,
        tuple(parts),
        author=poll.organisation.name,
        made=moment.now(),
        head=f"{poll.get_kind_display()}结果（{NOT_ELECTION}）",
    )


def ballot_sheet(poll: Poll) -> Sheet:
    """纸质票: nothing on it tells one from another."""
    how = "每项选一个，画√。" if poll.most == 1 else f"每项最多选 {poll.most} 个，画√。"
    parts: list[Part] = [
        Plain(f"{NOT_ELECTION}。{how}{'不要写自己的名字。' if poll.nameless else ''}"),
        Text([poll.intro]),
    ]
    parts.append(Grid(("", *poll.options), [(item, *[""] * len(poll.options)) for item in poll.items], tall=True))
    if poll.write_in:
        parts.append(Facts([("另写的名字", "")]))
    if poll.comment:
        parts.append(Facts([("想说的一句话", "")]))
    return Sheet(
        poll.title, tuple(parts), author=poll.organisation.name, made=moment.now(), head=f"{poll.get_kind_display()}票"
    )


def taking_part(poll: Poll, found: Result) -> str:
    """``收到 12 票，名册 15 人，参与率 80.0%``: the denominator has its name."""
    if not found.electorate:
        return f"收到 {found.ballots} 票（不设名册，算不出参与率）"
    return f"收到 {found.ballots} 票，名册 {found.electorate} 人，参与率 {found.turnout}"


def withheld_words(poll: Poll) -> str:
    """Why no number is shown."""
    return (
        f"收到的票不到 {poll.least} 张，公布出来会认出人，所以各项结果不公布，也不给任何人看。"
        if poll.nameless
        else "收到的票不够约定的数，各项结果不公布。"
    )


def result_csv(poll: Poll, found: Result) -> str:
    """RFC 4180 with a byte order mark: one line for each answer, the denominators in each."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(("编号", "题目", "问", "答", "票数", "其中纸质票", "收到的票", "名册人数", "非选举"))
    for at, item in enumerate(poll.items):
        for place, words in enumerate(poll.options):
            votes = found.counts[at][place] if found.counts else ""
            on_paper = found.paper_counts[at][place] if found.paper_counts else ""
            row = (poll.number, poll.title, item, words, votes, on_paper, found.ballots, found.electorate or "", "是")
            writer.writerow([harmless_text(cell) for cell in row])
    return "\ufeff" + file.getvalue()


def audience_words(poll: Poll) -> str:
    """Whom the result is shown."""
    return AUDIENCES[poll.audience]
