"""发言 by a person, taken down for one (代录, A02), and 组织回应 by a duty holder."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.posts import POSTS
from lianxin.foundation.casework import timers
from lianxin.foundation.rules.registry import rule
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, lock, record, require
from lianxin.foundation.spine.sealed import blind_index
from lianxin.kernel.actor import Actor
from lianxin.kernel.decision import OUT_OF_SCOPE, Allowed, Decision, Denied, Refused
from lianxin.kernel.lifecycle import ClockMove

from .. import audiences, policies
from ..announcing import tell_reviewers
from ..flow import FLOW
from ..lifecycle import ANSWER
from ..models import Contribution
from ..registry import Place, floor_of, place_of
from ..words import SOURCES

_START = (ClockMove("review", "start"),)


def fits(text: str, most: int, label: str = "内容", field: str = "text") -> Decision:
    """Whether something was written, and not more than `most` characters."""
    if not text.strip():
        return Denied(f"请填写“{label}”。", code="empty", field=field)
    if len(text.strip()) > most:
        return Denied(
            f"“{label}”最多 {most} 个字，现在是 {len(text.strip())} 个字。", rule="LX-130", code="too_long", field=field
        )
    return Allowed()


def longest(place: Place) -> int:
    """Most characters of one contribution there."""
    return place.length or rule("LX-130").count("text")


@action("speaking.say")
def say(
    *, actor: Actor, kind: str, place: int, text: str, key: str, front_name: str = "", part: str = "",
    reply_to: int | None = None, assisted_for: str = "", source: str = "web", in_time: bool = False,
) -> Contribution:  # fmt: skip
    """Say something at a place; seen by others once somebody has published it (M01).

    front_name: what others read; empty for the nickname; the real name only when it is the actor's own (`FRONTS`).
    reply_to: key of a published contribution of the same place that is no reply itself. assisted_for: who said it and how
    to reach them, when the actor takes it down (source: ``phone``, ``visit``, ``paper``); at an inner place the name of a
    member. in_time: it had been handed in on paper before the place closed. The same key again answers the
    same contribution. Raises `Refused`.
    """
    hashed = blind_index(f"speaking:{actor.person_id}:{key}")
    known = _known(hashed)
    if known is not None:
        record("speaking.say_again", actor=actor, subject=known)
        return known
    there = _there(kind, place)
    assisted = source != "web"
    if assisted:
        require(policies.may_assist(actor, kind, there))
        require(fits(assisted_for, rule("LX-130").count("note"), "谁说的、怎么联系", "assisted_for"))
        require(fits(front_name, rule("LX-130").count("name"), "显示的名字", "front_name"))
        if source not in SOURCES:
            raise Refused(Denied("请选择怎么说的。", code="choice", field="source"))
        require(policies.in_time(there, source, in_time))
        require(policies.spoken_for(there, assisted_for))
    else:
        require(policies.may_speak(actor, kind, there))
    person = lock(Person.objects.get(pk=actor.person_id or 0))  # one after the other: the bound holds against two tabs
    if not assisted:
        require(policies.not_too_many(person.pk))
        front_name = _front(person, front_name)
    return _save(
        actor, there, hashed, text, kind=kind, part=part, reply_to=_replied(kind, there, part, reply_to),
        person_id=_member(there, assisted_for) if assisted else person.pk, front_name=front_name.strip(), source=source,
        assisted_by_id=person.pk if assisted else None, assisted_for=assisted_for.strip() if assisted else "",
    )  # fmt: skip


@action("speaking.say_officially")
def say_officially(
    *, actor: Actor, kind: str, place: int, text: str, key: str, part: str = "", reply_to: int | None = None, signed: str = ""
) -> Contribution:  # fmt: skip
    """组织回应, signed with the organisation and the post (C01); another person releases it (M04).

    signed: what stands for the post, when the room names whoever answers (the guest of an interview).
    """
    hashed = blind_index(f"speaking:{actor.person_id}:{key}")
    known = _known(hashed)
    if known is not None:
        record("speaking.say_again", actor=actor, subject=known)
        return known
    there = _there(kind, place)
    require(policies.may_answer(actor, kind, there))
    name = signed.strip() or f"{there.organisation.short_name} {_post(actor, kind, there)}".strip()
    return _save(
        actor, there, hashed, text, kind=kind, part=part, reply_to=_replied(kind, there, part, reply_to),
        person_id=actor.person_id, front_name=name[:60], voice="office", most=rule("LX-130").count("reply"),
    )  # fmt: skip


def _member(there: Place, name: str) -> int | None:
    """Whose words they are, when the organisation knows them; of a passer-by only what `assisted_for` says."""
    return (
        None if there.audience == "public" else audiences.named(name, there.audience, there.organisation)[0].person_id
    )


def _known(hashed: str) -> Contribution | None:
    return Contribution.objects.unscoped("the sender's own retry").filter(key=hashed).first()


def _there(kind: str, place: int) -> Place:
    found = place_of(kind, place)
    if found is None:
        raise Refused(OUT_OF_SCOPE)
    return found


def _front(person: Person, wished: str) -> str:
    """The nickname, or the own real name; nobody speaks under another one."""
    if wished == "name" or (wished and wished == person.name):
        return str(person.name or person.nickname)
    return str(person.nickname)


def _post(actor: Actor, kind: str, place: Place) -> str:
    here = {duty.post for duty in actor.duties if duty.organisation_id == place.organisation.pk}
    leading = next((post for post, verbs in policies.POSTS.items() if post in here and ANSWER in verbs), "")
    floor = floor_of(kind)
    return POSTS.get(leading, "") or (floor.signs(actor, place) if floor else "")


def _replied(kind: str, place: Place, part: str, reply_to: int | None) -> Contribution | None:
    """What is replied to: published, at the same place, and no reply itself; a reply to a reply goes beside it."""
    if reply_to is None:
        return None
    rows = Contribution.objects.unscoped("published at the same place").filter(
        kind=kind, place=place.pk, state="published"
    )
    found = rows.filter(pk=reply_to).select_related("reply_to").first()
    if found is None:
        raise Refused(
            Denied("您要回应的发言现在看不到了。", code="gone", remedy="您写的内容还在，可以不作为回应另外发表。")
        )
    if not place.replies:
        raise Refused(Denied("这里不能回应别人的发言。", code="no_replies"))
    return found.reply_to or found


def _save(actor: Actor, place: Place, hashed: str, text: str, *, most: int = 0, **values: Any) -> Contribution:
    require(fits(text, most or longest(place)))
    if values["part"] and values["part"] not in place.parts:
        raise Refused(Denied("没有这一段。", code="part", field="part"))
    now = moment.now()
    try:
        with transaction.atomic():
            made = Contribution.objects.create(
                state=FLOW.lifecycle.initial, key=hashed, place=place.pk, organisation=place.organisation,
                org_path=place.organisation.path, audience=place.audience, opened_at=now, text=text.strip(), **values,
            )  # fmt: skip
    except IntegrityError:
        twin = _known(hashed)
        if twin is None:
            raise
        record("speaking.say_again", actor=actor, subject=twin)
        return twin
    FLOW.step.objects.create(
        case=made, event="say", label="发言", source="", target=made.state, at=now, actor_kind=actor.kind,
        person_id=actor.person_id, public_label="发言",
    )  # fmt: skip
    timers.move(FLOW, made, _START, now)
    made.save(update_fields=["due_at", "due_clock"])
    record(
        "speaking.say",
        actor=actor,
        subject=made,
        kind=made.kind,
        place=made.place,
        voice=made.voice,
        source=made.source,
    )
    title = "有组织回应，等另一位同志审核" if made.voice == "office" else "有发言等审核"
    tell_reviewers(made, title, f"contribution:{made.pk}:said")
    return made
