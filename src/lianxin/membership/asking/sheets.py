"""The papers of the room: the empty sheet that somebody fills in with a pen, and the answer that goes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from lianxin.foundation.rules.registry import rule
from lianxin.membership.papers import Facts, Grid, Plain, Sheet, Text, chinese

from .models import Question, QuestionLine
from .words import VOICES

#: rows for the pen on the empty sheet
ROWS = 9
TITLE = "向党组织提问"


def blank(made: datetime) -> Sheet:
    """提问纸, in large type: what to write, how to hand it over, what a paper without a name can promise."""
    days = rule("LX-121").period("answer").amount
    return Sheet(
        title=f"{TITLE}（提问纸）", author="连心桥", made=made, large=True,
        parts=(
            Facts([("问谁", ""), ("交来日期", chinese(None))]),
            Text(["□ 署名。我的姓名：＿＿＿＿＿＿＿＿",
                  "□ 不署名。取答复的记号：＿＿＿＿＿＿＿（自己编几个字，不要写人名）"], "署不署名（选一样打勾）"),
            Grid(("想问什么（第一行写题目）",), [("",)] * ROWS, tall=True),
            Text(["□ 要纸上的答复", "□ 有了答复，愿意让其他党员看到"], "愿意的打勾"),
            Text([
                "一、写好折起来，交给书记或者支部委员；不署名的投进意见箱，不要当面交。",
                f"二、从交来那天算起，{days} 个工作日内答复。",
                "三、署名的，答复送到本人；有账号的，网上也能看。不署名的，答复写上您编的记号，放在本组织取件的地方，请自己来取。",
                "四、不署名的，录入时不登记是谁，谁也查不出来。笔迹、口气、事情本身可能让人猜到，怕被认出来的细节请不要写，也可以请人抄一遍。",
                "五、还想再问的，另写一张，写明是追问哪一个。别人的电话、住址不要写；检举控告请走举报渠道，不要写在这里。",
            ], "怎么交、怎么等答复"),
        ),
    )  # fmt: skip


def answer(question: Question, lines: Sequence[QuestionLine], made: datetime) -> Sheet:
    """答复 as it is handed back: everything that was said, in its order."""
    asked = question.handed_on or timezone.localdate(question.opened_at)
    facts = [("编号", f"第 {question.pk} 号"), ("提问", question.by_whom), ("交来日期", chinese(asked))]
    if question.mark:
        facts.insert(2, ("取件记号", question.mark))
    said = [
        Text(line.text.splitlines(), f"{VOICES[line.voice]}（{_who(line)}{chinese(timezone.localdate(line.at))}）")
        for line in lines
    ]
    return Sheet(
        title="对党员提问的答复", name=f"答复 第 {question.pk} 号", author="连心桥", made=made, large=True,
        parts=(Facts(facts), Plain(question.title), *said, Plain(question.organisation.name, right=True),
               Plain(chinese(timezone.localdate(made)), right=True),
               Plain("还想再问的，另写一张交来，写明编号。"))
    )  # fmt: skip


def _who(line: QuestionLine) -> str:
    return f"{line.by.name or line.by.nickname}，" if line.by is not None else ""
