"""用稿通知 and 入选通知: what an author shows at work and keeps; of the text, never a rank among persons."""

from __future__ import annotations

from django.utils import timezone

from lianxin.foundation.spine import moment
from lianxin.membership.papers import Plain, Sheet, Text, chinese

from .models import Work

DUE = ("accepted", "handed", "honoured")


def due(work: Work) -> bool:
    """There is something to tell."""
    return work.state in DUE


def notice(work: Work) -> Sheet:
    """The paper itself, signed by the organisation."""
    office, call = work.organisation, work.call
    when = work.decided_at or moment.now()
    if call.is_theme:
        when = call.announced_at or when
        title, kind = "入选通知", f"“{work.honour}”" if work.rank is not None else "展示作品"
        lines = [f"您为“{call.title}”写的《{work.title}》（{work.number}），经评审，选为{kind}。"]
        if work.consent:
            lines.append("按您的意愿，作品已经展示；以后不想展示了，随时可以在“我的投稿”里更改。")
    else:
        title = "用稿通知"
        lines = [f"您给“{call.title}”的来稿《{work.title}》（{work.number}），经审稿决定采用。"]
        lines.append("稿件会转给门户编审，按先审后发的程序审核以后发布，署名用您选的名字。编辑可能改动个别字句。")
    if work.reason_text:
        lines.append(work.reason_text)
    day = timezone.localdate(when)
    parts = (
        Plain(f"{work.signed}："),
        Text(lines),
        Plain("谢谢您的来稿。"),
        Plain(office.name, right=True),
        Plain(chinese(day), right=True),
    )
    return Sheet(
        head=office.name, title=title, name=f"{title}（{work.title}）", author=office.name, made=when, parts=parts
    )
