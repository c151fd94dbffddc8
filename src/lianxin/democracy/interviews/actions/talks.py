"""在线访谈 from the first draft to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.calendars.queries import calendar_for
from lianxin.foundation.casework.engine import advance
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.unique import or_refuse
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Denied, Refused

from ..announcing import talk_drawn
from ..flow import TALK_FLOW
from ..indexing import index_talk
from ..lifecycle import DRAW
from ..models import Guest, Interview
from ..policies import talks as policies
from ..policies.common import TWICE, explained


@dataclass(frozen=True, slots=True)
class Seat:
    """A guest: name, post, where from; person: with an account here."""

    name: str
    post: str
    place: str
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What an announcement says."""

    subject: str
    about: str
    starts_at: datetime
    ends_at: datetime
    guests: Sequence[Seat]
    answer_days: int
    audience: str = "public"
    release: str = "other"
    venue: str = ""
    keeper: Person | None = None
    deputy: Person | None = None

    def put(self, talk: Interview) -> None:
        for name in ("subject", "about", "venue"):
            setattr(talk, name, getattr(self, name).strip())
        for name in ("starts_at", "ends_at", "answer_days", "audience", "release", "keeper", "deputy"):
            setattr(talk, name, getattr(self, name))


@action("talks.draw")
def draw(*, actor: Actor, organisation: Organisation, draft: Draft, key: str) -> Interview:
    """拟预告. The same form twice is one interview; those who may release it are told."""
    known = Interview.objects.unscoped("the same form").filter(key=key[:40]).first()
    if known is not None:
        record("talks.draw_again", actor=actor, subject=known)
        return known
    if not actor.may(DRAW, organisation.path):
        raise Refused(OUT_OF_SCOPE)
    made = Interview(state=TALK_FLOW.lifecycle.initial, organisation=organisation, org_path=organisation.path,
                opened_at=moment.now(), key=key[:40], drawn_by_id=actor.person_id)  # fmt: skip
    draft.put(made)
    require(policies.well_drawn(made))
    with or_refuse(TWICE):
        made.save()
    _seat(made, draft.guests)
    record("talks.draw", actor=actor, subject=made)
    talk_drawn(made)
    return made


@action("talks.edit")
def edit(*, actor: Actor, talk: Interview, draft: Draft, revision: int) -> Interview:
    """修改草稿. Whoever changed it last does not release it."""
    case = lock(talk, revision=revision)
    draft.put(case)
    case.drawn_by_id = actor.person_id or case.drawn_by_id
    require(policies.well_drawn(case))
    case = advance(case, "edit", actor=actor)
    _seat(case, draft.guests)
    return case


@action("talks.announce")
def announce(*, actor: Actor, talk: Interview, revision: int) -> Interview:
    """发布预告, by another one than who drew it up (M04), early enough (LX-160)."""
    case = lock(talk, revision=revision)
    case.released_by_id = actor.person_id
    return _indexed(advance(case, "announce", actor=actor))


@action("talks.drop")
def drop(*, actor: Actor, talk: Interview, revision: int) -> Interview:
    """不再预告 of a draft."""
    return advance(lock(talk, revision=revision), "drop", actor=actor)


@action("talks.amend")
def amend(*, actor: Actor, talk: Interview, draft: Draft, reason: str, revision: int) -> Interview:
    """更正预告: words, guests, place, with the reason beside it (M06). The hour has an act of its own."""
    case = lock(talk, revision=revision)
    require(explained(reason))
    hour, audience = (case.starts_at, case.ends_at), case.audience
    draft.put(case)
    case.starts_at, case.ends_at = hour
    case.audience, case.reason = audience, reason.strip()
    require(policies.well_drawn(case))
    case = advance(case, "amend", actor=actor, public_note=case.reason)
    _seat(case, draft.guests)
    return _indexed(case)


