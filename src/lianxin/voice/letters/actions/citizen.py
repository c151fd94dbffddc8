"""What the author of a letter may do with it afterwards, and others who have the same trouble."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F

from lianxin.foundation.casework.engine import advance
from lianxin.foundation.files.actions import set_public
from lianxin.foundation.files.queries import files_of
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from ..models import Follow, Letter, Message, Rating
from ..words import BAD_RATINGS, RATING_REASONS, RATINGS
from .answering import keep_lateness
from .succession import in_being


@action("letters.appeal")
def appeal(*, actor: Actor, letter: Letter, text: str, key: str = "") -> Letter:
    """申诉 against a refusal: once, inside the window, to another reviewer (M02)."""
    letter = lock(letter)
    _say(letter, "appeal", text, key, "请写明申诉理由。")
    return advance(letter, "appeal", actor=actor)


@action("letters.appeal_private")
def appeal_private(*, actor: Actor, letter: Letter, text: str, key: str = "") -> Letter:
    """申诉 against being handled without being shown."""
    letter = lock(letter)
    _say(letter, "appeal", text, key, "请写明申诉理由。")
    return advance(letter, "appeal_private", actor=actor, changes={"appealed_at": moment.now()})


@action("letters.supplement")
def supplement(*, actor: Actor, letter: Letter, text: str, key: str = "") -> Letter:
    """补充情况: the clock goes on."""
    letter = lock(letter)
    _say(letter, "supplement", text, key, "请写下要补充的内容。")
    return advance(letter, "supplement", actor=actor)


@action("letters.ask_again")
def ask_again(*, actor: Actor, letter: Letter, text: str, key: str = "") -> Letter:
    """追问 after an answer."""
    letter = lock(letter)
    _say(letter, "followup", text, key, "请写下要追问的问题。")
    return advance(letter, "follow_up", actor=actor, changes={"followups": letter.followups + 1})


@action("letters.urge")
def urge(*, actor: Actor, letter: Letter) -> Letter:
    """催办, heard once a day."""
    letter = lock(letter)
    return advance(letter, "urge", actor=actor, changes={"urges": letter.urges + 1})


@action("letters.rate")
def rate(
    *,
    actor: Actor,
    letter: Letter,
    level: int,
    solved: bool,
    reasons: Sequence[str] = (),
    text: str = "",
) -> Letter:
    """五级评价 (HCP-01). Bad ones go to call-back, all of them; "solved" is the citizen's own word."""
    letter = lock(letter)
    if level not in RATINGS:
        raise Refused(Denied("请选择一个评价。", rule="HCP-01", code="choose", field="level"))
    now = moment.now()
    changes: dict[str, Any] = {"rating": level}
    if level in BAD_RATINGS:
        event = "rate_bad"
    else:
        event = "rate_good" if solved else "rate_fair"
        changes["solved_at"] = now if solved else None
    letter = advance(letter, event, actor=actor, changes=changes, data={"level": level, "solved": solved})
    Rating.objects.create(
        letter=letter, round=letter.round, level=level, solved=solved, text=text, created_at=now,
        reasons=[r for r in reasons if r in RATING_REASONS],
    )  # fmt: skip
    return letter


@action("letters.say_solved")
def say_solved(*, actor: Actor, letter: Letter) -> Letter:
    """The citizen says that it is solved before anybody answered; that stops the clock too, in time or late."""
    letter = lock(letter)
    letter = advance(letter, "say_solved", actor=actor, changes={"solved_at": moment.now()})
    keep_lateness(letter)
    return letter


@action("letters.reopen")
def reopen(*, actor: Actor, letter: Letter, text: str, key: str = "") -> Letter:
    """问题又出现: a new round of handling, by the office's heir where the office has ended meanwhile."""
    letter = lock(letter)
    _say(letter, "followup", text, key, "请写明现在的情况。")
    changes = {"round": letter.round + 1, "solved_at": None, "rating": None, **in_being(letter)}
    return advance(letter, "reopen", actor=actor, changes=changes)


@action("letters.withdraw")
def withdraw(*, actor: Actor, letter: Letter) -> Letter:
    """撤回: gone from every public place at once; the office keeps what the law wants kept."""
    letter = lock(letter)
    shown = letter.is_public
    return advance(letter, "withdraw", actor=actor, changes={"publication": "hidden"}, data={"shown": shown})


@action("letters.unpublish")
def unpublish(*, actor: Actor, letter: Letter) -> Letter:
    """撤回公开: the page is gone for everybody at once; the matter, its clocks and its figures stay as they are.

    Nobody shows it again: the author's wish is changed with it.
    """
    letter = lock(letter)
    return advance(
        letter, "unpublish", actor=actor, changes={"publication": "hidden", "wants_public": False}, data={"shown": True}
    )


@action("letters.anonymise")
def anonymise(*, actor: Actor, letter: Letter) -> Letter:
    """隐去我的信息: nickname, place and photos leave the public page; the matter goes on."""
    letter = lock(letter)
    changes = {"nickname": "群众", "place_public": False, "lat": None, "lon": None, "anonymised_at": moment.now()}
    letter = advance(letter, "anonymise", actor=actor, changes=changes)
    for stored in files_of(f"letter:{letter.pk}", public_only=True):
        set_public(actor=actor, stored=stored, public=False)
    return letter


@action("letters.follow")
def follow(*, actor: Actor, letter: Letter) -> Letter:
    """我也遇到: follow a public letter."""
    letter = lock(letter)
    if letter.publication != "public":
        raise Refused(OUT_OF_SCOPE)
    if actor.person_id is None:
        raise Refused(Denied("登录后可以关注，有答复会通知您。", code="sign_in"))
    _, made = Follow.objects.get_or_create(letter=letter, person_id=actor.person_id)
    if made:
        _count(letter, 1)
    record("letters.follow", actor=actor, subject=letter)
    return letter


@action("letters.unfollow")
def unfollow(*, actor: Actor, letter: Letter) -> Letter:
    letter = lock(letter)
    gone, _ = Follow.objects.filter(letter=letter, person_id=actor.person_id or 0).delete()
    if gone:
        _count(letter, -1)
    record("letters.unfollow", actor=actor, subject=letter)
    return letter


def _count(letter: Letter, by: int) -> None:
    Letter.objects.unscoped("counter of the locked letter").filter(pk=letter.pk).update(followers=F("followers") + by)


def _say(letter: Letter, kind: str, text: str, key: str, empty: str) -> Message:
    """Keep the citizen's words; the same form sent twice is refused by its key."""
    if not text.strip():
        raise Refused(Denied(empty, code="empty", field="text"))
    hashed = blind_index(f"message:{key}") if key else None
    if hashed and Message.objects.filter(submission_key=hashed).exists():
        raise Refused(Denied("这段话已经收到，不用再发。", code="twice"))
    return Message.objects.create(
        letter=letter, kind=kind, body=text.strip(), created_at=moment.now(), submission_key=hashed
    )
