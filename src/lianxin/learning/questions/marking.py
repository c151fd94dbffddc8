"""What a question may look like and what an answer earns; plain Python, no database.

A key is a list: positions of the right options, or, for blanks, the texts that each blank accepts. An answer is a list
of the same length idea: positions that were chosen, or what was written into each blank.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lianxin.kernel.canonical import canonical_json
from lianxin.kernel.chinese import fold

from .words import KINDS, TRUTH

CENTS = 100
MOST_OPTIONS, LEAST_OPTIONS, MOST_BLANKS = 8, 2, 6
#: what stands in a stem where something is to be filled in
GAP = "____"


@dataclass(frozen=True, slots=True)
class Text:
    """A question as it is written. key: see the module; source: 出处, the text and clause; keep_order: options are not mixed."""

    kind: str
    stem: str
    options: tuple[str, ...]
    key: tuple[Any, ...]
    explanation: str
    source: str
    keep_order: bool = False

    @property
    def fingerprint(self) -> str:
        """Two questions with the same one ask the same (32 hex digits); the key and the order of options do not count."""
        asked = [bare(self.stem), self.kind, *sorted(bare(option) for option in self.options)]
        return hashlib.blake2b(canonical_json(asked), digest_size=16).hexdigest()


def bare(text: str) -> str:
    """A text without what nobody hears: width, case, blanks and punctuation."""
    return "".join(sign for sign in fold(text) if unicodedata.category(sign)[0] not in "PZCS" or sign in "+%℃")


def faults(text: Text) -> list[tuple[str, str]]:
    """(field, why it cannot be asked like this), all at once; the lengths are the matter of the rules."""
    found: list[tuple[str, str]] = []
    if text.kind not in KINDS:
        return [("kind", "题型应是" + "、".join(KINDS.values()))]
    found += [(name, f"缺少{word}") for name, word in (("stem", "题干"), ("explanation", "解析"), ("source", "出处"))
              if not getattr(text, name).strip()]  # fmt: skip
    found += _blanks(text) if text.kind == "blank" else _choices(text)
    return found


def _choices(text: Text) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if text.kind == "truth" and text.options != TRUTH:
        found.append(("options", "判断题的选项固定是“对”和“错”"))
    if not LEAST_OPTIONS <= len(text.options) <= MOST_OPTIONS:
        found.append(("options", f"选项要有 {LEAST_OPTIONS} 到 {MOST_OPTIONS} 个"))
    if len({fold(option) for option in text.options}) != len(text.options):
        found.append(("options", "有两个选项写得一样"))
    if not text.key:
        found.append(("key", "缺少答案"))
    elif list(text.key) != sorted(set(text.key)) or not all(0 <= at < len(text.options) for at in text.key):
        found.append(("key", "答案不在选项里"))
    elif text.kind in ("single", "truth") and len(text.key) != 1:
        found.append(("key", f"{KINDS[text.kind]}只能有一个答案"))
    elif text.kind == "multiple" and len(text.key) < 2:
        found.append(("key", "多选题至少有两个答案"))
    return found


def _blanks(text: Text) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if text.options:
        found.append(("options", "填空题不写选项"))
    if not text.key or not all(accepted and all(bare(one) for one in accepted) for accepted in text.key):
        found.append(("key", "缺少答案"))
    elif len(text.key) > MOST_BLANKS:
        found.append(("key", f"一题最多 {MOST_BLANKS} 个空"))
    gaps = text.stem.count(GAP)
    if text.key and gaps != len(text.key):
        found.append(("stem", f"题干里有 {gaps} 个空（写作 {GAP}），答案有 {len(text.key)} 个"))
    return found


def share(kind: str, key: Sequence[Any], said: Sequence[Any]) -> Fraction:
    """What an answer earns of a question, between 0 and 1. Anything that is no answer earns nothing."""
    if kind == "blank":
        written = [bare(str(one)) for one in said][: len(key)]
        right = sum(
            1 for accepted, one in zip(key, written, strict=False) if one and one in {bare(a) for a in accepted}
        )
        return Fraction(right, len(key))
    chosen, wanted = set(said), set(key)
    if not chosen or not chosen <= wanted:
        return Fraction(0)
    return Fraction(len(chosen), len(wanted)) if kind == "multiple" else Fraction(int(chosen == wanted))


def earned(points: int, part: Fraction) -> int:
    """Hundredths of a point; what is left over falls away."""
    return int(points * CENTS * part)


def taken(kind: str, options: int, blanks: int, said: Any) -> list[Any] | None:
    """An answer as it is kept, or None for what is none. An empty list says that it was left open again."""
    if not isinstance(said, list):
        return None
    if kind == "blank":
        if len(said) > blanks or not all(isinstance(one, str) and len(one) <= 200 for one in said):
            return None
        return [one.strip() for one in said] if any(one.strip() for one in said) else []
    if not all(type(at) is int and 0 <= at < options for at in said):
        return None
    chosen = sorted(set(said))
    return None if kind in ("single", "truth") and len(chosen) > 1 else chosen
