"""Recomputes the whole chain and says what does not fit, first bad line first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection

from . import hashing, triggers
from .models import AuditLine, Seal

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that does not fit. line: serial number of the line at fault, None for a seal."""

    check: str
    seal: int | None
    line: int | None
    sentence: str


@dataclass
class Result:
    """Outcome of a verification: figures, the head of the chain and every break in order."""

    lines: int = 0
    seals: int = 0
    unsealed: int = 0
    pruned_up_to: int = 0
    head: str = ""
    breaks: list[Break] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when nothing was found."""
        return not self.breaks

    @property
    def first_bad_line(self) -> int | None:
        """The lowest serial number at fault."""
        return min((b.line for b in self.breaks if b.line is not None), default=None)

    def add(self, check: str, sentence: str, *, seal: int | None = None, line: int | None = None) -> None:
        """Note one break."""
        self.breaks.append(Break(check, seal, line, sentence))


#: (name, what it proves) in the order in which `lianxin audit verify` prints them
CHECKS = (
    ("triggers", "数据库拒绝修改和删除记录"),
    ("numbers", "封存编号连续，没有缺少"),
    ("links", "每个封存接着上一个封存"),
    ("seals", "封存内容与其摘要一致"),
    ("stamps", "封存由本系统的密钥签盖"),
    ("ranges", "封存范围首尾相接"),
    ("lines", "每条记录与其摘要一致"),
    ("members", "封存之后没有增加、删除、替换记录"),
    ("pruned", "到期清理与清理记录一致"),
    ("expected", "链头与事先抄录的一致"),
)


def verify(*, expect: str = "", progress: Report | None = None) -> Result:
    """Check everything. expect: ``"number:digest"`` written down earlier, proves that the end was not cut off.

    progress: called with (seals done, seals in all). Reads only; holds no lock.
    """
    result = Result()
    missing = triggers.expected(connection.vendor) - triggers.standing(connection)
    if missing:
        result.add("triggers", f"缺少数据库保护：{'、'.join(sorted(missing))}")
    stone = Seal.objects.filter(kind=Seal.TOMBSTONE).order_by("-number").first()
    result.pruned_up_to = stone.last_id if stone else 0
    last, covered = _walk(result, progress)
    _check_tail(result, covered)
    _check_pruned(result)
    if last:
        result.head = f"{last.number}:{last.digest}"
    _check_expected(result, expect)
    return result


def _walk(result: Result, progress: Report | None) -> tuple[Seal | None, int]:
    total = Seal.objects.count()
    previous: Seal | None = None
    covered = 0
    for seal in Seal.objects.order_by("number").iterator(chunk_size=50):
        _check_seal(result, seal, previous)
        if seal.kind == Seal.LINES:
            _check_range(result, seal, covered)
            covered = seal.last_id
        result.seals += 1
        previous = seal
        if progress:
            progress(result.seals, total)
    return previous, covered


def _check_seal(result: Result, seal: Seal, previous: Seal | None) -> None:
    number = seal.number
    wanted = previous.number + 1 if previous else 1
    if number != wanted:
        result.add("numbers", f"第 {wanted} 号封存不见了（下一个是第 {number} 号）", seal=number)
    elif seal.previous != (previous.digest if previous else hashing.GENESIS):
        result.add("links", f"第 {number} 号封存接不上前一个", seal=number)
    if hashing.seal_digest(seal) != seal.digest:
        result.add("seals", f"第 {number} 号封存的内容被改动", seal=number)
    if hashing.stamp_of(seal.digest) != seal.stamp:
        result.add("stamps", f"第 {number} 号封存不是用本系统的密钥签盖的", seal=number)


def _check_range(result: Result, seal: Seal, covered: int) -> None:
    if seal.first_id != covered + 1:
        sentence = f"第 {seal.number} 号封存的起点是 {seal.first_id}，应为 {covered + 1}"
        result.add("ranges", sentence, seal=seal.number)
    if seal.last_id > result.pruned_up_to:
        _check_members(result, seal)


def _check_members(result: Result, seal: Seal) -> None:
    sealed = dict(_parse(seal.members))
    found: list[tuple[int, str]] = []
    rows = AuditLine.objects.unscoped("verification").filter(pk__gte=seal.first_id, pk__lte=seal.last_id)
    for line in rows.order_by("pk").iterator(chunk_size=1000):
        digest = hashing.line_digest(line)
        found.append((line.pk, line.digest))
        result.lines += 1
        if digest != line.digest:
            result.add("lines", f"第 {line.pk} 条记录的内容被改动", seal=seal.number, line=line.pk)
        if line.pk not in sealed:
            result.add("members", f"第 {line.pk} 条记录是封存之后加进来的", seal=seal.number, line=line.pk)
        elif sealed[line.pk] != line.digest[: hashing.SHORT]:
            result.add("members", f"第 {line.pk} 条记录在封存之后被替换", seal=seal.number, line=line.pk)
    for gone in sorted(sealed.keys() - {number for number, _ in found}):
        result.add("members", f"第 {gone} 条记录在封存之后被删除", seal=seal.number, line=gone)
    if hashing.root_of(found) != seal.root:
        named = any(b.check == "members" and b.seal == seal.number for b in result.breaks)
        if not named:
            result.add("members", f"第 {seal.number} 号封存的总摘要对不上", seal=seal.number)


def _parse(members: str) -> Iterator[tuple[int, str]]:
    for part in members.split():
        number, _, digest = part.partition(":")
        if number.isdigit():
            yield int(number), digest


def _check_tail(result: Result, sealed: int) -> None:
    rows = AuditLine.objects.unscoped("verification").filter(pk__gt=sealed).order_by("pk")
    for line in rows.iterator(chunk_size=1000):
        result.lines += 1
        result.unsealed += 1
        if hashing.line_digest(line) != line.digest:
            result.add("lines", f"第 {line.pk} 条记录（尚未封存）的内容被改动", line=line.pk)


def _check_pruned(result: Result) -> None:
    left = AuditLine.objects.unscoped("verification").filter(pk__lte=result.pruned_up_to).order_by("pk")
    for number in left.values_list("pk", flat=True)[:100]:
        result.add("pruned", f"第 {number} 条记录应已到期清理，却仍然存在", line=number)


def _check_expected(result: Result, expect: str) -> None:
    if not expect:
        return
    number, _, digest = expect.partition(":")
    seal = Seal.objects.filter(number=int(number)).first() if number.isdigit() else None
    if seal is None:
        result.add("expected", f"事先抄录的第 {number} 号封存不存在，链条末尾可能被截去")
    elif seal.digest != digest:
        result.add("expected", f"第 {number} 号封存与事先抄录的不同", seal=seal.number)
