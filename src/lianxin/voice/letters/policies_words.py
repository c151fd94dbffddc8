"""Who may look at later words (追问、补充、the text of a 评价), and who may appeal against their not being shown (M02)."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Decision, Denied

from .models import Letter, Message, Rating, Words, WordsReview
from .policies import inside, is_author, until
from .policies import may_review as may_review_letter


def letter_of(words: Words) -> Letter:
    """The letter to which the words belong."""
    return cast("Message | Rating", words).letter


def reviews_of(words: Words) -> list[WordsReview]:
    """Decisions in their order; no statement when they were fetched with the words, or there can be none."""
    if words.publication == "pending":
        return []
    return list(cast("Message | Rating", words).reviews.all())


def may_review(actor: Actor, words: Words, *, public: bool, seen: str = "") -> Decision:
    """One decision, which stands: two reviewers at one time are told. Kept back words may still be shown later."""
    if words.publication == "appealed":
        return Denied("留言人已经申诉，请按申诉复核。", rule="LX-01", code="appealed")
    again = words.publication != "pending" and not (public and words.publication == "withheld")
    if again or (seen and seen != words.publication):
        return Denied("另一位审核员已经审核过这段文字，请看现在的结果。", code="stale")
    return may_review_letter(actor, letter_of(words))


def may_appeal(actor: Actor, words: Words) -> Decision:
    """The author, once, within the working days of LX-01, when the author wants the letter to be read."""
    letter, rows = letter_of(words), reviews_of(words)
    if not is_author(actor, letter):
        return OUT_OF_SCOPE
    if words.publication == "appealed" or any(row.on_appeal for row in rows):
        return Denied("这段话已经申诉过一次。", rule="LX-01", code="once")
    held = held_back(rows)
    if words.publication != "withheld" or held is None or not letter.wants_public or letter.state == "withdrawn":
        return Denied("没有可以申诉的决定。", code="nothing")
    return inside("LX-01", "appeal", letter, held.created_at, "申诉期限已过")


def may_decide(actor: Actor, words: Words) -> Decision:
    """Another reviewer than the one who decided before; nobody reviews their own (M04)."""
    if words.publication != "appealed":
        return Denied("没有待复核的申诉。", code="nothing")
    if actor.person_id in deciders_before(words):
        return Denied("原审核人不能复核自己的决定，请由另一位审核员复核。", rule="LX-01", code="same_reviewer")
    return may_review_letter(actor, letter_of(words))


def deciders_before(words: Words) -> set[int]:
    """Person ids of those who took the first decision."""
    return {row.reviewer_id for row in reviews_of(words) if row.reviewer_id and not row.on_appeal}


def held_back(rows: list[WordsReview]) -> WordsReview | None:
    """The decision by which words are not shown."""
    return next((row for row in reversed(rows) if row.decision == "private"), None)


def may_appeal_until(words: Words, held: WordsReview) -> datetime | None:
    """Until when the author may appeal; None where nothing would be shown anyhow."""
    letter = letter_of(words)
    return until("LX-01", "appeal", letter, held.created_at) if letter.wants_public else None


def decided_by(words: Words) -> datetime | None:
    """Until when an appeal that waits is to be decided."""
    if words.publication != "appealed" or words.appealed_at is None:
        return None
    return until("LX-01", "decide", letter_of(words), words.appealed_at)
