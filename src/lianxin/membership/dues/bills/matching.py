"""Who paid, proposed with its reasons; people decide. Plain Python: facts in, proposals out.

Certain: the payment code and whole months, or a bank's own word for the payer's name and whole months. Likely: one
sign and something that does not fit. Unknown: nothing, or several whom it could be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ..reckoning import spread
from ..reference import numbers_in
from ..words import SURE

Months = tuple[tuple[date, int], ...]
_DIGITS = re.compile(r"(?<!\d)(?:1\d{2}[\d*]{4})?(\d{4})(?!\d)")
_AROUND = re.compile(r"[\s·•・]+")
#: names that are shorter mean too many people when they stand inside other words
_NAME_LEAST = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who could have paid. owed: (month, fen), the oldest first; tail: last four digits of the telephone."""

    pk: int
    name: str
    tail: str
    owed: Months


@dataclass(frozen=True, slots=True)
class Facts:
    """A line of a bill as the matching sees it. verified: the bill carries the payer's name as the bank knows it."""

    pk: int
    on: date
    fen: int
    party: str
    words: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """sure: see `words.SURE`; member: primary key or None; months and extra: how the money would be used, in fen."""

    sure: str
    member: int | None = None
    months: Months = ()
    extra: int = 0
    reasons: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return SURE[self.sure]


@dataclass
class _Signs:
    """What points at a candidate."""

    code: bool = False
    name: bool = False
    tail: bool = False
    reasons: list[str] = field(default_factory=list)


def propose(
    lines: Sequence[Facts], candidates: Iterable[Candidate], oldest: Callable[[date], date]
) -> dict[int, Proposal]:
    """A proposal for every line, in the order of the lines: what an earlier one pays is no longer owed for a later one.

    oldest: day -> the first month that can still be made up for on that day (FEE-06).
    """
    index = _Index(candidates)
    left = {one.pk: dict(one.owed) for one in index.people.values()}
    found = {}
    for line in lines:
        found[line.pk] = made = _one(line, index, left, oldest(line.on))
        if made.member is not None:
            for month, fen in made.months:
                left[made.member][month] -= fen
    return found


def _one(line: Facts, index: _Index, left: dict[int, dict[date, int]], oldest: date) -> Proposal:
    people, signs = index.people, index.signs(line)
    strongest = [pk for pk, sign in signs.items() if sign.code] or [pk for pk, sign in signs.items() if sign.name]
    strongest = strongest or list(signs)
    used = {pk: spread(line.fen, _open(left[pk], oldest)) for pk in strongest}
    fitting = [pk for pk in strongest if _whole(used[pk], left[pk], oldest)]
    if len(strongest) != 1 and len(fitting) != 1:
        if not strongest:
            return Proposal("unknown", reasons=("没有缴费代码、姓名或手机尾号能对上",))
        names = "、".join(people[pk].name for pk in strongest[:3])
        return Proposal(
            "unknown", reasons=(f"有 {len(strongest)} 位都可能：{names}{'等' if len(strongest) > 3 else ''}",)
        )
    pk = strongest[0] if len(strongest) == 1 else fitting[0]
    sign, (months, extra) = signs[pk], used[pk]
    reasons = [*sign.reasons]
    if len(strongest) > 1:
        reasons.append(f"同样的还有 {len(strongest) - 1} 位，只有这位的金额对得上")
    whole = pk in fitting
    reasons.append(_fit_words(months, extra, whole=whole))
    sure = "certain" if whole and len(strongest) == 1 and (sign.code or (sign.name and line.verified)) else "likely"
    if sign.tail and not (sign.code or sign.name) and not whole:
        return Proposal("unknown", reasons=tuple(reasons))
    if line.verified and sign.code and not sign.name and _chinese_name(line.party):
        reasons.append(f"付款人是{line.party.split(' ')[0]}，可能是代交")
    return Proposal(sure, pk, months, extra, tuple(reasons))


class _Index:
    """The candidates by what can stand in a line, made once for all lines."""

    def __init__(self, people: Iterable[Candidate]) -> None:
        self.people = {one.pk: one for one in people}
        self.names: dict[str, list[int]] = {}
        self.tails: dict[str, list[int]] = {}
        for one in self.people.values():
            name = _folded(one.name)
            if len(name) >= _NAME_LEAST:
                self.names.setdefault(name, []).append(one.pk)
            if one.tail:
                self.tails.setdefault(one.tail, []).append(one.pk)

    def signs(self, line: Facts) -> dict[int, _Signs]:
        """Everybody at whom something points, in the order of the candidates."""
        found: dict[int, _Signs] = {}
        for pk in numbers_in(f"{line.words} {line.party}"):
            if pk in self.people:
                sign = found.setdefault(pk, _Signs())
                sign.code = True
                sign.reasons.append("附言里有缴费代码")
        party = _folded(line.party)
        both = f"{party}\n{_folded(line.words)}"
        named = [name for name in self.names if name in both]
        for name in named:
            # 周禾 is no payer where 周禾苗 is written
            if any(name != other and name in other for other in named):
                continue
            for pk in self.names[name]:
                sign = found.setdefault(pk, _Signs())
                sign.name = True
                sign.reasons.append("付款人姓名相同" if name in party else "附言里有姓名")
        for tail in dict.fromkeys(_DIGITS.findall(f"{line.party} {line.words}")):
            for pk in self.tails.get(tail, ()):
                sign = found.setdefault(pk, _Signs())
                sign.tail = True
                sign.reasons.append(f"手机尾号 {tail} 相同")
        return found


def _open(owed: dict[date, int], oldest: date) -> list[tuple[date, int]]:
    return [(month, fen) for month, fen in sorted(owed.items()) if fen > 0 and month >= oldest]


def _whole(used: tuple[Months, int], owed: dict[date, int], oldest: date) -> bool:
    """The money pays whole months and nothing is left over."""
    months, extra = used
    return bool(months) and extra == 0 and months[-1][1] == dict(_open(owed, oldest))[months[-1][0]]


def _fit_words(months: Months, extra: int, *, whole: bool) -> str:
    if not months:
        return "没有欠交的月份，会全部记作自愿多交，请先看应收记了没有"
    if whole:
        return f"正好是 {len(months)} 个月的党费"
    return "比欠交的多，多出的记作自愿多交" if extra else "不是整月的金额"


def _chinese_name(party: str) -> bool:
    return bool(re.fullmatch(r"[\u4e00-\u9fff·]{2,6}", party.split(" ")[0]))


def _folded(text: str) -> str:
    return _AROUND.sub("", unicodedata.normalize("NFKC", text)).casefold()
