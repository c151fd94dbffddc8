"""Counted groups in, the tables of the bulletin out. No database here; the page, the command, the file that is
downloaded and the tests all take their figures from `tables`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from . import bulletin
from .bulletin import Frame, Span
from .occupations import GROUPS, OTHER_TEXT, UNFILLED, group_of

#: sex in the standard's code -> word; everything else is not filled in
_SEX = {"2": "女", "1": "男"}


class Group(NamedTuple):
    """Members who stand in the same line of every table, and how many they are.

    sex: code; ethnicity: "han", "other" or empty; education: first digit of the code; age, joined: number of the span
    in `Frame.ages` and `Frame.periods`, -1 when unknown; full: no longer on probation; fresh: joined in the year of
    the statistics; young: by `Frame.young`.
    """

    sex: str
    ethnicity: str
    education: str
    age: int
    joined: int
    full: bool
    fresh: bool
    young: bool
    n: int


class File(Protocol):
    """What is asked of one member when rows are counted here and not by the database."""

    sex: str
    ethnicity: str
    education: str
    born: date | None
    joined_on: date | None
    stage: str
    full_since: date | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted. occupations: (what stands in the file, joined in the year) -> members; organisations: kind ->
    how many; way: stage before admission -> how many, None for a day that is over, since nobody wrote that down."""

    groups: Sequence[Group]
    occupations: Mapping[tuple[str, bool], int]
    organisations: Mapping[str, int]
    way: Mapping[str, int] | None = None
    #: (members, organisations of the bulletin) at the end of the year before; None when nobody asked
    before: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line. share: of the table's whole, 0..1; None where there is no whole."""

    label: str
    n: int
    share: float | None

    @property
    def percent(self) -> str:
        """As the bulletin prints it, one digit after the point."""
        return "" if self.share is None else f"{self.share * 100:.1f}%"


@dataclass(frozen=True, slots=True)
class Table:
    """One table. lines: parts that add up to n, unless `parts` is False; sums: further figures of the same whole."""

    key: str
    title: str
    n: int
    lines: tuple[Line, ...]
    sums: tuple[Line, ...] = ()
    unit: str = "名"
    note: str = ""
    parts: bool = True

    def value(self, label: str) -> int:
        """The figure of a line or a sum. Raises KeyError."""
        for line in (*self.lines, *self.sums):
            if line.label == label:
                return line.n
        raise KeyError(label)


