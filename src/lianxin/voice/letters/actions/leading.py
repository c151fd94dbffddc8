"""领导阅办 (R099): sent up, read, instructed, reported back, ended. No step of it moves the letter or its clocks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lianxin.foundation.casework.engine import advance, may
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from .. import policies_leading as policies
from ..models import Instruction, Interest, Letter, Picked, Seen, Topic


@action("letters.recommend")
def recommend(*, actor: Actor, letter: Letter, why: str, revision: int) -> Letter:
    """送阅 to the leaders above the letter, with a word why."""
    letter = lock(letter, revision=revision)
    _need(why, "请写一句为什么送阅。", "why")
    letter = advance(letter, "recommend", actor=actor, note=why)
    Picked.objects.create(letter=letter, why=why.strip(), chosen_by_id=actor.person_id, created_at=moment.now())
    return letter


@action("letters.instruct")
def instruct(*, actor: Actor, letter: Letter, to: Organisation, text: str, until: date, revision: int) -> Letter:
    """批示: to which office, what, until when. Handler, office, state, clocks and 审签 stay as they are."""
    letter = lock(letter, revision=revision)
    require(may(actor, letter, "instruct"))
    require(policies.fits(letter, to, text, until))
    letter = advance(letter, "instruct", actor=actor, note=text, data={"to": to.pk})
    Instruction.objects.create(
        letter=letter, to=to, text=text.strip(), until=until, by_id=actor.person_id, created_at=moment.now()
    )
    _seen(actor, letter)
    return letter


@action("letters.report_back")
def report_back(*, actor: Actor, letter: Letter, text: str, revision: int) -> Letter:
    """反馈 to the leader; no reply to the citizen, which goes its own way through 审签."""
    letter = lock(letter, revision=revision)
    _need(text, "请写明办得怎样。", "text")
    found = policies.open_one(letter)
    letter = advance(letter, "report_back", actor=actor, note=text, data={"by": found.by_id if found else None})
    if found is not None:
        found.report, found.reported_by_id, found.reported_at = text.strip(), actor.person_id, moment.now()
        found.save(update_fields=["report", "reported_by", "reported_at"])
    return letter


@action("letters.ask_more")
def ask_more(*, actor: Actor, letter: Letter, text: str, until: date | None, revision: int) -> Letter:
    """请再办: the report did not settle it; what is missing, and a new day."""
    letter = lock(letter, revision=revision)
    require(may(actor, letter, "ask_more"))
    _need(text, "请写明还要办什么。", "text")
    if until is None or until < moment.today():
        raise Refused(Denied("反馈的日期不能在今天以前。", rule=policies.RULE, code="past", field="until"))
    found = policies.open_one(letter)
    letter = advance(letter, "ask_more", actor=actor, note=text, data={"to": found.to_id if found else None})
    if found is not None:
        found.until, found.reported_at = until, None
        found.save(update_fields=["until", "reported_at"])
    return letter


@action("letters.close_instruction")
def close_instruction(*, actor: Actor, letter: Letter, revision: int, text: str = "") -> Letter:
    """阅结."""
    letter = lock(letter, revision=revision)
    found = policies.open_one(letter)
    letter = advance(letter, "close_instruction", actor=actor, note=text, data={"to": found.to_id if found else None})
    if found is not None:
        found.closed_at = moment.now()
        found.save(update_fields=["closed_at"])
    return letter


@action("letters.mark_seen")
def mark_seen(*, actor: Actor, letter: Letter) -> None:
    """已阅: off one's own list. Twice is once."""
    if actor.person_id is None or not actor.may(policies.INSTRUCT, letter.org_path):
        raise Refused(OUT_OF_SCOPE)
    _seen(actor, letter)
    record("letters.mark_seen", actor=actor, subject=letter)


def _seen(actor: Actor, letter: Letter) -> None:
    if actor.person_id is not None:
        Seen.objects.get_or_create(letter=letter, person_id=actor.person_id, defaults={"at": moment.now()})


@action("letters.follow_topics")
def follow_topics(*, actor: Actor, topics: Iterable[Topic]) -> int:
    """关注的事项 of a leader, as a whole; answers how many."""
    if actor.person_id is None or not actor.has(policies.INSTRUCT):
        raise Refused(Denied("您的岗位没有领导阅办。", code="no_right"))
    wanted = {topic.pk for topic in topics}
    mine = Interest.objects.filter(person_id=actor.person_id)
    mine.exclude(topic_id__in=wanted).delete()
    known = set(mine.values_list("topic_id", flat=True))
    Interest.objects.bulk_create(Interest(person_id=actor.person_id, topic_id=pk) for pk in sorted(wanted - known))
    record("letters.follow_topics", actor=actor, topics=len(wanted))
    return len(wanted)


def _need(text: str, message: str, field: str) -> None:
    if not text.strip():
        raise Refused(Denied(message, code="empty", field=field))
