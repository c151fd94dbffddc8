"""Hints on a reply before it is signed: does it answer, does it speak plainly, does it stay polite?

Hints, never a lock: the writer decides and the one who signs sees them. The words are data in
``reply_words.toml``. Read clause by clause: what is neither courtesy nor introduction nor a receipt
nor a handing on is taken as substance.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .chinese import bigrams
from .reply_points import missed, points

#: kinds of letters whose answer names the ground on which it stands (PET-12)
NEEDS_BASIS = frozenset({"complain", "complaint", "petition", "appeal", "投诉", "信访"})

_CLAUSE = re.compile(r"[，,。！!？?；;：:\n\r\t]+")
_SENTENCE = re.compile(r"[^。！!？?；;：:\n]+")
_BASIS = re.compile(
    r"《[^》]{3,60}》|第[一二三四五六七八九十百零\d]{1,6}条|[〔\[（(﹝]\d{4}[〕\])）﹞]\s*\d+\s*号"
    r"|(?:根据|依据|依照|按照)[^，。]{2,40}(?:法|条例|办法|规定|细则|规范|标准|规划|方案|通知|意见|政策|合同)"
)
_WORDS_OF_SENSE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_EXCERPT = 40


@dataclass(frozen=True, slots=True)
class Hint:
    """One remark on a reply.

    code: stable, e.g. ``"only_forwards"``; text: a plain Chinese sentence for the writer;
    rule: the requirement or rule behind it; quote: the words meant, where there are any.
    """

    code: str
    text: str
    rule: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The content of ``reply_words.toml``, compiled."""

    groups: dict[str, list[re.Pattern[str]]]
    common: frozenset[str]
    phrases: list[tuple[str, re.Pattern[str], str]]
    jargon: list[tuple[re.Pattern[str], str]]
    longest_sentence: int
    least_substance: int


@cache
def words() -> Words:
    """Read the lists once."""
    data = tomllib.loads(Path(__file__).with_name("reply_words.toml").read_text("utf-8"))
    groups = ("acknowledgement", "forwarding", "referral", "courtesy", "introduction")
    return Words(
        groups={name: [re.compile(form) for form in data[name]["clauses"]] for name in groups},
        common=frozenset(data["common"]["pairs"].split()),
        phrases=[(row["kind"], re.compile(row["match"]), row["say"]) for row in data["phrase"]],
        jargon=[(re.compile(row["match"]), row["say"]) for row in data["jargon"]],
        longest_sentence=data["longest_sentence"],
        least_substance=data["least_substance"],
    )


def check_reply(title: str, question: str, reply: str, *, kind: str = "", legal_basis: str = "") -> list[Hint]:
    """All hints on a reply to a letter, the gravest first; an empty list when nothing was noticed.

    title, question: of the letter; legal_basis: ground named in a field of its own.
    kind: kind of the letter; those of `NEEDS_BASIS` are asked for their legal ground.
    """
    if not _WORDS_OF_SENSE.search(reply):
        return [Hint("empty", "答复还没有内容。", "R090")]
    hollow = _hollow(title, question, reply)
    hints = [hollow] if hollow else _unanswered(title, question, reply)
    hints += _impolite(reply)
    if kind in NEEDS_BASIS and not hollow and not legal_basis.strip() and not _BASIS.search(reply):
        hints.append(Hint("no_basis", "没有看到所依据的法规、文件或标准。请写明依据，并用大白话解释。", "PET-12"))
    return hints + _hard_to_read(reply)


def substance(reply: str) -> tuple[str, frozenset[str]]:
    """What a reply says beyond courtesy, receipt and handing on, and the groups that were taken away."""
    kept, seen = [], set()
    for clause in filter(None, (piece.strip() for piece in _CLAUSE.split(reply))):
        group = next((name for name, forms in words().groups.items() if any(f.search(clause) for f in forms)), "")
        if group:
            seen.add(group)
        else:
            kept.append(clause)
    return "，".join(kept), frozenset(seen)


def is_substantive(title: str, question: str, reply: str) -> bool:
    """False when a reply only acknowledges, hands on, sends elsewhere or speaks of something else."""
    return bool(_WORDS_OF_SENSE.search(reply)) and _hollow(title, question, reply) is None


def _hollow(title: str, question: str, reply: str) -> Hint | None:
    """The one reason why a reply does not answer at all."""
    core, seen = substance(reply)
    if len(_WORDS_OF_SENSE.findall(core)) < words().least_substance:
        if "referral" in seen:
            return Hint("only_refers", "只请来信人另找别处，没有说明问题本身。能查到的请直接写出来。", "R090")
        if "forwarding" in seen:
            return Hint("only_forwards", "只说明已转交，还没有答复问题。转交不会停止答复时限。", "R090")
        if "acknowledgement" in seen:
            return Hint("only_acknowledges", "只说明已收到，还没有答复问题。收到不会停止答复时限。", "R090")
        return Hint("no_substance", "只有称呼、感谢或日期，没有实际内容。", "R090")
    asked = set(bigrams(f"{title} {question}"))
    if not (asked & set(bigrams(reply))) - words().common:
        return Hint("nothing_shared", "答复和来信没有相同的词，可能答非所问。请核对是不是这封信的答复。", "R090")
    return None


def _unanswered(title: str, question: str, reply: str) -> list[Hint]:
    asked = points(title, question)
    left = missed(asked, reply, common=words().common) if len(asked) > 1 else []
    if not left:
        return []
    quotes = "；".join(_short(point) for point in left)
    text = f"来信有 {len(asked)} 个问题点，其中 {len(left)} 个好像没有提到。请逐点答复。"
    return [Hint("points_missed", text, "R090", quotes)]


def _impolite(reply: str) -> list[Hint]:
    faults = {"scold": "这句话像在责怪来信人。", "brush_off": "这句话像在推脱。"}
    found = ((kind, form.search(reply), say) for kind, form, say in words().phrases)
    return [Hint(kind, f"{faults[kind]}{say}", "R093", match.group()) for kind, match, say in found if match]


def _hard_to_read(reply: str) -> list[Hint]:
    hints = []
    limit = words().longest_sentence
    long = [sentence.strip() for sentence in _SENTENCE.findall(reply) if len(sentence.strip()) > limit]
    if long:
        text = f"有 {len(long)} 句超过 {limit} 个字，读起来吃力。请分成短句。"
        hints.append(Hint("long_sentence", text, "R091", _short(max(long, key=len))))
    for form, say in words().jargon:
        if match := form.search(reply):
            hints.append(Hint("jargon", f"“{match.group()}”是公文用语，可以改为：{say}。", "R091", match.group()))
    return hints


def _short(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"
