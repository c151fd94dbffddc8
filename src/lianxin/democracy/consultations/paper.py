"""What this room writes as .docx: the paper form of a consultation (A02), its report with counts and no persons (R075)."""

from __future__ import annotations

from django.utils import timezone

from lianxin.membership import papers
from lianxin.membership.papers import Facts, Grid, Plain, Sheet, Text, chinese

from .models import Consultation
from .queries.report import Report


def form(case: Consultation, paragraphs: list[str]) -> bytes:
    """征求意见表: the text, and room for a pen."""
    until = timezone.localtime(case.closes_at)
    sheet = Sheet(
        head=case.organisation.name, title="征求意见表", name=f"{case.title}（征求意见表）", author=case.organisation.name,
        made=case.released_at or case.opened_at,
        parts=(
            Facts((("题目", case.title), ("截止", f"{until:%Y年%m月%d日 %H:%M}"), ("交到哪里", case.paper_place))),
            Text(case.background.splitlines(), "为什么征求意见"),
            Text([f"{n}. {text}" for n, text in enumerate(paragraphs, 1)], "征求意见稿"),
            Grid(("第几段", "您的意见"), (("", ""),) * 4, tall=True),
            Plain("对全文的意见："), Plain(""), Plain(""),
            Facts((("怎么署名（可以用化名）", ""), _known(case))),
            Plain("意见审核后公开，不显示联系方式；每一条意见都会在公布结果时说明采纳情况。"),
        ),
    )  # fmt: skip
    return papers.to_docx(sheet)


def _known(case: Consultation) -> tuple[str, str]:
    """后台实名 (CMT-01): a telephone of a citizen, the name of a member."""
    return ("联系电话（不公开）" if case.audience == "public" else "姓名（不公开）", "")


def report(case: Consultation, said: Report) -> bytes:
    """意见采纳情况."""
    rows = [
        (
            str(n),
            f"第 {g.part} 段" if g.part else "全文",
            g.gist,
            str(getattr(g, "n", 0)),
            g.get_answer_display(),
            g.reason,
        )
        for n, g in enumerate(said.groups, 1)
    ]
    sheet = Sheet(
        head=case.organisation.name, title="意见采纳情况", name=f"{case.title}（意见采纳情况）", author=case.organisation.name,
        made=case.finished_at or case.opened_at,
        parts=(
            Facts((
                ("题目", case.title),
                ("征集时间", f"{chinese(timezone.localdate(case.opens_at))}至{chinese(timezone.localdate(case.closes_at))}"),
                ("收到意见", f"{said.total} 条，归为 {len(said.groups)} 类"),
                ("采纳情况", "，".join(f"{word} {n} 类" for word, n, _ in said.answers)),
            )),
            Text(case.summary.splitlines(), "结果概述"),
            Grid(("序号", "对哪一段", "意见归纳", "条数", "采纳情况", "理由"), rows),
            Text([f"{n}. {text}" for n, text in enumerate(said.final, 1)], "定稿"),
            Plain(""), Plain(case.organisation.name, right=True), Plain(chinese(timezone.localdate(case.finished_at)), right=True),
        ),
    )  # fmt: skip
    return papers.to_docx(sheet)
