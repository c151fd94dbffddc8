"""Later words of the citizen: looked at before anybody else reads them (M01), and once more after an appeal (M02)."""

from __future__ import annotations

from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import announcing, policies, policies_words
from ..models import Letter, Message, Rating, Words, WordsReview
from ..words import WITHHOLD_REASONS


@action("letters.review_message")
def review_message(
    *, actor: Actor, message: Message, public: bool, reason: str = "", text: str = "", seen: str = ""
) -> Message:
    """追问、补充 are shown, or kept back. seen: what stood when the page was opened; empty asks nothing."""
    message = lock(message)
    _review(actor, message, public, reason, text, seen)
    record("letters.review_message", actor=actor, subject=message, org_path=message.letter.org_path, public=public,
           reason=message.withheld)  # fmt: skip
    return message


@action("letters.review_rating")
def review_rating(
    *, actor: Actor, rating: Rating, public: bool, reason: str = "", text: str = "", seen: str = ""
) -> Rating:
    """The level of a rating counts at once; its text is shown only after review."""
    rating = lock(rating)
    _review(actor, rating, public, reason, text, seen)
    record("letters.review_rating", actor=actor, subject=rating, org_path=rating.letter.org_path, public=public,
           reason=rating.withheld)  # fmt: skip
    return rating


@action("letters.appeal_words")
def appeal_words(*, actor: Actor, words: Words, text: str) -> Words:
    """申诉 against not being shown: once, inside the window, to another reviewer."""
    words = lock(words)
    letter = policies_words.letter_of(words)
    text = text.strip()
    if not text:
        raise Refused(Denied("请写明申诉理由。", code="empty", field="text"))
    if words.publication == "appealed" and words.appeal == text and policies.is_author(actor, letter):
        raise Refused(Denied("申诉已经收到，不用再发。", code="twice"))
    require(policies_words.may_appeal(actor, words))
    words.publication, words.appeal, words.appealed_at = "appealed", text, moment.now()
    words.save(update_fields=["publication", "appeal", "appealed_at"])
    announcing.ask_for_words(letter, words, policies_words.deciders_before(words))
    record("letters.appeal_words", actor=actor, subject=words, org_path=letter.org_path)
    return words


@action("letters.decide_words_appeal")
def decide_words_appeal(*, actor: Actor, words: Words, overturn: bool, text: str) -> Words:
    """申诉复核 by another reviewer: shown after all, or kept back for good; the author reads why."""
    words = lock(words)
    letter = _reviewable(actor, words)
    require(policies_words.may_decide(actor, words))
    if not text.strip():
        raise Refused(Denied("请写明复核理由，留言人会看到。", rule="LX-01", code="no_reason", field="text"))
    words.publication = "public" if overturn else "withheld"
    if overturn:
        words.withheld = ""
    words.save(update_fields=["publication", "withheld"])
    _write(words, "overturn" if overturn else "uphold", "", text, actor, on_appeal=True)
    announcing.tell_of_decided_words(letter, words, overturn)
    record("letters.decide_words_appeal", actor=actor, subject=words, org_path=letter.org_path, public=overturn)
    return words


def _review(actor: Actor, words: Words, public: bool, reason: str, text: str, seen: str) -> None:
    """Shown, or kept back by a reason and words that its author reads: never silently."""
    letter = _reviewable(actor, words)
    require(policies_words.may_review(actor, words, public=public, seen=seen))
    if not public and reason not in WITHHOLD_REASONS:
        raise Refused(Denied("不公开须选择理由，留言人会看到。", rule="LX-01", code="no_reason", field="reason"))
    if not public and not text.strip():
        raise Refused(Denied("请写明具体情况，留言人会看到。", rule="LX-01", code="no_text", field="text"))
    later = words.publication == "withheld"
    words.publication, words.withheld = ("public", "") if public else ("withheld", reason)
    words.save(update_fields=["publication", "withheld"])
    row = _write(words, "public" if public else "private", words.withheld, "" if public else text, actor)
    if later:
        announcing.tell_of_decided_words(letter, words, True)
    elif not public:
        announcing.tell_of_words(letter, words, policies_words.may_appeal_until(words, row))


def _reviewable(actor: Actor, words: Words) -> Letter:
    """The letter, when the actor reviews at its organisation."""
    letter = policies_words.letter_of(words)
    if not actor.may("letters.review", letter.org_path):
        raise Refused(OUT_OF_SCOPE if actor.has("letters.review") else Denied("您的岗位不能审核。", code="no_right"))
    return letter


def _write(
    words: Words, decision: str, reason: str, text: str, actor: Actor, *, on_appeal: bool = False
) -> WordsReview:
    return WordsReview.objects.create(
        **{words.what: words}, decision=decision, reason=reason, text=text.strip(), reviewer_id=actor.person_id,
        on_appeal=on_appeal, created_at=moment.now(),
    )  # fmt: skip
