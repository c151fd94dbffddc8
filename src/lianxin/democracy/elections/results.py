"""计票结果: what the opened ballots and the counted paper of each round say under the rules, in words that can be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lianxin.foundation.rules.registry import rule

from . import counting, opinions, policies, rolls
from .counting import Choice, Outcome, Tally
from .models import Election, Round
from .words import ROUNDS, SUMMED, VOIDS


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the result sheet. share: 赞成 of the denominator of the rule."""

    name: str
    yes: int
    no: int
    abstain: int
    elected: bool = False
    level: bool = False
    written_in: bool = False
    whole: int = 0
    #: 书面意见 among 赞成, 不赞成, 弃权
    written: tuple[int, int, int] = (0, 0, 0)

    @property
    def part(self) -> str:
        """赞成 of the denominator in percent, for the bar; its line in the middle is the half."""
        return f"{100 * self.yes / self.whole:.1f}" if self.whole else "0"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The result of one round. whole: the denominator; rule_id: what decides; opinions: 书面意见 counted beside the ballots."""

    number: int
    kind: str
    seats: int
    present: int
    issued: int
    returned: int
    valid: int
    void: dict[str, int]
    rows: tuple[Row, ...]
    open: int
    whole: int
    rule_id: str
    opinions: int = 0

    @property
    def kind_word(self) -> str:
        return ROUNDS[self.kind]

    @property
    def named(self) -> str:
        """``第 2 轮（票数相等者再次投票）``; the first needs no kind."""
        return f"第 {self.number} 轮" + (f"（{self.kind_word}）" if self.kind != "first" else "")

    @property
    def void_words(self) -> str:
        """Void ballots by reason, empty when there are none."""
        return "，".join(f"{VOIDS[why]} {n} 张" for why, n in self.void.items())

    @property
    def elected(self) -> list[str]:
        return [row.name for row in self.rows if row.elected]

    @property
    def level(self) -> list[str]:
        return [row.name for row in self.rows if row.level]


def nameable(row: Round) -> frozenset[int]:
    """Numbers that may be written in (ELE-06, ELE-14): those with a vote who neither stand on this ballot nor are elected."""
    taken = set(rolls.printed(row))
    for before in row.election.rounds.filter(number__lt=row.number, void=False).exclude(opened_at=None):
        chosen = _outcome(before, tally_of(before)).elected
        taken |= rolls.numbers_of(before.election, [before.names[at] for kind, at in chosen if kind == "c"])
        taken |= {at for kind, at in chosen if kind == "w"}
    return rolls.electors(row.election) - taken


def tally_of(row: Round) -> Tally:
    """Everything that was cast in a round of persons: opened ballots and counted paper."""
    sheet = row.sheet(nameable(row))
    opened = row.result[0] if row.result else []
    found = counting.tally([counting.read(values, sheet) for values in opened], sheet)
    return found + paper_tally(row, sheet) if row.paper_sums else found


def paper_tally(row: Round, sheet: counting.Sheet) -> Tally:
    """What two people counted alike."""
    return from_numbers(row.paper_sums or {}, sheet)


def from_numbers(said: dict[str, Any], sheet: counting.Sheet) -> Tally:
    """Sums as they are kept: ballots, void, [[赞成, 不赞成, 弃权] by line], [[roll number, votes]]."""
    lines = said.get("lines", [[0, 0, 0]] * sheet.candidates)
    void = {"paper": int(said["void"])} if said.get("void") else {}
    return Tally(
        int(said.get("ballots", 0)), tuple(int(a) for a, _, _ in lines), tuple(int(b) for _, b, _ in lines),
        tuple(int(c) for _, _, c in lines), {int(n): int(v) for n, v in said.get("named", []) if int(v)}, void,
    )  # fmt: skip


def sheet_of(row: Round) -> Sheet:
    """Count a round. Everything that it rests on is open; a round that was voided has no result."""
    return _persons(row) if row.election.of_persons else _matter(row)


def _persons(row: Round) -> Sheet:
    case, found = row.election, tally_of(row)
    outcome = _outcome(row, found)
    names = dict(case.voters.values_list("number", "name"))
    votes = found.votes()
    order = sorted(votes, key=lambda who: (-votes[who], who))
    rows = tuple(_row(who, row, found, outcome, names) for who in order)
    return Sheet(
        row.number, row.kind, row.seats, row.present, row.issued + row.paper, policies.returned(row),
        found.valid, dict(found.void), rows, outcome.open, row.present, "ELE-07" if row.kind == "runoff" else "ELE-03",
    )  # fmt: skip


def _outcome(row: Round, found: Tally) -> Outcome:
    majority = rule("ELE-03", policies.day_of(row.election)).share("majority")
    return counting.decide(found, seats=row.seats, present=row.present, majority=majority, runoff=row.kind == "runoff")


def _row(who: Choice, row: Round, found: Tally, outcome: Outcome, names: dict[int, str]) -> Row:
    kind, at = who
    elected, level = who in outcome.elected, who in outcome.level
    if kind == "c":
        name = str(row.names[at]["name"])
        return Row(name, found.yes[at], found.no[at], found.abstain[at], elected, level, whole=row.present)
    return Row(names[at], found.named[at], 0, 0, elected, level, True, row.present)


def _matter(row: Round) -> Sheet:
    """Sums of one-of-three questions with 书面意见; 赞成 of those who should have come (DEV-15, BR-01)."""
    case, day = row.election, policies.day_of(row.election)
    code = SUMMED[case.kind][1]
    whole, majority = row.due, rule(code, day).share("majority")
    opened = row.result or [[0, 0, 0] for _ in row.names]
    paper = (row.paper_sums or {}).get("lines", [[0, 0, 0] for _ in row.names])
    rows = []
    letters = row.opinions or [[0, 0, 0] for _ in row.names]
    for one, box, sheets, said in zip(row.names, opened, paper, letters, strict=True):
        yes, no, abstain = (int(a) + int(b) + int(c) for a, b, c in zip(box, sheets, said, strict=True))
        passed, three = counting.carried(yes, whole, majority), (int(said[0]), int(said[1]), int(said[2]))
        rows.append(Row(str(one["name"]), yes, no, abstain, passed, whole=whole, written=three))
    returned, void = policies.returned(row), int((row.paper_sums or {}).get("void", 0))
    return Sheet(
        row.number, row.kind, 0, row.present, row.issued + row.paper, returned, returned - void,
        {"paper": void} if void else {}, tuple(rows), 0, whole, code, opinions.number(row),
    )  # fmt: skip


def sheets(case: Election) -> list[Sheet]:
    """Of every round that counts and was counted."""
    if case.outcome is None:
        return []
    rows = [row for row in case.rounds.all() if not row.void and row.opened_at is not None]
    done = int(case.outcome["rounds"])
    return [sheet_of(row) for row in rows if row.number <= done]


def last_counted(case: Election) -> Round:
    """The round whose count stands; those after it were void or are not held yet. Raises `Refused` before any."""
    done = int((case.outcome or {}).get("rounds", 0))
    found = case.rounds.filter(void=False, number__lte=done).order_by("-number").first()
    return found or policies.round_of(case)


def last_sheet(case: Election) -> Sheet:
    return sheet_of(last_counted(case))


def elected(case: Election) -> list[tuple[str, int]]:
    """(name, round) of everybody who is elected, in the order of the rounds and of votes."""
    return [(name, sheet.number) for sheet in sheets(case) for name in sheet.elected]


def seats_open(case: Election) -> int:
    """What is left after all rounds and after what the meeting gave up (ELE-08)."""
    if not case.of_persons:
        return 0
    given_up = int(case.meeting.get("reduce", {}).get("seats", 0))
    return max(0, case.seats - len(elected(case)) - given_up)
