"""Every check of an archive, in order, stricter than the specification asks.

Beyond it: the published table is summed up anew, its size too; ranked questions were shuffled by two trustees at
least; each number of the file is an element of the group; nothing stands in an answer but what belongs there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, NoReturn, TypeVar

from .archive import Archive, load
from .credentials import read_roll
from .many import Looked, look
from .mixing import read_shuffle, shuffle_holds
from .questions import Election, read_election
from .tallies import (
    Decryption,
    Result,
    Table,
    decryption_is_of,
    encrypted_tally,
    last_ballots,
    owners,
    plain_result,
    plain_table,
    read_decryption,
    read_sized,
    result,
    with_ranked,
)
from .texts import MalformedError, compact, fields, fingerprint, read
from .trustees import Pedersen, Trustee, election_key, read_trustees

T = TypeVar("T")
#: two who do not work together must have mixed what is opened one by one
SHUFFLERS = 2


@dataclass(frozen=True)
class Check:
    """What was asked of the file, and whether it holds."""

    what: str
    holds: bool
    why: str = ""


@dataclass
class Report:
    """The verdict on a file; `complete` when the result stands in it."""

    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    uuid: str = ""
    head: str = ""
    ballots: int = 0
    verified: int = 0
    seconds: float = 0.0
    complete: bool = False
    result: Result | None = None

    @property
    def holds(self) -> bool:
        return bool(self.checks) and all(check.holds for check in self.checks)

    @property
    def rate(self) -> float:
        """Ballots whose proofs were computed, a second."""
        return self.verified / self.seconds if self.seconds else 0.0

    def plain(self) -> dict[str, Any]:
        return {
            "holds": self.holds, "complete": self.complete, "uuid": self.uuid, "head": self.head, "ballots": self.ballots,
            "verified": self.verified, "seconds": round(self.seconds, 3), "ballots_per_second": round(self.rate, 1),
            "checks": [{"what": c.what, "holds": c.holds, "why": c.why} for c in self.checks], "notes": self.notes,
            "result": self.result,
        }  # fmt: skip


class _StopError(Exception):
    """The check before this is the last that makes sense."""


def verify(
    raw: bytes, *, jobs: int = 1, known: Callable[[str], bool] = lambda tracker: False,
    seen: Callable[[int, int], None] = lambda done, all_of_them: None,
) -> Report:  # fmt: skip
    """Check a file. known: whether the proofs of a ballot of this tracker held before; seen: told how far it is.

    Never raises for what stands in the file: the report says which check failed and why.
    """
    report = Report()
    with contextlib.suppress(_StopError):
        _Verification(report, jobs, known, seen).run(raw)
    return report


class _Verification:
    def __init__(
        self, report: Report, jobs: int, known: Callable[[str], bool], seen: Callable[[int, int], None]
    ) -> None:
        self.report, self.jobs, self.known, self.seen = report, jobs, known, seen

    def run(self, raw: bytes) -> None:
        archive = self.ask("档案的字节、每个哈希和事件链", lambda: load(raw))
        self.report.head = archive.head or ""
        if not archive.events:
            self.fail("选举已经设立", "档案里没有事件")
        self.setup(archive)
        self.ballots(archive)
        kinds = {event.kind for event in archive.events}
        if "EncryptedTally" not in kinds:
            self.report.notes.append("投票还没有结束：只检查了设立和选票")
            return
        table = self.table(archive)
        table = self.shuffles(archive, table)
        if "PartialDecryption" in kinds:
            self.opened(archive, table)

    def ask(self, what: str, question: Callable[..., T], *given: Any) -> T:
        """Note a check; the answer of the question, which raises when it does not hold."""
        try:
            found = question(*given)
        except (ValueError, ArithmeticError, KeyError, TypeError) as wrong:
            self.fail(what, str(wrong))
        self.report.checks.append(Check(what, True))
        return found

    def fail(self, what: str, why: str) -> NoReturn:
        self.report.checks.append(Check(what, False, why))
        raise _StopError

    def hold(self, what: str, holds: bool, why: str) -> None:
        if not holds:
            self.fail(what, why)
        self.report.checks.append(Check(what, True))

    def setup(self, archive: Archive) -> None:
        names = self.ask(
            "设立事件", lambda: fields(read(archive.of("Setup")[0]), "setup", ("election", "trustees", "credentials"))
        )
        self.election: Election = self.ask("选举和题目", lambda: read_election(archive.data[names["election"]]))
        self.report.uuid = self.election.uuid
        group = self.election.group
        self.trustees: list[Trustee] = self.ask(
            "保管人的密钥、证明和签名", lambda: read_trustees(archive.data[names["trustees"]], group)
        )
        self.hold(
            "选举密钥由全部保管人的密钥合成", election_key(group, self.trustees) == self.election.key, "密钥不相符"
        )
        self.roll: Mapping[int, int] = self.ask(
            "选民名册：每个公开凭证各不相同", lambda: read_roll(read(archive.data[names["credentials"]]), group)
        )
        ranked = bool(self.election.ranked)
        self.hold("逐张开票的题目每票一份", not ranked or set(self.roll.values()) <= {1}, "有选票不止一份")

    def ballots(self, archive: Archive) -> None:
        began, texts = perf_counter(), archive.of("Ballot")
        trackers = [fingerprint(text) for text in texts]
        new = [not self.known(tracker) for tracker in trackers]
        looked: list[Looked] = self.ask("选票的格式", self._looked, texts, new)
        self.report.ballots = len(texts)
        strangers = [name for name, one in zip(trackers, looked, strict=True) if int(one.credential) not in self.roll]
        self.hold("每张选票都来自名册上的凭证", not strangers, f"{strangers[:3]} 不在名册上")
        self.hold("没有两张相同的选票", len(set(trackers)) == len(trackers), "同一张选票出现两次")
        wrong = [one.wrong for one in looked if one.wrong]
        self.report.verified, self.report.seconds = sum(new), perf_counter() - began
        self.hold("每张选票的签名和全部零知识证明", not wrong, "；".join(wrong[:3]))
        self.cast: list[Looked] = last_ballots(looked)

    def _looked(self, texts: Sequence[str], new: Sequence[bool]) -> list[Looked]:
        """Every ballot read and, where it is new, its proofs computed; MalformedError for the first that is none."""
        found: list[Looked] = []
        for part in look(self.election.text, texts, new, self.jobs):
            for one in part:
                if one.malformed is not None:
                    raise MalformedError(one.malformed)
            found += part
            self.seen(len(found), len(texts))
        return found

    def table(self, archive: Archive) -> Table:
        sized = self.ask("密文合计的大小", lambda: read_sized(read(archive.of("EncryptedTally")[0])))
        table: Table = self.ask(
            "密文合计由全部选票重新算出", lambda: encrypted_tally(self.election, self.cast, self.roll)
        )
        published = archive.data.get(sized.table)
        self.hold(
            "公布的密文合计与重新算出的相同", published == compact(plain_table(table)), "公布的合计不是这些选票的"
        )
        weight = sum(self.roll[int(ballot.credential)] for ballot in self.cast)
        self.hold("计入的张数和权重", (sized.ballots, sized.weight) == (len(self.cast), weight), "张数或者权重不符")
        self.total = weight
        return table

    def shuffles(self, archive: Archive, table: Table) -> Table:
        handed_in = archive.of("Shuffle")
        if not self.election.ranked:
            self.hold("没有需要打乱的题目", not handed_in, "不该有的打乱")
            return table
        who: set[int] = set()
        current = [table[place] for place in self.election.ranked]
        for text in handed_in:
            owner, body = self.ask("打乱的提交人", self._owned, archive, text)
            mixed = self.ask("打乱的格式", self._shuffle, body, current)
            holds = shuffle_holds(self.election.group, self.election.key, self.election.fingerprint, current, mixed)
            self.hold(f"保管人 {owner} 打乱的证明", holds, "证明不成立")
            who.add(owner)
            current = list(mixed.ciphertexts)
        ended = any(event.kind == "EndShuffles" for event in archive.events)
        if ended or any(event.kind == "PartialDecryption" for event in archive.events):
            self.hold(f"至少 {SHUFFLERS} 人先后打乱", ended and len(who) >= SHUFFLERS, f"只有 {len(who)} 人")
        return with_ranked(self.election, table, current)

    def _shuffle(self, body: str, current: Sequence[Any]) -> Any:
        mixed = read_shuffle(read(body), [len(question) for question in current])
        return _canonical(mixed, body)

    def _owned(self, archive: Archive, text: str) -> tuple[int, str]:
        found = fields(read(text), "owned", ("owner", "payload"))
        owner = found["owner"]
        if type(owner) is not int or not 1 <= owner <= len(owners(self.trustees)):
            raise MalformedError("no trustee of this number")
        return owner, archive.data[found["payload"]]

    def opened(self, archive: Archive, table: Table) -> None:
        parts: dict[int, Decryption] = {}
        for text in archive.of("PartialDecryption"):
            owner, body = self.ask("解密份额的提交人", self._owned, archive, text)
            part = self._part(table, owner, body)
            if owner in parts:
                self.fail("每个保管人只有一份解密份额", f"保管人 {owner} 有两份")
            if part is not None:
                parts[owner] = part
        if not archive.of("Result"):
            self.report.notes.append("结果还没有公布")
            return
        found: Result = self.ask(
            "结果由解密份额重新算出", lambda: result(self.election, self.trustees, table, parts, self.total)
        )
        self.hold("公布的结果与重新算出的相同", archive.of("Result")[0] == compact(plain_result(found)), "结果不符")
        self.report.result, self.report.complete = found, True

    def _part(self, table: Table, owner: int, body: str) -> Decryption | None:
        """A part that holds; None with a note where others suffice: one wrong trustee does not stop a count."""
        public = owners(self.trustees)[owner - 1]
        try:
            part: Decryption = _canonical(read_decryption(read(body), table), body)
            holds = decryption_is_of(self.election, table, public, part)
        except MalformedError:
            holds = False
        if not holds and not self._spare(owner):
            self.fail(f"保管人 {owner} 的解密证明", "证明不成立")
        if not holds:
            self.report.notes.append(f"保管人 {owner} 的解密份额不成立，没有采用")
            return None
        self.report.checks.append(Check(f"保管人 {owner} 的解密证明", True))
        return part

    def _spare(self, owner: int) -> bool:
        """Whether others of the same group can do without this owner."""
        number = 0
        for trustee in self.trustees:
            number += len(trustee.verification_keys)
            if owner <= number:
                return isinstance(trustee, Pedersen) and trustee.threshold < len(trustee.verification_keys)
        return False


def _canonical(found: Any, text: str) -> Any:
    if compact(found.plain()) != text:
        raise MalformedError("not in canonical form")
    return found
