"""会议记录 as .docx in the usual form: a title, a table of the facts, what was said, what was decided, signatures."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from lianxin.membership.papers import Facts, Plain, Sheet, Text

from .models import Attendance, Gathering
from .reckoning import quorum
from .words import HERE, UNSEEN


def sheet(gathering: Gathering) -> Sheet:
    """What the minutes say."""
    rows = list(
        gathering.attendances.exclude(way=UNSEEN).select_related("member").order_by("role", "member__name", "pk")
    )
    tasks = [
        f"{task.text}（{task.member.name}，最迟 {task.due_on:%Y年%m月%d日}）"
        for task in gathering.tasks.select_related("member")
    ]
    return Sheet(
        head=gathering.organisation.name, title=f"{gathering.get_kind_display()}记录", name=gathering.title,
        author=gathering.organisation.name, made=gathering.closed_at or gathering.starts_at,
        parts=(
            Facts(facts(gathering, rows)), Text(gathering.agenda.splitlines(), "议程"),
            Text(gathering.minutes.splitlines(), "会议记录"), Text(_resolutions(gathering), "决议"), Text(tasks, "会后任务"),
            Plain(""), Plain("主持人（签名）：　　　　　　　　记录人（签名）："),
        ),
    )  # fmt: skip


def facts(gathering: Gathering, rows: list[Attendance]) -> list[tuple[str, str]]:
    """What stands in the table: reasons of leave are nobody's business beyond the desk and stay out."""
    start = timezone.localtime(gathering.starts_at)
    end = f"—{timezone.localtime(gathering.ends_at):%H:%M}" if gathering.ends_at else ""
    return [
        ("会议题目", gathering.title),
        ("时间", f"{start:%Y年%m月%d日 %H:%M}{end}"),
        ("地点", gathering.venue),
        ("主持人", gathering.host),
        ("记录人", gathering.recorder),
        ("人数", quorum(gathering.kind, rows, gathering.day).sentence),
        ("出席", _names(row for row in rows if row.role != "guest" and row.mark in HERE)),
        ("请假", _names(row for row in rows if row.role != "guest" and row.mark == "leave")),
        ("缺席", _names(row for row in rows if row.role != "guest" and row.mark == "absent")),
        ("列席", _guests(gathering, rows)),
    ]


def _guests(gathering: Gathering, rows: list[Attendance]) -> str:
    known = [row.member.name for row in rows if row.role == "guest" and row.mark in HERE]
    return "、".join([*known, *(f"{g.name}（{g.unit}）" if g.unit else g.name for g in gathering.guests.all())]) or "无"


def _names(rows: Iterable[Attendance]) -> str:
    return "、".join(row.member.name for row in rows) or "无"


def _resolutions(gathering: Gathering) -> list[str]:
    found = []
    for number, row in enumerate(gathering.resolutions.all(), 1):
        said = f"{number}. {row.text}"
        if row.due is not None:
            word = "通过" if row.passed else "没有通过"
            here = f"，到会 {row.here} 人" if row.here is not None else ""
            written = f"，会前书面赞成 {row.written} 人" if row.written else ""
            said += f"（应到有表决权 {row.due} 人{here}，赞成 {row.yes} 人，不赞成 {row.no} 人，弃权 {row.abstained} 人{written}，{word}）"
        found.append(said)
    return found
