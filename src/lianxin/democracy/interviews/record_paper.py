"""实录 as a paper: who answered, every question, every answer, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone

from lianxin.membership.papers import DOCX, Facts, Part, Sheet, Text, to_docx

from .models import Interview
from .queries.board import Line

__all__ = ["DOCX", "docx", "sheet"]


def docx(talk: Interview, lines: Sequence[Line]) -> bytes:
    """The Word file of the record."""
    return to_docx(sheet(talk, lines))


def sheet(talk: Interview, lines: Sequence[Line]) -> Sheet:
    """The paper before it has a format; questions in the order in which they were put."""
    begins, ends = timezone.localtime(talk.starts_at), timezone.localtime(talk.ends_at)
    facts = Facts([
        ("时间", f"{begins:%Y年%-m月%-d日 %H:%M}—{ends:%H:%M}"), ("地点", talk.venue or "网上进行"),
        ("嘉宾", "；".join(str(guest) for guest in talk.guests.all())),
    ])  # fmt: skip
    ordered = sorted((line for line in lines if not line.hidden), key=lambda x: (x.at, x.pk))
    parts: list[Part] = [facts, *([Text([talk.summary])] if talk.summary else [])]
    parts += [Text(list(_said(line)), f"问{at}：{line.name}") for at, line in enumerate(ordered, 1)]
    return Sheet(
        title=f"{talk.subject}（访谈实录）", parts=tuple(parts), author=talk.organisation.name,
        made=talk.closed_at or talk.ends_at, head=talk.organisation.name,
    )  # fmt: skip


def _said(line: Line) -> Iterator[str]:
    yield line.text
    for other in line.also:
        yield f"{other.name}也问：{other.text}"
    for answer in line.answers:
        yield f"{answer.guest}答：{answer.text}"
        if answer.before:
            yield f"（更正：{answer.why}。原来写的是：{answer.before}）"
    if not line.answers:
        yield "这件事已指给群众留言办理。" if line.pointed else "（还没有答复，答复后补上。）"
