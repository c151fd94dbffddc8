"""Topics of the demonstration, with what people said in them. All text is ours; days are relative to today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from lianxin.democracy.speaking import actions as speaking
from lianxin.democracy.speaking.audiences import reads
from lianxin.democracy.speaking.lifecycle import REVIEW
from lianxin.democracy.speaking.models import Contribution
from lianxin.foundation.accounts.actions import set_keeper
from lianxin.foundation.accounts.models import Person
from lianxin.foundation.accounts.queries import actor_of, in_force
from lianxin.foundation.organisations.models import Organisation
from lianxin.foundation.organisations.queries import ancestors_of
from lianxin.foundation.spine import moment
from lianxin.foundation.spine.actions import action, record
from lianxin.kernel.actor import SYSTEM, Actor, posts_with
from lianxin.membership.dossiers.models import Member

from . import actions
from .demo_texts import TOPICS, Said, Told
from .lifecycle import MANAGE, RELEASE
from .models import Topic
from .words import KIND


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays at an organisation: who keeps, who releases, who reviews, and those who speak."""

    office: Organisation
    keeper: Person
    deputy: Person
    releaser: Person
    judge: Person
    speakers: list[Person]


@action("forum.demo")
def load(*, now: datetime, actor: Actor = SYSTEM) -> int:
    """A town with topics for everybody and for members, and its branch with one of its own; answers how many."""
    made = 0
    casts = _casts()
    if casts is not None:
        for told in TOPICS:
            _play(casts[told.where], told, now)
            made += 1
        for cast in casts.values():
            set_keeper(
                actor=SYSTEM,
                organisation=cast.office,
                column=KIND,
                label="议事",
                keeper=cast.keeper,
                deputy=cast.deputy,
            )
    record("forum.demo", actor=actor, topics=made)
    return made


def _casts() -> dict[str, Cast] | None:
    """The first branch with two people of the duty at it or above it, and the committee above it."""
    citizens = list(
        Person.objects.filter(account__isnull=False, phone_verified_at__isnull=False, appointments=None)[:4]
    )
    for branch in Organisation.objects.filter(kind="branch", closed_on=None).order_by("path")[:6]:
        town = next((Organisation.objects.filter(path=path).first() for path in ancestors_of(branch.path)[1:]), None)
        rows = Member.objects.unscoped("the demonstration").filter(
            organisation=branch, stage="member", standing="active"
        )
        members = [one.person for one in rows.select_related("person").order_by("pk")[:9]]
        if town is None or len(members) < 4:
            continue
        here, above = _staff(branch), _staff(town)
        if here and above and reads(actor_of(here[0]), "branch", branch) and reads(actor_of(above[0]), "members", town):
            members = [one for one in members if one not in {*here, *above}]  # nobody reviews their own (M04)
            return {
                "branch": Cast(branch, *here, members),
                "members": Cast(town, *above, members),
                "public": Cast(town, *above, [*citizens, *members]),
            }
    return None


def _staff(office: Organisation) -> tuple[Person, Person, Person, Person] | None:
    """Keeper, deputy, who releases, who reviews: the nearest, and the latter two are not the first."""
    rows = (
        in_force().filter(org_path__in=ancestors_of(office.path)).select_related("person").order_by("-org_path", "pk")
    )
    found = list(rows)

    def nearest(verb: str, *but: Person | None) -> Person | None:
        away = {one.pk for one in but if one is not None}
        return next((row.person for row in found if row.post in posts_with(verb) and row.person_id not in away), None)

    keeper = nearest(MANAGE)
    deputy, releaser, judge = nearest(MANAGE, keeper), nearest(RELEASE, keeper), nearest(REVIEW, keeper)
    if keeper is None or deputy is None or releaser is None or judge is None:
        return None
    return keeper, deputy, releaser, judge


