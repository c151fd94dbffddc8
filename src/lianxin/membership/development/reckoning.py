"""Days and counts of the way into the Party: when a step may come at the earliest, and whether a vote carries.

No database here; figures come from the registry by rule id, as they stood on the day of the step.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Protocol

from lianxin.foundation.rules.registry import rule
from lianxin.kernel.clocks import plus_months
from lianxin.kernel.decision import Allowed, Decision, Denied
from lianxin.kernel.workdays import WorkCalendar

from .steps import FORMS_OF_VOTE, HANDS, ON_PAPER, PLATFORM, SECRET

#: of a vote, as a step keeps them
FIGURES = ("due", "present", "yes", "no", "abstained", "written")


class Way(Protocol):
    """What is asked of a case here."""

    @property
    def state(self) -> str: ...

    def moved_since(self, event: str) -> bool: ...

    def day(self, event: str) -> date | None: ...

    def fact(self, event: str) -> dict[str, Any]: ...


def months(rule_id: str, figure: str, on: date) -> int:
    """A figure that is counted in months or years, in months."""
    return rule(rule_id, on).period(figure).amount


def of_age(born: date, on: date) -> date:
    """The day on which somebody reaches the age of DEV-01; who was born on 29 February does so on 1 March."""
    year = born.year + rule("DEV-01", on).count("age")
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def notice_ends(calendar: WorkCalendar, begun: date, on: date) -> date:
    """The last day of the public notice (DEV-08): working days, the first one not counted."""
    return calendar.add_workdays(begun, rule("DEV-08", on).period("notice").amount)


def probation_ends(case: Way, on: date) -> date | None:
    """预备期满: a year after the meeting (DEV-21), later when it was extended (DEV-22); while the committee has not
    approved the extension, as if there were none."""
    begun = case.day("accept")
    if begun is None:
        return None
    longer = 0 if case.state == "accepted_longer" else sum(int(n) for n in case.fact("extend").get("months", []))
    return plus_months(begun, months("DEV-21", "probation", on) + longer)


def earliest(case: Way, event: str, *, born: date | None, calendar: WorkCalendar, on: date) -> tuple[date, str] | None:
    """(first day on which the step may be taken, rule id); None when no rule names one."""
    activist, begun = case.day("file_activist"), case.day("propose")
    if event == "apply" and born is not None:
        return of_age(born, on), "DEV-01"
    if event == "propose" and activist is not None:
        return plus_months(activist, months("DEV-07", "training", on)), "DEV-07"
    if event == "file_candidate" and begun is not None:
        return notice_ends(calendar, begun, on) + timedelta(days=1), "DEV-08"
    ends = probation_ends(case, on)
    if event in ("accept_full", "extend") and ends is not None:
        return ends, "DEV-21"
    return None


def vote(said: dict[str, Any], on: date) -> Decision:
    """Whether a meeting could decide and whether it decided (DEV-14, DEV-15, DEV-16). Half is not enough."""
    due, present, yes, written = (int(said.get(name) or 0) for name in ("due", "present", "yes", "written"))
    if due < 1 or present > due:
        return _no("实到人数不能多于应到人数。", "DEV-14", "present")
    if yes > present:
        return _no("到会赞成的票不能多于实到人数。", "DEV-15", "yes")
    if written > due - present:
        return _no("书面意见只算没有到会的人，加起来不能多于应到人数。", "DEV-15", "written")
    if Fraction(present, due) <= rule("DEV-14", on).share("quorum"):
        return _no(f"应到 {due} 人、实到 {present} 人，没有超过半数，这个会不能开。", "DEV-14", "present")
    if Fraction(yes + written, due) <= rule("DEV-15", on).share("majority"):
        return _no(
            f"赞成 {yes + written} 票，没有超过应到 {due} 人的半数，没有通过。", "DEV-15", "yes",
            "请登记“支部大会没有通过”。",
        )  # fmt: skip
    if not str(said.get("performance") or "").strip():
        return _no("决议要写主要表现。", "DEV-16", "performance")
    if not said.get("signed"):
        return _no("决议要有书记签名。", "DEV-16", "signed")
    return Allowed()


def how_voted(event: str, said: dict[str, Any], on: date) -> Decision:
    """The form of a vote is said, without names where the rules demand it (DEV-15, DEV-23), and counted on paper (LX-261)."""
    how, clause = said.get("how"), SECRET.get(event, "DEV-15")
    if how not in (PLATFORM, ON_PAPER, HANDS):
        return _no("请写明是怎样表决的。", clause, "how")
    if how == HANDS and event in SECRET:
        return _no(
            f"{rule(clause, on).title}要无记名投票，举手表决不算数。",
            clause,
            "how",
            "请重新召开大会，用无记名投票表决，再登记。",
        )
    return _on_paper(said) if how == ON_PAPER else Allowed()


def _on_paper(said: dict[str, Any]) -> Decision:
    """Slips and scrutineers of a vote on paper; what was counted cannot be more than came back."""
    for name, word in (
        ("issued", "发出多少张票"),
        ("returned", "收回多少张票"),
        ("scrutineer", "监票人"),
        ("scrutineer_other", "另一名监票人"),
    ):
        if not str(said.get(name) or "").strip():
            return _no(f"纸质票要写明{word}。", "LX-261", name)
    issued, returned, present = (int(said.get(name) or 0) for name in ("issued", "returned", "present"))
    names = [str(said[name]).strip() for name in ("scrutineer", "scrutineer_other")]
    if names[0] == names[1]:
        return _no("监票人要两个人。", "LX-261", "scrutineer_other")
    if present and issued > present:
        return _no(f"发出的票不能多于到会的 {present} 人。", "LX-261", "issued")
    if returned > issued:
        return _no(f"收回 {returned} 张，比发出的 {issued} 张多，这次投票无效，要重新投票。", "LX-261", "returned")
    counted = sum(int(said.get(name) or 0) for name in ("yes", "no", "abstained"))
    if counted > returned:
        return _no(f"赞成、不赞成和弃权一共 {counted} 票，比收回的 {returned} 张多，请核对。", "LX-261", "returned")
    return Allowed()


def figures_said(fact: dict[str, Any]) -> str:
    """The figures of a vote for a line of a page; empty for a step without one."""
    due, present, yes, no, abstained, written = (int(fact.get(name) or 0) for name in FIGURES)
    more = f"，会前书面赞成 {written}" if written else ""
    return f"应到 {due}，到会 {present}，赞成 {yes}，不赞成 {no}，弃权 {abstained}{more}" if due else ""


def form_said(fact: dict[str, Any]) -> str:
    """How it was voted and who counted, for a page and for the papers; empty for a step without a vote."""
    if not fact.get("how"):
        return ""
    slips = f"，发出票 {fact['issued']} 张，收回 {fact['returned']} 张" if fact.get("issued") else ""
    names = "、".join(str(fact[name]) for name in ("scrutineer", "scrutineer_other") if fact.get(name))
    return f"{FORMS_OF_VOTE[fact['how']]}{slips}{f'，监票人{names}' if names else ''}"


def trained(case: Way, on: date) -> Decision:
    """DEV-11: three days or twenty-four lessons, over all courses."""
    found = rule("DEV-11", on)
    days, lessons = (sum(int(n) for n in case.fact("training").get(name, [])) for name in ("days", "lessons"))
    if days >= found.count("days") or lessons >= found.count("lessons"):
        return Allowed()
    return _no(
        f"集中培训 {days} 天、{lessons} 学时，还不够（{found.count('days')} 天或 {found.count('lessons')} 学时）。",
        "DEV-11",
    )


def came_on_probation(case: Way) -> bool:
    """Whether the person was moved here after having been approved as a probationary member (DEV-25)."""
    return case.state in ("probationary", "asked_full") and case.moved_since("approve")


def postponed(case: Way, said: dict[str, Any], on: date) -> Decision:
    """DEV-25: at most half a year after the end of the probation; the day from which membership counts stays (DEV-24)."""
    ends, until = probation_ends(case, on), date.fromisoformat(str(said["until"]))
    last = plus_months(ends, months("DEV-25", "postpone", on)) if ends else None
    if ends is None or last is None or not ends < until <= last:
        words = f"预备期满是 {ends}，最多推迟到 {last}。" if ends else "还没有预备期。"
        return _no(words, "DEV-25", "until")
    return Allowed()


def gaps(case: Way, on: date) -> list[tuple[date, date]]:
    """Spans of the cultivation in which no inspection was written down although one was due (DEV-05).

    What was before somebody went on here stands in the papers that came along.
    """
    begun = case.day("carry_on") or case.day("file_activist")
    if begun is None:
        return []
    step = months("DEV-05", "inspection", on)
    done = sorted(date.fromisoformat(d) for d in case.fact("inspect").get("days", []))
    until = min(case.day("check") or on, on)
    found, since = [], begun
    while (to := plus_months(since, step)) <= until:
        if not any(since < day <= to for day in done):
            found.append((since, to))
        since = to
    return found


def leaves_soon(said: dict[str, Any], on: date) -> bool:
    """DEV-12: somebody who leaves within three months is not taken in as a rule."""
    leaves = str(said.get("leaves_on") or "")
    return bool(leaves) and date.fromisoformat(leaves) < plus_months(on, months("DEV-12", "leaving", on))


def _no(reason: str, rule_id: str, field: str = "", remedy: str = "") -> Denied:
    return Denied(reason, rule=rule_id, code="rule", field=field, remedy=remedy)
