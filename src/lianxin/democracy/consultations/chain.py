"""征集→讨论→表决→公开→落实: the whole way of a motion, and of a consultation, as a line that also says what comes."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from .models import Consultation, ConsultationStep, Motion, MotionStep

Line = dict[str, Any]
#: the five parts of the way of a motion (R070), and the states that stand in each
STAGES = (
    ("征集", ("proposed", "shown", "appealed")), ("讨论", ("discussing",)), ("表决", ("voting", "decided")),
    ("落实", ("carrying",)), ("完成", ("done", "ended")),
)  # fmt: skip
#: states -> what still comes, as (title, words)
_COMES = {
    "proposed": ("审核", "附议", "列入讨论或者说明理由", "表决", "公布结果", "落实"),
    "shown": ("列入讨论或者说明理由", "表决", "公布结果", "落实"),
    "discussing": ("表决", "公布结果", "落实"),
    "voting": ("公布结果", "落实"),
    "decided": ("公布结果", "落实"),
    "carrying": ("落实",),
    "appealed": ("另一位同志复核",),
}


def of_motion(motion: Motion) -> list[Line]:
    """What happened, with the public words of each step, then what comes. Organisations, never persons."""
    steps = MotionStep.objects.filter(case=motion).exclude(public_label="").select_related("organisation")
    found = [_line(step) for step in steps]
    if motion.state == "shown":
        found.append(_next(f"附议 {motion.seconds.count()} 人", f"约定 {motion.threshold} 人"))
    for title in _COMES.get(motion.state, ()):
        text = ""
        if title in ("审核", "列入讨论或者说明理由") and motion.due_at:
            text = f"最迟 {_day(motion.due_at)}"
        if title == "落实" and motion.carry_on:
            text = f"最迟 {motion.carry_on.month}月{motion.carry_on.day}日，{motion.carry_post}"
        found.append(_next(title, text))
    return found


def stages(motion: Motion) -> list[tuple[str, str]]:
    """(word, "done" | "here" | "") for the bar above the page; empty for what ended outside it."""
    at = next((i for i, (_, states) in enumerate(STAGES) if motion.state in states), None)
    if at is None:
        return []
    over = motion.state in ("done", "ended")
    marks = ("done" if i < at or over else "here" if i == at else "" for i in range(len(STAGES)))
    return [(word, mark) for (word, _), mark in zip(STAGES, marks, strict=True)]


def of_consultation(case: Consultation) -> list[Line]:
    """Released, extended, closed by the clock, answered."""
    steps = ConsultationStep.objects.filter(case=case).exclude(public_label="").select_related("organisation")
    found = [_line(step) for step in steps]
    closing = {"title": "征集截止", "when": case.closes_at, "text": "", "done": case.phase == "closed"}
    if case.state == "stopped":
        return found
    found = sorted([*found, closing], key=lambda line: line["when"])
    if case.due_at:
        title = "补充答复申诉后发布的意见" if case.state == "finished" else "公布意见采纳情况"
        found.append(_next(title, f"最迟 {_day(case.due_at)}"))
    return found


def _line(step: MotionStep | ConsultationStep) -> Line:
    office = step.organisation.short_name if step.organisation else ""
    text = " · ".join(part for part in (office, step.public_note) if part)
    tone = "late" if step.event in ("decline", "uphold", "hide", "stop") else ""
    return {"title": step.public_label, "when": step.at, "text": text, "done": True, "tone": tone, "event": step.event}


def _next(title: str, text: str = "") -> Line:
    return {"title": title, "when": None, "text": text, "done": False, "tone": "", "event": ""}


def _day(moment: Any) -> str:
    day = timezone.localdate(moment)
    return f"{day.month}月{day.day}日"