@action("talks.postpone")
def postpone(*, actor: Actor, talk: Interview, reason: str, revision: int) -> Interview:
    """推迟 without a new hour yet; those who asked are told, and their questions stay."""
    return _with_reason(actor, talk, "postpone", reason, revision)


@action("talks.cancel")
def cancel(*, actor: Actor, talk: Interview, reason: str, revision: int) -> Interview:
    """取消, visibly and with the reason; those who asked are told."""
    return _with_reason(actor, talk, "cancel", reason, revision)


@action("talks.reschedule")
def reschedule(
    *, actor: Actor, talk: Interview, starts_at: datetime, ends_at: datetime, reason: str, revision: int
) -> Interview:
    """改时间; those who asked are told."""
    case = lock(talk, revision=revision)
    require(explained(reason))
    case.starts_at, case.ends_at, case.reason = starts_at, ends_at, reason.strip()
    return _indexed(advance(case, "reschedule", actor=actor, public_note=case.reason))


@action("talks.begin")
def begin(*, actor: Actor, talk: Interview, revision: int) -> Interview:
    """开始, by a person and by the clock."""
    return _indexed(advance(lock(talk, revision=revision), "begin", actor=actor))


@action("talks.finish")
def finish(*, actor: Actor, talk: Interview, revision: int) -> Interview:
    """结束: whatever has no answer yet is answered afterwards, until the day that was declared."""
    case = lock(talk, revision=revision)
    case.answer_by = calendar_for(case.org_path).add_workdays(moment.today(), case.answer_days)
    return _indexed(advance(case, "finish", actor=actor))


@action("talks.record")
def publish_record(*, actor: Actor, talk: Interview, summary: str, revision: int) -> Interview:
    """发布实录: all questions with their answers; later answers are added to it as they come."""
    case = lock(talk, revision=revision)
    most = rule("LX-160").count("about")
    if len(summary) > most:
        raise Refused(Denied(f"导语最多 {most} 个字。", rule="LX-160", code="too_long", field="summary"))
    case.summary = summary.strip()
    return _indexed(advance(case, "record", actor=actor))


@action("talks.archive")
def archive(*, actor: Actor, talk: Interview, revision: int) -> Interview:
    """归档, when nothing is open."""
    return _indexed(advance(lock(talk, revision=revision), "archive", actor=actor))


def day_and_hours(day: object, begins: object, ends: object) -> tuple[datetime, datetime]:
    """A day and two hours on the clock as they stand on a wall here."""
    from datetime import date, time

    if not (isinstance(day, date) and isinstance(begins, time) and isinstance(ends, time)):
        raise TypeError("a day and two hours")
    make = timezone.make_aware
    return make(datetime.combine(day, begins)), make(datetime.combine(day, ends))


def _with_reason(actor: Actor, talk: Interview, event: str, reason: str, revision: int) -> Interview:
    case = lock(talk, revision=revision)
    require(explained(reason))
    case.reason = reason.strip()
    return _indexed(advance(case, event, actor=actor, public_note=case.reason))


def _seat(talk: Interview, guests: Sequence[Seat]) -> None:
    """The guests as they stand now. One who has answered keeps the seat: answers name it."""
    most = rule("LX-160").count("guests")
    if not guests or len(guests) > most:
        raise Refused(Denied(f"请写明嘉宾，最多 {most} 位。", rule="LX-160", code="guests", field="guests"))
    known = {(g.name, g.post, g.place): g for g in talk.guests.all()}
    for order, seat in enumerate(guests):
        row = known.pop((seat.name, seat.post, seat.place), None) or Guest(
            talk=talk, name=seat.name, post=seat.post, place=seat.place
        )
        row.order, row.person = order, seat.person
        row.save()
    from ..models import Answer

    answered = set(Answer.objects.filter(guest__talk=talk).values_list("guest_id", flat=True))
    talk.guests.filter(pk__in=[g.pk for g in known.values() if g.pk not in answered]).delete()


def _indexed(case: Interview) -> Interview:
    index_talk(case)
    return case