def _play(cast: Cast, told: Told, now: datetime) -> None:
    begin = timezone.localtime(now - timedelta(days=told.opened)).replace(hour=9, minute=0, second=0, microsecond=0)
    keeper, other = actor_of(cast.keeper), actor_of(cast.releaser)
    with moment.at(begin - timedelta(hours=70)):
        topic = _begin(cast, told, begin, keeper)
    if told.end in ("proposed", "declined", "draft"):
        return
    with moment.at(begin - timedelta(days=1)):
        topic = actions.release(actor=other, topic=topic, revision=topic.revision)
    _talk(cast, topic, told.said, begin, keeper, actor_of(cast.judge))
    if told.end == "taken_down":
        actions.take_down(
            actor=other, topic=topic, reason="mistake", text="发起时选错了范围，已重新发起。", revision=topic.revision
        )
    if told.end in ("closed", "summing", "summed") and topic.closes_at is not None:
        with moment.at(topic.closes_at + timedelta(minutes=11)):
            actions.close_due()
            topic.refresh_from_db()
            if told.end != "closed":
                topic = actions.summarise(actor=keeper, topic=topic, heard=told.heard, follows=told.follows,
                                          follow_url=told.follow_url, revision=topic.revision)  # fmt: skip
            if told.end == "summed":
                actions.release_summary(actor=other, topic=topic, revision=topic.revision)


def _begin(cast: Cast, told: Told, begin: datetime, keeper: Actor) -> Topic:
    words = actions.Words(
        title=told.title, question=told.question, background=told.background, audience=told.where, opens_at=begin,
        closes_at=begin + timedelta(days=told.days), keeper=cast.keeper.pk, deputy=cast.deputy.pk, link=told.link,
    )  # fmt: skip
    key = f"demo-{told.title}"
    if not told.why:
        return actions.draft(actor=keeper, organisation=cast.office, words=words, key=key)
    proposer = actor_of(cast.speakers[0])
    topic = actions.propose(
        actor=proposer, organisation=cast.office, title=told.title, why=told.why, audience=told.where, key=key
    )
    if told.end == "proposed":
        return topic
    if told.end == "declined":
        return actions.decline(
            actor=keeper, topic=topic, reason="matter", text=told.background, revision=topic.revision
        )
    return actions.take_up(actor=keeper, topic=topic, words=words, revision=topic.revision)


def _talk(cast: Cast, topic: Topic, said: tuple[Said, ...], begin: datetime, keeper: Actor, judge: Actor) -> None:
    made: list[Contribution] = []
    for number, one in enumerate(said):
        at = begin + timedelta(hours=one.hour)
        with moment.at(at):
            before = made[one.reply_to].pk if one.reply_to is not None else None
            if one.office:
                saying = speaking.say_officially(
                    actor=keeper,
                    kind=KIND,
                    place=topic.pk,
                    text=one.text,
                    key=f"demo-{topic.pk}-office-{number}",
                    reply_to=before,
                )
            else:
                speaker = actor_of(cast.speakers[one.who % len(cast.speakers)])
                saying = speaking.say(
                    actor=speaker,
                    kind=KIND,
                    place=topic.pk,
                    text=one.text,
                    key=f"demo-{topic.pk}-{number}",
                    reply_to=before,
                )
        made.append(_judge(saying, one.end, judge, at + timedelta(minutes=110)))


def _judge(one: Contribution, end: str, judge: Actor, at: datetime) -> Contribution:
    with moment.at(at):
        if end in ("published", "hidden"):
            one = speaking.publish(actor=judge, contribution=one, revision=one.revision)
        if end == "hidden":
            one = speaking.hide(
                actor=judge, contribution=one, reason="privacy", text="写了邻居的姓名和电话。", revision=one.revision
            )
        if end in ("refused", "appealed"):
            one = speaking.refuse(
                actor=judge,
                contribution=one,
                reason="off_topic",
                text="说的是另一条路，请到那个话题里说。",
                revision=one.revision,
            )
        if end == "appealed" and one.person is not None:
            one = speaking.appeal(actor=actor_of(one.person), contribution=one, text="两条路是连着的，一起修才有用。")
    return one
