"""What one instance tells another of a way into the Party, beside the letter of transfer (DEV-06): `Told` as JSON.

``{"v": 1, "stage", "steps": [{"event", "on", "by", "figures"}], "papers": [{"kind", "dated", "pages": [SHA-256]}]}``.
Only what the next branch goes on from: steps with their day and the body that took them, figures of votes and lessons, and
which papers there are. No names of mentors, introducers or handlers, no words of inspections, reviews and talks.
Plain data in and out; what is proposed here is entered by a person in `carrying`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from lianxin.kernel.canonical import canonical_json
from lianxin.kernel.decision import Allowed, Decision, Denied

from .steps import ASIDE, BY_EVENT

VERSION = 1
#: most entries of each kind, signs of a body's name or a paper's kind, and bytes of the whole
MOST_STEPS, MOST_PAPERS, MOST_PAGES, LONGEST_NAME, LARGEST = 60, 40, 30, 120, 120_000
_TO_ACTIVIST = ("apply", "talk", "recommend", "file_activist")
_TO_CANDIDATE = (*_TO_ACTIVIST, "propose", "file_candidate")
_TO_PROBATION = (*_TO_CANDIDATE, "check", "pre_review", "fill_form", "accept", "talk_before", "approve")
#: stage of the file -> steps that lead to it, each not before the one before
CHAIN = {"activist": _TO_ACTIVIST, "candidate": _TO_CANDIDATE, "probationary": _TO_PROBATION}
#: what happens beside the chain -> the step that it is not before
AFTER = {
    "inspect": "file_activist", "political_review": "file_candidate", "training": "file_candidate", "file_up": "approve",
    "place": "approve", "oath": "approve", "inspect_probation": "approve", "approve_extend": "approve",
}  # fmt: skip
#: what may come several times
SEVERAL = ("inspect", "inspect_probation")
#: event -> figures that are told of it, and the most of each
FIGURES: dict[str, dict[str, int]] = {
    "accept": dict.fromkeys(("due", "present", "yes", "no", "abstained", "written"), 10_000),
    "training": {"days": 1000, "lessons": 10_000}, "approve_extend": {"months": 24},
}  # fmt: skip
WORDS = {"due": "应到 {}", "present": "实到 {}", "yes": "赞成 {}", "no": "不赞成 {}", "abstained": "弃权 {}", "written": "书面赞成 {}",
         "days": "{} 天", "lessons": "{} 学时", "months": "延长 {} 个月"}  # fmt: skip
_TWO_FILINGS = {"file_activist": "上级党委备案为积极分子", "file_candidate": "上级党委备案为发展对象"}
_SHA256 = re.compile(r"[0-9a-f]{64}")


def may_tell(stage: str) -> tuple[str, ...]:
    """Events that belong to somebody at a stage."""
    chain = CHAIN.get(stage, ())
    return (*chain, *(event for event, after in AFTER.items() if after in chain))


def label(event: str) -> str:
    """The word of a step, as both sides read it; the two filings are told apart."""
    return _TWO_FILINGS.get(event) or (BY_EVENT.get(event) or ASIDE[event]).label


def judge(said: Any, stage: str, today: date, *, joined: str = "") -> Decision:
    """Whether a history can be proposed to somebody: its version, its steps in their order, its papers, its size.

    joined: ISO day on which the letter says that the person joined; the vote stands on it (DEV-21).
    """
    if not isinstance(said, dict) or not _small(said):
        return _no("内容不成样子或者太长")
    if said.get("v") != VERSION:
        return _no("格式的版本这里不认识，对方平台可能更新")
    if stage not in CHAIN or said.get("stage") != stage:
        return _no("写的人员类别和介绍信不一致")
    steps, papers = said.get("steps"), said.get("papers")
    if not isinstance(steps, list) or not isinstance(papers, list):
        return _no("没有步骤或者材料的清单")
    if not 0 < len(steps) <= MOST_STEPS or len(papers) > MOST_PAPERS:
        return _no(f"步骤要在 1 到 {MOST_STEPS} 个之间，材料最多 {MOST_PAPERS} 份")
    for step in steps:
        if not (good := _step(step, stage, today)):
            return good
    if not all(map(_paper, papers)):
        return _no("材料的名称、日期或者指纹写错了")
    return _agrees(steps, stage, joined)


def _agrees(steps: list[dict[str, Any]], stage: str, joined: str) -> Decision:
    events = [step["event"] for step in steps]
    if twice := next((event for event in events if event not in SEVERAL and events.count(event) > 1), ""):
        return _no(f"“{label(twice)}”写了两次")
    days = {step["event"]: date.fromisoformat(step["on"]) for step in steps}
    if joined and "accept" in days and days["accept"].isoformat() != joined:
        return _no("接收为预备党员的日期和介绍信上的入党日期不一致")
    return in_order(stage, [(step["event"], date.fromisoformat(step["on"])) for step in steps])


def in_order(stage: str, entries: list[tuple[str, date]]) -> Decision:
    """Whether no step stands before one that leads to it."""
    days = dict(entries)
    before: tuple[str, date] | None = None
    for event in CHAIN[stage]:
        if event not in days:
            continue
        if before is not None and days[event] < before[1]:
            return _no(f"“{label(event)}”比“{label(before[0])}”还早")
        before = (event, days[event])
    for event, day in entries:
        after = AFTER.get(event, "")
        if after in days and day < days[after]:
            return _no(f"“{label(event)}”比“{label(after)}”还早")
    return Allowed()


def _step(step: Any, stage: str, today: date) -> Decision:
    if not isinstance(step, dict) or not isinstance(step.get("event"), str):
        return _no("有一步写错了")
    event = step["event"]
    if event not in BY_EVENT and event not in ASIDE:
        return _no(f"里面有不认识的步骤“{event[:20]}”")
    if event not in may_tell(stage):
        return _no(f"“{label(event)}”不是这个阶段的步骤")
    day = _day(step.get("on"))
    if day is None:
        return _no(f"“{label(event)}”的日期写错了")
    if day > today:
        return _no(f"“{label(event)}”的日期还没有到")
    if not _name(step.get("by", ""), least=0):
        return _no(f"“{label(event)}”的办理组织写错了")
    figures, most = step.get("figures", {}), FIGURES.get(event, {})
    if not isinstance(figures, dict) or not all(
        name in most and isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= most[name]
        for name, n in figures.items()
    ):
        return _no(f"“{label(event)}”的数字写错了")
    return Allowed()


def _paper(paper: Any) -> bool:
    if not isinstance(paper, dict) or not _name(paper.get("kind")):
        return False
    pages, dated = paper.get("pages", []), paper.get("dated", "")
    if (dated != "" and _day(dated) is None) or not isinstance(pages, list) or len(pages) > MOST_PAGES:
        return False
    return all(isinstance(page, str) and _SHA256.fullmatch(page) for page in pages)


def _small(said: dict[str, Any]) -> bool:
    try:
        return len(canonical_json(said)) <= LARGEST
    except (TypeError, ValueError):  # numbers and signs that no message of ours holds
        return False


def _name(text: Any, *, least: int = 1) -> bool:
    return isinstance(text, str) and least <= len(text.strip()) and len(text) <= LONGEST_NAME and text.isprintable()


def _day(text: Any) -> date | None:
    try:
        found = date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return found if found is not None and found.year >= 1900 else None


def _no(why: str) -> Denied:
    return Denied(f"随介绍信带来的培养经过没有收下：{why}。", rule="DEV-06", code="history",
                  remedy="请照纸质材料接续，或者请对方核对后重新开介绍信。")  # fmt: skip


def figures_in_words(figures: Mapping[str, int]) -> str:
    """应到 10，实到 8，赞成 7; nothing for none."""
    return "，".join(WORDS[name].format(n) for name, n in figures.items() if name in WORDS)