@dataclass(frozen=True, slots=True)
class Growth:
    """Against the end of the year before. members, organisations: how many more, negative for fewer; before: members then."""

    since: date
    members: int
    organisations: int
    before: int

    @property
    def text(self) -> str:
        """As the bulletin says it, with the percentage where there was anybody before."""
        word = "净增" if self.members >= 0 else "净减"
        share = (
            f"，{'增长' if self.members >= 0 else '下降'} {abs(self.members) / self.before:.1%}" if self.before else ""
        )
        more = "净增" if self.organisations >= 0 else "净减"
        return (
            f"比 {self.since.year} 年末{word} {abs(self.members)} 名{share}；党组织{more} {abs(self.organisations)} 个"
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """All tables of an organisation on a day. strange: occupations that no group knows, the most frequent first."""

    day: date
    total: int
    full: int
    tables: tuple[Table, ...]
    strange: tuple[tuple[str, int], ...] = ()
    growth: Growth | None = None

    @property
    def probationary(self) -> int:
        return self.total - self.full

    def table(self, key: str) -> Table:
        """Raises KeyError for a table that this day does not have."""
        for table in self.tables:
            if table.key == key:
                return table
        raise KeyError(key)


def tables(counts: Counts, frame: Frame) -> Sheet:
    """The tables of the bulletin, in its order."""
    groups = counts.groups
    total = sum(group.n for group in groups)
    worked, strange = _occupations(counts.occupations)
    found = [
        _sex(groups), _ethnicity(groups), _education(groups), _spans("age", "年龄", groups, frame.ages),
        _spans("joined", "入党时间", groups, frame.periods), _work("occupation", "职业", worked, fresh=None),
        _organisations(counts.organisations), _developed(groups, frame), _work("developed_work", "本年发展党员的职业", worked, fresh=True),
    ]  # fmt: skip
    if counts.way is not None:
        found.append(_way(counts.way))
    full = sum(group.n for group in groups if group.full)
    return Sheet(frame.day, total, full, tuple(found), strange, _growth(counts, total, frame))


def mismatches(sheet: Sheet) -> list[str]:
    """Titles of tables whose lines do not add up to the members who were counted: somebody changed files meanwhile."""
    personal = [t for t in sheet.tables if t.key in ("sex", "ethnicity", "education", "age", "joined", "occupation")]
    return [t.title for t in personal if sum(line.n for line in t.lines) != sheet.total]


def group(file: File, frame: Frame) -> Group:
    """The group of one member: what the database does for all of them in one statement."""
    joined = file.joined_on
    return Group(
        sex=file.sex, ethnicity={"": "", bulletin.HAN: "han"}.get(file.ethnicity, "other"), education=file.education[:1],
        age=bulletin.place(frame.ages, file.born), joined=bulletin.place(frame.periods, joined),
        full=file.stage == "member" and (file.full_since is None or file.full_since <= frame.day),
        fresh=joined is not None and joined >= frame.year_begins,
        young=file.born is not None and frame.young.holds(file.born), n=1,
    )  # fmt: skip


def together(groups: Iterable[Group]) -> list[Group]:
    """Equal groups as one."""
    found: Counter[Group] = Counter()
    for one in groups:
        found[one._replace(n=0)] += one.n
    return [key._replace(n=n) for key, n in found.items()]


def _sum(groups: Iterable[Group], wanted: Callable[[Group], bool]) -> int:
    return sum(group.n for group in groups if wanted(group))


def _table(key: str, title: str, parts: Mapping[str, int], *, sums: Mapping[str, int] | None = None,
           unit: str = "名", note: str = "") -> Table:  # fmt: skip
    n = sum(parts.values())
    lines = tuple(_line(label, value, n) for label, value in parts.items())
    return Table(key, title, n, lines, tuple(_line(w, v, n) for w, v in (sums or {}).items()), unit, note)


def _line(label: str, value: int, whole: int) -> Line:
    return Line(label, value, value / whole if whole else None)


def _filled(parts: dict[str, int], total: int, word: str = UNFILLED) -> dict[str, int]:
    """With a line for what is missing, when something is."""
    left = total - sum(parts.values())
    return parts | {word: left} if left else parts


def _by(groups: Iterable[Group], name: str) -> Counter[Any]:
    """value of a field -> members."""
    found: Counter[Any] = Counter()
    for one in groups:
        found[getattr(one, name)] += one.n
    return found


def _sex(groups: Sequence[Group]) -> Table:
    found = _by(groups, "sex")
    return _table("sex", "性别", _filled({word: found[code] for code, word in _SEX.items()}, found.total()))


def _ethnicity(groups: Sequence[Group]) -> Table:
    found = _by(groups, "ethnicity")
    return _table("ethnicity", "民族", _filled({"汉族": found["han"], "少数民族": found["other"]}, found.total()))


def _education(groups: Sequence[Group]) -> Table:
    found = _by(groups, "education")
    parts = {word: found[digit] for digit, word in bulletin.EDUCATION.items()}
    college = {"大专及以上": sum(found[digit] for digit in bulletin.COLLEGE)}
    return _table("education", "学历", _filled(parts, found.total()), sums=college)


def _spans(key: str, title: str, groups: Sequence[Group], spans: Sequence[Span]) -> Table:
    found = _by(groups, key)
    return _table(key, title, _filled({span.label: found[at] for at, span in enumerate(spans)}, found.total()))


def _occupations(
    counted: Mapping[tuple[str, bool], int],
) -> tuple[Counter[tuple[str, bool]], tuple[tuple[str, int], ...]]:
    """((group, joined in the year) -> members, texts that no group knows)."""
    worked: Counter[tuple[str, bool]] = Counter()
    strange: Counter[str] = Counter()
    for (text, fresh), n in counted.items():
        name = group_of(text)
        worked[name, fresh] += n
        if name == OTHER_TEXT:
            strange[text] += n
    return worked, tuple(strange.most_common())


def _work(key: str, title: str, worked: Counter[tuple[str, bool]], *, fresh: bool | None) -> Table:
    """fresh: only those of the year; None for all."""
    found = {
        name: sum(n for (g, f), n in worked.items() if g == name and fresh in (None, f))
        for name in (*GROUPS, OTHER_TEXT, UNFILLED)
    }
    return _table(key, title, {name: n for name, n in found.items() if n or name in GROUPS})


def _growth(counts: Counts, total: int, frame: Frame) -> Growth | None:
    if counts.before is None:
        return None
    members, organisations = counts.before
    now = sum(n for kind, n in counts.organisations.items() if kind in bulletin.ORGANISATIONS)
    return Growth(frame.year_begins - bulletin.ONE_DAY, total - members, now - organisations, members)


def _organisations(kinds: Mapping[str, int]) -> Table:
    parts = dict.fromkeys(bulletin.ORGANISATIONS.values(), 0)
    for kind, word in bulletin.ORGANISATIONS.items():
        parts[word] += kinds.get(kind, 0)
    more = {"联合党支部": "joint_branch", "临时党支部": "temporary_branch", "流动党员党支部": "mobile_branch"}
    sums = {f"其中{word}": kinds[kind] for word, kind in more.items() if kinds.get(kind)}
    note = f"另有党小组 {kinds['group']} 个。" if kinds.get("group") else ""
    return _table("organisations", "党组织", parts, sums=sums, unit="个", note=note)


def _developed(groups: Sequence[Group], frame: Frame) -> Table:
    """发展党员 of the year: lines overlap, so they are no parts."""
    fresh = [group for group in groups if group.fresh]
    n = sum(group.n for group in fresh)
    lines = {
        "女": _sum(fresh, lambda g: g.sex == "2"), "少数民族": _sum(fresh, lambda g: g.ethnicity == "other"),
        frame.young.label: _sum(fresh, lambda g: g.young),
        "大专及以上": _sum(fresh, lambda g: g.education in bulletin.COLLEGE),
    }  # fmt: skip
    made = tuple(_line(label, value, n) for label, value in lines.items())
    return Table("developed", f"{frame.day.year} 年发展党员", n, made, parts=False, note="各项有重叠，不相加。")


def _way(stages: Mapping[str, int]) -> Table:
    words = {"applicant": "入党申请人", "activist": "入党积极分子", "candidate": "发展对象"}
    parts = {word: stages.get(code, 0) for code, word in words.items()}
    return _table("way", "正在培养", parts)
