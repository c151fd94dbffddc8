"""Two versions of one text side by side: which articles stayed, changed, came and went, and which words in them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .models import Article, Regulation

#: an article whose number moved is known again by this share of common words
ALIKE = 0.6
#: the same number with less than this in common is another article
STILL_IT = 0.25
WORDS = {"same": "没有变", "changed": "有修改", "added": "新增", "removed": "删去"}


@dataclass(frozen=True, slots=True)
class Pair:
    """One article in both versions; None where it is missing."""

    old: Article | None
    new: Article | None

    @property
    def kind(self) -> str:
        """same, changed, added or removed. A number that moved alone is no change of words."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "same" if self.old.text == self.new.text else "changed"

    @property
    def word(self) -> str:
        """The kind in a word."""
        return WORDS[self.kind]

    @property
    def moved(self) -> bool:
        """True when the article has another number now."""
        return bool(self.old and self.new and self.old.heading != self.new.heading)

    @property
    def before(self) -> SafeString:
        """The old text with what fell away marked."""
        return _marked(self.old, self.new, "del", first=True)

    @property
    def after(self) -> SafeString:
        """The new text with what came marked."""
        return _marked(self.old, self.new, "ins", first=False)


def compare(old: Regulation, new: Regulation) -> list[Pair]:
    """Articles of both in the order of the new version; what was removed stands where it was."""
    before, after = list(old.articles.all()), list(new.articles.all())
    partner = _partners(before, after)
    known = set(partner.values())
    pairs = [Pair(next((a for a in before if a.pk == partner.get(b.pk)), None), b) for b in after]
    for gone in [a for a in before if a.pk not in known]:
        place = next((n for n, p in enumerate(pairs) if p.old and p.old.position > gone.position), len(pairs))
        pairs.insert(place, Pair(gone, None))
    return pairs


def _partners(before: list[Article], after: list[Article]) -> dict[int, int]:
    """New article -> the old one that it was: by equal words, by its number, by likeness."""
    found: dict[int, int] = {}
    left = {a.pk: a for a in before}

    def take(new: Article, old: Article) -> None:
        found[new.pk] = old.pk
        left.pop(old.pk)

    by_text = {a.text: a for a in before}
    for b in after:
        same = by_text.get(b.text)
        if same is not None and same.pk in left:
            take(b, same)
    for b in after:
        if b.pk not in found:
            same = next((a for a in left.values() if (a.number, a.suffix) == (b.number, b.suffix)), None)
            if same is not None and _likeness(same, b) >= STILL_IT:
                take(b, same)
    for b in after:
        if b.pk not in found and left:
            best = max(left.values(), key=lambda a: _likeness(a, b))
            if _likeness(best, b) >= ALIKE:
                take(b, best)
    return found


def _likeness(a: Article, b: Article) -> float:
    matcher = SequenceMatcher(None, a.text, b.text, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= STILL_IT and matcher.quick_ratio() >= STILL_IT else 0.0


def _marked(old: Article | None, new: Article | None, tag: str, *, first: bool) -> SafeString:
    mine = old if first else new
    if mine is None:
        return mark_safe("")
    if old is None or new is None or old.text == new.text:
        return escape(mine.text)
    pieces = []
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, old.text, new.text, autojunk=False).get_opcodes():
        piece = old.text[a0:a1] if first else new.text[b0:b1]
        if piece:
            pieces.append(escape(piece) if kind == "equal" else f"<{tag}>{escape(piece)}</{tag}>")
    return mark_safe("".join(pieces))  # noqa: S308 - every piece was escaped
